"""What people and teams say and do, counted a second time: plain loops over the raw cells of the CSV files.

Each function takes the files and the report date; None where the metric should be unknown. It shares no code with what
it checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from statistics import median

from tests.twin.naive import Files, Row, back, day, ours

Share = tuple[int, int] | None  # part, whole


def begun(files: Files, now: date) -> list[Row]:
    return [p for p in ours(files) if p["start_date"] <= now.isoformat() and p["status"] != "proposed"]


def waves(rows: Iterable[Row], now: date) -> list[str]:
    """Quarters that had begun, oldest first."""
    told = {row["wave"] for row in rows}
    return sorted(w for w in told if date(int(w[:4]), 3 * int(w[-1]) - 2, 1) <= now)


def p4(files: Files, now: date) -> dict[tuple[str, str, str], tuple[float, int]] | None:
    """(who, habit, wave) → mean, replies; the newest two waves."""
    rows = [r for r in files["survey_responses"] if r["item_code"].lower().startswith("hab_")]
    asked: dict[tuple[str, str], set[str]] = {}
    given: dict[tuple[str, str, str, str], list[int]] = {}
    for row in rows:
        item = row["item_code"].lower()
        habit = item.split("_")[1]
        asked.setdefault((row["wave"], habit), set()).add(item)
        mine = given.setdefault((row["wave"], row["respondent_type"], habit, row["response_id"]), [])
        if row["response"].strip() in ("1", "2", "3", "4", "5"):
            mine.append(int(row["response"]))
    means: dict[tuple[str, str, str], list[float]] = {}
    for (wave, who, habit, _), points in given.items():
        if points and len(points) / len(asked[wave, habit]) >= 2 / 3 - 1e-9:
            means.setdefault((who, habit, wave), []).append(sum(points) / len(points))
    known = waves(({"wave": wave} for _, _, wave in means), now)
    kept = {key: found for key, found in means.items() if key[2] in known[-2:]}
    return {key: (sum(found) / len(found), len(found)) for key, found in kept.items()} or None


def p5_said(files: Files, now: date, item: str) -> Share:
    rows = [
        r
        for r in files["survey_responses"]
        if r["item_code"].lower() == item and r["respondent_type"] == "staff" and r["response"]
    ]
    known = waves(rows, now)
    last = [r["response"].strip().lower() for r in rows if known and r["wave"] == known[-1]]
    return (last.count("yes"), len(last)) if last else None


def role_rows(files: Files, at: date) -> dict[str, list[Row]]:
    """person → rows with a role by that day, oldest first."""
    people: dict[str, list[Row]] = {}
    told = [r for r in files["training"] if r["qi_role"] and r["person_type"] == "staff"]
    for row in sorted(told, key=lambda r: (r["session_date"], r["course_id"])):
        if row["session_date"] <= at.isoformat():
            people.setdefault(row["person_key"], []).append(row)
    return people


def gone(row: Row, at: date) -> bool:
    return "" < row["left_on"] <= at.isoformat()


def p5_ladder(files: Files, now: date) -> Share:
    """None too where nobody's role ever differs: then roles are not followed over time."""
    ago, part, whole = back(now, 12).isoformat(), 0, 0
    people = role_rows(files, now)
    if all(len({r["qi_role"] for r in rows}) == 1 for rows in people.values()):
        return None
    for rows in people.values():
        first = [r["session_date"] for r in rows if r["qi_role"] == "champion"]
        if first and first[0] <= ago and not gone(rows[-1], now):
            whole += 1
            higher = rows[-1]["qi_role"] in ("coach", "fellow", "improvement_advisor")
            part += higher and rows[-1]["role_active"] != "false"
    return (part, whole) if whole else None


def p5_fellows(files: Files, now: date) -> Share:
    ago, today = back(now, 12), role_rows(files, now)
    fellows = [
        key
        for key, rows in role_rows(files, ago).items()
        if rows[-1]["qi_role"] == "fellow" and not gone(rows[-1], ago)
    ]
    newest = [today[key][-1] for key in fellows]
    stayed = [
        r
        for r in newest
        if not gone(r, now) and r["role_active"] != "false" and r["qi_role"] in ("fellow", "improvement_advisor")
    ]
    return (len(stayed), len(fellows)) if fellows else None


