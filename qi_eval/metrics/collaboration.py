"""C4 collaboration: which projects we share with other organisations, and who comes to the network.

In: projects, activity, plan, units, settings (what others are called). Out: the share of running projects with
partners; organisations that came, by quarter, and those that still come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd
from sqlalchemy import ColumnElement, Date, Select, and_, func, literal, or_, select, union_all

from qi_eval.metrics.counting import active, blank, lineage, month_of, project_rows, supported, top_units, within
from qi_eval.metrics.judging import bounded, of_the_whole, proportion, says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.own import whole_tables
from qi_eval.metrics.periods import Row, add_months, newest, quarter_of, rows_of
from qi_eval.narrative import between, count, date_words, number, of, percent
from qi_eval.vocabulary import ActivityType, Direction, Frequency, Level, PlanKind, Series

SHARED_BY = 2  # organisations, ours among them
LATE = 12  # months after the first meeting; who came first after that started late
MEETS = Frequency.QUARTERLY  # how often the network comes together
NETWORK = ActivityType.NETWORK.value
NAMED = "organisation_name"  # settings.key
NOBODY = "No other organisation has come to the network yet: load activity (network, org_code)."


def _select(t: Tables, scope: Scope) -> Selects:
    p, k = t.projects.c, t.plan.c
    enrolled = select(k.quantity, k.valid_from).where(_enrolled(t, scope))
    return {
        "projects": select(p.project_id, p.orgs_involved, p.start_date).where(active(t, scope), supported(t)),
        "own": select(t.units.c.org_code).where(t.units.c.unit_id.in_(top_units(t, scope))),
        "names": _names(t, scope),
        "visits": _visits(t, scope),
        "plan": enrolled,
    }


def _names(t: Tables, scope: Scope) -> Select:
    """What organisations are called: by the units list, else by the setting of that name."""
    whole = whole_tables(t)
    u, s = whole.units.c, whole.settings.c
    named = select(
        func.upper(u.org_code).label("org"), u.org_name.label("name"), literal(date.max, Date).label("since")
    )
    told = select(func.upper(s.applies_to), s.value, s.valid_from)
    holds = and_(func.lower(s.key) == NAMED, s.valid_from <= scope.report_date)
    return select(union_all(named.where(~blank(u.org_name)).distinct(), told.where(holds)).subquery())


def _visits(t: Tables, scope: Scope) -> Select:
    a = t.activity.c
    r = (
        select(func.upper(a.org_code).label("org"), month_of(a.activity_date).label("month"), a.activity_date)
        .where(_came(t, scope))
        .subquery()
        .c
    )
    return select(r.org, r.month, func.max(r.activity_date).label("newest")).group_by(r.org, r.month)


def _came(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Other organisations at meetings of the network."""
    a = t.activity.c
    named = and_(~blank(a.org_code), func.lower(a.org_code).not_in(_own(t, scope)))
    where = or_(a.unit_id.is_(None), within(a.unit_id, scope))
    return and_(a.activity_type == NETWORK, a.activity_date <= scope.report_date, named, where)


def _own(t: Tables, scope: Scope) -> Select:
    return select(func.lower(t.units.c.org_code)).where(t.units.c.unit_id.in_(top_units(t, scope)))


def _enrolled(t: Tables, scope: Scope) -> ColumnElement[bool]:
    p = t.plan.c
    holds = and_(p.valid_from <= scope.report_date, or_(p.valid_to.is_(None), p.valid_to >= scope.report_date))
    return and_(p.kind == PlanKind.ENROLLED.value, p.code == NETWORK, p.quantity.is_not(None), holds)


def _shared_judge(frames: Frames, scope: Scope) -> Result:
    projects = rows_of(frames["projects"])
    if not projects:
        return unknown("No strategic or service-led project is running: load the project register (projects).")
    own = {str(row["org_code"]).upper() for row in rows_of(frames["own"])}
    partners = [_partners(row, own) for row in projects]
    known = [others for others in partners if others is not None]
    if not known:
        return unknown("Who takes part is not recorded for any running project: fill orgs_involved of projects.")
    met = sum(len(others) + 1 >= SHARED_BY for others in known)
    result = replace(
        bounded(met, len(known), len(projects)),
        newest=newest(projects, "start_date"),
        breakdown=_by_partners(partners),
        facts={"met": met, "running": len(projects), "partners": len(set().union(*known))},
    )
    return settled(result, scope.report_date, "projects")


