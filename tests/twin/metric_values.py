"""Every figure of the demo beside its naive twin. `python -m tests.twin.metric_values STORE` writes the document."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from qi_eval.metrics import METRICS
from qi_eval.metrics.metric import Result, Scope
from qi_eval.metrics.periods import rows_of
from qi_eval.store import Store, open_store
from tests.demo_trust import demo_cells
from tests.metrics import naive_outcomes
from tests.metrics.ground import Ground
from tests.twin import naive, naive_academy, naive_change, naive_hub, naive_hub_trust, naive_rest, naive_teams
from tests.twin.naive import Files
from tests.twin.test_academy import SHARES as ACADEMY
from tests.twin.test_not_worked import did_not_work
from tests.twin.test_teams import SHARES as TEAMS
from tests.twin.test_trust import VALUES as TRUST

DAY = date(2026, 9, 30)
PAGE = Path(__file__).parents[2] / "docs" / "metric_values.md"
Value = float | None
Twin = Callable[[Files, date], Value]
Compared = tuple[str, str, str, Value, Value | str, str]
HEAD = """# Every figure of the made-up trust, counted twice

The programme's value on 30 September 2026, before small numbers are hidden, beside that of a naive second count: plain
loops over the raw CSV files (`tests/twin`), which share no code with the programme. Made by
`python -m tests.twin.metric_values STORE`; `tests/twin/test_metric_values.py` holds it to the store. Most twins are
compared on made-up stores too. "Not known" is meant: the demo leaves some questions open, as real trusts do.

