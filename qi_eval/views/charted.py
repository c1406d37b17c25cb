"""A chart with all that belongs to it: picture, icons, sentence, table, remarks. For stored measures and own data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from qi_eval.charts.control_chart import ControlChart, Figure, figure, listed, poster
from qi_eval.charts.icons import assurance_icon, variation_icon
from qi_eval.charts.picture import Picture
from qi_eval.charts.theme import DARK, LIGHT
from qi_eval.narrative import date_words
from qi_eval.views.baseline import Logged
from qi_eval.views.chart_marks import Mark, said
from qi_eval.views.control import control_chart
from qi_eval.views.reading import Reading, read
from qi_eval.views.rebase import Suggestion, suggestion
from qi_eval.views.series import Measure, with_places
from qi_eval.views.shown import Shown, show
from qi_eval.views.subjects import Subject, subject_of
from qi_eval.views.tables import TableView
from qi_eval.views.value_file import value_file
from qi_eval.views.value_table import value_table
from qi_eval.vocabulary import ChartType, Method

SAID = ("trial_limits", "set_new_limits")  # remarks of the analysis that the sentence and the icons make already


@dataclass(frozen=True, eq=False)
class Charted:
    """`title`: the finding with its date, never a cause; `figures`: the chart for a light and a dark page, `chart` the
    same for files, both None without a value; `why_empty`: what a dashed ring among the icons means; `changes`: day and
    words of all that happened or was set; `listed`: the same with its number on the chart; `file`: every value for a
    spreadsheet; `counted`: False for a preview that counts nowhere."""

    title: str
    alt: str
    reading: Reading
    figures: tuple[Figure, Figure] | None
    chart: ControlChart | None
    icons: tuple[Picture, ...]
    why_empty: str
    notes: tuple[str, ...]
    suggested: Suggestion | None
    table: TableView
    file: TableView
    changes: tuple[tuple[str, str], ...]
    listed: tuple[tuple[str, str], ...]
    rule: Method
    drawn: ChartType
    counted: bool


def charted(
    measure: Measure,
    values: pd.DataFrame,
    *,
    method: Method,
    now: date,
    drawn: ChartType | None = None,
    programme: Method | None = None,
    changes: Sequence[Logged] = (),
    marks: Sequence[Mark] = (),
) -> Charted:
    """The chart of these values: x (date) and y (number, NaN where missing), and where there are any numerator,
    denominator and note, one row a period in any order.

    `drawn` None: a median run chart. `programme`: the rule in force, None: `method` is; read by another rule, or judged
    on another chart than the usual one, it is a preview."""
    blank = {name: float("nan") for name in ("numerator", "denominator", "note") if name not in values}
    ordered = values.assign(**blank, x=pd.to_datetime(values["x"])).sort_values("x", kind="stable")
    columns = {name: ordered[name].to_numpy() for name in ("x", "y", "numerator", "denominator", "note")}
    subject = subject_of(measure, "", columns, changes, marks)
    return chart_of(subject, method=method, now=now, drawn=drawn, programme=programme or method)


def chart_of(subject: Subject, *, method: Method, now: date, drawn: ChartType | None, programme: Method) -> Charted:
    """The chart of a subject, as `charted` makes it."""
    shown = show(_with_places(subject), method=method, now=now, drawn=drawn, programme=programme)
    measure, reading = shown.subject.measure, read(shown)
    title = f"{measure.name}: {reading.finding}"
    chart = control_chart(shown, reading, title) if shown.subject.known.any() else None
    found = shown.verdict
    return Charted(
        title=title,
        alt=f"{'Run' if drawn in (None, ChartType.RUN) else 'Control'} chart of {measure.name}. {reading.words}",
        reading=reading,
        figures=(figure(chart, LIGHT), figure(chart, DARK)) if chart else None,
        chart=chart,
        icons=_drawn_icons(chart),
        why_empty=_why_empty(chart),
        notes=_notes(shown),
        suggested=suggestion(found),
        table=value_table(shown),
        file=value_file(shown, reading),
        changes=_changes(shown),
        listed=listed(chart) if chart else (),
        rule=found.method,
        drawn=shown.chart,
        counted=shown.counted,
    )


def printed(chart: Charted) -> Picture:
    """The chart with its title, sentence and method as one picture that speaks for itself."""
    assert chart.chart is not None, "there is a value"
    return poster(chart.chart)


def in_exact_colours(chart: Charted) -> Charted:
    """The same in the colours of Making Data Count's own packs, which are paler than ours."""
    if chart.chart is None:
        return chart
    drawn = replace(chart.chart, exact_colours=True)
    return replace(chart, chart=drawn, figures=(figure(drawn, LIGHT), figure(drawn, DARK)), icons=_drawn_icons(drawn))


def _with_places(subject: Subject) -> Subject:
    return replace(subject, measure=with_places(subject.measure, subject.y))


def _drawn_icons(chart: ControlChart | None) -> tuple[Picture, ...]:
    """Variation and assurance as Making Data Count draws them, empty with the reason where there is none."""
    if chart is None:
        return ()
    exact = chart.exact_colours
    return (
        variation_icon(chart.variation, chart.direction, why=chart.no_variation, exact=exact),
        assurance_icon(chart.assurance, chart.direction, why=chart.no_assurance, exact=exact),
    )


def _why_empty(chart: ControlChart | None) -> str:
    """Why an icon is an empty ring; "" where none is."""
    if chart is None:
        return ""
    icons = (
        (chart.variation, "No sign looked for", chart.no_variation),
        (chart.assurance, "Aim not judged", chart.no_assurance),
    )
    said = [f"{what}: {why[0].lower()}{why[1:].replace(': ', ', ')}" for icon, what, why in icons if not icon and why]
    return f"{'. '.join(said)}." if said else ""


def _notes(shown: Shown) -> tuple[str, ...]:
    """What the analysis remarks on the data, each once."""
    source = shown.verdict if shown.verdict.chart else shown.line
    return tuple(dict.fromkeys(text for code, text in source.remarks if code not in SAID))


def _changes(shown: Shown) -> tuple[tuple[str, str], ...]:
    """Tests of change, events and the marks that people set, in order of time."""
    subject = shown.subject
    first = subject.days[0].astype(date) if len(subject.days) else date.max
    entries = [(change.when, change.name) for change in subject.changes if change.drawn and first <= change.when]
    entries += [(mark.when, said(subject.measure, mark)) for mark in subject.marks]
    return tuple((date_words(when), words) for when, words in sorted(entries, key=lambda entry: entry[0]))
