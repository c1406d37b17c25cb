"""Q4 bundles: how many people received every element of care that they were eligible for?

In: measures, measurements, projects. Out: the all-or-none share of each bundle beside its elements, and whether the two
fit together (Nolan and Berwick: all-or-none can never be worked out from the elements).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, select

from qi_eval.metrics.counting import blank, flag, lineage, may_be_named, month_of, total, within
from qi_eval.metrics.judging import proportion, says, settled, share, wilson
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, add_months, amount, last_whole_month, last_year, rows_of, window_words
from qi_eval.narrative import count, of, percent
from qi_eval.vocabulary import BundleRole, Direction, Level, Series, ValueType

WHOLE, PART = BundleRole.ALL_OR_NONE.value, BundleRole.ELEMENT.value
NOT_NAMED = "A bundle of a service-led project, not named here"
CLOSE = 1e-9  # counts are whole; a sum of them may carry a rounding of the machine


def _of_bundles(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Proportions that are a bundle's elements or its all-or-none measure, of projects of the scope."""
    m, p = t.measures.c, t.projects.c
    begun = and_(p.start_date <= scope.report_date, within(p.unit_id, scope))
    ours = m.project_id.in_(select(p.project_id).where(begun))
    return and_(m.bundle_role.is_not(None), ~blank(m.bundle_id), m.value_type == ValueType.PROPORTION.value, ours)


def _counted(t: Tables, scope: Scope) -> ColumnElement[bool]:
    x = t.measurements.c
    known = and_(x.numerator.is_not(None), x.denominator > 0, blank(x.subgroup))
    return and_(x.measure_id.in_(select(t.measures.c.measure_id).where(_of_bundles(t, scope))), known,
                x.period_start <= scope.report_date)  # fmt: skip


def _select(t: Tables, scope: Scope) -> Selects:
    m, x, p = t.measures.c, t.measurements.c, t.projects.c
    joined = t.measurements.join(t.measures, x.measure_id == m.measure_id).join(
        t.projects, m.project_id == p.project_id
    )
    home, named = flag(x.unit_id == p.unit_id).label("home"), flag(may_be_named(t)).label("named")
    what = (func.upper(m.bundle_id).label("bundle"), m.bundle_role, m.measure_id, m.measure_name, home, named)
    rows = select(*what, month_of(x.period_start).label("month"), x.period_start, x.numerator, x.denominator)
    r = rows.select_from(joined).where(_counted(t, scope)).subquery().c
    by = (r.bundle, r.bundle_role, r.measure_id, r.measure_name, r.home, r.named, r.month)
    sums = (total(r.numerator).label("part"), total(r.denominator).label("cases"))
    return {"months": select(*by, *sums, func.max(r.period_start).label("newest")).group_by(*by)}


@dataclass(frozen=True)
class Bundle:
    """One bundle over some months: what its all-or-none measure is called, cases, those with every element, each
    element's share, months that do not fit."""

    name: str
    part: float
    cases: float
    elements: Mapping[str, float]
    misfits: int


def _judge(frames: Frames, scope: Scope) -> Result:
    end = last_whole_month(scope.report_date)
    rows = [row for row in _own_units(rows_of(frames["months"])) if row["month"] <= end]
    counted = [row["month"] for row in rows if row["bundle_role"] == WHOLE]
    if not counted:
        return unknown("No bundle has an all-or-none measure with counts yet: load measures (bundle_id, bundle_role).")
    newest = add_months(max(counted), 1) - timedelta(days=1)  # counts come late: a year without them would be short
    recent, window = last_year(rows, newest)
    assert window is not None  # there are counts
    wholes = [row for row in recent if row["bundle_role"] == WHOLE]
    names = sorted({row["bundle"] for row in wholes})
    bundles = [_bundle(name, [row for row in recent if row["bundle"] == name]) for name in names]
    part, cases = (sum(getattr(bundle, name) for bundle in bundles) for name in ("part", "cases"))
    result = replace(
        proportion(int(part), int(cases)),
        newest=newest,
        notes=_notes(bundles, window_words(window)),
        breakdown=_table(bundles),
        over_time=_over_time([row for row in rows if row["bundle_role"] == WHOLE]) if len(names) == 1 else None,
        facts={"bundles": len(bundles), "each": "; ".join(_said(bundle) for bundle in bundles[:3])},
    )
    return settled(result, scope.report_date, "measurements")


def _own_units(rows: Sequence[Row]) -> list[Row]:
    """Where a measure is kept both at its project's own unit and elsewhere, the own unit's rows count; else all."""
    at_home = {row["measure_id"] for row in rows if row["home"]}
    return [row for row in rows if row["home"] or row["measure_id"] not in at_home]


