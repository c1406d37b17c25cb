"""One measure before and after a change that its project logged: what is offered, fitted, drawn and said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from qi_eval.charts.interrupted import InterruptedChart, interrupted_drawing
from qi_eval.charts.picture import Picture
from qi_eval.effects import Fit, Interrupted, interrupted
from qi_eval.metrics.metric import Scope
from qi_eval.metrics.periods import months_before
from qi_eval.narrative import date_words
from qi_eval.store import Store
from qi_eval.views import effect_words as words
from qi_eval.views.baseline import Logged, changes_of
from qi_eval.views.effect_time import PER_YEAR, first_whole, time, times
from qi_eval.views.effect_words import Effect
from qi_eval.views.series import measure_of, with_places
from qi_eval.views.subjects import Subject, subjects
from qi_eval.views.tables import TableView
from qi_eval.views.units import unit_names
from qi_eval.views.value_file import bare
from qi_eval.vocabulary import LogType

AHEAD = (6, 12)  # months after the change, at which the lines are compared
NEAR = 183  # days on either side of a change, within which what else happened is listed
WIDE, NARROW = 860, 350  # px of the picture on a desk and on a phone
METHOD = (  # how it is worked out, with its sources
    "y = b0 + b1 (t − T) + b2 after + b3 (t − T) after, where T is the first whole period that begins on the day of "
    "the change or later; b2 is the change of level, b3 that of slope (Wagner et al. 2002; Bernal et al. 2017).",
    "The figures that lead: generalised least squares whose errors each carry over a share of the one before, the "
    "share found by restricted maximum likelihood, also across gaps, as Turner et al. 2021 advise "
    "(doi 10.1186/s12874-021-01364-0). Beside them: ordinary least squares with the errors of Newey and West 1987, "
    "4 (n / 100)^(2/9) lags, corrected for few points. From two years on the same with one wave a year. Intervals "
    "are 95% by Student's t. Fitted by statsmodels.",
    "Offered from 8 points on each side, exploratory below 12 (house rule). No test and no p-value is given: the "
    "question is how large the difference is, and how sure.",
)
BESIDE = (LogType.INTERVENTION_START, LogType.EXTERNAL_EVENT)


@dataclass(frozen=True, eq=False)
class EffectView:
    """What the page shows. `changes`: (day as in an address, words) of each change that may be chosen; `pictures`: for
    a desk and for a phone, none where nothing is fitted; `near`: what else was logged within half a year of it; `file`:
    the values as they are taken away."""

    id: str
    unit_id: str
    unit: str
    context: str
    title: str
    lead: str
    label: str
    since: str
    changes: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...]
    model: str
    estimates: TableView | None
    notes: tuple[str, ...]
    near: tuple[tuple[str, str], ...]
    values: TableView
    file: TableView


def effect_view(store: Store, scope: Scope, measure_id: str, unit_id: str = "", since: str = "") -> EffectView | None:
    """The view of a measure in one unit; None where no measure has this id. `since`: the day of the change (ISO), else
    the first that was logged."""
    measure = measure_of(store, measure_id)
    if measure is None:
        return None
    subject = subjects(store, [measure], scope).asked(measure, unit_id)
    subject = replace(subject, measure=with_places(subject.measure, subject.y))
    logged = changes_of(store, subject.measure, date.max)
    changes = started(logged)
    chosen = next((change for change in changes if change.when.isoformat() == since), changes[0] if changes else None)
    effect = _effect(subject, chosen, scope.report_date) if chosen else None
    seen = _near(logged, chosen, scope.report_date) if chosen else ()
    unit = _unit(store, subject)
    return EffectView(
        id=measure.id,
        unit_id=subject.unit_id,
        unit=unit,
        context=_context(store, subject, unit),
        title=words.title(subject.measure, effect, chosen),
        lead=words.lead(subject.measure, effect, chosen, scope.report_date),
        label=words.label(effect),
        since=chosen.when.isoformat() if chosen else "",
        changes=tuple((change.when.isoformat(), words.dated(change)) for change in changes),
        pictures=_pictures(effect) if effect and effect.fit else (),
        model=words.model(effect) if effect else "",
        estimates=words.estimates(effect) if effect and effect.fit else None,
        notes=words.notes(effect) if effect else (),
        near=tuple(words.apart(change, chosen.when) for change in seen) if chosen else (),
        values=_values(subject, effect),
        file=_file(subject, effect),
    )


def started(logged: Sequence[Logged]) -> tuple[Logged, ...]:
    """The changes that may be looked at: those from which a change of the project itself is in use, made for this
    measure or for no certain one. A PDSA cycle is a test, not a change that stays."""
    return tuple(one for one in logged if one.kind is LogType.INTERVENTION_START and one.own and one.drawn)


def _near(logged: Sequence[Logged], chosen: Logged, now: date) -> tuple[Logged, ...]:
    close = [one for one in logged if abs((one.when - chosen.when).days) <= NEAR and one.when <= now]
    return tuple(one for one in close if one.kind in BESIDE and (one.when, one.name) != (chosen.when, chosen.name))


def _effect(subject: Subject, chosen: Logged, now: date) -> Effect:
    measure, day = subject.measure, np.datetime64(chosen.when)
    counted, frequency = subject.counted, subject.measure.frequency
    when = times(subject.days[counted], frequency)
    after = when[subject.days[counted] >= day]
    change = first_whole(time(chosen.when, frequency), after) if len(after) else time(chosen.when, frequency)
    told = Effect(subject, chosen, change, None, (), now)
    if measure.events or (np.diff(when) <= 0).any():
        return told
    found = interrupted(when, subject.y[counted], change=change, season=PER_YEAR.get(frequency))
    return replace(told, found=found, at=_asked(subject, chosen, found))


def _asked(subject: Subject, chosen: Logged, found: Interrupted) -> tuple[date, ...]:
    """The days at which the lines are compared: of the change, half a year and a year after it, of the last point."""
    if not found.fits:
        return ()
    last = subject.days[subject.counted][-1].astype(date)
    later = [months_before(chosen.when, -months) for months in AHEAD]
    return (chosen.when, *(day for day in later if day < last), last)


def _unit(store: Store, subject: Subject) -> str:
    table = store.tables().units
    units = unit_names(store.frame(table.select().where(table.c.unit_id == subject.unit_id)))
    return units.get(subject.unit_id, subject.unit_id)


def _context(store: Store, subject: Subject, unit: str) -> str:
    projects = store.tables().projects
    titles = store.frame(projects.select().where(projects.c.project_id == subject.measure.project_id))["title"]
    return " · ".join(filter(None, [unit, "" if titles.empty else str(titles.iloc[0]), "before and after a change"]))


def _pictures(effect: Effect) -> tuple[Picture, ...]:
    chart = _chart(effect)
    return interrupted_drawing(chart, width=WIDE, height=400), interrupted_drawing(chart, width=NARROW, height=360)


def _chart(effect: Effect) -> InterruptedChart:
    subject, fit, measure = effect.subject, effect.fit, effect.subject.measure
    assert fit is not None, "something was fitted"
    points = _spots(subject, subject.counted)
    days = [day for day, _ in points]
    before = [day for day in days if day < effect.change.when]
    since = [effect.start, *(day for day in days if day > effect.start)]
    carried = [(day, fit.continued(effect.since(day))) for day in since]
    title = words.title(measure, effect, effect.change)
    return InterruptedChart(
        points=points,
        left_out=_spots(subject, subject.known & ~subject.counted),
        before=[(day, fit.line(effect.time(day)).value) for day in before],
        after=[(day, fit.line(effect.since(day)).value) for day in since],
        carried=[(day, seen.value, seen.low, seen.high) for day, seen in carried],
        change=effect.change.when,
        change_name=effect.change.name,
        title=title,
        alt=f"Points of {measure.name} with a line before and a line after {words.dated(effect.change)}. {title}.",
        unit=measure.unit or measure.unit_label,
        bounds=(measure.possible(-np.inf), measure.possible(np.inf)),
        number=measure.number,
    )


def _spots(subject: Subject, kept: np.ndarray) -> list[tuple[date, float]]:
    days = [day.astype(date) for day in subject.days[kept]]
    return list(zip(days, subject.y[kept].tolist(), strict=True))


HEADERS = ("Date", "Value", "Side", "Line", "Line before, carried on", "Low", "High")


def _values(subject: Subject, effect: Effect | None) -> TableView:
    """Every value with the lines, as the page shows it: what the picture is drawn from."""
    measure = subject.measure
    return _table(subject, effect, date_words, measure.shown, measure.number)


def _file(subject: Subject, effect: Effect | None) -> TableView:
    """The same as a file: days as ISO dates, bare numbers."""
    return _table(subject, effect, date.isoformat, bare, bare)


def _table(
    subject: Subject,
    effect: Effect | None,
    day_words: Callable[[date], str],
    shown: Callable[[float], str],
    number: Callable[[float], str],
) -> TableView:
    fit = effect.fit if effect else None
    rows = [
        (day_words(day), shown(value), *_lines(effect, fit, day, number))
        for day, value in _spots(subject, subject.counted)
    ]
    kept = 2 if fit is None else len(HEADERS)
    numeric = tuple(name not in ("Date", "Side") for name in HEADERS)
    caption = f"{subject.measure.name}, every value"
    return TableView(caption, HEADERS[:kept], tuple(row[:kept] for row in rows), numeric[:kept])


def _lines(effect: Effect | None, fit: Fit | None, day: date, number: Callable[[float], str]) -> tuple[str, ...]:
    if effect is None or fit is None:
        return ("",) * (len(HEADERS) - 2)
    at = effect.time(day)
    if at < fit.change:
        return "before", number(fit.line(at).value), "", "", ""
    carried = fit.continued(at)
    return "after", *map(number, (fit.line(at).value, carried.value, carried.low, carried.high))
