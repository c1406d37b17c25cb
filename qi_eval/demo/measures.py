"""The measures of the 54 projects, with the definitions that make two people count the same."""

from __future__ import annotations

from datetime import date, timedelta

from qi_eval.demo.calendar import month_end, periods_before
from qi_eval.demo.catalogue import ENTRIES, Entry, How, Line
from qi_eval.demo.chance import pick, stream, weighted
from qi_eval.demo.projects import measure_id
from qi_eval.demo.writing import Row
from qi_eval.vocabulary import MeasureType, ValueType

COLLECTED = {
    "clinical_system": 0.42,
    "notes_audit": 0.24,
    "ward_tally": 0.2,
    "incident_system": 0.08,
    "patient_survey": 0.06,
}
OWNERS = ("ward_manager", "matron", "lead_consultant", "project_lead", "pharmacist", "audit_lead")
STRETCH = {"P014-4": "assurance", "P018-1": "assurance", "P041-1": "assurance", "P053-1": "assurance"}


def measures(seed: int) -> list[Row]:
    """One row a measure, in the order of their projects."""
    return [_measure(seed, entry, n, line) for entry in ENTRIES for n, line in enumerate(entry.lines)]


def _measure(seed: int, entry: Entry, number: int, line: Line) -> Row:
    rng = stream(seed, "measure", measure_id(entry, number))
    id = measure_id(entry, number)
    wanted = line.kind is not MeasureType.BALANCING
    return {
        "measure_id": id,
        "project_id": entry.id,
        "measure_name": line.name,
        "measure_type": line.kind,
        "value_type": line.how.value,
        "unit_label": line.how.unit,
        "direction": line.direction,
        **_counted(line),
        "operational_definition": definition(line, entry.frequency),
        "collection_method": weighted(rng, COLLECTED),
        "frequency": frequency(entry, line),
        "target": float(line.goal) if wanted else None,
        "target_source": "local_aim" if wanted else "",
        "purpose": STRETCH.get(id, "improvement"),
        "cqc_domain": entry.domains.split("|")[0],
        "bundle_id": line.element_of or line.all_of,
        "bundle_role": "element" if line.element_of else "all_or_none" if line.all_of else "",
        **_baseline(entry),
        "owner_role": pick(rng, OWNERS),
        "multiplier": line.how.multiplier if line.how.value is ValueType.RATE else None,
        "chart": "t" if line.how.value is ValueType.TIME_BETWEEN else "",
    }


def frequency(entry: Entry, line: Line) -> str:
    """How often a value is due; a rare event comes when it comes, and is looked at each month."""
    return "monthly" if line.how.value is ValueType.TIME_BETWEEN else entry.frequency


def _counted(line: Line) -> Row:
    if line.how.value is ValueType.PROPORTION:
        return {"numerator_def": f"those of whom it is true: {line.name.lower()}", "denominator_def": line.how.of}
    if line.how.value is ValueType.RATE:
        return {"numerator_def": line.name.lower(), "denominator_def": line.how.of}
    return {}


def definition(line: Line, frequency: str) -> str:
    """What is counted, out of what, how often."""
    how: How = line.how
    every = {"weekly": "each week", "fortnightly": "every two weeks", "monthly": "each month"}[frequency]
    words = {
        ValueType.PROPORTION: f"Of all {how.of}, the share for whom it is true: {line.name.lower()}; counted {every}.",
        ValueType.RATE: f"{line.name} per {how.multiplier:,} {how.of}; counted {every}.",
        ValueType.MEAN: f"{line.name}: the mean over all {how.of}, {every}.",
        ValueType.MEDIAN: f"{line.name}: the median over all {how.of}, {every}.",
        ValueType.COUNT: f"{line.name}: how many, counted {every}.",
        ValueType.TIME_BETWEEN: f"{line.name}: days since the one before, entered on the day of each.",
        ValueType.ORDINAL: f"{line.name} 1 is worst and 5 best; the mean of the {how.of}, {every}.",
    }
    return words[how.value]


def _baseline(entry: Entry) -> Row:
    """The first and last day of the points before the first change; blank while it is still being collected."""
    if not entry.change:
        return {}
    change = date.fromisoformat(entry.change)
    first, *_, last = periods_before(change, entry.baseline, entry.frequency)
    step = {"weekly": 6, "fortnightly": 13}.get(entry.frequency)
    return {"baseline_start": first, "baseline_end": last + timedelta(days=step) if step else month_end(last)}
