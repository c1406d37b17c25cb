"""The commands of `python -m qi_eval`, one module a subject."""
