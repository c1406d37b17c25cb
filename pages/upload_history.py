"""Upload history: what was loaded, by whom, and the way to undo it."""

from qi_eval.ui import heading, history, store

heading.show("Upload history", "What was loaded, and can it be undone?")
history.show(store.present())
