"""The points of one series: what each period counted, drawn by chance around the path that the project's fate gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from qi_eval.demo.calendar import LAST_FORTNIGHT, LAST_MONTH, LAST_WEEK, periods_before, periods_from
from qi_eval.demo.catalogue import Entry, Fate, Line
from qi_eval.demo.chance import Chance, arrivals, stream, successes
from qi_eval.demo.paths import HARM, path, restless
from qi_eval.demo.projects import measure_id
from qi_eval.demo.writing import Point
from qi_eval.vocabulary import MeasureType, ValueType

LAST = {"weekly": LAST_WEEK, "fortnightly": LAST_FORTNIGHT, "monthly": LAST_MONTH}
QUIET = (Fate.HELD, Fate.LATELY, Fate.NO_SIGN, Fate.LOST, Fate.WORSE)  # these must have a steady baseline
TRIES = 400
DENOMINATOR_SPREAD = 0.11  # of its usual size
WOBBLE = 0.025  # how far a period's level lies from the path, beyond chance in counting
RARE_FROM = timedelta(days=365)  # before the first change


def points(seed: int, entry: Entry, number: int) -> list[Point]:
    """The rows of a project's nth measure, in order of time."""
    line, id = entry.lines[number], measure_id(entry, number)
    rng = stream(seed, "values", id, str(entry.draw))
    if line.how.value is ValueType.TIME_BETWEEN:
        return [{"measure_id": id, **row} for row in _rare(rng, entry, line)]
    days, before = periods(entry)
    levels = _levels(line, path(entry, line, before, len(days) - before))
    counted = _quietly(rng, entry, line, levels, before)
    return [{"measure_id": id, "period_start": day, **row} for day, row in zip(days, counted, strict=True)]


def periods(entry: Entry) -> tuple[list[date], int]:
    """The periods of a project's measures, and how many of them lie before the first change."""
    last = date.fromisoformat(entry.until) if entry.until else LAST[entry.frequency]
    if not entry.change:
        return [*periods_before(last, entry.baseline - 1, entry.frequency), last], entry.baseline
    change = date.fromisoformat(entry.change)
    before = periods_before(change, entry.baseline, entry.frequency)
    return [*before, *periods_from(change, last, entry.frequency)], len(before)


def _levels(line: Line, along: np.ndarray) -> np.ndarray:
    """The expected value of each point; below 0 on the path means worse than before."""
    if line.harm:
        return line.before * (1 + (HARM - 1) * along)
    goal = line.before if line.kind is MeasureType.BALANCING else line.goal
    return line.before + (goal - line.before) * along


def _quietly(rng: Chance, entry: Entry, line: Line, levels: np.ndarray, before: int) -> list[Point]:
    """The counts; where the fate asks for quiet, chance is drawn again until the quiet stretch is quiet."""
    quiet = before if line.harm else int((levels == levels[0]).sum())
    watched = line.kind is not MeasureType.PROCESS and entry.fate in QUIET
    for _ in range(TRIES):
        rows = [_point(rng, line, float(level)) for level in levels]
        if not watched or not restless(np.array([value(row) for row in rows[:quiet]]), before):
            break
    return rows


def value(row: Point) -> float:
    """What the row says: its value, or its share."""
    return row["numerator"] / row["denominator"] if "numerator" in row else float(row["value"])


def _point(rng: Chance, line: Line, level: float) -> Point:
    how = line.how
    n = max(3, round(how.size * (1 + DENOMINATOR_SPREAD * float(rng.standard_normal())))) if how.size else 0
    here = level * (1 + WOBBLE * float(rng.standard_normal()))
    match how.value:
        case ValueType.PROPORTION:
            return {"numerator": successes(rng, n, min(1.0, here / 100)), "denominator": n}
        case ValueType.RATE:
            return {"numerator": arrivals(rng, here * n / how.multiplier), "denominator": n}
        case ValueType.COUNT:
            return {"value": arrivals(rng, level)}
    drawn = level + how.spread / max(1, n) ** 0.5 * float(rng.standard_normal())
    if how.value is ValueType.ORDINAL:
        return {"value": round(min(5.0, drawn), 2), "n_cases": n}
    return {"value": round(max(0.0, drawn), 1), "n_cases": n}


def _rare(rng: Chance, entry: Entry, line: Line) -> Iterator[Point]:
    """Events far apart: each row is one event, its value the days since the one before."""
    change = date.fromisoformat(entry.change)
    day = change - RARE_FROM
    while True:
        mean = line.before if day < change else line.goal
        days = max(1, round(-mean * float(np.log1p(-rng.random()))))
        day += timedelta(days=days)
        if day > LAST_WEEK:
            return
        yield {"period_start": day, "value": days}
