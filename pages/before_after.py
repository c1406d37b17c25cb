"""Before and after: does a measure differ from where it was heading, since a change that the project logged?"""

from qi_eval.ui import before_after

before_after.show()
