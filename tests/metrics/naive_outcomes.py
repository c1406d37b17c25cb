"""J4 written a second time, the plain way: loops over raw rows, no arrays, no engine. For comparison only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from statistics import fmean, median
from typing import Any

Rows = list[dict[str, Any]]


def outcomes(projects: Rows, measures: Rows, log: Rows, measurements: Rows, today: date) -> dict[str, str]:
    """project_id → its group, by Making Data Count's rules."""
    found = {}
    for project in projects:
        if project["project_type"] == "consultancy" or project["start_date"] > today:
            continue
        own = [m for m in measures if m["project_id"] == project["project_id"] and m["measure_type"] == "outcome"]
        change = first_change(project["project_id"], log, today)
        verdicts = {
            m["measure_id"]: verdict(m, series(m, project["unit_id"], measurements, today), change) for m in own
        }
        if project["aim_measure_id"] in verdicts:
            found[project["project_id"]] = verdicts[project["aim_measure_id"]]
        else:
            found[project["project_id"]] = worst(verdicts.values())
    return found


def counting(measurements: Rows, marks: Rows) -> Rows:
    """The measurements without those that a mark on the chart leaves out."""
    out = {(m["measure_id"], m["unit_id"], m["on_date"]) for m in marks if m["kind"] == "excluded"}
    return [row for row in measurements if (row["measure_id"], row["unit_id"], row["period_start"]) not in out]


def worst(verdicts: Iterable[str]) -> str:
    """The worst verdict that can be told."""
    given = list(verdicts)
    for group in ("worse_or_lost", "no_sign", "improved_lately", "improved_and_held"):
        if group in given:
            return group
    return "cannot_tell"


def first_change(project_id: str, log: Rows, today: date) -> date | None:
    """The first intervention, else the first PDSA cycle."""
    for kind in ("intervention_start", "pdsa"):
        days = [
            entry["log_date"]
            for entry in log
            if entry["project_id"] == project_id and entry["log_type"] == kind and entry["log_date"] <= today
        ]
        if days:
            return min(days)
    return None


def series(measure: Mapping[str, Any], home: str, measurements: Rows, today: date) -> list[tuple[date, float]]:
    """The measure's values in order of time: of everyone, of its project's unit where several units measure."""
    rows = [
        row
        for row in measurements
        if row["measure_id"] == measure["measure_id"]
        and not row["subgroup_axis"]
        and not row["subgroup"]
        and row["period_start"] <= today
    ]
    if len({row["unit_id"] for row in rows}) > 1:
        rows = [row for row in rows if row["unit_id"] == home]
    points = []
    for day in sorted({row["period_start"] for row in rows}):
        here = [row for row in rows if row["period_start"] == day]
        value = value_of(measure, here)
        if value is not None:
            points.append((day, value))
    return points


def value_of(measure: Mapping[str, Any], rows: Rows) -> float | None:
    """The value of one period."""
    factor = {"proportion": 100.0, "rate": measure["multiplier"] or 1.0}.get(measure["value_type"])
    counted = [row for row in rows if row["numerator"] is not None and row["denominator"] is not None]
    if factor is not None and counted:
        below = sum(row["denominator"] for row in counted)
        return factor * sum(row["numerator"] for row in counted) / below if below else None
    given = [row["value"] for row in rows if row["value"] is not None]
    return sum(given) / len(given) if given else None


def verdict(measure: Mapping[str, Any], points: list[tuple[date, float]], change: date | None) -> str:
    """The group of one measure."""
    if measure["value_type"] == "time_between" or measure["direction"] == "neutral" or change is None:
        return "cannot_tell"
    before = [value for day, value in points if day < change]
    after = [value for day, value in points if day >= change]
    if len(before) < 8 or not after:
        return "cannot_tell"
    if sum(value == median(before) for value in before) > len(before) / 2:
        return "cannot_tell"
    lines = limits(before)
    if signs(before, lines):
        return "cannot_tell"
    good, bad = ("up", "down") if measure["direction"] == "increase" else ("down", "up")
    latest = median(after[-6:]) - lines[1]
    still = latest > 0 if good == "up" else latest < 0
    fallen = latest < 0 if good == "up" else latest > 0
    found = signs(after, lines)
    if good in found:
        return held(points, after, lines, good) if still else "worse_or_lost"
    return "worse_or_lost" if bad in found and fallen else "no_sign"


def held(points: list[tuple[date, float]], after: list[float], lines: tuple[float, float, float], good: str) -> str:
    """Whether the sign is 12 points and 6 months old."""
    first = next(n for n in range(1, len(after) + 1) if good in signs(after[:n], lines))
    since, last = points[len(points) - len(after) + first - 1][0], points[-1][0]
    old = (last.year - since.year) * 12 + last.month - since.month - (last.day < since.day) >= 6
    return "improved_and_held" if old and len(after) - first >= 12 else "improved_lately"


def limits(before: list[float]) -> tuple[float, float, float]:
    """Lower limit, mean, upper limit."""
    mean = fmean(before)
    reach = 2.66 * fmean(abs(b - a) for a, b in pairwise(before))
    return mean - reach, mean, mean + reach


def signs(values: list[float], lines: tuple[float, float, float]) -> set[str]:
    """The directions in which any of the four rules flags any point."""
    low, mean, high = lines
    near_low, near_high = mean - (mean - low) * 2 / 3, mean + (high - mean) * 2 / 3
    found = set()
    for i, value in enumerate(values):
        found |= {"up"} if value > high else {"down"} if value < low else set()
        seven = values[i : i + 7]
        if len(seven) == 7:
            found |= {"up"} if min(seven) > mean else {"down"} if max(seven) < mean else set()
            steps = [b - a for a, b in pairwise(seven)]
            found |= {"up"} if min(steps) > 0 else {"down"} if max(steps) < 0 else set()
        three = values[i : i + 3]
        if len(three) == 3:
            if min(three) > mean and sum(v > near_high for v in three) >= 2:
                found.add("up")
            if max(three) < mean and sum(v < near_low for v in three) >= 2:
                found.add("down")
    return found
