"""The store: the only room that speaks to a database engine."""

from qi_eval.store.audit import Entry as Entry
from qi_eval.store.errors import LoadRefused as LoadRefused
from qi_eval.store.errors import StoreBehind as StoreBehind
from qi_eval.store.errors import StoreBusy as StoreBusy
from qi_eval.store.errors import StoreDamaged as StoreDamaged
from qi_eval.store.errors import StoreError as StoreError
from qi_eval.store.errors import StoreMissing as StoreMissing
from qi_eval.store.errors import StoreUnsure as StoreUnsure
from qi_eval.store.parts import TYPED as TYPED
from qi_eval.store.parts import Comparison as Comparison
from qi_eval.store.parts import Loaded as Loaded
from qi_eval.store.parts import LoadRecord as LoadRecord
from qi_eval.store.parts import Part as Part
from qi_eval.store.parts import Refusal as Refusal
from qi_eval.store.parts import Undone as Undone
from qi_eval.store.reading import Query as Query
from qi_eval.store.store import Store as Store
from qi_eval.store.store import open_store as open_store
from qi_eval.store.system import IN_FORCE as IN_FORCE