def _bundle(name: str, rows: Sequence[Row]) -> Bundle:
    whole = [row for row in rows if row["bundle_role"] == WHOLE]
    parts = [row for row in rows if row["bundle_role"] == PART]
    elements = {
        label: share(amount(own, "part"), amount(own, "cases")) or 0.0
        for label in sorted({row["measure_name"] for row in parts})
        if (own := [row for row in parts if row["measure_name"] == label])
    }
    misfits = sum(_misfits(month, whole, parts) for month in {row["month"] for row in whole})
    return Bundle(_title(whole), amount(whole, "part"), amount(whole, "cases"), elements, misfits)


def _title(whole: Sequence[Row]) -> str:
    """What the all-or-none measure is called; that of a service-led project only where its team agrees (ruling 8)."""
    named = sorted({str(row["measure_name"]) for row in whole if row["named"]})
    return named[0] if named else NOT_NAMED


def _misfits(month: date, whole: Sequence[Row], parts: Sequence[Row]) -> bool:
    """Whether all-or-none lies outside what its elements allow, where all were counted on the same number of cases."""
    cases = sum(row["cases"] for row in whole if row["month"] == month)
    given = {row["measure_id"]: (row["part"], row["cases"]) for row in parts if row["month"] == month}
    if not given or any(abs(own - cases) > CLOSE for _, own in given.values()):
        return False
    got = sum(row["part"] for row in whole if row["month"] == month)
    parts_given = [part for part, _ in given.values()]
    least = max(0.0, sum(parts_given) - (len(parts_given) - 1) * cases)
    return not least - CLOSE <= got <= min(parts_given) + CLOSE


def _said(bundle: Bundle) -> str:
    return f"{bundle.name} {of(bundle.part, bundle.cases)} ({percent(share(bundle.part, bundle.cases))})"


def _notes(bundles: Sequence[Bundle], window: str) -> tuple[str, ...]:
    misfits = sum(bundle.misfits for bundle in bundles)
    wrong = f"In {count(misfits, 'month')} all-or-none lies outside what its elements allow: check those counts."
    return (f"Cases {window}. Each bundle has cases of its own; see the table.", *([wrong] if misfits else []))


def _table(bundles: Sequence[Bundle]) -> Breakdown:
    labels = {
        "label": "Bundle",
        "value": "Every element (%)",
        "low": "From (%)",
        "high": "To (%)",
        "n": "Cases",
        "elements": "Elements",
        "least": "Lowest element (%)",
        "allowed_low": "At least, by the elements (%)",
        "weakest": "Element given least",
    }
    table = [
        (
            bundle.name,
            share(bundle.part, bundle.cases),
            *wilson(bundle.part, int(bundle.cases)),
            int(bundle.cases),
            len(bundle.elements),
            *bounds(list(bundle.elements.values())),
            _weakest(bundle),
        )
        for bundle in bundles
    ]
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _weakest(bundle: Bundle) -> str:
    """The element given least; not named where its bundle is not."""
    if bundle.name == NOT_NAMED:
        return ""
    return min(bundle.elements, key=lambda name: bundle.elements[name], default="")


def bounds(shares: Sequence[float]) -> tuple[float | None, float | None]:
    """The most and the least that the elements' shares (in %) allow for all-or-none."""
    if not shares:
        return None, None
    return min(shares), max(0.0, sum(shares) - 100 * (len(shares) - 1))


def _over_time(rows: Sequence[Row]) -> Breakdown:
    labels = {"period": "Month", "value": "Every element (%)", "n": "Cases"}
    months = sorted({row["month"] for row in rows})
    own = {month: [row for row in rows if row["month"] == month] for month in months}
    table = [(m, share(amount(own[m], "part"), amount(own[m], "cases")), int(amount(own[m], "cases"))) for m in months]
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    measures = lineage(t.measures, _of_bundles(t, scope))
    return {"measures": measures, "measurements": lineage(t.measurements, _counted(t, scope))}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    return f"Every element was given, bundle by bundle: {facts['each']}."


Q4_BUNDLES = Metric(
    id="q4_bundles",
    code="Q4",
    level=Level.ORGANISATION,
    bullets=("quality_1",),
    title="Whole care bundles given",
    question="How many people received every part of the care that they should?",
    formula="100 × cases that received every element they were eligible for / cases eligible for at least one, over "
    "the all-or-none measures of the 12 whole months up to the newest with counts, each bundle apart in the table. "
    "All-or-none must lie between the sum of the elements' shares less 100 for each element but one, and the lowest of "
    "them.",
    unit="%",
    counts=("case", "cases"),
    direction=Direction.INCREASE,
    series=Series.FLOW,
    source="Nolan and Berwick, all-or-none measurement",
    minimum_n=1,
    inputs={
        "measures": ("measure_id", "project_id", "bundle_id", "bundle_role"),
        "measurements": ("measure_id", "unit_id", "period_start", "numerator", "denominator"),
        "projects": ("project_id", "unit_id", "start_date"),
    },
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.BARS,
    evidence=False,
)