| Code | Id | Name | Demo | Twin | Unit |
|---|---|---|---:|---:|---|
"""


def _pair(share: Callable[[Files, date], tuple[float, ...] | None]) -> Twin:
    """100 × part / whole."""

    def twin(files: Files, now: date) -> Value:
        found = share(files, now)
        return 100 * found[0] / found[1] if found and found[1] else None

    return twin


def _quotient(share: Callable[[Files, date], tuple[float, float] | None]) -> Twin:
    def twin(files: Files, now: date) -> Value:
        found = share(files, now)
        return found[0] / found[1] if found and found[1] else None

    return twin


def _first(said: Callable[[Files, date], tuple[float, int, int] | None]) -> Twin:
    def twin(files: Files, now: date) -> Value:
        found = said(files, now)
        return found[0] if found else None

    return twin


def _bounded(said: Callable[[Files, date], tuple[int, int, int] | None]) -> Twin:
    """(so, known, asked): a value where at least half is known."""

    def twin(files: Files, now: date) -> Value:
        found = said(files, now)
        return 100 * found[0] / found[1] if found and 2 * found[1] >= found[2] else None

    return twin


def _applied(files: Files, now: date) -> Value:
    found = naive.p3(files, now)
    return found[0] if found and 2 * found[1] >= found[2] else None


def _dose(level: str) -> Twin:
    def twin(files: Files, now: date) -> Value:
        return 100 * naive.o6(files, now).get(level, 0) / naive_hub_trust.planned(files, now, "target", level)

    return twin


def _thirds(files: Files, now: date) -> Value:
    found = naive.q3(files, now)
    return 100 * (found["T1"] + found["T2"]) / sum(found.values()) if found else None


def _portfolio(files: Files, now: date) -> Value:
    return float(sum(n for (kind, _, _), n in naive.f2(files, now).items() if kind != "consultancy"))


TWINS: dict[str, Twin] = {
    **TRUST,
    **{id_: _pair(share) for id_, share in {**TEAMS, **ACADEMY}.items()},
    "o6_waiting": naive_academy.waiting,
    "c5_cost": _quotient(naive_academy.cost),
    "f2_portfolio": _portfolio,
    "f2_status": _portfolio,
    "f2_stage": _portfolio,
    "p1_staff": lambda files, now: naive_rest.reactions(files, now, "staff"),
    "p1_patients": lambda files, now: naive_rest.reactions(files, now, "patient_public"),
    "p2_knowledge": _first(naive.p2),
    "p2_confidence": lambda files, now: _first(naive.p2)(naive_rest.confidence_as_knowledge(files), now),
    "p3_applied": _applied,
    "p3_on_project": naive_rest.on_projects,
    "p3_active_teams": naive_rest.active_teams,
    "j5_aims_met": lambda files, now: float(naive_teams.j5(files, now)["met"]),
    "j6_hub": _first(naive.j6),
    "j6_self": lambda files, now: _first(naive.j6)(naive_rest.scored_by_teams(files), now),
    "j8_sustainability": lambda files, now: float((naive_teams.j8_sustainability(files, now) or (0, 0))[0]),
    "j9_contacts": _quotient(naive_hub.j9_contacts),
    "j9_load": _quotient(naive_hub.j9_load),
    "f5_requests": lambda files, now: float(
        sum(now.replace(year=now.year - 1) < asked <= now for asked, _ in naive_hub.requests(files, now))
    ),
    "f5_reply": _first(naive_hub.f5_reply),
    "o1_engagement": _first(naive.o1),
    "o1_pulse": naive_rest.pulse,
    "o6_trained": lambda files, now: float(naive.o6(files, now)["any"]),
    **{f"o6_training_{level}": _dose(level) for level in ("everyone", "many", "some", "few", "board")},
    "o6_attendance": naive_rest.attendance,
    "o14_reach": naive_rest.reach,
    "q3_thirds": _thirds,
    "q3_units": naive_rest.inner_units,
    "q4_bundles": _pair(naive_change.q4),
    "c1_contacts": lambda files, now: naive_rest.contacts(files, now, "n_patients_public"),
    "c1_staff": lambda files, now: naive_rest.contacts(files, now, "n_staff"),
    "c2_co_design": _bounded(naive.c2),
    "c2_stages": naive_rest.stages,
    "c2_big_i": lambda files, now: naive_rest.involved(files, now, lambda r: r["is_team_member"] == "true"),
    "c2_started": lambda files, now: naive_rest.involved(
        files, now, lambda r: r["initiated_by"] in ("patient", "carer")
    ),
    "c2_told_and_paid": naive_rest.told_and_paid,
    "c4_shared": _bounded(naive_change.c4_shared),
    "c5_adoption": _first(naive.c5),
    "c5_sustained": naive_rest.held,
    "c5_reach": naive_rest.reached,
    "c6_learning": _bounded(naive_change.c6),
    "c7_stories": naive_rest.stories,
}
ELSEWHERE = {  # figures whose twin is no number of its own: what is compared instead, and where
    "p4_habits": "every mean: test_teams",
    "j3_measures": "by hand: test_data_in_hands, test_journeys",
    "j6_beside_data": "by hand: test_score_and_data",
    "j8_context": "every mean: test_teams",
    "q1_domains": "each domain: test_trust",
    "q5_gaps": "every distance: test_trust",
    "f3_data_health": "by hand: test_portfolio",
    "f4_equal_weight": "by hand: test_equal_weight",
}


def stored(store: Store) -> dict[str, Value]:
    """Twins that read the store's own rows, as their loops ask for dates and numbers."""
    names = ("projects", "measures", "project_log", "measurements", "chart_marks")
    rows = {name: store.frame(getattr(store.tables(), name).select()) for name in names}
    plain = {name: rows_of(frame) for name, frame in rows.items()}
    points = naive_outcomes.counting(plain["measurements"], plain["chart_marks"])
    four = (plain["projects"], plain["measures"], plain["project_log"], points)
    verdicts = naive_outcomes.outcomes(*four, DAY)
    improved = sum(verdict.startswith("improved") for verdict in verdicts.values())
    failed = did_not_work(*four, DAY)
    reviewed = {r["project_id"] for r in plain["project_log"] if r["log_type"] == "closure_review"}
    return {"j4_outcomes_improved": float(improved), "j7_reviewed": 100 * len(failed & reviewed) / len(failed)}


def compared(store: Store) -> list[Compared]:
    """Code, id, name, the demo's value, the twin's (or where it is compared), the unit."""
    ground, files, own = Ground(store), demo_cells(), stored(store)
    found = []
    for metric in METRICS:
        result: Result = ground.result(metric, Scope(DAY))
        twin: Value | str
        if metric.id in ELSEWHERE:
            twin = f"n/a: {ELSEWHERE[metric.id]}"
        else:
            twin = own[metric.id] if metric.id in own else TWINS[metric.id](files, DAY)
        found.append((metric.code, metric.id, metric.title, result.value, twin, metric.unit))
    return found


def written(found: Sequence[Compared]) -> str:
    """The whole document."""
    lines = [
        f"| {code} | {id_} | {name} | {_shown(value)} | {twin if isinstance(twin, str) else _shown(twin)} | {unit} |"
        for code, id_, name, value, twin, unit in found
    ]
    return HEAD + "\n".join(lines) + "\n"


def _shown(value: Value) -> str:
    return "not known" if value is None else f"{value:,.6g}"


if __name__ == "__main__":
    with open_store(sys.argv[1], create=False) as demo:  # duckdb:///…, made by python -m qi_eval demo
        PAGE.write_text(written(compared(demo)), encoding="utf-8")
