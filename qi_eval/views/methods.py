"""How everything is worked out, for an evaluator's report: version, formulas, rules, intervals, how to cite, and what
the framework leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import qi_eval
from qi_eval.datasets import BY_NAME
from qi_eval.framework import BULLETS
from qi_eval.metrics import METRICS
from qi_eval.metrics.evidence import evidence_map
from qi_eval.metrics.metric import Metric, Result, Scope
from qi_eval.metrics.tier import PEOPLE_BELOW, PUBLISHED_BELOW, SURVEY_BELOW
from qi_eval.narrative import count, date_words
from qi_eval.store import Store
from qi_eval.views.finding import ENOUGH
from qi_eval.views.programme import programme
from qi_eval.views.results import results
from qi_eval.vocabulary import Method, State

VERSION = qi_eval.__version__
SHARED = (  # what, how, source: methods that no single figure owns
    (
        "Run charts",
        "Median of the baseline, or of all points where none is set; longest run and crossings.",
        "Perla, Provost and Murray 2011, doi 10.1136/bmjqs.2009.037895; Anhøj and Olesen 2014, doi "
        "10.1371/journal.pone.0113825; qicharts2 0.8.1",
    ),
    (
        "Control charts",
        f"Mean and three sigma from the mean moving range (XmR), or of the binomial and Poisson (p, u, c, and Laney's "
        f"p', u'); t and g for rare events; no icon below {ENOUGH} points.",
        "NHS England, Making Data Count; NHSRplotthedots 0.2.2; Laney 2002; qicharts2 0.8.1; docs/spc.md",
    ),
    (
        "Funnel plots",
        "Exact binomial limits at 95% and 99.8%; widened by the spread between units from 10 units on.",
        "Spiegelhalter 2005, doi 10.1002/sim.1970",
    ),
    (
        "Before and after",
        "Two lines by generalised least squares with first-order carry-over (restricted likelihood), beside least "
        "squares with Newey-West errors.",
        "Turner et al. 2021, doi 10.1186/s12874-021-01364-0; Bernal et al. 2017, doi 10.1093/ije/dyw098; "
        "docs/effects.md",
    ),
    ("Intervals of shares", "Wilson's score interval, 95%, shown below n = 200.", "Wilson 1927"),
    ("Intervals of differences", "Of two shares by Newcombe's method 10; of means by Student's t.", "Newcombe 1998"),
    (
        "Small numbers",
        f"People below {PEOPLE_BELOW} and groups below {SURVEY_BELOW} answers are hidden, and others with them so that "
        f"none can be worked out; in the published tier people below {PUBLISHED_BELOW}, the rest to the nearest 5.",
        "NHS Digital, HES disclosure control since September 2018; practice of staff-survey contractors",
    ),
)


@dataclass(frozen=True)
class Unknown:
    """A question of the framework without an answer, and what would answer it."""

    question: str
    needs: str


@dataclass(frozen=True)
class MethodsView:
    """What the page shows beside the figures: how to cite them, the shared methods, what is not known, and all of it
    as one text."""

    answer: str
    cite: str
    shared: tuple[tuple[str, str], ...]
    unknown: tuple[Unknown, ...]
    text: str


def methods_view(store: Store, scope: Scope) -> MethodsView:
    """The methods of the version that runs, over the data as they stand."""
    found = results(store, METRICS, scope)
    unknown = _unknown(found)
    known = len(BULLETS) - len(unknown)
    cite = _cite(store, scope)
    answer = (
        f"{count(len(METRICS), 'figure')}, each with its formula and source; {known} of the framework's {len(BULLETS)} "
        "questions have data behind them."
    )
    return MethodsView(answer, cite, _shared(), unknown, _text(cite, unknown, scope))


def _shared() -> tuple[tuple[str, str], ...]:
    return tuple((what, f"{how} Source: {source}.") for what, how, source in SHARED)


def _cite(store: Store, scope: Scope) -> str:
    seen = programme(store, scope)
    whose = seen.trust or "Organisation not named"
    return (
        f"{whose}. Figures as at {date_words(scope.report_date)}, version {store.version()} of the data, worked out by "
        f"QI Eval {VERSION}; programme rule: {scope.method.label}. Name the figure by its id, such as "
        f"{METRICS[0].id}."
    )


def _unknown(found: dict[str, Result]) -> tuple[Unknown, ...]:
    silent = [row for row in evidence_map(found, METRICS) if row.state is State.NO_DATA]
    return tuple(Unknown(BULLETS[row.bullet].text, _titles(row.needs)) for row in silent)


def _titles(names: Iterable[str]) -> str:
    return ", ".join(BY_NAME[name].title for name in names) or "not worked out in this version"


def _text(cite: str, unknown: Sequence[Unknown], scope: Scope) -> str:
    parts = ["HOW TO CITE", cite, "", "RULES FOR CHARTS OVER TIME", f"In force: {scope.method.label}."]
    parts += [f"{method.label} ({method.value}): {method.meaning}" for method in Method]
    parts += ["", "METHODS THAT SEVERAL FIGURES SHARE"]
    parts += [f"{what}: {said}" for what, said in _shared()]
    parts += ["", "WHAT IS NOT KNOWN"]
    parts += [f"{one.question} Needs: {one.needs}." for one in unknown] or ["Every question has some answer."]
    parts += ["", f"THE {len(METRICS)} FIGURES", *(_figure(metric) for metric in METRICS)]
    return "\n".join(parts) + "\n"


def _figure(metric: Metric) -> str:
    files = "; ".join(f"{name} ({', '.join(columns)})" for name, columns in metric.inputs.items())
    said = {
        "Question": metric.question,
        "How": metric.formula,
        "Unit": metric.unit,
        "Better": metric.direction.label,
        "Over time": metric.series.label,
        "Fewest to be shown": str(metric.minimum_n or ""),
        "Files": files,
        "Always said beside it": metric.fixed_label,
        "Source": metric.source,
    }
    lines = [f"  {name}: {words}" for name, words in said.items() if words]
    return "\n".join([f"\n{metric.code} {metric.title} [{metric.id}], version {VERSION}", *lines])


def figure_text(id_: str) -> str:
    """The method text of one figure."""
    return _figure(next(metric for metric in METRICS if metric.id == id_)).strip() + "\n"
