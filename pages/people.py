"""Our individuals and teams: what do people gain, and what do their projects achieve?"""

from qi_eval.ui import level
from qi_eval.vocabulary import Level

level.show(Level.PEOPLE)
