"""Headers that say that their column identifies people, and the columns of ours that a code of a person may fill."""

from __future__ import annotations

import re

from qi_eval.intake.headers import tidy

KEYED = ("person_key", "response_id", "assessor_key", "coach_key")  # of ours that may be made from a person's number
_IDENTIFIERS = re.compile(
    r"nhs_?(no|num|number|id)\b|nhs$|(hospital|mrn|chi|hic|patient|local_patient)_?(no|num|number|id|identifier)$|^mrn$"
    r"|(patient|first|last|middle|given|family|full|maiden|employee|staff|delegate|learner|respondent|participant|trainee|person|lead|contact|known)s?_"
    r"(name|forename|surname)s?$|^(sur|fore)name$|^initials$|^name$"
    r"|(employee|staff|assignment|payroll|person|personnel|esr)_?(no|num|number|id)$"
    r"|(date_of_birth|birth_?date|dob)$|e_?mail(_?address)?$|(tele|mobile_?|work_?|home_?)?phone(_?(no|number))?$|^mobile$"
    r"|^(national_insurance|ni|nino)(_?(no|number))?$|(^|_)post_?code$|(home|street|postal)_address|^address(_?line)?(_?\d)?$|^ip_address$"
)


def names_people(header: str) -> bool:
    """Whether a header says that its column identifies people."""
    return bool(_IDENTIFIERS.search(tidy(header)))
