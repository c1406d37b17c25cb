"""The headline numbers a second time: plain loops over the raw cells of the CSV files, no frames and no SQL.

Each function takes the files (dataset → rows of text) and the report date, and gives what the metric should say as
(value, n or (part, whole)); None where it should be unknown. It shares no code with what it checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

Row = Mapping[str, str]
Files = Mapping[str, list[Row]]
Said = tuple[float, int, int] | None  # value, part or n, whole


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def yes(text: str) -> bool:
    return text == "true"


def month(d: date) -> int:
    return d.year * 12 + d.month


def back(d: date, months: int) -> date:
    """The same day so many months earlier, or the month's last day."""
    year, index = divmod(month(d) - 1 - months, 12)
    for last in (d.day, 30, 29, 28):
        if last <= d.day:
            try:
                return date(year, index + 1, last)
            except ValueError:
                pass
    raise AssertionError


def told_until(days: Iterable[str], now: date) -> date:
    """The end of the month in which records end, today at most."""
    last = max((d for d in days if d <= now.isoformat()), default=now.isoformat())
    first = date(int(last[:4]) + (last[5:7] == "12"), int(last[5:7]) % 12 + 1, 1)
    return min(now, date.fromordinal(first.toordinal() - 1))


def in_window(months: Iterable[int], now: date) -> Callable[[int], bool] | None:
    """Whether a month is one of the last 12 (or of the 12 up to the newest, where all is older)."""
    past = [m for m in months if m <= month(now)]
    if not past:
        return None
    last = month(now) if max(past) > month(now) - 12 else max(past)
    return lambda m: last - 12 < m <= last


def running(p: Row, now: date) -> bool:
    closed = day(p["close_date"])
    begun = day(p["start_date"]) <= now and p["status"] != "proposed"  # type: ignore[operator]
    return begun and (closed > now if closed else p["status"] in ("active", "paused"))


def ours(files: Files) -> list[Row]:
    return [p for p in files["projects"] if p["project_type"] in ("strategic", "service_led")]


def p2(files: Files, now: date) -> Said:
    people: dict[tuple[str, ...], list[Row]] = {}
    for row in files["training"]:
        if day(row["session_date"]) <= now:  # type: ignore[operator]
            people.setdefault((row["person_key"], row["course_id"], row["cohort"]), []).append(row)
    gains: dict[int, list[float | None]] = {}
    for sessions in people.values():
        sessions.sort(key=lambda row: row["session_date"])
        scored = [row for row in sessions if row["knowledge_max"] and float(row["knowledge_max"]) > 0]
        before = [row for row in scored if row["knowledge_pre"]]
        after = [row for row in scored if row["knowledge_post"]]
        came = [r for r in sessions if yes(r["attended"]) or r["knowledge_pre"] or r["knowledge_post"]]
        if not came:
            continue
        gain = None
        if before and after and before[0]["session_date"] <= after[-1]["session_date"]:
            gain = 100 * float(after[-1]["knowledge_post"]) / float(after[-1]["knowledge_max"])
            gain -= 100 * float(before[0]["knowledge_pre"]) / float(before[0]["knowledge_max"])
        gains.setdefault(month(date.fromisoformat(came[-1]["session_date"])), []).append(gain)
    kept = in_window(gains, now)
    lately = [gain for m, found in gains.items() if kept and kept(m) for gain in found]
    paired = [gain for gain in lately if gain is not None]
    return (sum(paired) / len(paired), len(paired), len(lately)) if paired else None


def _of_last_year(rows: list[Row]) -> list[Row]:
    """The rows of the 366 days up to the newest one."""
    last = max(date.fromisoformat(row["session_date"]) for row in rows)
    return [row for row in rows if (last - date.fromisoformat(row["session_date"])).days < 366]


def p3(files: Files, now: date) -> Said:
    due = back(now, 3)
    people: dict[str, list[Row]] = {}
    for row in files["training"]:
        if yes(row["attended"]) and day(row["session_date"]) <= due:  # type: ignore[operator]
            people.setdefault(row["person_key"], []).append(row)
    last = {key: month(max(date.fromisoformat(row["session_date"]) for row in rows)) for key, rows in people.items()}
    kept = in_window(last.values(), due)
    asked = [_of_last_year(rows) for key, rows in people.items() if kept and kept(last[key])]
    answered = [rows for rows in asked if any(row["applied_3m"] for row in rows)]
    applied = sum(any(row["applied_3m"] == "yes" for row in rows) for rows in answered)
    return (100 * applied / len(answered), len(answered), len(asked)) if answered else None


