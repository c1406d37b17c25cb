"""Run charts: is the change real?"""

from qi_eval.ui import run_charts

run_charts.show()
