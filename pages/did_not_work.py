"""Did not work: what we learned."""

from qi_eval.ui import learning

learning.show()
