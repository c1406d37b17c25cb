"""The workforce: who came, stayed and left, by month, division and staff group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qi_eval.demo.calendar import month_end, months_between
from qi_eval.demo.chance import Chance, arrivals, stream, successes
from qi_eval.demo.people import staff_mix
from qi_eval.demo.trust import DIVISIONS, PLACES, WTE_PER_HEAD
from qi_eval.demo.writing import Row

FIRST = date(2022, 10, 1)  # the first month that is counted; files begin a year later
LAST = date(2026, 6, 1)  # July and August have not been sent: the file is overdue
LEAVING = 0.0112  # of the headcount a month at first
EASIER = date(2025, 10, 1)  # from here fewer leave: a trust-wide change with many causes
LEAVING_LATER = 0.0094
GROWTH = 0.0013  # a month
SICK = 0.048
STAYS_MONTHS = 12


def workforce(seed: int) -> list[Row]:
    """One row a month end, division and staff group, each looking back over twelve months."""
    rows: list[Row] = []
    for division in DIVISIONS:
        for group, heads in _groups(division).items():
            rows += _group(stream(seed, "workforce", division, group), division, group, heads)
    return sorted(rows, key=lambda row: (str(row["period_end"]), str(row["unit_id"]), str(row["staff_group"])))


def _groups(division: str) -> dict[str, int]:
    """The headcount of each staff group of a division, today."""
    heads: dict[str, float] = {}
    for place in PLACES:
        if place.division == division:
            mix = staff_mix(place)
            for group, share in mix.items():
                heads[group] = heads.get(group, 0.0) + place.headcount * share / sum(mix.values())
    return {group: round(count) for group, count in heads.items() if count >= 8}


def _group(rng: Chance, division: str, group: str, today: int) -> Iterator[Row]:
    """Month by month from a smaller start; each month's joiners and leavers are kept for the look back."""
    months = months_between(FIRST, LAST)
    heads = round(today / (1 + GROWTH) ** len(months))
    counts, joined, left, left_soon = [heads], [], [], []
    for number, day in enumerate(months):
        gone = min(heads, arrivals(rng, heads * _leaving(day, group)))
        come = max(0, arrivals(rng, heads * (_leaving(day, group) + GROWTH)))
        soon = successes(rng, gone, 0.17)  # of those who left, who had come within the year
        heads += come - gone
        joined.append(come)
        left.append(gone)
        left_soon.append(soon)
        counts.append(heads)
        if number + 1 > STAYS_MONTHS:
            last = slice(number + 1 - STAYS_MONTHS, number + 1)
            yield _row(
                rng,
                division,
                group,
                day,
                counts[number + 1 - STAYS_MONTHS],
                heads,
                joined[last],
                left[last],
                left_soon[last],
            )


def _leaving(day: date, group: str) -> float:
    base = LEAVING if day < EASIER else LEAVING_LATER
    return base * {"medical_training": 2.4, "additional_clinical": 1.25, "estates": 1.1}.get(group, 0.95)


def _row(
    rng: Chance,
    division: str,
    group: str,
    day: date,
    start: int,
    end: int,
    joined: list[int],
    left: list[int],
    soon: list[int],
) -> Row:
    starters, leavers = sum(joined), sum(left)
    early = min(sum(soon), starters, leavers)
    wte = round(end * WTE_PER_HEAD * 0.985, 1)
    days = round(wte * month_end(day).day)
    vacancy = 0.062 if group in ("nursing_midwifery", "additional_clinical") else 0.045
    sick = days * SICK * (1.25 if day.month in (12, 1, 2) else 0.95)
    return {
        "period_end": month_end(day),
        "unit_id": division,
        "staff_group": group,
        "headcount_start_12m": start,
        "headcount_end": end,
        "stayers_12m": max(0, start - (leavers - early)),
        "starters_12m": starters,
        "starters_retained_12m": starters - early,
        "leavers_12m": leavers,
        "leavers_voluntary_12m": successes(rng, leavers, 0.71),
        "wte_in_post": wte,
        "wte_funded": round(wte / (1 - vacancy), 1),
        "days_to_hire_median": round(66 + 6 * float(rng.standard_normal())),
        "sickness_wte_days": round(sick * (1 + 0.08 * float(rng.standard_normal()))),
        "available_wte_days": days,
    }
