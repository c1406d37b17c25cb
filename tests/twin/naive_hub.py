"""Coaches, the hub and requests for advice, counted a second time: plain loops over the raw cells of the CSV files."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median

from tests.twin.naive import Files, Row, back, in_window, month, running, told_until
from tests.twin.naive_teams import Share, begun


def coached(files: Files, now: date) -> list[Row]:
    mine = {p["project_id"] for p in begun(files, now)}
    return [
        r
        for r in files["activity"]
        if r["activity_type"] == "coaching" and r["project_id"] in mine and r["activity_date"] <= now.isoformat()
    ]


def j9_without(files: Files, now: date) -> Share:
    contacts = coached(files, now)
    live = [p["project_id"] for p in begun(files, now) if running(p, now)]
    since = (told_until((r["activity_date"] for r in files["activity"]), now) - timedelta(days=60)).isoformat()
    seen = {r["project_id"] for r in contacts if r["activity_date"] >= since}
    return (sum(id_ not in seen for id_ in live), len(live)) if live and contacts else None


def j9_contacts(files: Files, now: date) -> Share:
    """Contacts and projects of the last quarter that is over."""
    contacts = [date.fromisoformat(r["activity_date"]) for r in coached(files, now)]
    tomorrow = told_until((r["activity_date"] for r in files["activity"]), now) + timedelta(days=1)
    end = date(tomorrow.year, 3 * ((tomorrow.month - 1) // 3) + 1, 1)
    first = back(end, 3)
    if not contacts or min(contacts) >= end:
        return None
    ran = [
        p
        for p in begun(files, now)
        if p["start_date"] < end.isoformat() and (p["close_date"] or "9") >= first.isoformat()
    ]
    return sum(first <= on < end for on in contacts), len(ran)


def j9_load(files: Files, now: date) -> tuple[int, float] | None:
    held = [
        r
        for r in files["plan"]
        if (r["kind"], r["code"].lower()) == ("wte", "hub")
        and r["valid_from"] <= now.isoformat()
        and (not r["valid_to"] or r["valid_to"] >= now.isoformat())
    ]
    live = sum(running(p, now) for p in begun(files, now))
    newest = max(held, key=lambda r: (r["valid_from"], r["plan_id"]), default=None)
    return (live, float(newest["quantity"])) if newest and live else None


def requests(files: Files, now: date) -> list[tuple[date, int | None]]:
    """When each was asked, and the days to the first reply."""
    found = []
    for p in files["projects"]:
        asked = date.fromisoformat(p["start_date"])
        if p["project_type"] == "consultancy" and asked <= now:
            replies = [date.fromisoformat(r["activity_date"]) for r in files["activity"] if advice(r, p, now)]
            later = [(on - asked).days for on in replies if on >= asked]
            found.append((asked, min(later, default=None)))
    return found


def advice(r: Row, p: Row, now: date) -> bool:
    same = r["activity_type"] == "consultancy" and r["project_id"] == p["project_id"]
    return same and r["activity_date"] <= now.isoformat()


def f5_reply(files: Files, now: date) -> tuple[float, int, int] | None:
    asked = requests(files, now)
    kept = in_window([month(on) for on, _ in asked], now)
    lately = [days for on, days in asked if kept and kept(month(on))]
    known = [days for days in lately if days is not None]
    return (median(known), len(known), len(lately)) if known else None


def f5_rating(files: Files, now: date) -> Share:
    rows = [
        r
        for r in files["activity"]
        for p in files["projects"]
        if p["project_type"] == "consultancy" and p["start_date"] <= now.isoformat() and advice(r, p, now)
    ]
    kept = in_window([month(date.fromisoformat(r["activity_date"])) for r in rows], now)
    lately = [r for r in rows if kept and kept(month(date.fromisoformat(r["activity_date"]))) and r["rating"]]
    good = sum(float(r["rating"]) >= 4 for r in lately)
    return (good, len(lately)) if lately else None