def j6(files: Files, now: date) -> Said:
    begun = {p["project_id"] for p in ours(files) if p["start_date"] <= now.isoformat() and p["status"] != "proposed"}
    latest: dict[str, tuple[str, list[float]]] = {}
    for row in files["assessments"]:
        wanted = row["instrument"] == "ihi_progress" and row["subject_type"] == "project" and row["subject_id"] in begun
        if not wanted or row["assessor_role"].lower() != "hub" or row["assessed_on"] > now.isoformat():
            continue
        newest = latest.get(row["subject_id"], ("", []))
        if row["assessed_on"] > newest[0]:
            latest[row["subject_id"]] = (row["assessed_on"], [float(row["score"])])
        elif row["assessed_on"] == newest[0]:
            newest[1].append(float(row["score"]))
    middle = [sorted(scores)[(len(scores) - 1) // 2] for _, scores in latest.values()]
    good = sum(score >= 3 for score in middle)
    return (100 * good / len(middle), good, len(middle)) if middle else None


def o1(files: Files, now: date) -> Said:
    found = None
    for row in files["survey_scores"]:
        whole = row["unit_id"] == "RNB" and not row["staff_group"] and row["source"].lower() == "nss"
        counts = whole and row["score_code"] == "staff_engagement" and row["score"] and int(row["wave"]) <= now.year
        if counts and (found is None or int(row["wave"]) > int(found["wave"])):
            found = row
    return (float(found["score"]), int(found["n_responses"]), int(found["n_eligible"])) if found else None


def o6(files: Files, now: date) -> dict[str, int]:
    """Dose level → distinct staff in post who completed it; "any" for all."""
    rows = [r for r in files["training"] if r["person_type"] == "staff" and r["session_date"] <= now.isoformat()]
    newest: dict[str, Row] = {}
    for row in rows:
        before = newest.get(row["person_key"])
        if before is None or (row["session_date"], row["course_id"]) > (before["session_date"], before["course_id"]):
            newest[row["person_key"]] = row
    gone = {key for key, row in newest.items() if row["left_on"] and row["left_on"] <= now.isoformat()}
    held: dict[str, set[str]] = {}
    for row in rows:
        if yes(row["completed"]) and row["person_key"] not in gone:
            held.setdefault(row["dose_level"], set()).add(row["person_key"])
            held.setdefault("any", set()).add(row["person_key"])
    return {dose: len(people) for dose, people in held.items()}


def spread_rows(files: Files, now: date) -> list[tuple[Row, Row, bool, bool]]:
    """(row, project, inside the organisation, in use) of what our projects gave away."""
    org = {unit["unit_id"]: unit["org_code"].lower() for unit in files["units"]}
    begun = {
        p["project_id"]: p for p in ours(files) if p["start_date"] <= now.isoformat() and p["status"] != "proposed"
    }
    found = []
    for row in files["spread"]:
        project = begun.get(row["project_id"])
        if project is None or row["direction"] != "out" or row["approached_on"] > now.isoformat():
            continue
        in_use = row["status"] in ("adopted", "sustained") and not row["adopted_on"] > now.isoformat()
        in_use = in_use and not ("" < row["stopped_on"] <= now.isoformat())
        found.append((row, project, row["adopter_org_code"].lower() == org[project["unit_id"]], in_use))
    return found


def q3(files: Files, now: date) -> Counter[str] | None:
    rows = spread_rows(files, now)
    done = [
        p
        for p in ours(files)
        if p["status"] in ("completed", "handed_over")
        and p["start_date"] <= now.isoformat()
        and (not p["close_date"] or p["close_date"] <= now.isoformat())
    ]
    thirds: Counter[str] = Counter()
    for project in done:
        used = [(row, inside) for row, p, inside, in_use in rows if p is project and in_use]
        elsewhere = any(not inside for _, inside in used)
        others = any(
            inside and row["adopter_unit_id"] and row["adopter_unit_id"].lower() != project["unit_id"].lower()
            for row, inside in used
        )
        thirds["T2" if elsewhere else "T1" if others else "T0"] += 1
    return thirds if rows and done else None


def c5(files: Files, now: date) -> Said:
    outside = [(row, in_use) for row, _, inside, in_use in spread_rows(files, now) if not inside]
    asked = [
        (row, in_use)
        for row, in_use in outside
        if yes(row["setting_eligible"]) and (row["approached_on"] or row["status"] != "identified")
    ]
    adopted = sum(in_use for _, in_use in asked)
    return (100 * adopted / len(asked), adopted, len(asked)) if asked else None


def c2(files: Files, now: date) -> tuple[int, int, int] | None:
    """(designed with patients, recorded, running)."""
    projects = [p["project_id"] for p in ours(files) if running(p, now)]
    latest: dict[tuple[str, str], Row] = {}
    for row in sorted(files["involvement"], key=lambda row: row["recorded_on"]):
        if row["recorded_on"] <= now.isoformat():
            latest[row["project_id"], row["stage"]] = row
    recorded = {project for project, _ in latest}
    partners = {p for (p, _), row in latest.items() if row["ladder_level"] in ("co_design", "co_production")}
    known = [project for project in projects if project in recorded]
    return (sum(project in partners for project in known), len(known), len(projects)) if known else None


def f2(files: Files, now: date) -> Counter[tuple[str, str, str]]:
    begun = [p for p in files["projects"] if p["start_date"] <= now.isoformat()]
    return Counter((p["project_type"], p["status"], p["stage"]) for p in begun)
