"""How the store is doing, for pages and the command line."""

from qi_eval.store.condition import Check as Check
from qi_eval.store.condition import Condition as Condition
from qi_eval.store.condition import condition as condition
from qi_eval.store.condition import condition_of as condition_of
