"""Collaborative: the same care in many organisations or units, side by side."""

from qi_eval.ui import collaborative

collaborative.show()
