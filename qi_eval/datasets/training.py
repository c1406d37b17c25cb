"""Training: who learned what, how it felt, and what became of it."""

from __future__ import annotations

import pyarrow.compute as pc

from qi_eval.datasets.column import boolean, code, date, ident, number, text
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.organisation import UNIT
from qi_eval.datasets.rules import WARNING, at_most, both, in_order, no, present, rule, yes
from qi_eval.vocabulary import (
    DoseLevel,
    Frequency,
    NotAttendedReason,
    PersonType,
    QiRole,
    RoleTier,
    StaffGroup,
    TrainingMode,
    YesNo,
)

TRAINING = Dataset(
    name="training",
    title="Training",
    private=True,
    grain="one person at one session of one course",
    purpose="Did people learn, do they use it, and how many are trained against the plan?",
    key=("person_key", "course_id", "session_date"),
    columns=(
        ident(
            "person_key", "Code that stands for a person, never a name or a staff number.", "7f3ac2e9", required=True
        ),
        code("person_type", PersonType, "Staff, or patients and public.", "staff", required=True),
        ident("unit_id", "The person's unit.", "RNB", refers=UNIT),
        code("staff_group", StaffGroup, "The person's staff group.", "nursing_midwifery"),
        code("role_tier", RoleTier, "The person's place in the organisation.", "frontline", required=True),
        ident("course_id", "Short code of the course.", "QI2", required=True),
        text("course_name", "Name of the course.", "QI Foundations", required=True),
        code("dose_level", DoseLevel, "For how many the course is meant.", "many", required=True),
        code("mode", TrainingMode, "How it is taught.", "classroom", required=True),
        date("session_date", "The day of the session, or its first.", "2025-02-10", required=True, may_be_future=True),
        number("hours", "Hours that it took.", "6", low=0),
        boolean("booked", "Whether a place was booked.", "true"),
        boolean("attended", "Whether the person came.", "true", required=True),
        boolean("completed", "Whether the person finished the course.", "true", required=True),
        number("reaction_overall", "How the person found it, 1 (poor) to 5 (very good).", "4", low=1, high=5),
        number("recommend", "How likely to recommend it, on your scale up to 10.", "5", low=0, high=10),
        number("knowledge_pre", "Score of the knowledge test before.", "4", low=0),
        number("knowledge_post", "Score of the same test after.", "7", low=0),
        number("knowledge_max", "Highest score of that test.", "9", low=0),
        number("confidence_pre", "Score of the confidence questions before.", "18", low=0),
        number("confidence_post", "Score of the same questions after.", "29", low=0),
        number("confidence_max", "Highest score of those questions.", "40", low=0),
        code("applied_3m", YesNo, "Three months later: do they use it? Blank if nobody answered.", "yes"),
        code("qi_role", QiRole, "The person's QI role now.", "champion"),
        boolean("role_active", "Whether the person is active in that role.", "true"),
        number("protected_hours_week", "Hours a week kept free for that role.", "2", low=0, high=60),
        date("left_on", "The day on which the person left the trust; blank while there.", ""),
        text("cohort", "Name of the group that learned together.", "C1"),
        ident("org_code", "NHS code of the person's organisation; blank: this trust.", ""),
        code("not_attended_reason", NotAttendedReason, "Why the person did not come.", ""),
        boolean("covers_measurement", "Whether the course teaches the basics of measurement.", "true"),
        boolean("covers_pdsa", "Whether the course teaches PDSA.", "true"),
    ),
    rules=(
        at_most("knowledge_pre", "knowledge_max"),
        at_most("knowledge_post", "knowledge_max"),
        at_most("confidence_pre", "confidence_max"),
        at_most("confidence_post", "confidence_max"),
        in_order("session_date", "left_on", severity=WARNING),
        rule(
            "attended_without_booking",
            "attended",
            "The person came but had no place booked. Both are kept; attendance counts those who had booked.",
            lambda t: both(yes(t["attended"]), no(t["booked"])),
            severity=WARNING,
        ),
        rule(
            "completed_without_attending",
            "completed",
            "completed is yes but attended is no. The person counts as trained; mend one if that is wrong.",
            lambda t: both(yes(t["completed"]), no(t["attended"])),
            severity=WARNING,
        ),
        rule(
            "reason_though_attended",
            "not_attended_reason",
            "The person came, yet not_attended_reason is {not_attended_reason}. Blank it, or mend attended.",
            lambda t: pc.and_(yes(t["attended"]), present(t["not_attended_reason"])),
            severity=WARNING,
        ),
    ),
    frequency=Frequency.MONTHLY,
    dated_by=("session_date",),
)