def _partners(row: Row, own: set[str]) -> set[str] | None:
    """The other organisations of a project; None where nothing is recorded."""
    named = {word.strip().upper() for word in (row["orgs_involved"] or "").split("|") if word.strip()}
    return named - own if named else None


def _by_partners(partners: Sequence[set[str] | None]) -> Breakdown:
    sizes = {"Ours alone": (0, 0), "With one other": (1, 1), "With two or three": (2, 3), "With more": (4, 10**6)}
    known = [len(others) for others in partners if others is not None]
    found = {label: sum(low <= n <= high for n in known) for label, (low, high) in sizes.items()}
    found["Not recorded"] = len(partners) - len(known)
    table = pd.DataFrame({"label": list(found), "value": list(found.values())})
    return Breakdown(table, {"label": "Organisations", "value": "Running projects"})


@says
def _shared_sentence(result: Result) -> str:
    facts, missing = result.facts, (result.n_expected or result.n or 0) - (result.n or 0)
    told = f"{of(facts['met'], facts['running'])} running projects are shared with another organisation"
    partners = f"; {count(facts['partners'], 'partner organisation')} in all"
    if not missing or result.low is None or result.high is None:
        return f"{told} ({percent(result.value)}){partners}."
    return f"{told}, {number(missing)} not recorded: {between(result.low, result.high)}{partners}."


def _came_judge(frames: Frames, scope: Scope) -> Result:
    visits, plan = rows_of(frames["visits"]), rows_of(frames["plan"])
    if not visits:
        return unknown(NOBODY)
    enrolled = int(max(plan, key=lambda row: row["valid_from"])["quantity"]) if plan else 0
    quarter = _last_quarter(visits, scope.report_date)
    came = {row["org"] for row in visits if quarter_of(row["month"]) == quarter}
    if not enrolled:
        return unknown("How many organisations have joined is not known: add them to plan (enrolled, network).")
    result = replace(
        proportion(min(len(came), enrolled), enrolled),
        newest=newest(visits),
        notes=(f"Quarter from {date_words(quarter)}; enrolled as the plan says.",),
        over_time=_by_quarter(visits, enrolled),
        facts={"quarter": date_words(quarter)},
    )
    return settled(result, scope.report_date, MEETS, thin=False)


def _last_quarter(visits: Sequence[Row], today: date) -> date:
    """The newest quarter in which the network met; the running one counts once it has met in it."""
    return max(quarter_of(row["month"]) for row in visits if row["month"] <= today)


def _by_quarter(visits: Sequence[Row], enrolled: int) -> Breakdown:
    labels = {"period": "Quarter", "value": "Of those enrolled today (%)", "n": "Organisations"}
    met = sorted({quarter_of(row["month"]) for row in visits})
    came = [len({row["org"] for row in visits if quarter_of(row["month"]) == quarter}) for quarter in met]
    table = [(quarter, share(min(n, enrolled), enrolled), n) for quarter, n in zip(met, came, strict=True)]
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


@says
def _came_sentence(result: Result) -> str:
    return (
        f"{of(result.numerator, result.denominator)} organisations that joined the network ({percent(result.value)}) "
        f"came in the quarter from {result.facts['quarter']}."
    )


def _kept_judge(frames: Frames, scope: Scope) -> Result:
    visits = rows_of(frames["visits"])
    if not visits:
        return unknown(NOBODY)
    last = _last_quarter(visits, scope.report_date)
    since, first = add_months(last, -3), min(row["month"] for row in visits)
    orgs = {row["org"]: [one["month"] for one in visits if one["org"] == row["org"]] for row in visits}
    names = _called(rows_of(frames["names"]))
    kept = {org for org, months in orgs.items() if max(months) >= since}
    late = {org for org, months in orgs.items() if min(months) >= add_months(first, LATE)}
    result = replace(
        proportion(len(kept), len(orgs)),
        newest=newest(visits),
        notes=(f"Still coming: at least once since {date_words(since)}, in two quarters.", *_nameless(orgs, names)),
        breakdown=_attendance(orgs, names, kept, late),
        facts={"late": len(late)},
    )
    return settled(result, scope.report_date, MEETS)


