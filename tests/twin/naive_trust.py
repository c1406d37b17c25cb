"""O2 to O9 and O12 a second time: plain loops over the raw cells of the files. It shares no code with what it checks.

Each gives the value that the metric should have, or None where it should be unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from statistics import median

from tests.twin.naive import Files, Row, month, yes

Value = float | None
ELEMENTS = (
    *("vision_values", "goals_performance", "learning_innovation", "support_compassion", "equity_inclusion"),
    "teamwork",
)


def ratio(part: float, whole: float) -> Value:
    return 100 * part / whole if whole else None


def workforce(files: Files, now: date, *, trainees: bool = False) -> list[Row]:
    """The rows of the newest month, of the highest units that it holds."""
    org, rows = {u["unit_id"]: u for u in files["units"]}, []
    listed = [r for r in files["workforce"] if r["period_end"] <= now.isoformat()]
    if not listed:
        return []
    last = max(month(date.fromisoformat(r["period_end"])) for r in listed)
    for r in listed:
        if month(date.fromisoformat(r["period_end"])) == last and (trainees or r["staff_group"] != "medical_training"):
            unit = org[r["unit_id"]]
            top = org.get(unit["parent_unit_id"])
            rows.append((0 if top is None else 1 if not top["parent_unit_id"] else 2, r))
    return [r for depth, r in rows if depth == min(d for d, _ in rows)]


def both(rows: Iterable[Row], *names: str) -> list[tuple[float, ...]]:
    return [tuple(float(r[n]) for n in names) for r in rows if all(r[n] for n in names)]


def o3(files: Files, now: date) -> Value:
    found = both(workforce(files, now), "leavers_12m", "headcount_start_12m", "headcount_end")
    base = sum(s + e for _, s, e in found) / 2
    return ratio(sum(left for left, _, _ in found), base) if base >= 20 else None


def o4(files: Files, now: date) -> Value:
    found = both(workforce(files, now), "stayers_12m", "headcount_start_12m")
    return ratio(sum(s for s, _ in found), sum(h for _, h in found))


def o5_vacancies(files: Files, now: date) -> Value:
    found = both(workforce(files, now, trainees=True), "wte_funded", "wte_in_post")
    return ratio(sum(f - p for f, p in found), sum(f for f, _ in found))


def o5_joiners(files: Files, now: date) -> Value:
    found = both(workforce(files, now), "starters_retained_12m", "starters_12m")
    return ratio(sum(k for k, _ in found), sum(s for _, s in found))


def o5_days(files: Files, now: date) -> Value:
    found = both(workforce(files, now, trainees=True), "days_to_hire_median")
    return median(d for (d,) in found) if found else None


def o2(files: Files, now: date) -> Value:
    rows = [r for r in files["survey_scores"] if r["unit_id"] == "RNB" and not r["staff_group"] and r["n_eligible"]]
    nss = [r for r in rows if r["source"].lower() == "nss" and int(r["wave"]) <= now.year]
    if not nss:
        return None
    last = max(r["wave"] for r in nss)
    own = [r for r in nss if r["wave"] == last]
    return ratio(max(int(r["n_responses"]) for r in own), max(int(r["n_eligible"]) for r in own))


def newest_rows(files: Files, now: date, keep: Callable[[Row], bool]) -> list[Row]:
    newest: dict[str, Row] = {}
    for r in files["training"]:
        if r["session_date"] <= now.isoformat() and keep(r):
            before = newest.get(r["person_key"])
            if before is None or (r["session_date"], r["course_id"]) > (before["session_date"], before["course_id"]):
                newest[r["person_key"]] = r
    return [r for r in newest.values() if not r["left_on"] or r["left_on"] > now.isoformat()]


def coaches(files: Files, now: date, *roles: str) -> list[Row]:
    told = newest_rows(files, now, lambda r: bool(r["qi_role"]))
    return [r for r in told if r["qi_role"] in roles and yes(r["role_active"])]


def division_of(files: Files) -> dict[str, str]:
    up = {u["unit_id"]: u for u in files["units"]}
    found = {}
    for unit in up:
        at: str = unit
        while at in up and up[at]["unit_level"] != "division":
            at = up[at]["parent_unit_id"]
        found[unit] = at
    return found


def o7_divisions(files: Files, now: date) -> Value:
    if not any(r["person_type"] == "staff" and r["session_date"] <= now.isoformat() for r in files["training"]):
        return None
    lies_in = division_of(files)
    names = {u["unit_id"] for u in files["units"] if u["unit_level"] == "division"}
    return float(len({lies_in.get(r["unit_id"]) for r in coaches(files, now, "coach")} & names)) if names else None


def staff_now(files: Files, now: date) -> list[Row]:
    return newest_rows(files, now, lambda r: r["person_type"] == "staff")


def completed(files: Files, now: date) -> set[str]:
    rows = [r for r in files["training"] if r["person_type"] == "staff" and r["session_date"] <= now.isoformat()]
    return {r["person_key"] for r in rows if yes(r["completed"])}


def o7_equity(files: Files, now: date) -> Value:
    done, heads, people = completed(files, now), {True: 0, False: 0}, {True: 0, False: 0}
    work = workforce(files, now, trainees=True)
    trained = [r for r in staff_now(files, now) if r["person_key"] in done]
    for group in {r["staff_group"] for r in work}:
        n = sum(int(r["headcount_end"]) for r in work if r["staff_group"] == group)
        has = sum(r["staff_group"] == group for r in trained)
        other = group in ("admin", "estates", "other")
        if n:
            heads[other], people[other] = heads[other] + max(n, has), people[other] + has
    if not trained or not heads[True] or not heads[False]:
        return None
    return 100 * people[False] / heads[False] - 100 * people[True] / heads[True]


def rounds(files: Files, now: date, tool: str) -> dict[str, dict[str, float]]:
    """Assessor → item → score of the newest half year; the newest day counts, units of one day are averaged."""
    rows = [r for r in files["assessments"] if r["instrument"] == tool and r["assessed_on"] <= now.isoformat()]
    rows = [r for r in rows if r["subject_type"] in ("unit", "organisation")]
    if not rows:
        return {}
    end = max(date.fromisoformat(r["assessed_on"]) for r in rows)
    given: dict[tuple[str, str], dict[str, list[float]]] = {}
    for r in rows:
        if date.fromisoformat(r["assessed_on"]) > end - timedelta(days=183):
            days = given.setdefault((r["assessor_key"].lower(), r["item_code"].lower()), {})
            days.setdefault(r["assessed_on"], []).append(float(r["score"]))
    found: dict[str, dict[str, float]] = {}
    for (who, item), days in given.items():
        last = days[max(days)]
        found.setdefault(who, {})[item] = sum(last) / len(last)
    return found


def o8_culture(files: Files, now: date) -> Value:
    scores = rounds(files, now, "clp_culture").values()
    agree = []
    for item in ELEMENTS:
        own = [given[item] for given in scores if item in given]
        agree += [100 * sum(s >= 4 for s in own) / len(own)] if own else []
    return min(agree, default=None)


def o8_impact(files: Files, now: date) -> Value:
    scores = rounds(files, now, "nhs_impact").values()
    found = []
    for part in ("shared_purpose", "people_culture", "leadership_behaviours", "capability", "management_systems"):
        own = [median(s for item, s in given.items() if item.startswith(part)) for given in scores
               if any(item.startswith(part) for item in given)]  # fmt: skip
        found += [median(own)] if own else []
    return min(found, default=None)


def agreed(files: Files, now: date, items: tuple[str, ...]) -> Value:
    people: dict[tuple[str, str], dict[str, str]] = {}
    for r in files["survey_responses"]:
        item, said = r["item_code"].lower(), r["response"].strip()
        if r["respondent_type"] == "staff" and item in items and said in ("1", "2", "3", "4", "5"):
            people.setdefault((r["wave"], r["response_id"]), {})[item] = said
    begun = {w: date(int(w[:4]), 3 * int(w[-1]) - 2, 1) for w, _ in people}
    whole = [(w, given) for (w, _), given in people.items() if len(given) == len(items) and begun[w] <= now]
    own = [given for w, given in whole if w == max(w for w, _ in whole)]
    return ratio(sum(all(s in "45" for s in given.values()) for given in own), len(own))
