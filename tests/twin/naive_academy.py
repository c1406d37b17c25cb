"""The academy and spread as it was meant a second time: plain loops over the raw cells. It shares no code with what it
checks; each gives (part, whole), or None where the figure should be unknown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tests.twin.naive import Files, Row, back, in_window, month, ours, spread_rows, told_until, yes

Share = tuple[float, float] | None
READY = ("awareness", "desire", "knowledge", "skills_resources", "sustaining_process")


def of(text: str) -> date:
    return date.fromisoformat(text)


def groups(files: Files, now: date) -> list[list[Row]]:
    """The rows of each group that began in the last 12 months and that somebody came to."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for r in files["training"]:
        if r["person_type"] == "staff" and r["session_date"] <= now.isoformat():
            key = (r["course_id"], r["course_name"], r["mode"], r["cohort"] or r["session_date"])
            found.setdefault(key, []).append(r)
    came = [rows for rows in found.values() if any(yes(r["attended"]) for r in rows)]
    began = [month(of(min(r["session_date"] for r in rows))) for rows in came]
    recent = in_window(began, told_until((r["session_date"] for r in files["training"]), now))
    return [rows for rows, first in zip(came, began, strict=True) if recent and recent(first)]


def finished(files: Files, now: date) -> Share:
    own = groups(files, now)
    people = [{r["person_key"] for r in rows if yes(r["attended"])} for rows in own]
    done = [{r["person_key"] for r in rows if yes(r["attended"]) and yes(r["completed"])} for rows in own]
    return (sum(map(len, done)), sum(map(len, people))) if own else None


def flexible(files: Files, now: date) -> Share:
    came = [r for rows in groups(files, now) for r in rows if yes(r["attended"])]
    return (sum(r["mode"] != "classroom" for r in came), len(came)) if came else None


def waiting(files: Files, now: date) -> float | None:
    told = [r for r in files["activity"] if r["activity_date"] <= now.isoformat() and r["waiting"] and r["places"]]
    told = [r for r in told if int(r["places"]) > 0]
    until = told_until((r["activity_date"] for r in files["activity"] if r["waiting"]), now)
    recent = in_window([month(of(r["activity_date"])) for r in told], until)
    return sum(int(r["waiting"]) for r in told if recent and recent(month(of(r["activity_date"])))) if told else None


def followed(files: Files, now: date) -> Share:
    """Of those whose project ran when their last course ended: a coach came within 30 days."""
    until, last = back(now, 3), dict[str, str]()
    for r in files["training"]:
        if r["person_type"] == "staff" and yes(r["completed"]) and r["session_date"] <= until.isoformat():
            last[r["person_key"]] = max(r["session_date"], last.get(r["person_key"], ""))
    projects = {p["project_id"]: p for p in files["projects"]}
    found: dict[str, bool] = {}
    for m in files["project_team"]:
        on = last.get(m["person_key"])
        if on is None or m["joined_on"] > on or (m["left_on"] and m["left_on"] < on):
            continue
        p, end = projects[m["project_id"]], (of(on) + timedelta(days=30)).isoformat()
        if p["start_date"] <= on and (not p["close_date"] or p["close_date"] >= end):
            met = any(
                a["activity_type"] == "coaching" and a["project_id"] == m["project_id"]
                and on <= a["activity_date"] <= end
                for a in files["activity"]
            )  # fmt: skip
            found[m["person_key"]] = found.get(m["person_key"], False) or met
    seen = told_until((a["activity_date"] for a in files["activity"]), now) - timedelta(days=30)
    over = seen if (seen + timedelta(days=1)).day == 1 else seen.replace(day=1) - timedelta(days=1)
    recent = in_window([month(of(last[who])) for who in found], min(until, over))
    own = [met for who, met in found.items() if recent and recent(month(of(last[who])))]
    return (sum(own), len(own)) if own else None


def outside(files: Files, now: date) -> list[tuple[Row, bool]]:
    """(row, in use) of the settings of other organisations that the change is meant for."""
    return [(r, used) for r, _, inside, used in spread_rows(files, now) if not inside and yes(r["setting_eligible"])]


def nobody(files: Files, now: date) -> bool:
    return all(inside for _, _, inside, _ in spread_rows(files, now))


def plans(files: Files, now: date, kind: str) -> dict[str, float]:
    """Project → quantity; "" for the programme; of several the one that began last."""
    found: dict[str, float] = {}
    for r in sorted(files["plan"], key=lambda r: r["valid_from"]):
        holds = r["valid_from"] <= now.isoformat() and (not r["valid_to"] or r["valid_to"] >= now.isoformat())
        if holds and (r["kind"], r["code"]) == (kind, "external_adoption"):
            found[r["subject_id"].upper()] = float(r["quantity"])
    begun = {p["project_id"] for p in ours(files) if p["start_date"] <= now.isoformat() and p["status"] != "proposed"}
    return {id_: n for id_, n in found.items() if not id_ or id_ in begun}


def against_plan(files: Files, now: date) -> Share:
    each = plans(files, now, "target")
    goal = each.pop("", 0) or sum(each.values())
    return (sum(used for _, used in outside(files, now)), goal) if goal and not nobody(files, now) else None


def kept(files: Files, now: date) -> Share:
    own = [r for r, used in outside(files, now) if used and r["core_elements_kept"] and r["core_elements_total"]]
    parts = [(int(r["core_elements_kept"]), int(r["core_elements_total"])) for r in own]
    return (sum(a for a, _ in parts), sum(b for _, b in parts)) if parts else None


def cost(files: Files, now: date) -> Share:
    costs = {id_: n for id_, n in plans(files, now, "cost_gbp").items() if id_}
    went = {r["project_id"] for r, _, inside, _ in spread_rows(files, now) if not inside} & set(costs)
    held = sum(lasted(r, now) for r, _ in outside(files, now) if r["project_id"] in went)
    return (sum(costs[id_] for id_ in went), held) if held else None


def lasted(r: Row, now: date) -> bool:
    due = r["adopted_on"] and r["adopted_on"] <= back(now, 6).isoformat()
    seen = r["sustained_6m_on"] and r["sustained_6m_on"] <= now.isoformat()
    return bool(due and (seen or r["status"] == "sustained"))


def ready(files: Files, now: date) -> Share:
    """Projects without a 0, projects scored on every item; the lower median of the newest day counts."""
    begun = {p["project_id"] for p in ours(files) if p["start_date"] <= now.isoformat() and p["status"] != "proposed"}
    full = [[newest(files, now, id_, item) for item in READY] for id_ in begun]
    scored = [scores for scores in full if None not in scores]
    return (sum(0 not in scores for scores in scored), len(scored)) if scored else None


def newest(files: Files, now: date, project: str, item: str) -> float | None:
    rows = [
        r
        for r in files["assessments"]
        if (r["subject_type"], r["subject_id"], r["instrument"], r["item_code"])
        == ("project", project, "spread_readiness", item)
        and r["assessed_on"] <= now.isoformat()
    ]
    days = [r["assessed_on"] for r in rows]
    return middle(float(r["score"]) for r in rows if r["assessed_on"] == max(days)) if rows else None


def middle(scores: Iterable[float]) -> float:
    ordered = sorted(scores)
    return ordered[(len(ordered) - 1) // 2]
