"""Stories taken back: is the text of every story that somebody took back gone?"""

from qi_eval.ui import heading, store, taken_back

heading.show(None, "Is the text of every story that was taken back gone?", taken_back.answer(store.present()))
taken_back.show(store.present())
