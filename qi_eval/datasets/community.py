"""The programme and the people around it: activity, involvement of patients, and spread."""

from __future__ import annotations

from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import boolean, code, date, ident, number, text, whole
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.known import Known
from qi_eval.datasets.organisation import UNIT
from qi_eval.datasets.projects import PROJECT
from qi_eval.datasets.rules import (
    WARNING,
    Values,
    at_most,
    both,
    in_order,
    known_rule,
    lower,
    needed_when,
    one_of,
    present,
)
from qi_eval.vocabulary import (
    ActivityType,
    CoachingModel,
    ContactMode,
    ElftLevel,
    Frequency,
    InvolvementStage,
    LadderLevel,
    SpreadDirection,
    SpreadStatus,
)

ACTIVITY = Dataset(
    name="activity",
    title="Activity",
    private=True,
    grain="one contact or event: coaching, a workshop, a walkround, advice, volunteering",
    purpose="What did the hub and its coaches do, with whom, and do leaders turn up?",
    key=("activity_id",),
    columns=(
        ident("activity_id", "Short code of the contact or event.", "A210", required=True),
        code("activity_type", ActivityType, "What kind.", "coaching", required=True),
        date("activity_date", "The day.", "2025-04-08", required=True),
        ident("org_code", "NHS code of the organisation that took part; blank: this trust.", "RNB"),
        ident("unit_id", "The unit that took part.", "RNB", refers=UNIT),
        ident("project_id", "The project that it was for.", "P014", refers=PROJECT),
        ident("coach_key", "person_key of the coach or leader.", "c09a41b7"),
        code("mode", ContactMode, "How people met.", "face_to_face"),
        whole("minutes", "How long it took.", "45"),
        whole("invited", "How many were invited.", ""),
        whole("attended", "How many came.", ""),
        whole("n_staff", "How many of them were staff.", "3"),
        whole("n_patients_public", "How many of them were patients, carers or public.", "1"),
        whole("n_volunteers", "How many of them were volunteers.", ""),
        number("volunteer_hours", "Hours that volunteers gave.", "", low=0),
        boolean("is_exec_present", "Whether an executive director took part.", "false"),
        code("coaching_model", CoachingModel, "The coaching model used.", "grow"),
        number("rating", "How those who came rated it.", "4", low=0),
        number("rating_max", "Highest rating that could be given.", "5", low=0),
        boolean("counts_unique", "Yes if each person is counted once in the year.", ""),
        whole("places", "How many places there were.", ""),
        whole("waiting", "How many were on the waiting list.", ""),
        whole("facilitators", "How many led it.", "1"),
    ),
    rules=(
        at_most("rating", "rating_max"),
        at_most("attended", "invited", severity=WARNING),
    ),
    form=True,
    frequency=Frequency.MONTHLY,
    dated_by=("activity_date",),
)

INVOLVEMENT = Dataset(
    name="involvement",
    title="Involvement",
    grain="how patients and carers took part in one stage of one project, as recorded on one day",
    purpose="Are patients partners in designing and initiating improvement?",
    key=("project_id", "recorded_on", "stage"),
    scope=("project_id",),
    columns=(
        ident("project_id", "The project.", "P014", required=True, refers=PROJECT),
        date("recorded_on", "The day on which it was recorded.", "2025-05-01", required=True),
        code("stage", InvolvementStage, "The stage of the project.", "design", required=True),
        code("ladder_level", LadderLevel, "The rung on the ladder of co-production.", "co_design", required=True),
        code("elft_level", ElftLevel, "Little i or Big I.", "big_i"),
        text("initiated_by", "Who had the idea, such as patient, carer or staff.", "patient"),
        whole("n_patients_carers", "How many patients and carers took part.", "2"),
        boolean("is_team_member", "Whether one of them is a full member of the team.", "true"),
        boolean("payment_or_expenses", "Whether payment or expenses were offered.", "true"),
        boolean("feedback_given", "Whether they were told what came of it.", "true"),
        text("representativeness_note", "Whose voices are missing.", ""),
        text("recorded_by", "Role of the person who recorded it, no name.", "hub"),
    ),
    form=True,
    dated_by=("recorded_on",),
)


def own_unit_unknown(table: pa.Table, known: Known) -> Values:
    """True where an adopter within our own organisation names a unit that is not loaded."""
    ours = pc.equal(lower(table["adopter_org_code"]), known.homes.get("", "").lower())
    listed = one_of(table["adopter_unit_id"], list(known.of("units", "unit_id").values()))
    return both(ours, both(present(table["adopter_unit_id"]), pc.invert(listed)))


SPREAD_DATES = ("approached_on", "agreed_on", "started_on", "adopted_on", "sustained_6m_on")

SPREAD = Dataset(
    name="spread",
    title="Spread",
    grain="one setting that takes up (or declines) the change of one project, or one change that we take from others",
    purpose="Does what works travel: between our units, to other organisations, and to us from elsewhere?",
    key=("spread_id",),
    columns=(
        ident("spread_id", "Short code.", "S33", required=True),
        ident("project_id", "The project whose change travels.", "P014", required=True, refers=PROJECT),
        code("direction", SpreadDirection, "From us or to us.", "out", required=True),
        ident(
            "adopter_org_code",
            "NHS code of the organisation that takes it up; a code of your own for a community group.",
            "RZZ1",
            required=True,
        ),
        ident("adopter_unit_id", "Its unit: a unit_id where it is our own.", ""),
        boolean("setting_eligible", "Whether the change is meant for this setting.", "true", required=True),
        code("status", SpreadStatus, "How far it has come.", "adopted", required=True),
        date("approached_on", "The day on which they were asked.", "2024-06-03"),
        date("agreed_on", "The day on which they agreed.", "2024-07-01"),
        date("started_on", "The day on which they began.", "2024-08-15"),
        date("adopted_on", "The day from which it was usual practice.", "2024-11-04"),
        date("sustained_6m_on", "The day on which it was found still in use, six months later.", ""),
        date("stopped_on", "The day on which it was given up.", ""),
        text("adaptation", "How much they changed it, such as none, minor or major.", "minor"),
        whole("core_elements_kept", "How many core elements they kept.", "5"),
        whole("core_elements_total", "How many core elements there are.", "6"),
        ident("source_org_code", "NHS code of the organisation that it comes from.", "RNB"),
        text("learning_ref", "Where the learning is written down.", ""),
        date("source_published_on", "The day on which the source was published.", ""),
        whole("people_eligible", "People whom it could reach in this setting.", "400"),
        whole("people_reached", "People whom it reaches.", "250"),
        ident("supported_by_org", "NHS code of a network or body that supports it.", ""),
    ),
    rules=(
        *(in_order(first, last) for first, last in pairwise(SPREAD_DATES)),
        in_order("started_on", "stopped_on"),
        at_most("core_elements_kept", "core_elements_total"),
        at_most("people_reached", "people_eligible"),
        needed_when(
            "adopted_on",
            "status",
            (SpreadStatus.ADOPTED, SpreadStatus.SUSTAINED),
            sentence="The status is {status} but adopted_on is blank: it is counted, but missing from the curve.",
            severity=WARNING,
        ),
        known_rule(
            "own_unit_unknown",
            "adopter_unit_id",
            "'{adopter_unit_id}' is no unit of ours. Write the unit_id as it stands in units (capitals count here).",
            own_unit_unknown,
        ),
    ),
    form=True,
    dated_by=SPREAD_DATES,
)
