"""The remaining figures a second time, for the table of docs/metric_values.md: plain loops over the raw cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from tests.twin.naive import Files, Row, back, in_window, month, ours, running, spread_rows, told_until, yes
from tests.twin.naive_hub_trust import lately
from tests.twin.naive_trust import Value, coaches, ratio


def of(text: str) -> date:
    return date.fromisoformat(text)


def last_sessions(files: Files, now: date, keep: Callable[[Row], bool]) -> list[Row]:
    """Training rows of the last 12 months that are kept."""
    rows = [r for r in files["training"] if r["session_date"] <= now.isoformat() and keep(r)]
    recent = in_window([month(of(r["session_date"])) for r in rows], now)
    return [r for r in rows if recent and recent(month(of(r["session_date"])))]


def reactions(files: Files, now: date, who: str) -> Value:
    answered = last_sessions(files, now, lambda r: r["person_type"] == who and bool(r["reaction_overall"]))
    return ratio(sum(float(r["reaction_overall"]) >= 4 for r in answered), len(answered))


def attendance(files: Files, now: date) -> Value:
    now = told_until((r["session_date"] for r in files["training"] if r["booked"]), now)
    booked = last_sessions(files, now, lambda r: r["person_type"] == "staff" and yes(r["booked"]))
    return ratio(sum(yes(r["attended"]) for r in booked), len(booked))


def confidence_as_knowledge(files: Files) -> Files:
    """The files with the confidence scores in the place of the knowledge scores."""
    ends = ("pre", "post", "max")
    swapped = [r | {f"knowledge_{end}": r[f"confidence_{end}"] for end in ends} for r in map(dict, files["training"])]
    return {**files, "training": swapped}


def scored_by_teams(files: Files) -> Files:
    """The files with the teams' own progress scores in the place of the hub's."""
    roles = {"self": "hub", "hub": "other"}
    return {**files, "assessments": [
        dict(r) | {"assessor_role": roles.get(r["assessor_role"], r["assessor_role"])} for r in files["assessments"]
    ]}  # fmt: skip


def on_projects(files: Files, now: date) -> Value:
    until, last = back(now, 6), dict[str, str]()
    for r in files["training"]:
        if yes(r["attended"]) and r["session_date"] <= until.isoformat():
            last[r["person_key"]] = max(r["session_date"], last.get(r["person_key"], ""))
    recent = in_window([month(of(d)) for d in last.values()], until)
    asked = {who: d for who, d in last.items() if recent and recent(month(of(d)))}
    projects, named = {p["project_id"]: p for p in files["projects"]}, set()
    for m in files["project_team"]:
        on, p = asked.get(m["person_key"]), projects[m["project_id"]]
        if on:
            end = (of(on) + timedelta(days=183)).isoformat()
            there = (m["joined_on"] or "0") <= end and (m["left_on"] or "9") >= on
            if there and p["start_date"] <= end and (p["close_date"] or "9") >= on:
                named.add(m["person_key"])
    return ratio(len(named), len(asked))


def active_teams(files: Files, now: date) -> Value:
    live = {p["project_id"] for p in ours(files) if running(p, now)}
    since = (now - timedelta(days=90)).isoformat()
    tests = [r for r in files["project_log"] if r["log_type"] == "pdsa" and since < r["log_date"] <= now.isoformat()]
    return ratio(len({r["project_id"] for r in tests} & live), len(live))


def reach(files: Files, now: date) -> Value:
    places = {u["unit_id"] for u in files["units"] if u["unit_level"] in ("ward", "team")}
    led = {p["unit_id"] for p in ours(files) if running(p, now)}
    people = {r["unit_id"] for r in coaches(files, now, "champion", "coach")}
    return ratio(len((led | people) & places), len(places))


def inner_units(files: Files, now: date) -> Value:
    uses: dict[str, bool] = {}
    for r, p, inside, used in spread_rows(files, now):
        unit = r["adopter_unit_id"].lower()
        if inside and unit and unit != p["unit_id"].lower() and yes(r["setting_eligible"]):
            uses[unit] = uses.get(unit, False) or used
    return ratio(sum(uses.values()), len(uses))


def held(files: Files, now: date) -> Value:
    kept = lost = due = 0
    for r, _, inside, _ in spread_rows(files, now):
        if not inside and yes(r["setting_eligible"]) and "" < r["adopted_on"] <= back(now, 6).isoformat():
            due += 1
            seen = "" < r["sustained_6m_on"] <= now.isoformat() or r["status"] == "sustained"
            gone = "" < r["stopped_on"] <= now.isoformat() or r["status"] == "withdrawn"
            kept, lost = kept + seen, lost + (gone and not seen)
    return ratio(kept, kept + lost) if 2 * (kept + lost) >= due else None


def reached(files: Files, now: date) -> Value:
    own = [r for r, _, inside, used in spread_rows(files, now) if not inside and used and yes(r["setting_eligible"])]
    told = [r for r in own if r["people_eligible"] and r["people_reached"]]
    return ratio(sum(int(r["people_reached"]) for r in told), sum(int(r["people_eligible"]) for r in told))


def contacts(files: Files, now: date, column: str) -> Value:
    met = [r for r in files["activity"] if int(r[column] or 0)]
    return float(sum(int(r[column]) for r in lately(met, now) if not yes(r["counts_unique"])))


def involved(files: Files, now: date, met: Callable[[Row], bool]) -> Value:
    """Of the running projects with a record: those where the newest record of some stage says so."""
    latest: dict[tuple[str, str], Row] = {}
    for r in sorted(files["involvement"], key=lambda r: r["recorded_on"]):
        if r["recorded_on"] <= now.isoformat():
            latest[r["project_id"], r["stage"]] = r
    live = {p["project_id"] for p in ours(files) if running(p, now)}
    known = {id_ for id_, _ in latest} & live
    return ratio(len({id_ for (id_, _), r in latest.items() if met(r)} & known), len(known))


def told_and_paid(files: Files, now: date) -> Value:
    """Feedback at some stage, and payment or expenses at some stage."""
    latest: dict[tuple[str, str], Row] = {}
    for r in sorted(files["involvement"], key=lambda r: r["recorded_on"]):
        if r["recorded_on"] <= now.isoformat():
            latest[r["project_id"], r["stage"]] = r
    live = {p["project_id"] for p in ours(files) if running(p, now)}
    known = {id_ for id_, _ in latest} & live
    told = {id_ for (id_, _), r in latest.items() if yes(r["feedback_given"])}
    paid = {id_ for (id_, _), r in latest.items() if yes(r["payment_or_expenses"])}
    return ratio(len(told & paid & known), len(known))


def stages(files: Files, now: date) -> Value:
    live = {p["project_id"] for p in ours(files) if running(p, now)}
    told = {r["project_id"] for r in files["involvement"] if r["recorded_on"] <= now.isoformat()}
    return ratio(len(told & live), len(live))


def stories(files: Files, now: date) -> Value:
    today = now.isoformat()
    shown = [
        r
        for r in files["stories"]
        if r["story_date"] <= today and r["consent_level"] != "none" and r["consent_date"] <= today
        and (r["consent_expiry"] or "9") >= today and not r["withdrawn_on"]
        and "" < r["identifiability_checked_on"] <= today
    ]  # fmt: skip
    return float(len(shown))


def pulse(files: Files, now: date) -> Value:
    """The mean over the staff of the newest wave; each part needs two of its three answers."""
    parts = (("q2a", "q2b", "q2c"), ("q3c", "q3d", "q3f"), ("q25a", "q25c", "q25d"))
    given: dict[tuple[str, str], dict[str, float]] = {}
    for r in files["survey_responses"]:
        item, said = r["item_code"].lower(), r["response"].strip()
        if (
            r["respondent_type"] == "staff"
            and any(item in part for part in parts)
            and said in ("1", "2", "3", "4", "5")
        ):
            given.setdefault((r["wave"], r["response_id"]), {})[item] = 2.5 * (int(said) - 1)
    begun = [w for w, _ in given if date(int(w[:4]), 3 * int(w[-1]) - 2, 1) <= now]
    scores = [score(own, parts) for (w, _), own in given.items() if w == max(begun)]
    known = [s for s in scores if s is not None]
    return sum(known) / len(known) if known else None


def score(own: dict[str, float], parts: Iterable[tuple[str, ...]]) -> Value:
    means = []
    for part in parts:
        answers = [own[item] for item in part if item in own]
        if len(answers) < 2:
            return None
        means.append(sum(answers) / len(answers))
    return sum(means) / len(means)
