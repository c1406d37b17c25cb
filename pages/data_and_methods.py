"""Data and methods: every figure as tidy data, with codebook, method text and how to cite it."""

from qi_eval.ui import data_methods

data_methods.show()
