"""The made-up projects and their measures, written out by hand so that a clinician can believe them."""

from qi_eval.demo.catalogue.cancer import CANCER
from qi_eval.demo.catalogue.entry import Entry as Entry
from qi_eval.demo.catalogue.entry import Fate as Fate
from qi_eval.demo.catalogue.entry import How as How
from qi_eval.demo.catalogue.entry import Line as Line
from qi_eval.demo.catalogue.medicine import MEDICINE
from qi_eval.demo.catalogue.medicine_elsewhere import MEDICINE_ELSEWHERE
from qi_eval.demo.catalogue.strategic import STRATEGIC
from qi_eval.demo.catalogue.support import ADVICE as ADVICE
from qi_eval.demo.catalogue.support import ADVICE_SITES as ADVICE_SITES
from qi_eval.demo.catalogue.support import SUPPORT
from qi_eval.demo.catalogue.surgery import SURGERY
from qi_eval.demo.catalogue.women_and_children import WOMEN_AND_CHILDREN

_ALL = (*STRATEGIC, *MEDICINE, *MEDICINE_ELSEWHERE, *SURGERY, *CANCER, *WOMEN_AND_CHILDREN, *SUPPORT)
ENTRIES = tuple(sorted(_ALL, key=lambda entry: entry.id))  # P001 to P054
ENTRY = {entry.id: entry for entry in ENTRIES}
