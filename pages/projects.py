"""Projects: what have we taken on, and how far has it come?"""

from qi_eval.ui import projects

projects.show()
