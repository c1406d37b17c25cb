"""Overview: what is our improvement programme achieving?"""

from qi_eval.ui import overview

overview.show()
