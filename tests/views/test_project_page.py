"""A project's own page: the aim taken apart, its stage by the records, whether a sign held, and what is missing."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.reports.journey import content
from qi_eval.store import Store
from qi_eval.views.portfolio import portfolio
from qi_eval.views.project import ProjectView, led_by, project_view
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import LogType, MeasureType, Stage
from tests.metrics.ground import Ground, project
from tests.views.test_measure import change

NOW = Scope(date(2026, 9, 30))
START = date(2025, 1, 6)


def measured(ground: Ground, values: list[int], *, kind: str = "outcome", id_: str = "M1", **cells: object) -> None:
    """A weekly measure of P1 from 6 January 2025 on."""
    usual = {"value_type": "count", "unit_label": "falls", "direction": "decrease", "frequency": "weekly"}
    ground.put("measures", measure_id=id_, project_id="P1", measure_type=kind, measure_name="Falls", **(usual | cells))
    for week, value in enumerate(values):
        day = date.fromordinal(START.toordinal() + 7 * week).isoformat()
        ground.put("measurements", measure_id=id_, unit_id="W1", period_start=day, value=value)


def seen(ground: Ground, scope: Scope = NOW) -> ProjectView:
    view = project_view(ground.loaded(), scope, "P1")
    assert view is not None
    return view


def test_the_aim_says_what_how_much_by_when_and_how_far(ground: Ground) -> None:
    aim = {"aim_measure_id": "M1", "aim_target": 5, "aim_due": "2026-09-20", "aim_statement": "Fewer falls."}
    project(ground, "P1", **aim)
    ground.put("project_log", project_id="P1", log_date="2025-03-31", log_type="intervention_start", title="Huddle")
    measured(ground, [10, 11] * 6 + [6] * 12)
    parts = dict(seen(ground).goal.parts)
    assert parts["How much"] == "from 10.5 before the first change to 5 falls"  # the middle of six 10 and six 11
    assert parts["By when"] == "20 September 2026, 10 days ago"
    assert parts["So far"].startswith("6 falls, the middle of the last 6 values, 82% of the way.")  # 4.5 of 5.5
    assert seen(ground).goal.missing == ""


@pytest.mark.parametrize(
    ("stated", "told"),
    [("12", "The aim starts from 12, as the team stated it; 10.5 was measured."), ("10.5", "")],
)
def test_an_aim_that_starts_from_another_value_than_was_measured_says_why(
    ground: Ground, stated: str, told: str
) -> None:
    aim = {"aim_measure_id": "M1", "aim_target": 5, "aim_due": "2026-09-20"}
    project(ground, "P1", **aim, aim_statement=f"Falls from {stated} to 5 a week.")
    ground.put("project_log", project_id="P1", log_date="2025-03-31", log_type="intervention_start", title="Huddle")
    measured(ground, [10, 11] * 6 + [6] * 12)
    assert seen(ground).goal.apart == told


def test_what_the_aim_does_not_say_is_named(ground: Ground) -> None:
    project(ground, "P1", aim_statement="Fewer falls", aim_target=5)
    goal = seen(ground).goal
    assert goal.missing == "Not written down yet: which measure tells (aim_measure_id) and by when (aim_due)."
    assert goal.parts == (("How much", "5"),)


def test_a_sign_is_looked_back_on_six_and_twelve_months_later(ground: Ground) -> None:
    """Eight weeks of 6 are a sign; 30 weeks later the falls are back."""
    project(ground, "P1")
    ground.put("project_log", project_id="P1", log_date="2025-03-31", log_type="intervention_start", title="Huddle")
    measured(ground, [10, 12, 11, 10, 11, 12, 10, 12, 11, 10, 12, 11] + [6] * 38 + [11] * 30)
    view = seen(ground)
    assert [(check.months, check.held) for check in view.checks] == [(6, True), (12, False)]
    assert view.outcome.startswith("A sign of improvement was seen on ")
    assert "has not lasted" in view.outcome


def test_a_day_that_is_still_to_come_is_named_and_without_values_nothing_is_said(ground: Ground) -> None:
    project(ground, "P1")
    ground.put("project_log", project_id="P1", log_date="2025-03-31", log_type="intervention_start", title="Huddle")
    measured(ground, [10, 12, 11, 10, 11, 12, 10, 12, 11, 10, 12, 11] + [6] * 12)
    early, late = seen(ground, Scope(date(2025, 7, 1))), seen(ground)
    assert [check.held for check in early.checks] == [None, None]
    assert early.checks[0].words.startswith("to be seen on ")
    assert all(check.held is None and "no value near" in check.words for check in late.checks)


def test_the_stage_is_what_the_records_show_whatever_the_register_says(ground: Ground) -> None:
    project(ground, "P1", stage="spreading", aim_statement="Fewer falls")
    measured(ground, [10] * 4, kind="process")
    change(ground, 4, "pdsa", title="Huddle")
    stage = seen(ground).stage
    shown = {step.stage for step in stage.steps if step.shown}
    assert shown == {Stage.FRAMING, Stage.DIAGNOSIS, Stage.TESTING}
    assert stage.words.startswith("The register says spreading; the records show testing so far.")


def test_three_slots_stand_whether_or_not_there_are_measures(ground: Ground) -> None:
    project(ground, "P1")
    measured(ground, [], kind="process")
    slots = {slot.type: slot for slot in seen(ground).family.slots}
    assert slots[MeasureType.PROCESS].lines[0].latest == "no values yet"
    assert slots[MeasureType.BALANCING].asks == "No balancing measure yet: what might get worse elsewhere?"
    assert seen(ground).family.chart is None


def test_people_are_not_counted_out_and_nobody_is_named(ground: Ground) -> None:
    project(ground, "P1")
    usual = {"project_id": "P1", "recorded_on": "2026-05-01", "ladder_level": "co_design"}
    for stage, people in (("design", 2), ("delivery", 7)):
        ground.put("involvement", stage=stage, n_patients_carers=people, **usual)
    ground.put(
        "activity", activity_id="A1", activity_type="coaching", activity_date="2026-09-20", project_id="P1",
        coach_key="c09a41b7",
    )  # fmt: skip
    view = seen(ground)
    assert view.involvement is not None
    assert [(row[0], row[3]) for row in view.involvement.rows] == [
        ("Design", "fewer than 5 people"),
        ("Delivery", "7 people"),
    ]
    assert dict(view.facts)["Coach"] == "1 contact, the last on 20 September 2026 (10 days ago)."
    assert "c09a41b7" not in repr(view)


def test_the_log_is_told_apart_by_what_it_is(ground: Ground) -> None:
    project(ground, "P1")
    change(ground, 1, "pdsa", title="One", decision="adapt", prediction="10 more", scale_of_test="one_shift")
    change(ground, 2, "pdsa", title="Two", decision="adopt")
    change(ground, 3, "barrier", title="No time", category="time")
    change(ground, 4, "lesson", title="Ask first", shared_with="qi_forum", shared_on="2026-03-01")
    story = seen(ground).story
    said = "2 PDSA cycles: 1 adopted and 1 adapted; a prediction was written for 1 of 2."
    assert story.about_tests == said
    assert [line.title for line in story.tests] == ["Two", "One"]
    assert story.tests[1].plan == "Tried on one shift"
    assert [line.shared for line in story.learned] == ["QI forum, 1 March 2026"]
    assert [line.type for line in story.rest] == [LogType.BARRIER]


def test_days_in_the_future_are_not_told_as_if_they_had_come(ground: Ground) -> None:
    project(ground, "P1", aim_due="2027-03-31")
    ground.put("project_log", project_id="P1", log_date="2027-01-04", log_type="pdsa", title="Next year")
    ground.put("involvement", project_id="P1", recorded_on="2027-01-04", stage="design", ladder_level="co_design")
    view = seen(ground)
    assert view.log == ()
    assert view.involvement is None
    assert dict(view.goal.parts)["By when"] == "31 March 2027, in 182 days"


def test_what_is_not_on_record_is_one_list_with_the_file_that_brings_it(ground: Ground) -> None:
    project(ground, "P1")
    project(ground, "P2", project_type="consultancy")
    missing = dict(seen(ground).not_recorded)
    assert missing["a driver diagram"] == "drivers"
    assert missing["tests of change"] == "project_log"
    advice = project_view(ground.store, NOW, "p2")
    assert advice is not None
    assert advice.outcome == "Advice and support: no outcome is expected of it."
    assert dict(advice.not_recorded) == {"lessons": "project_log", "contacts with a coach": "activity"}


def test_every_project_of_the_demo_opens_and_agrees_with_the_programme(demo_store: Store) -> None:
    """The verdict on a project's own page is the one that the programme counts."""
    from qi_eval.metrics.outcome_projects import project_outcomes
    from qi_eval.metrics.outcomes import J4_OUTCOMES
    from qi_eval.views.project_held import outcome_words
    from qi_eval.views.results import counted

    scope = scope_of(demo_store, today=date(2026, 9, 30))
    judged = project_outcomes(counted(demo_store, (J4_OUTCOMES,), scope).frames[J4_OUTCOMES.id], scope)
    told = {project.project_id: outcome_words(project) for project in judged}
    listed = portfolio(demo_store, scope).projects
    for line in [*listed[:8], *listed[30:60:6], *listed[-2:]]:
        view = project_view(demo_store, scope, line.id)
        assert view is not None
        assert told.get(line.id, "Advice and support: no outcome is expected of it.") in view.outcome


