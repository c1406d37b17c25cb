"""Stories: what does it mean to people?"""

from qi_eval.ui import stories

stories.show()
