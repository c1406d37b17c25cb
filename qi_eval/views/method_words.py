"""How a chart was made and who judged it, in a line: chart, centre, limits, phases, rule, points left out, averages."""

from __future__ import annotations

from qi_eval import spc
from qi_eval.narrative import count, date_words
from qi_eval.views.finding import ENOUGH
from qi_eval.views.phases import Phase
from qi_eval.views.shown import Shown
from qi_eval.vocabulary import ChartType, Method

CENTRES = {ChartType.RUN: "median", ChartType.G: "median", ChartType.T: "centre"}


def method_words(shown: Shown) -> str:
    """Run chart, median of the 12 points before the first change. Judged by the … rules on …, from 13 points."""
    centre = CENTRES.get(shown.chart, "mean and limits")
    phase = shown.verdict.phases[-1]
    made = f"{name_of(shown.chart)}, {centre} of {_rests_on(phase)}. {_judged(shown)}{_runs(shown)}{_without(shown)}"
    return f"{made} {shown.subject.measure.caution}".strip()


def _without(shown: Shown) -> str:
    """The points that count for nothing: before the baseline that the team set, or left out with a reason."""
    early, start = int(shown.subject.early.sum()), shown.subject.measure.baseline_start
    out = int(shown.subject.out.sum()) - early
    before = f" {count(early, 'point')} before {date_words(start)} shown, not counted." if early and start else ""
    return before + (f" {count(out, 'point')} left out, with its reason." if out else "")


def name_of(chart: ChartType) -> str:
    """Run chart, P chart: what a chart is called."""
    return chart.label if chart.label.lower().endswith("chart") or chart is ChartType.I else f"{chart.label} chart"


def _rests_on(phase: Phase) -> str:
    base = phase.base
    if base.points and base.set:
        return f"the {base.before} points of the baseline"
    if base.points:
        return f"the {base.before} points before the first change"
    return "the points since the new limits" if phase.since else "all points"


def _judged(shown: Shown) -> str:
    verdict = shown.verdict
    if verdict.chart is None:
        return "Not judged."
    preview = "" if shown.counted else ", a preview that is not counted"
    own = ", the rule set for this measure" if shown.subject.measure.method is verdict.method else ""
    return f"Judged by the {verdict.method.label} {_on(verdict.chart)}{own}{preview}, from {ENOUGH} points."


def _on(chart: ChartType) -> str:
    if chart is ChartType.RUN:
        return "on its median"
    named = "XmR" if chart is ChartType.I else chart.label
    return f"on the {'centre' if chart in CENTRES else 'mean'} and limits of the {named} chart"


def _runs(shown: Shown) -> str:
    """The two numbers that Anhøj's rules go by."""
    runs = shown.verdict.runs
    if shown.verdict.method is not Method.ANHOEJ or not runs or not runs["n_useful"]:
        return ""
    longest, most, crossings, least = (
        int(runs[name]) for name in ("longest_run", "longest_run_max", "crossings", "crossings_min")
    )
    return f" Longest run {longest} (chance allows {most}), crossings {crossings} (at least {least})."


def rules_for(chart: ChartType, in_force: Method) -> tuple[Method, ...]:
    """The rules that may be read on a chart, the one in force among them; on a run chart also those that judge by
    limits of their own."""
    named = dict.fromkeys((Method.MDC, Method.ANHOEJ, Method.IHI, in_force))
    return tuple(rule for rule in named if chart is ChartType.RUN or chart in spc.ALLOWED[rule])
