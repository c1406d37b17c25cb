"""A team's own chart kept in the programme, when somebody asks for it: its measure, values and marks as one load each.

All are stored, or none; the checks, the history and the undo are those of every file."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qi_eval.datasets import BY_NAME
from qi_eval.datasets.known import Known
from qi_eval.datasets.own_series import OwnMark, OwnMarkKind, OwnSeries, OwnSettings
from qi_eval.intake.mapping import Mapping
from qi_eval.store import Store
from qi_eval.submit.creating import ID_LENGTH
from qi_eval.submit.report import Report, Request
from qi_eval.submit.together import load_all
from qi_eval.vocabulary import ChartType, Direction, LogType, MarkKind, MeasureType, Purpose, UnitLevel

FILE = "own chart"  # what the upload history calls the rows of a chart that was kept
UNKNOWN = "not known"  # why a point has no value, where the team's table does not say
STORED = {
    OwnMarkKind.NOTE: MarkKind.NOTE,
    OwnMarkKind.EXCLUDED: MarkKind.EXCLUDED,
    OwnMarkKind.PHASE: MarkKind.PHASE_START,
    OwnMarkKind.TARGET: MarkKind.TARGET_FROM,
}
Row = dict[str, str]


@dataclass(frozen=True)
class OwnHome:
    """What the programme has to know beyond the chart. `project_id` blank: no project; `unit_id` blank: the project's
    own unit; `definition`: so exactly that two people would count the same; `role`: who decided the marks, no name."""

    measure_type: MeasureType
    definition: str
    project_id: str = ""
    unit_id: str = ""
    role: str = "team"
    file: str = FILE


def keep(
    store: Store, series: OwnSeries, settings: OwnSettings, home: OwnHome, *, by: str, today: date, now: datetime
) -> tuple[str, tuple[Report, ...]]:
    """Stores the chart; gives the id of its measure and what became of each part. A refusal stores nothing."""
    name = settings.name.strip() or series.name
    measure_id = new_id(name, home.project_id, store.known())
    parts = {
        "measures": [_measure(series, settings, home, measure_id, name)],
        "measurements": _values(series, home, measure_id),
        "project_log": _log(settings, home, measure_id),
        "chart_marks": _marks(settings, home, measure_id),
    }
    requests = [_request(dataset, rows, home) for dataset, rows in parts.items() if rows]
    return measure_id, load_all(store, requests, by=by, today=today, now=now)


def new_id(name: str, project_id: str, known: Known) -> str:
    """An id that a person recognises and that no measure has yet."""
    short = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "measure"
    wanted = f"{project_id}-{short}"[:ID_LENGTH].strip("-") if project_id else short[:ID_LENGTH].strip("-")
    taken = known.of("measures", "measure_id")
    found, count = wanted, 2
    while found.lower() in taken:
        found, count = f"{wanted}-{count}", count + 1
    return found


def _measure(series: OwnSeries, settings: OwnSettings, home: OwnHome, measure_id: str, name: str) -> Row:
    target = settings.target if settings.target is not None else series.target
    is_rate = series.multiplier != 1 and series.counted
    chosen = settings.drawn if settings.drawn not in (None, ChartType.RUN) else None
    return {
        "measure_id": measure_id,
        "project_id": home.project_id,
        "measure_name": name,
        "measure_type": home.measure_type,
        "value_type": series.kind.value_type,
        "unit_label": series.unit_label or "number",
        "direction": settings.direction or Direction.NEUTRAL,
        "operational_definition": _definition(series, home),
        "frequency": series.frequency,
        "target": _number(target),
        "purpose": Purpose.IMPROVEMENT,
        "multiplier": _number(series.multiplier) if is_rate else "",
        "baseline_end": _baseline_end(settings, home),
        "chart": chosen or "",
    }


def _definition(series: OwnSeries, home: OwnHome) -> str:
    """How it is counted, as the team says, and how the values came about where readers must know."""
    return ". ".join(
        filter(None, [home.definition.rstrip(". ") if series.caution else home.definition, series.caution])
    )


def _baseline_end(settings: OwnSettings, home: OwnHome) -> str:
    """The last day of the baseline: as set, else the day before the first change where no project's log can tell."""
    changes = [mark.when for mark in settings.marks if mark.kind is OwnMarkKind.CHANGE]
    if settings.baseline_end:
        return settings.baseline_end.isoformat()
    return (min(changes) - timedelta(days=1)).isoformat() if changes and not home.project_id else ""


def _values(series: OwnSeries, home: OwnHome, measure_id: str) -> list[Row]:
    counted: dict[date, int] = {}
    rows = []
    points = zip(series.dates, series.values, series.numerators, series.denominators, series.notes, strict=True)
    for day, value, part, whole, note in points:
        counted[day] = counted.get(day, 0) + 1
        given = {"numerator": _number(part), "denominator": _number(whole)} if whole == whole else {}
        alone = {} if given else {"value": _number(value)}
        missing = {} if given or value == value else {"missing_reason": note or UNKNOWN}
        rows.append(
            {
                "measure_id": measure_id,
                "unit_id": home.unit_id,
                "period_start": day.isoformat(),
                "note": note,
                "sequence": str(counted[day]) if counted[day] > 1 else "",
                **given,
                **alone,
                **missing,
            }
        )
    return rows


def _log(settings: OwnSettings, home: OwnHome, measure_id: str) -> list[Row]:
    """The changes, which a project's log holds; without a project they are notes on the chart."""
    if not home.project_id:
        return []
    return [
        {
            "project_id": home.project_id,
            "log_date": mark.when.isoformat(),
            "log_type": LogType.INTERVENTION_START,
            "title": mark.words,
            "applies_to_measure_id": measure_id,
        }
        for mark in settings.marks
        if mark.kind is OwnMarkKind.CHANGE
    ]


def _marks(settings: OwnSettings, home: OwnHome, measure_id: str) -> list[Row]:
    kinds = STORED if home.project_id else STORED | {OwnMarkKind.CHANGE: MarkKind.NOTE}
    found: dict[tuple[str, str], Row] = {}
    for mark in settings.marks:
        if mark.kind in kinds:
            row = _mark(mark, kinds[mark.kind], home, measure_id)
            twin = found.get((row["on_date"], row["kind"]))
            row["reason"] = "; ".join(filter(None, [twin["reason"] if twin else "", row["reason"]]))
            found[(row["on_date"], row["kind"])] = row
    return list(found.values())


def _mark(mark: OwnMark, kind: MarkKind, home: OwnHome, measure_id: str) -> Row:
    return {
        "measure_id": measure_id,
        "unit_id": home.unit_id,
        "on_date": mark.when.isoformat(),
        "kind": kind,
        "value": _number(mark.value),
        "reason": mark.words,
        "author_role": home.role,
    }


def _request(dataset: str, rows: Sequence[Values[str, str]], home: OwnHome) -> Request:
    """Rows as a file of their dataset; a unit that is not known yet is made on the way."""
    out = io.StringIO()
    names = [name for name in BY_NAME[dataset].by_name if any(row.get(name) for row in rows)]
    writer = csv.DictWriter(out, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    makes = {"units": {"unit_level": UnitLevel.TEAM.value}} if dataset == "measurements" and home.unit_id else {}
    mapping = Mapping(name="", dataset=dataset, creates=makes) if makes else None
    return Request(dataset, out.getvalue().encode(), home.file, mapping=mapping)


def _number(value: float | None) -> str:
    """A number as a file holds it; blank where there is none."""
    if value is None or math.isnan(value):
        return ""
    return str(int(value)) if value == int(value) else repr(float(value))
