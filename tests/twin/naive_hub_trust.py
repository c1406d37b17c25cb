"""O9 to O13 a second time, what coaches, leaders and teams do: plain loops over the raw cells of the CSV files. It
shares no code with what it checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

from tests.twin.naive import Files, Row, back, day, month, running, told_until, yes
from tests.twin.naive_trust import Value, coaches, ratio, staff_now


def year(now: date) -> tuple[int, int] | None:
    """The months from and to of the last 12 whole ones."""
    last = month(now) if (now + timedelta(days=1)).month != now.month else month(now) - 1
    return last - 11, last


def lately(rows: Iterable[Row], now: date) -> list[Row]:
    """Rows of the last 12 whole months, or, where all are older, of the 12 up to the newest."""
    first, last = year(now) or (0, 0)
    past = [r for r in rows if month(date.fromisoformat(r["activity_date"])) <= last]
    months = [month(date.fromisoformat(r["activity_date"])) for r in past]
    if months and max(months) < first:
        first, last = max(months) - 11, max(months)
    return [r for r, m in zip(past, months, strict=True) if first <= m <= last]


def acted(files: Files, now: date, *kinds: str) -> list[Row]:
    return [r for r in files["activity"] if r["activity_type"] in kinds and r["activity_date"] <= now.isoformat()]


def o9_rating(files: Files, now: date) -> Value:
    rated = [r for r in acted(files, now, "coaching") if r["rating"] and r["rating_max"] and float(r["rating_max"])]
    own = lately(rated, told_until((r["activity_date"] for r in files["activity"]), now))
    return ratio(sum(float(r["rating"]) >= 0.8 * float(r["rating_max"]) for r in own), len(own))


def o9_models(files: Files, now: date) -> Value:
    until = told_until((r["activity_date"] for r in files["activity"]), now)
    return float(len(lately(acted(files, now, "coaching"), until))) or None


def o9_coaches(files: Files, now: date) -> Value:
    known, met = coaches(files, now, "coach"), acted(files, now, "coaching")
    since = (told_until((r["activity_date"] for r in files["activity"]), now) - timedelta(days=90)).isoformat()
    keys = {r["coach_key"].lower() for r in met if r["activity_date"] > since and r["coach_key"]}
    return ratio(sum(r["person_key"].lower() in keys for r in known), len(known)) if met else None


def planned(files: Files, now: date, kind: str, code: str) -> float:
    rows = [r for r in files["plan"] if (r["kind"], r["code"]) == (kind, code) and r["valid_from"] <= now.isoformat()]
    rows = [r for r in rows if not r["valid_to"] or r["valid_to"] >= now.isoformat()]
    return float(max(rows, key=lambda r: r["valid_from"])["quantity"]) if rows else 0.0


def o9_trained(files: Files, now: date) -> Value:
    eligible = planned(files, now, "eligible", "managers")
    staff = [r for r in files["training"] if r["person_type"] == "staff" and r["session_date"] <= now.isoformat()]
    learned = {r["person_key"] for r in staff if yes(r["completed"]) and "coach" in r["course_name"].lower()}
    people = [r for r in staff_now(files, now) if r["role_tier"] in ("senior", "middle")]
    return ratio(min(sum(r["person_key"] in learned for r in people), eligible), eligible) if staff else None


def o10_events(files: Files, now: date) -> Value:
    told = [r for r in files["activity"] if r["is_exec_present"] and r["activity_date"] <= now.isoformat()]
    own = lately(told, told_until((r["activity_date"] for r in told), now))
    return float(sum(yes(r["is_exec_present"]) for r in own)) if own else None


def o10_sponsors(files: Files, now: date) -> Value:
    own = [p for p in files["projects"] if p["project_type"] == "strategic" and running(p, now)]
    return ratio(sum(bool(p["sponsor_role"]) for p in own), len(own))


def o10_barriers(files: Files, now: date) -> Value:
    since = back(now, 12)
    days = [
        (end - begun).days
        for r in files["project_log"]
        if r["log_type"] == "barrier" and (begun := day(r["log_date"])) and begun <= now
        if (end := day(r["end_date"])) and since < end <= now
    ]
    return float(median(days)) if days else None


def o11_hours(files: Files, now: date) -> Value:
    until = told_until((r["activity_date"] for r in files["activity"] if r["coach_key"]), now)
    since = (until - timedelta(weeks=13)).isoformat()
    named = [r for r in files["activity"] if r["coach_key"] and since < r["activity_date"] <= now.isoformat()]
    kept = {
        r["person_key"].lower(): float(r["protected_hours_week"])
        for r in coaches(files, now, "coach", "fellow", "improvement_advisor")
        if r["protected_hours_week"] and float(r["protected_hours_week"]) > 0
    }
    logged = sum(float(r["minutes"] or 0) for r in named if r["coach_key"].lower() in kept) / 60
    return ratio(logged, 13 * sum(kept.values())) if named else None


def o11_cascade(files: Files, now: date) -> Value:
    since = (now - timedelta(days=365)).isoformat()
    begun = {
        p["project_id"] for p in files["projects"] if p["start_date"] <= now.isoformat() and p["status"] != "proposed"
    }
    reached: dict[str, set[str]] = {}
    for a in files["activity"]:
        if a["coach_key"] and a["project_id"] in begun and since < a["activity_date"] <= now.isoformat():
            coach = a["coach_key"].lower()
            for m in files["project_team"]:
                here = m["project_id"] == a["project_id"] and (not m["left_on"] or m["left_on"] > since)
                if here and m["person_key"].lower() != coach:
                    reached.setdefault(coach, set()).add(m["person_key"])
    return float(median(len(people) for people in reached.values())) if reached else None


def o11_second(files: Files, now: date) -> Value:
    ended: dict[str, str] = {}
    started: dict[str, str] = {}
    for p in files["projects"]:
        if p["project_type"] == "consultancy" or p["status"] == "proposed" or p["start_date"] > now.isoformat():
            continue
        unit = p["unit_id"]
        started[unit] = max(started.get(unit, ""), p["start_date"])
        over = p["status"] in ("completed", "handed_over", "closed_unsuccessful")
        if over and p["close_date"] and p["close_date"] <= now.isoformat():
            ended[unit] = min(ended.get(unit, "9"), p["close_date"])
    return ratio(sum(started[unit] > last for unit, last in ended.items()), len(ended))


def o13(files: Files, now: date) -> tuple[Value, Value]:
    """Wards and teams with live data of their own; measures for improvement."""
    run = {p["project_id"] for p in files["projects"] if running(p, now)}
    listed = [m for m in files["measures"] if not m["project_id"] or m["project_id"] in run]
    mine = {m["measure_id"]: m for m in listed if m["purpose"] == "improvement"}
    last: dict[tuple[str, str], str] = {}
    for x in files["measurements"]:
        known = x["value"] or (x["numerator"] and x["denominator"])
        if x["measure_id"] in mine and not x["subgroup"] and known and x["period_start"] <= now.isoformat():
            key = (x["measure_id"], x["unit_id"] or home(files, mine[x["measure_id"]]))
            last[key] = max(last.get(key, ""), x["period_start"])
    every = {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 31, "quarterly": 92, "annual": 366}
    live = set()
    for (id_, unit), newest in last.items():
        days = every[mine[id_]["frequency"]]
        if (now - date.fromisoformat(newest)).days - days <= 1.5 * days:
            live.add(unit)
    places = [
        u for u in files["units"] if u["unit_level"] in ("ward", "team") and (u["valid_from"] or "") <= now.isoformat()
    ]
    units = ratio(sum(u["unit_id"] in live for u in places), len(places)) if last else None
    nothing = not mine and not any(m["project_id"] for m in listed)
    return units, None if nothing else ratio(len(mine), len(listed))


def home(files: Files, measure: Row) -> str:
    """The unit of a measure's project; the organisation where it has none."""
    units = {p["project_id"]: p["unit_id"] for p in files["projects"]}
    return units.get(measure["project_id"], "RNB")
