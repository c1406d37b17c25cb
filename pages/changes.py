"""What changed since the board last met, or since another day?"""

from qi_eval.ui import changes

changes.show()
