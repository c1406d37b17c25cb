"""Our organisation: is our culture changing, and does quality improve more widely?"""

from qi_eval.ui import level
from qi_eval.vocabulary import Level

level.show(Level.ORGANISATION)
