"""Where does this figure come from?"""

from qi_eval.ui import trace

trace.show()
