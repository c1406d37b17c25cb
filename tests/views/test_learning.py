"""Did not work: what we learned; and the teams who may want a call, in words."""

from __future__ import annotations

from datetime import date

from qi_eval.metrics.metric import Scope
from qi_eval.metrics.not_worked import J7_REVIEWED, NO_REASON, RUNNING
from qi_eval.store import Store
from qi_eval.views.calls import calls_view
from qi_eval.views.learning import ALL, learning_view, reasons
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import ClosureReason
from tests.metrics.ground import Ground, project
from tests.views.test_measure import change

NOW = Scope(date(2026, 9, 30))


def failed(ground: Ground, id_: str, **cells: object) -> None:
    ended = {"status": "closed_unsuccessful", "stage": "closed", "close_date": "2026-05-04"}
    project(ground, id_, **(ended | cells))


def test_each_project_tells_why_what_it_taught_and_with_whom_that_was_shared(ground: Ground) -> None:
    failed(ground, "P1", title="Catheters", closure_reason="no_effect", named_to_board=True)
    failed(ground, "P2", title="Letters", closure_reason="no_effect", unit_id="W3", project_type="strategic")
    failed(ground, "P3", title="Texts", closure_reason="context")
    project(ground, "P4")
    change(ground, 1, "closure_review", title="Looked back")
    change(ground, 2, "lesson", title="Ask the nurses", shared_with="qi_forum")
    change(ground, 3, "lesson", title="Count first")
    view = learning_view(ground.loaded(), NOW)
    assert view.answer == (
        "3 projects were closed as they did not work. 1 of 3 wrote down what they learned; 1 of 2 lessons were shared. "
        "1 of 3 were looked back on together."
    )
    first = view.entries[0]
    assert (first.name, first.division, first.reason) == ("Catheters", "Unit D1", "No effect")
    assert [line.title for line in first.lessons] == ["Looked back", "Count first", "Ask the nurses"]
    assert view.counts() == (("No effect", 2), ("Context was against it", 1))
    assert view.counts("Unit D2") == (("No effect", 1),)


def test_a_team_that_did_not_agree_is_not_named_unless_the_hub_asks(ground: Ground) -> None:
    failed(ground, "P1", title="Catheters")
    store = ground.loaded()
    (entry,) = learning_view(store, NOW).entries
    assert (entry.name, entry.project_id) == ("A service-led project", "")
    assert "Catheters" not in repr(learning_view(store, NOW))
    (named,) = learning_view(store, NOW, ALL).entries
    assert (named.name, named.project_id) == ("Catheters", "P1")


def test_the_reasons_are_those_of_the_metric(demo_store: Store) -> None:
    scope = scope_of(demo_store, today=date(2026, 9, 30))
    view, metric = learning_view(demo_store, scope), results(demo_store, (J7_REVIEWED,), scope)[J7_REVIEWED.id]
    assert metric.breakdown is not None
    assert dict(view.counts()) == dict(
        zip(metric.breakdown.table["label"], metric.breakdown.table["value"], strict=True)
    )
    pareto = reasons(view.entries)
    known = [(why, str(n)) for why, n in view.counts() if why not in (RUNNING, NO_REASON)]
    assert pareto.words.endswith(f"{dict(view.counts())[NO_REASON]} projects ended with no reason on record.")
    assert {(row[0], row[1]) for row in pareto.table.rows} == set(known)
    assert all(why in pareto.phone.alt for why, _ in known)
    assert len(known) < len(view.counts())
    assert ClosureReason.ABSORBED.label not in dict(view.counts())
    assert view.answer.startswith(
        "3 projects were closed as they did not work; 4 others ended without a sign of change; 6 still open show none "
        "though due. "
    )


def test_nothing_that_did_not_work_is_said_plainly(ground: Ground, demo_store: Store) -> None:
    assert learning_view(ground.loaded(), NOW).entries == ()
    project(ground, "P1")
    assert learning_view(ground.loaded(), NOW).answer.startswith("No project is known not to have worked")


def test_a_call_says_why_since_when_and_whom_to_ring(ground: Ground) -> None:
    project(ground, "P1", title="Falls", lead_staff_group="nursing_midwifery", lead_role_tier="middle")
    ground.put("measures", measure_id="M1", project_id="P1", measure_type="outcome", frequency="weekly")
    ground.put("activity", activity_id="A", activity_type="coaching", activity_date="2026-07-01", project_id="P1")
    view = calls_view(ground.loaded(), NOW)
    assert view is not None
    (line,) = view.lines
    assert line.reasons == (
        "No value yet since it began on 6 January 2025 (632 days)",
        "No coach since 1 July 2026 (91 days)",
    )
    assert line.ring == "the lead (nursing and midwifery, middle level) and the coach who met them on 1 July 2026"
    said = (
        "1 of 1 active project may want a call: 1 without a new value and 1 without a coach (1 team for more than one "
        "reason)."
    )
    assert view.answer == said
    project(ground, "P2", status="paused")
    resting = calls_view(ground.loaded(), NOW)
    assert resting is not None
    assert resting.answer == f"{said} 1 is paused and left in peace."
    assert view.cannot_tell == "Not known yet: who has stopped testing (project_log)."
    assert view.table.rows[0][0] == "P1"


def test_a_stage_ahead_of_the_records_is_told_beside_them(ground: Ground) -> None:
    project(ground, "P1", title="Falls", stage="sustaining", aim_statement="Fewer falls")
    project(ground, "P2", title="Letters", stage="framing", aim_statement="Faster letters")
    view = calls_view(ground.loaded(), NOW)
    assert view is not None
    (line,) = view.stages
    assert line.title == "Falls"
    assert line.words.startswith("The register says sustaining; the records show framing so far.")


def test_where_no_project_runs_there_is_no_list(ground: Ground) -> None:
    assert calls_view(ground.loaded(), NOW) is None
