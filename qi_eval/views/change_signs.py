"""Signs that are new or no longer seen: each chart is judged twice, with all its points and cut at the earlier day."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval.metrics import METRICS
from qi_eval.metrics.metric import Breakdown, Metric, Scope
from qi_eval.narrative import count, date_words, signal_words
from qi_eval.store import Store
from qi_eval.views.chance import Rests, by_chance, rests_of
from qi_eval.views.change import Change, Kind, Window
from qi_eval.views.cut import cut
from qi_eval.views.finding import Finding, too_few
from qi_eval.views.flows import flow_findings, since_words
from qi_eval.views.kept import each_once
from qi_eval.views.results import Counted
from qi_eval.views.subjects import Subject
from qi_eval.views.verdict import Verdict, verdicts
from qi_eval.vocabulary import Series, Variation

FLOWS = tuple(metric for metric in METRICS if metric.series is Series.FLOW)  # ruling 1: only these are judged
GOOD, BAD, USUAL = Variation.IMPROVEMENT, Variation.CONCERN, Variation.COMMON_CAUSE
NEW = {GOOD: Kind.IMPROVEMENT, BAD: Kind.CONCERN}
NOTHING = Finding(None, (), why=too_few(0))
GONE = {GOOD: Kind.LOST, BAD: Kind.RESOLVED}


@dataclass(frozen=True)
class Project:
    """What the list says of a measure's project."""

    title: str = ""
    named: bool = True
    runs: bool = True


def kind_of(then: Variation | None, now: Variation | None) -> Kind | None:
    """What became of a sign; None where the two days say the same, or where nobody could judge on the second day."""
    if now is None or then is now:
        return None
    if now is USUAL:
        return GONE.get(then) if then is not None else None
    return NEW.get(now, Kind.OTHER)


def measure_signs(
    store: Store, subjects: Sequence[Subject], projects: Mapping[str, Project], window: Window, scope: Scope
) -> tuple[tuple[Change, ...], str]:
    """The changes of measures, each in the unit that stands for it, and how many signs to expect by chance alone; only
    charts that have changed are judged anew."""
    about = [projects.get(subject.measure.project_id, Project()) for subject in subjects]
    keys = [(_chart_key(one), project, window, scope.method) for one, project in zip(subjects, about, strict=True)]

    def judge(places: Sequence[int]) -> list[tuple[Change | None, Rests | None]]:
        charts = [subjects[place] for place in places]
        found = verdicts([*(cut(chart, window.first) for chart in charts), *charts], scope.method)
        pairs = zip(found[: len(charts)], found[len(charts) :], places, strict=True)
        return [(_measure(before, after, about[place]), rests_of(after)) for before, after, place in pairs]

    seen = each_once(store, keys, judge)
    return tuple(change for change, _ in seen if change is not None), by_chance(rests for _, rests in seen)


def _chart_key(subject: Subject) -> Hashable:
    """All that the verdict on a chart rests on; the words of its notes are not judged."""
    values = (subject.days, subject.y, subject.above, subject.below)
    held = tuple(column.tobytes() for column in values)
    return (subject.measure, subject.unit_id, held, subject.marks, subject.first_change, subject.first_target)


def _measure(before: Verdict, after: Verdict, about: Project) -> Change | None:
    kind = kind_of(before.last.variation, after.last.variation)
    if kind is None:
        return None
    subject, measure = after.subject, after.subject.measure
    counted_on = [day for day, counts in zip(subject.days.tolist(), subject.counted, strict=True) if counts]
    return Change(
        kind,
        measure.name,
        _words(before.last),
        _words(after.last),
        about.title,
        after.last.since,
        _points(counted_on, kind, after.last, len(before.subject.days)),
        about.named,
        measure.day(after.last.since) if after.last.since else "",
        "run_charts",
        asked={"measure": measure.id},
    )


def _points(days: Sequence[date], kind: Kind, found: Finding, before: int) -> int:
    """Of a new sign the points that show it; of one that is gone the points since the earlier day."""
    if found.since is not None and kind not in GONE.values():
        return sum(day >= found.since for day in days)
    return max(0, len(days) - before)


def figure_signs(seen: Counted, window: Window, scope: Scope) -> Iterator[Change]:
    """The changes of the programme's own figures that are judged over time."""
    now, then = flow_findings(seen, scope), flow_findings(seen, scope, until=window.first)
    for metric in FLOWS:
        result = seen.found[metric.id]
        if metric.id in now and result.over_time is not None and result.value is not None:
            yield from _figure(metric, result.over_time, then.get(metric.id, NOTHING), now[metric.id], window)


def _figure(metric: Metric, over_time: Breakdown, then: Finding, now: Finding, window: Window) -> Iterator[Change]:
    kind = kind_of(then.variation, now.variation)
    if kind is not None:
        days = [pd.Timestamp(day).date() for day in over_time.table["period"]]
        points = _points(days, kind, now, len(then.points))
        words = since_words(over_time, now.since) if now.since else ""
        yield Change(
            kind, metric.title, _words(then), _words(now), "", now.since, points, True, words,
            metric.level.value, metric.id, {"metric": metric.id},
        )  # fmt: skip


def _words(found: Finding) -> str:
    return found.why if found.variation is None else signal_words(found.variation)


def sign_words(change: Change, window: Window) -> str:
    """sign of concern since 6 July 2026, 12 points; on 3 June 2026: usual ups and downs."""
    since = f" since {change.when}" if change.when else ""
    gone = change.kind in GONE.values()
    points = "" if change.points is None else f", {count(change.points, 'point')}{' since then' if gone else ''}"
    earlier = f"; on {date_words(window.first)}: {change.then}"
    return f"{change.now}{since}{'' if gone else points}{earlier}{points if gone else ''}"
