"""What happens on the way of a project: its log, its assessments and its driver diagram."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import code, date, ident, number, text, whole
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.known import Known
from qi_eval.datasets.projects import MEASURE, PROJECT
from qi_eval.datasets.rules import (
    WARNING,
    Values,
    blank,
    both,
    in_order,
    known_rule,
    not_its_own,
    one_of,
    present,
    rule,
)
from qi_eval.vocabulary import (
    BarrierCategory,
    Decision,
    DriverKind,
    Frequency,
    Instrument,
    LogType,
    SubjectType,
)

DRIVER = ("drivers", "driver_id")

# Lowest and highest score of one item, where the instrument's source fixes them.
SCALES = {
    Instrument.IHI_PROGRESS: (0.5, 5),  # Life QI / IHI progress scale
    Instrument.PROJECT_THEORY: (0, 2),  # house rubric: absent, partial, good
    Instrument.MEASUREMENT_QUALITY: (0, 2),  # the same
    Instrument.PDSA_QUALITY: (0, 1),  # house rubric: not seen, seen
    Instrument.REPLICABILITY: (0, 1),  # house rubric: not described, described
    Instrument.NHS_SUSTAINABILITY: (0, 100),  # ten factors, together 100
    Instrument.MUSIQ: (1, 7),  # a "don't know" is no row
    Instrument.NHS_IMPACT: (1, 5),  # starting … improving and sustaining
    Instrument.CLP_CULTURE: (1, 5),
    Instrument.SPREAD_READINESS: (0, 2),  # West of England guide
    Instrument.QIKAT_R: (0, 27),  # three scenarios of 9
}

PROJECT_LOG = Dataset(
    name="project_log",
    title="Project log",
    grain="one event in a project or in the whole trust: a PDSA cycle, a change, a barrier, a lesson",
    purpose="What was tried and when, what stood in the way, what was learned and passed on? Drawn on the charts.",
    key=("project_id", "log_date", "log_type", "title"),
    scope=("project_id",),
    columns=(
        ident("project_id", "The project; blank for an event of the whole trust.", "P014", refers=PROJECT),
        date("log_date", "The day on which it happened or began.", "2025-03-03", required=True),
        code("log_type", LogType, "What kind of event.", "pdsa", required=True),
        text("title", "A few words that name it.", "Trolley by triage", required=True),
        whole("cycle_no", "Number of the PDSA cycle.", "2", low=1),
        text("change_idea", "The change idea that it tests.", "Sepsis trolley"),
        text("scale_of_test", "How large the test was, such as one_patient, one_shift or one_ward.", "one_shift"),
        text("prediction", "What the team expected, written before the test.", "10 points more"),
        text("result", "What happened.", "6 points more"),
        code("decision", Decision, "What the team decided.", "adapt"),
        text("category", "For a barrier: its kind. Otherwise a word of your own.", ""),
        text("shared_with", "With whom it was shared.", "sepsis network"),
        ident("applies_to_measure_id", "The measure it should move.", "M031", refers=MEASURE, soft=True),
        date("end_date", "The day on which it ended or was resolved.", "", may_be_future=True),
        date("shared_on", "The day on which it was shared.", "2025-03-20"),
    ),
    rules=(
        in_order("log_date", "end_date"),
        in_order("log_date", "shared_on"),
        rule(
            "barrier_category",
            "category",
            f"'{{category}}' is no kind of barrier. Write one of: {', '.join(BarrierCategory.codes())}.",
            lambda t: both(
                pc.equal(t["log_type"], "barrier"),
                both(present(t["category"]), pc.invert(one_of(t["category"], BarrierCategory.codes()))),
            ),
        ),
    ),
    form=True,
    dated_by=("log_date",),
)


def outside_scale(table: pa.Table) -> Values:
    """True where a score lies outside its instrument's scale."""
    scales = pa.array([str(word) for word in SCALES])
    place = pc.index_in(table["instrument"], value_set=scales)
    lowest = pa.array([float(low) for low, _ in SCALES.values()])
    highest = pa.array([float(high) for _, high in SCALES.values()])
    score = table["score"]
    return pc.or_kleene(pc.less(score, lowest.take(place)), pc.greater(score, highest.take(place)))