def rubric(files: Files, now: date, instrument: str, items: Iterable[str], enough: int) -> Share:
    part, whole = 0, 0
    for project in begun(files, now):
        total = 0.0
        for item in items:
            rows = [
                r
                for r in files["assessments"]
                if (r["subject_type"], r["subject_id"], r["instrument"], r["item_code"].lower())
                == ("project", project["project_id"], instrument, item)
                and r["assessed_on"] <= now.isoformat()
            ]
            last = max((r["assessed_on"] for r in rows), default="")
            scores = sorted(float(r["score"]) for r in rows if r["assessed_on"] == last)
            if not scores:
                break
            total += scores[(len(scores) - 1) // 2]
        else:
            whole += 1
            part += total >= enough
    return (part, whole) if whole else None


def j2_pdsa(files: Files, now: date) -> Share:
    part, whole = 0, 0
    for project in begun(files, now):
        id_ = project["project_id"]
        log = [
            r
            for r in files["project_log"]
            if (r["project_id"], r["log_type"]) == (id_, "pdsa") and r["log_date"] <= now.isoformat()
        ]
        if not log:
            continue
        log.sort(key=lambda r: (r["log_date"], r["cycle_no"] == "", int(r["cycle_no"] or 0), r["title"]))
        ideas = Counter(r["change_idea"].strip().lower() for r in log if r["change_idea"])
        series = [m["measure_id"] for m in files["measures"] if m["project_id"] == id_]
        points = [
            {
                r["period_start"]
                for r in files["measurements"]
                if r["measure_id"] == m
                and not r["subgroup"]
                and log[0]["log_date"] <= r["period_start"] <= now.isoformat()
            }
            for m in series
        ]
        scale = log[0]["scale_of_test"].strip().lower()
        met = (
            max(ideas.values(), default=0) >= 2,
            sum(bool(r["prediction"]) for r in log) > len(log) / 2,
            bool(scale) and scale not in ("one_ward", "one_unit", "one_clinic", "one_service"),
            max((len(p) for p in points), default=0) >= 3,
            sum(bool(r["result"] and r["decision"]) for r in log) > len(log) / 2,
        )
        whole += 1
        part += all(met)
    return (part, whole) if whole else None


def values(files: Files, measure: Row, now: date) -> list[tuple[date, float]]:
    """The measure's values by day; all of one unit."""
    found = []
    for row in files["measurements"]:
        if row["measure_id"] != measure["measure_id"] or row["subgroup"] or row["period_start"] > now.isoformat():
            continue
        factor = {"proportion": 100.0, "rate": float(measure["multiplier"] or 1)}.get(measure["value_type"])
        if factor and row["numerator"] and row["denominator"]:
            y = factor * float(row["numerator"]) / float(row["denominator"])
            found.append((date.fromisoformat(row["period_start"]), y))
        elif row["value"]:
            found.append((date.fromisoformat(row["period_start"]), float(row["value"])))
    return sorted(found)


def j5(files: Files, now: date) -> Counter[str]:
    """met, not met, too early, ahead, none → projects."""
    groups: Counter[str] = Counter()
    for project in ours(files):
        if project["start_date"] > now.isoformat():
            continue
        measure = next(
            (m for m in files["measures"] if m["measure_id"].lower() == project["aim_measure_id"].lower()), None
        )
        due, target = day(project["aim_due"]), project["aim_target"]
        if measure is None or due is None or not target or measure["direction"] == "neutral":
            groups["none"] += 1
            continue
        points = values(files, measure, now)
        if due > now:
            groups["ahead"] += 1
        elif sum(on > due for on, _ in points) < 3:
            groups["too early"] += 1
        else:
            level = median(y for _, y in points[-6:])
            reached = level >= float(target) if measure["direction"] == "increase" else level <= float(target)
            groups["met" if reached else "not met"] += 1
    return groups


def j7_shared(files: Files, now: date) -> Share:
    mine = {p["project_id"] for p in begun(files, now)} | {""}
    lessons = [
        r
        for r in files["project_log"]
        if r["log_type"] == "lesson" and r["log_date"] <= now.isoformat() and r["project_id"] in mine
    ]
    shared = [r for r in lessons if r["shared_with"] and not r["shared_on"] > now.isoformat()]
    return (len(shared), len(lessons)) if lessons else None


def team_scores(files: Files, now: date, instrument: str) -> dict[str, dict[tuple[str, str], dict[str, float]]]:
    """project → person → item → the newest score."""
    teams: dict[str, dict[tuple[str, str], dict[str, float]]] = {}
    mine = {p["project_id"] for p in begun(files, now)}
    for row in sorted(files["assessments"], key=lambda r: r["assessed_on"]):
        wanted = row["instrument"] == instrument and row["subject_type"] == "project" and row["subject_id"] in mine
        if wanted and row["assessed_on"] <= now.isoformat():
            team = teams.setdefault(row["subject_id"], {})
            team.setdefault((row["assessor_role"], row["assessor_key"]), {})[row["item_code"].lower()] = float(
                row["score"]
            )
    return teams


def j8_sustainability(files: Files, now: date) -> Share:
    totals = [
        [sum(scores.values()) for scores in team.values() if len(scores) == 10]
        for team in team_scores(files, now, "nhs_sustainability").values()
    ]
    middles = [median(found) for found in totals if len(found) >= 3]
    return (sum(middle >= 55 - 1e-9 for middle in middles), len(middles)) if middles else None


def j8_context(files: Files, now: date) -> dict[str, float] | None:
    """level → the mean of the teams' means."""
    means: dict[str, list[float]] = {}
    teams = [team for team in team_scores(files, now, "musiq").values() if len(team) >= 3]
    for team in teams:
        found: dict[str, list[float]] = {}
        for scores in team.values():
            for item, score in scores.items():
                found.setdefault(item.rsplit("_", 1)[0], []).append(score)
        for level, given in found.items():
            means.setdefault(level, []).append(sum(given) / len(given))
    return {level: sum(found) / len(found) for level, found in means.items()} if teams else None
