"""What happens most: kinds of things with their counts in; the chart, the sentence and the table out.

The counts must be protected already: nothing here hides a small number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.charts.control_chart import Figure
from qi_eval.charts.pareto import Kind, ParetoChart, pareto, pareto_drawing, pareto_figure, pareto_poster
from qi_eval.charts.picture import Picture
from qi_eval.charts.theme import DARK, LIGHT
from qi_eval.narrative import count, listed, number, of, percent, raised, trimmed
from qi_eval.views.tables import TableView

MOST = 80.0  # per cent: the kinds that together reach it are named
NAMED = 3  # kinds that a sentence names
FEWEST = 4  # kinds that are drawn: of three none are "few of many", and the sentence with the counts says it all
PHONE, SHEET = 350, 900  # px, how wide the chart is drawn


@dataclass(frozen=True, eq=False)
class ParetoView:
    """`figures`: the chart for a light and a dark page; `phone`: the same drawn narrow; `words`: which kinds make most
    of the count; `table`: every kind, also those that the chart puts together; `chart`: what is taken away."""

    title: str
    figures: tuple[Figure, Figure]
    phone: Picture
    words: str
    table: TableView
    chart: ParetoChart

    @property
    def why_not_drawn(self) -> str:
        """Why the counts stand without a chart; "" where they are drawn, or nothing is counted."""
        few = 0 < len(self.chart.kinds) < FEWEST
        return f"Drawn as a Pareto chart from {FEWEST} kinds on." if few else ""


def pareto_view(
    counts: Sequence[tuple[str, float]], *, title: str, unit: str = "Count", beside: str = ""
) -> ParetoView:
    """The chart of (kind, count) in any order; a kind may come many times. `unit`: what is counted; `beside`: a
    sentence on what could not be counted."""
    whole = pareto(counts, title=title, unit=unit, most=None)
    words = f"{_words(whole.kinds)} {beside}".strip()
    chart = pareto(counts, title=title, caption=words, unit=unit)
    drawn = (pareto_figure(chart, LIGHT), pareto_figure(chart, DARK))
    phone = pareto_drawing(chart, width=PHONE, height=300)
    table = TableView(title, ("What", unit, "Share", "Running share"), _rows(whole.kinds), (False, True, True, True))
    return ParetoView(title, drawn, phone, words, table, chart)


def pareto_picture(view: ParetoView) -> Picture:
    """The chart with its title and sentence as one picture that speaks for itself."""
    return pareto_poster(view.chart)


def pareto_sheet(view: ParetoView) -> Picture:
    """The chart alone, for a sheet that has its title and words."""
    return pareto_drawing(view.chart, width=SHEET, height=430)


def _words(kinds: Sequence[Kind]) -> str:
    """Which kind was counted most, and how few of them make four fifths of all."""
    if not kinds:
        return "Nothing is counted yet."
    total = sum(kind.count for kind in kinds)
    first = kinds[0]
    counted = of(trimmed(first.count), trimmed(total))
    most = f"{raised(first.label)} most often: {counted} ({percent(first.running)})."
    few = next(i for i, kind in enumerate(kinds, start=1) if kind.running >= MOST)
    if few == len(kinds) or few == 1:
        return most
    named = f" ({listed(kind.label for kind in kinds[:few])})" if few <= NAMED else ""
    return f"{most} {count(few, 'kind')} of {number(len(kinds))}{named} make {percent(kinds[few - 1].running)} of all."


def _rows(kinds: Sequence[Kind]) -> tuple[tuple[str, ...], ...]:
    total = sum(kind.count for kind in kinds)
    return tuple(
        (kind.label, trimmed(kind.count), percent(100 * kind.count / total), percent(kind.running)) for kind in kinds
    )