def off_the_half_step(table: pa.Table) -> Values:
    """True where an IHI progress score is no multiple of 0.5."""
    twice = pc.multiply(table["score"], 2.0)
    return both(pc.equal(table["instrument"], "ihi_progress"), pc.not_equal(twice, pc.round(twice)))


def subject_unknown(table: pa.Table, known: Known) -> Values:
    """True where the subject is a project or a unit that is not loaded, or not written as it is there."""
    projects, units = known.of("projects", "project_id").values(), known.of("units", "unit_id").values()
    kind, subject = table["subject_type"], table["subject_id"]
    lost_project = both(pc.equal(kind, "project"), pc.invert(one_of(subject, list(projects))))
    lost_unit = both(one_of(kind, ("unit", "organisation")), pc.invert(one_of(subject, list(units))))
    return both(present(subject), pc.or_kleene(lost_project, lost_unit))


SUBJECT_KNOWN = known_rule(
    "subject_unknown",
    "subject_id",
    "There is no {subject_type} '{subject_id}'. Write the project_id or unit_id as it stands in projects or units "
    "(capitals count here), or load that file first.",
    subject_unknown,
)

ASSESSMENTS = Dataset(
    name="assessments",
    title="Assessments",
    private=True,
    grain="one score: one item of one instrument, given by one assessor on one day",
    purpose="How far have projects come (IHI progress), how good are their plans, is the context ready, how is the "
    "culture?",
    key=(
        "subject_type",
        "subject_id",
        "instrument",
        "item_code",
        "assessed_on",
        "assessor_role",
        "assessor_key",
    ),
    scope=("subject_type", "subject_id", "instrument"),
    columns=(
        code("subject_type", SubjectType, "What is assessed.", "project", required=True),
        ident("subject_id", "Its code: project_id, unit_id or person_key; 'programme' itself.", "P014", required=True),
        code("instrument", Instrument, "The scale in use.", "ihi_progress", required=True),
        ident("item_code", "Item of the instrument; overall where there is only one.", "overall", required=True),
        number("score", "The score. Leave the row out for a don't know.", "3.0", required=True),
        date("assessed_on", "The day of the assessment.", "2025-06-30", required=True),
        text("assessor_role", "Who assessed, such as hub, self, coach or peer.", "hub", required=True),
        text("comment", "Why this score.", ""),
        ident("assessor_key", "Code for the assessor, so that several can be told apart.", "hub1", required=True),
    ),
    rules=(
        SUBJECT_KNOWN,
        rule(
            "score_outside_scale",
            "score",
            "{score} is outside the scale of {instrument}. Allowed: "
            + "; ".join(f"{word} {low:g} to {high:g}" for word, (low, high) in SCALES.items())
            + ".",
            outside_scale,
        ),
        rule(
            "ihi_half_step",
            "score",
            "{score} is no step of the IHI progress scale, which goes in halves: 0.5, 1.0, 1.5 … 5.0.",
            off_the_half_step,
            severity=WARNING,
        ),
    ),
    frequency=Frequency.QUARTERLY,
    dated_by=("assessed_on",),
)

DRIVERS = Dataset(
    name="drivers",
    title="Driver diagrams",
    grain="one box of a driver diagram",
    purpose="By what path should the aim be reached? Shows whether each change idea hangs on a driver.",
    key=("driver_id",),
    columns=(
        ident("driver_id", "Short code of the box.", "DR1", required=True),
        ident("project_id", "The project; blank for the programme's own diagram.", "", refers=PROJECT),
        ident("parent_id", "The box above it; blank only for the aim.", "", refers=DRIVER),
        code("kind", DriverKind, "Which kind of box.", "aim", required=True),
        text("title", "What it says.", "Every team improves what matters to its patients", required=True),
        ident("measure_id", "The measure that follows it.", "", refers=MEASURE),
        whole("sort_order", "Its place among its siblings.", "1"),
    ),
    rules=(
        not_its_own("parent_id", "driver_id"),
        rule(
            "parent_id_needed",
            "parent_id",
            "Only the aim stands at the top. Fill parent_id with the driver_id of the box above this {kind}.",
            lambda t: both(pc.not_equal(t["kind"], "aim"), blank(t["parent_id"])),
        ),
        rule(
            "aim_has_parent",
            "parent_id",
            "The aim stands at the top: leave its parent_id blank, or mend its kind.",
            lambda t: both(pc.equal(t["kind"], "aim"), present(t["parent_id"])),
        ),
    ),
)
