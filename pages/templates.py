"""Templates and definitions: what each file must hold, and how each figure is worked out."""

from qi_eval.ui import definitions, heading

heading.show("Templates and definitions", "What goes into a file, and how is each figure worked out?")
definitions.show()
