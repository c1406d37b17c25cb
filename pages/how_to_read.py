"""How to read this: marks, signals and words of the dashboard, and what they do not say."""

from qi_eval.ui import how_to_read

how_to_read.show()
