"""Snapshots: what the figures said when they were kept under a name, beside what they say today."""

from qi_eval.ui import heading, snapshots, store

heading.show("Snapshots", "What did the figures say then, and what do they say now?", snapshots.answer())
snapshots.show(store.current(), store.today())
