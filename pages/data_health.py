"""Can we rely on the data?"""

from qi_eval.ui import health

health.show()