def test_a_verdict_beside_a_chart_with_new_limits_says_why_they_differ(ground: Ground) -> None:
    """Eleven falls, then six; the chart begins anew in the thirtieth week, so it shows nothing but six."""
    project(ground, "P1")
    ground.put("project_log", project_id="P1", log_date="2025-03-31", log_type="intervention_start", title="Huddle")
    measured(ground, [10, 12, 11, 10, 11, 12, 10, 12, 11, 10, 12, 11] + [6, 7, 5, 6] * 12)
    assert seen(ground).beside == ""
    ground.put("chart_marks", measure_id="M1", kind="phase_start", on_date="2025-07-28", reason="It lasts")
    now = seen(ground)
    assert now.outcome.startswith("Improved and held: Falls; its points showed a sign of improvement by ")
    assert now.beside == (
        "This compares with the points before the first change; its chart has new limits since 28 July 2025 and tells "
        "what has happened since then: usual ups and downs."
    )


def test_in_the_demo_verdict_and_chart_agree_or_say_why_they_differ(demo_store: Store) -> None:
    """P002 has new limits; of P033 nobody can tell whether the sign came with the change."""
    scope = scope_of(demo_store, today=date(2026, 9, 30))
    told = {id_: view.beside for id_ in ("P002", "P003", "P033") if (view := project_view(demo_store, scope, id_))}
    assert told["P002"].endswith(
        "new limits since July 2025 and tells what has happened since then: usual ups and downs."
    )
    assert told["P003"] == ""
    assert told["P033"].endswith(
        "Its chart shows a sign of improvement; whether that came with the change cannot be told."
    )


def test_a_project_that_has_ended_says_how_and_when_and_leaves_nothing_open(ground: Ground) -> None:
    ended = {"status": "closed_unsuccessful", "close_date": "2026-02-13", "closure_reason": "no_effect"}
    project(ground, "P1", **ended)
    ground.put("project_log", project_id="P1", log_date="2025-03-31", log_type="intervention_start", title="Huddle")
    measured(ground, [10, 12, 11, 10, 11, 12, 10, 12, 11, 10, 12, 11] * 3)
    view = seen(ground)
    told = (
        "Closed as not having worked on 13 February 2026. No sign of change: Falls, 24 points since the first change."
    )
    assert view.outcome == told
    assert dict(view.facts)["Why it ended"] == "No effect"
    assert view.closure == "It has ended; no closure review is in the log yet."
    printed = content(view)
    assert (printed["outcome"], printed["closure"]) == (told, view.closure)
    assert {"name": "Why it ended", "words": "No effect"} in printed["facts"]


def test_who_leads_is_said_by_role() -> None:
    assert led_by("medical", "middle") == "lead: medical and dental, middle level"
    assert (led_by(None, "patient_public"), led_by(None, None)) == ("lead: patients and public", "")
