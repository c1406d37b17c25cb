"""Log and backups: who did what, whether the data are whole, and where their backups are."""

from qi_eval.ui import heading, log, store

heading.show("Log and backups", "Who did what, and is everything safe?", log.answer(store.present()))
log.show(store.present())
