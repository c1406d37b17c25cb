"""Our wider community: are patients and citizens our partners, and does learning travel?"""

from qi_eval.ui import level
from qi_eval.vocabulary import Level

level.show(Level.COMMUNITY)