def _called(names: Sequence[Row]) -> dict[str, str]:
    """Code → name; the newest setting counts, the units list above all."""
    return {row["org"]: row["name"] for row in sorted(names, key=lambda row: (row["since"], row["name"]))}


def _nameless(orgs: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    silent = sum(org not in names for org in orgs)
    stand = "organisation stands" if silent == 1 else "organisations stand"
    return (f"{silent} {stand} by code: no name is on record.",) if silent else ()


def _attendance(
    orgs: Mapping[str, Sequence[date]], names: Mapping[str, str], kept: set[str], late: set[str]
) -> Breakdown:
    """One row an organisation, by name (else by code): how often it came, since when, and whether it still does."""
    labels = {"label": "Organisation", "value": "Months in which it came", "first": "First", "last": "Last"}
    labels |= {"start": "Began", "now": "Comes still"}
    met = sorted({month for months in orgs.values() for month in months})
    cells = {month: month.isoformat() for month in met}
    table = [
        (
            *(names.get(org, org), len(set(m)), min(m), max(m)),
            *("late" if org in late else "early", "yes" if org in kept else "no"),
            *(float(month in m) for month in met),
        )
        for org, m in sorted(orgs.items(), key=lambda pair: names.get(pair[0], pair[0]).lower())
    ]
    frame = pd.DataFrame(table, columns=[*labels, *cells.values()])
    title = "Months in which the network met, filled where an organisation came"
    days = tuple((month, "") for month in met)
    return Breakdown(frame, labels, heat=tuple(cells.values()), marked=days, title=title)


@says
def _kept_sentence(result: Result) -> str:
    late = count(result.facts["late"], "organisation")
    return (
        f"{of(result.numerator, result.denominator)} organisations that ever came to the network "
        f"({percent(result.value)}) came in the last two quarters; {late} began a year after the first or later."
    )


def _project_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return project_rows(t, active(t, scope), supported(t))


def _visit_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"activity": lineage(t.activity, _came(t, scope))}


_metric = partial(
    Metric,
    code="C4",
    level=Level.COMMUNITY,
    bullets=("collaboration_1",),
    unit="%",
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House measure after the Ambulance Services Cardiovascular Quality Initiative",
    minimum_n=1,
    select=_select,
    known_as="are on record",
)


VISITS = {"activity": ("activity_type", "activity_date", "org_code"), "units": ("unit_id", "org_code")}
C4_SHARED = _metric(
    id="c4_shared",
    title="Projects shared between organisations",
    counts=("running project", "running projects"),
    question="How many of our running projects do we share with others?",
    formula=f"100 × running strategic and service-led projects with {SHARED_BY} organisations or more "
    "(orgs_involved, ours "
    "among them) / those where it is recorded. Range: projects without a record counted all as no, and all as yes.",
    judge=_shared_judge,
    sentence=_shared_sentence,
    rows=_project_rows,
    inputs={
        "projects": ("project_id", "project_type", "status", "start_date", "orgs_involved"),
        "units": ("unit_id", "org_code"),
    },
    chart=Chart.STACK,
)
C4_CAME = _metric(
    id="c4_network",
    title="Organisations at the network",
    counts=("organisation that joined", "organisations that joined"),
    question="Do the organisations that joined come?",
    formula="100 × organisations with at least one attendance in the newest quarter in which the network met / "
    "organisations enrolled by the plan. Earlier quarters are set against the enrolment of today.",
    judge=of_the_whole(_came_judge),
    sentence=_came_sentence,
    rows=_visit_rows,
    inputs={**VISITS, "plan": ("kind", "code", "quantity", "valid_from")},
    chart=Chart.LINE,
    series=Series.FLOW,
)
C4_KEPT = _metric(
    id="c4_still_coming",
    title="Organisations that still come",
    counts=("organisation that ever came", "organisations that ever came"),
    question="Do organisations stay in the network?",
    formula="100 × organisations that came at least once in the last two quarters / all that ever came. Late: "
    f"first came {LATE} months after the first meeting or later.",
    judge=of_the_whole(_kept_judge),
    sentence=_kept_sentence,
    rows=_visit_rows,
    inputs=VISITS,
    chart=Chart.PRESENCE,
)
