"""The measurements: a value a period for each measure, with the cases that a dashboard must cope with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from qi_eval.demo.calendar import LAST_FORTNIGHT, LAST_MONTH, LAST_WEEK, periods_before, periods_from
from qi_eval.demo.catalogue import ENTRIES, Entry, Fate, Line
from qi_eval.demo.chance import Chance, arrivals, stream, successes
from qi_eval.demo.paths import HARM, path, restless
from qi_eval.demo.projects import measure_id
from qi_eval.demo.subgroups import by_group, by_ward
from qi_eval.demo.writing import Row
from qi_eval.vocabulary import MeasureType, ValueType

LAST = {"weekly": LAST_WEEK, "fortnightly": LAST_FORTNIGHT, "monthly": LAST_MONTH}
QUIET = (Fate.HELD, Fate.LATELY, Fate.NO_SIGN, Fate.LOST, Fate.WORSE)  # these must have a steady baseline
TRIES = 400
GAP = {"P012": ("2025-03-01", "2025-04-30"), "P026": ("2025-12-15", "2026-01-11")}  # nothing was sent
NOT_COUNTED = {"P031": ("2026-02-16", "2026-03-08")}  # rows that say why there is no value
OUTAGE = ("P006", date(2025, 11, 10))  # the week without the letter system: excluded on the chart, with its reason
BROKEN_BUNDLE = ("STROKE3", date(2026, 3, 1))  # all-or-none above its weakest element: impossible, and must be seen


def measurements(seed: int) -> list[Row]:
    """One row a measure and period; some measures also by group of people or by ward."""
    rows: list[Row] = []
    for entry in ENTRIES:
        if entry.fate is not Fate.NO_DATA:
            for number, line in enumerate(entry.lines):
                rows += _series(seed, entry, number, line)
    return rows


def periods(entry: Entry) -> tuple[list[date], int]:
    """The periods of a project's measures, and how many of them lie before the first change."""
    last = date.fromisoformat(entry.until) if entry.until else LAST[entry.frequency]
    if not entry.change:
        after = [LAST[entry.frequency]]
        return [*periods_before(after[0], entry.baseline - 1, entry.frequency), *after], entry.baseline
    change = date.fromisoformat(entry.change)
    before = periods_before(change, entry.baseline, entry.frequency)
    return [*before, *periods_from(change, min(last, LAST[entry.frequency]), entry.frequency)], len(before)


def _series(seed: int, entry: Entry, number: int, line: Line) -> list[Row]:
    id = measure_id(entry, number)
    rng = stream(seed, "values", id, str(entry.draw))
    if line.how.value is ValueType.TIME_BETWEEN:
        return list(_rare(rng, entry, line, id))
    days, before = periods(entry)
    levels = _levels(line, path(entry, line, before, len(days) - before))
    counted = _quietly(rng, entry, line, levels, before)
    rows = [{"measure_id": id, "period_start": day, **row} for day, row in zip(days, counted, strict=True)]
    rows = [_special(entry, line, row) for row in rows if not _in(GAP, entry, row)]
    return [*rows, *by_group(seed, line, rows), *by_ward(seed, line, rows)]


def _levels(line: Line, along: np.ndarray) -> np.ndarray:
    """The expected value of each point. An outcome may overshoot backwards: worse by as much as the goal is better."""
    if line.harm:
        return line.before * (1 + (HARM - 1) * along)
    goal = line.before if line.kind is MeasureType.BALANCING else line.goal
    return line.before + (goal - line.before) * along


def _quietly(rng: Chance, entry: Entry, line: Line, levels: np.ndarray, before: int) -> list[dict[str, object]]:
    """The counts; where the fate asks for quiet, chance is drawn again until the quiet stretch is quiet."""
    quiet = len(levels) if entry.fate is Fate.NO_SIGN else before
    if entry.fate is Fate.WORSE:
        quiet = int((levels == levels[0]).sum())
    watched = line.kind is MeasureType.OUTCOME and entry.fate in QUIET
    for _ in range(TRIES):
        rows = [_point(rng, line, float(level)) for level in levels]
        if not watched or not restless(np.array([_value(line, row) for row in rows[:quiet]]), before):
            break
    return rows


def _point(rng: Chance, line: Line, level: float) -> dict[str, object]:
    how = line.how
    n = max(3, round(how.size * (1 + 0.11 * float(rng.standard_normal())))) if how.size else 0
    wobble = 1 + 0.025 * float(rng.standard_normal())
    if how.value is ValueType.PROPORTION:
        return {"numerator": successes(rng, n, min(1.0, level * wobble / 100)), "denominator": n}
    if how.value is ValueType.RATE:
        return {"numerator": arrivals(rng, level * wobble * n / how.multiplier), "denominator": n}
    if how.value is ValueType.COUNT:
        return {"value": arrivals(rng, level)}
    value = level + how.spread / max(1, n) ** 0.5 * float(rng.standard_normal())
    digits = 2 if how.value is ValueType.ORDINAL else 1
    return {
        "value": round(min(5.0, value) if how.value is ValueType.ORDINAL else max(0.0, value), digits),
        "n_cases": n,
    }


def _value(line: Line, row: dict[str, object]) -> float:
    if "numerator" not in row:
        return float(str(row["value"]))
    return float(str(row["numerator"])) / float(str(row["denominator"]))


def _rare(rng: Chance, entry: Entry, line: Line, id: str) -> Iterator[Row]:
    """Events far apart: each row is one event, its value the days since the one before."""
    day = date.fromisoformat(entry.change) - timedelta(days=365)
    change = date.fromisoformat(entry.change)
    while True:
        mean = line.before if day < change else line.goal
        days = max(1, round(-mean * float(np.log1p(-rng.random()))))
        day += timedelta(days=days)
        if day > LAST_WEEK:
            return
        yield {"measure_id": id, "period_start": day, "value": days}


def _in(spans: dict[str, tuple[str, str]], entry: Entry, row: Row) -> bool:
    first, last = spans.get(entry.id, ("9", "9"))
    return first <= str(row["period_start"]) <= last


def _special(entry: Entry, line: Line, row: dict[str, object]) -> dict[str, object]:
    """The points that somebody will ask about."""
    if _in(NOT_COUNTED, entry, row):
        kept = {"measure_id": row["measure_id"], "period_start": row["period_start"]}
        return kept | {"missing_reason": "audit nurse on leave"}
    outage = line.kind is MeasureType.OUTCOME and (entry.id, row["period_start"]) == OUTAGE
    if outage and str(row["measure_id"]).endswith("-1"):
        return row | {"numerator": 41, "denominator": 244, "note": "letter system down for four days"}
    if line.all_of and (line.all_of, row["period_start"]) == BROKEN_BUNDLE:
        return row | {"numerator": 58, "denominator": 60, "note": "counted from the paper register"}
    return row
