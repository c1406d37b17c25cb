"""The people of the made-up trust whom the programme knows, by pseudonym: where they work, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qi_eval.demo.calendar import PROGRAMME_START, REPORT_DATE
from qi_eval.demo.chance import Chance, key_of, stream, weighted
from qi_eval.demo.trust import PLACE, PLACES, Place

POOL = 5200  # staff who may have booked a place or work on a project; half of the trust
LEAVES_A_YEAR = 0.105

_WARD = {"nursing_midwifery": 46, "additional_clinical": 24, "medical": 12, "medical_training": 8, "ahp": 5, "admin": 5}
_THEATRE = {"nursing_midwifery": 40, "additional_clinical": 28, "medical": 22, "medical_training": 6, "admin": 4}
_THERAPY = {"ahp": 68, "additional_clinical": 20, "admin": 12}
_OFFICE = {"admin": 88, "add_prof_sci_tech": 6, "other": 6}
MIX = {  # staff groups by kind of place; a ward where nothing else is said
    "MAIN-NG": _THEATRE,
    "THEATRE-HV": _THEATRE,
    "PHARM-NG": {"add_prof_sci_tech": 78, "admin": 10, "additional_clinical": 12},
    "IMAGING-NG": {"ahp": 52, "medical": 18, "healthcare_sci": 6, "additional_clinical": 14, "admin": 10},
    "LABS-NG": {"healthcare_sci": 66, "additional_clinical": 14, "medical": 10, "admin": 10},
    "PHYSIO-NG": _THERAPY,
    "OT-NG": _THERAPY,
    "DIET-NG": _THERAPY,
    "OUTPT-NG": {"admin": 58, "nursing_midwifery": 26, "additional_clinical": 16},
    "ESTATES-NG": {"estates": 86, "admin": 14},
    "DIGITAL-NG": _OFFICE,
    "PEOPLE-NG": _OFFICE,
    "FINANCE-NG": _OFFICE,
    "RECORDS-NG": _OFFICE,
    "PATEXP-NG": {"admin": 70, "nursing_midwifery": 20, "other": 10},
    "QIHUB-NG": {"admin": 50, "nursing_midwifery": 30, "medical": 20},
}
WITHOUT_CHAMPIONS = frozenset(
    {  # wards and teams that nobody leads yet: a list that the hub should see
        "RENAL-NG",
        "WILLOW-RV",
        "HAZEL-EG",
        "VASC-NG",
        "ENT-HV",
        "MDT-HV",
        "BIRTH-RV",
        "CMW-RV",
        "GYNAE-RV",
        "CHILDOP-MB",
        "LABS-NG",
        "IMAGING-NG",
        "DIET-NG",
        "FOOT-EG",
        "PAIN-EG",
        "ESTATES-NG",
        "DIGITAL-NG",
        "FINANCE-NG",
        "RECORDS-NG",
        "FETAL-MB",
        "CHEMO-HV",
        "OUTPT-NG",
    }
)
TIERS = {"frontline": 72.0, "middle": 20.0, "senior": 8.0}


@dataclass(frozen=True)
class Person:
    """One member of staff, by pseudonym. `keen` says how likely they are to take part, around 1."""

    key: str
    unit: str
    group: str
    tier: str
    left_on: date | None
    keen: float

    def here(self, day: date) -> bool:
        """Whether the person still works in the trust on a day."""
        return self.left_on is None or self.left_on > day


def staff_mix(place: Place) -> dict[str, float]:
    """How the staff of a ward or team divide into staff groups."""
    return {group: float(share) for group, share in MIX.get(place.id, _WARD).items()}


def people(seed: int) -> list[Person]:
    """The pool, spread over the wards and teams by their size."""
    rng = stream(seed, "people")
    weights = {place.id: float(place.headcount) for place in PLACES if place.id != "QIHUB-NG"}
    hub = [_person(rng, seed, number, "QIHUB-NG") for number in range(12)]
    return hub + [_person(rng, seed, number, weighted(rng, weights)) for number in range(12, POOL)]


def _person(rng: Chance, seed: int, number: int, unit: str) -> Person:
    group = weighted(rng, staff_mix(PLACE[unit]))
    tier = "frontline" if group in ("students", "medical_training") else weighted(rng, TIERS)
    day = int(rng.random() * 365.25 / LEAVES_A_YEAR)
    leaves = PROGRAMME_START.toordinal() + 120 + day
    gone = unit != "QIHUB-NG" and leaves < REPORT_DATE.toordinal()
    # Nurses and therapists come more often than doctors, and corporate staff least: a gap that the data should show.
    keen = {"nursing_midwifery": 1.2, "ahp": 1.3, "medical": 0.7, "estates": 0.3, "admin": 0.75}.get(group, 0.9)
    return Person(key_of("staff", seed, number), unit, group, tier, date.fromordinal(leaves) if gone else None, keen)
