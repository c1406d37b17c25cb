"""The shared words: every controlled vocabulary, once, as enums with labels."""

from qi_eval.vocabulary.measuring import *  # noqa: F403
from qi_eval.vocabulary.outcomes import *  # noqa: F403
from qi_eval.vocabulary.people import *  # noqa: F403
from qi_eval.vocabulary.programme import *  # noqa: F403
from qi_eval.vocabulary.word import Word as Word
