"""The academy: the groups that learn together, the ways to learn, who waits for a place.

In: training, activity. Out: who finishes, by course; places; who waits. The coaching that follows stands in
after_course.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from statistics import median

import pandas as pd
from sqlalchemy import Select

from qi_eval.metrics.academy_counts import select_academy, sessions, waited
from qi_eval.metrics.after_course import J9_FOLLOWED
from qi_eval.metrics.counting import lineage
from qi_eval.metrics.judging import proportion, says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Tables, unknown
from qi_eval.metrics.periods import (
    Row,
    last_year,
    newest,
    recorded_until,
    rows_of,
    summed,
    window_words,
)
from qi_eval.metrics.workforce import fewest
from qi_eval.narrative import count, number, of, percent
from qi_eval.vocabulary import ActivityType, Direction, Level, Series, State, TrainingMode

ENROLMENT = "Staff; an enrolment is one person who came to one group."
NO_TRAINING = "No training session yet: load the training list (training)."


def _recent(frames: Frames, scope: Scope) -> tuple[list[Row], str]:
    """The groups that began in the last 12 months, and those months in words; none where nobody was trained yet."""
    groups = [row | {"month": row["first_on"].replace(day=1)} for row in rows_of(frames["groups"]) if row["taken"]]
    recent, window = last_year(groups, recorded_until(frames["taught"]))
    return recent, window_words(window) if window else ""


def _groups_judge(frames: Frames, scope: Scope) -> Result:
    groups, when = _recent(frames, scope)
    if not groups:
        return unknown(NO_TRAINING)
    names = {(row["course_id"], row["group_name"]) for row in groups}
    result = replace(
        proportion(summed(groups, "finished"), summed(groups, "people")),
        newest=newest(groups),
        notes=(ENROLMENT, "A group that began lately may still be learning."),
        breakdown=_by_course(groups),
        facts={"groups": len(names), "courses": len({row["course_id"] for row in groups}), "when": when},
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "training")


def _by_course(groups: Sequence[Row]) -> Breakdown:
    table = []
    for course in sorted({row["course_id"] for row in groups}):
        own = [row for row in groups if row["course_id"] == course]
        people, finished = summed(own, "people"), summed(own, "finished")
        size = median(row["people"] for row in own)
        row = (own[-1]["course_name"], share(finished, people), people, finished, len(own), size)
        table.append((*row, fewest(finished, people - finished)))
    labels = {"label": "Course", "value": "Finished (%)", "n": "Enrolments", "finished": "Finished"}
    labels |= {"groups": "Groups", "size": "People in the middle group"}
    return Breakdown(
        pd.DataFrame(table, columns=[*labels, "fewest"]),
        labels,
        Protects.PEOPLE,
        count="fewest",
        hides=("value", "n", "finished", "size"),
        groups_add_up=True,
        title="Enrolments that ended in a finished course (%)",
    )


@says
def _groups_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{number(result.denominator)} enrolments in {count(facts['groups'], 'group')} of "
        f"{count(facts['courses'], 'course')} that began {facts['when']}; {number(result.numerator)} finished "
        f"({percent(result.value)})."
    )


def _modes_judge(frames: Frames, scope: Scope) -> Result:
    groups, when = _recent(frames, scope)
    if not groups:
        return unknown(NO_TRAINING)
    taken = {mode: summed(_taught(groups, mode), "taken") for mode in TrainingMode}
    flexible = sum(n for mode, n in taken.items() if mode is not TrainingMode.CLASSROOM)
    result = replace(
        proportion(flexible, sum(taken.values())),
        newest=newest(groups),
        breakdown=_by_mode(groups),
        facts={"when": when},
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "training")


def _taught(groups: Iterable[Row], mode: TrainingMode) -> list[Row]:
    return [row for row in groups if row["mode"] == mode]


def _by_mode(groups: Sequence[Row]) -> Breakdown:
    table = []
    for mode in TrainingMode:
        own = _taught(groups, mode)
        taken, booked, came = (summed(own, name) for name in ("taken", "booked", "came"))
        if own:
            table.append((mode.label, taken, len(own), booked, share(came, booked), fewest(taken, booked - came)))
    labels = {"label": "How it is taught", "value": "Places taken", "groups": "Groups"}
    labels |= {"booked": "Places booked", "percent": "Of those booked, came (%)"}
    hides, frame = ("value", "booked", "percent"), pd.DataFrame(table, columns=[*labels, "fewest"])
    return Breakdown(frame, labels, Protects.PEOPLE, count="fewest", hides=hides, groups_add_up=True)


@says
def _modes_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{of(result.numerator, result.denominator)} places taken in groups that began {facts['when']} "
        f"({percent(result.value)}) were online, blended or by doing."
    )


def _waiting_judge(frames: Frames, scope: Scope) -> Result:
    events = rows_of(frames["events"])
    recent, window = last_year(events, recorded_until(frames["held"]))
    if window is None:
        return unknown("How many wait for a place is not recorded: fill places and waiting of activity.")
    waiting = summed(recent, "waiting")
    result = Result(
        State.MEASURED,
        waiting,
        n=waiting,
        newest=newest(events),
        notes=("Event by event: somebody who waited twice counts twice.",),
        breakdown=_by_kind(recent),
        facts={
            "events": summed(recent, "events"),
            "full": summed(recent, "full"),
            "taken": share(summed(recent, "attended"), summed(recent, "offered")),
            "when": window_words(window),
        },
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "activity")


def _by_kind(events: Sequence[Row]) -> Breakdown:
    table = []
    for kind in ActivityType:
        own = [row for row in events if row["activity_type"] == kind]
        held, led = summed(own, "events"), summed(own, "led")
        if held:
            taken = share(summed(own, "attended"), summed(own, "offered"))
            leaders = summed(own, "facilitators") / led if led else None
            table.append((kind.label, summed(own, "waiting"), held, summed(own, "full"), taken, leaders))
    labels = {"label": "Kind of event", "value": "People waiting", "events": "Events", "full": "With a waiting list"}
    labels |= {"taken": "Places taken (%)", "led": "Led by, on average"}
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, Protects.PEOPLE, count="value", hides=("full",), groups_add_up=True)


@says
def _waiting_sentence(result: Result) -> str:
    facts = result.facts
    held = f"{count(facts['events'], 'event')} with places on record {facts['when']}"
    taken = f" {percent(facts['taken'])} of the places were taken." if facts["taken"] is not None else ""
    if not result.value:
        return f"Nobody stood on a waiting list at {held}.{taken}"
    return (
        f"{number(result.value)} people stood on a waiting list, at {of(facts['full'], facts['events'])} events with "
        f"places on record {facts['when']}.{taken}"
    )


def _of_training(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"training": lineage(t.training, sessions(t, scope))}


def _of_events(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"activity": lineage(t.activity, waited(t, scope))}


_metric = partial(
    Metric,
    code="O6",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    direction=Direction.INCREASE,
    series=Series.ROLLING,
    minimum_n=5,
    select=select_academy,
)
TRAINING = {"training": ("person_key", "person_type", "course_id", "session_date", "attended", "completed", "cohort")}

O6_GROUPS = _metric(
    id="o6_groups",
    title="The academy: groups that learn together",
    question="Do those who begin a course finish it?",
    formula="100 × enrolments that were completed / enrolments, over the groups (course and cohort; without one, all "
    "of a day) whose first session lies in the last 12 months. An enrolment: one member of staff who came to a group.",
    unit="%",
    counts=("enrolment", "enrolments"),
    source="House measure after the QI Academy of Ashford and St Peter's (first cohort of about 120)",
    inputs=TRAINING,
    judge=_groups_judge,
    rows=_of_training,
    sentence=_groups_sentence,
    chart=Chart.BARS,
)
O6_MODES = _metric(
    id="o6_modes",
    title="The academy: ways to learn",
    question="Can people learn in ways that fit their work?",
    formula="100 × places taken online, blended or by doing / places taken, in groups that began in the last 12 "
    "months.",
    unit="%",
    counts=("place taken", "places taken"),
    direction=Direction.NEUTRAL,
    source="House measure after the QI Academy of Ashford and St Peter's (flexible, online and classroom)",
    inputs={"training": ("person_type", "course_id", "mode", "session_date", "booked", "attended", "cohort")},
    judge=_modes_judge,
    rows=_of_training,
    sentence=_modes_sentence,
    chart=Chart.STACK,
)
O6_WAITING = _metric(
    id="o6_waiting",
    title="The academy: waiting for a place",
    question="Do people have to wait for a place?",
    formula="People on a waiting list, added over the events of the last 12 months whose places and waiting list are "
    "on record (activity: places, waiting).",
    unit="people",
    direction=Direction.DECREASE,
    source="House measure after the Academy of the West of England network (sessions, delegates, waiting list)",
    inputs={"activity": ("activity_type", "activity_date", "places", "attended", "waiting", "facilitators")},
    judge=_waiting_judge,
    rows=_of_events,
    sentence=_waiting_sentence,
    chart=Chart.BARS,
)
ACADEMY = (O6_GROUPS, O6_MODES, O6_WAITING, J9_FOLLOWED)
