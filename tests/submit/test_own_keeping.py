"""A team's own chart kept in the programme: its measure, values and marks are loads like any other, or nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from qi_eval.datasets.own_series import OwnAnswers, OwnKind, OwnMark, OwnMarkKind, OwnSettings
from qi_eval.store import Store, open_store
from qi_eval.submit import undo
from qi_eval.submit.own_examples import OWN_EXAMPLES
from qi_eval.submit.own_keeping import OwnHome, keep, new_id
from qi_eval.views.measure import measure_view
from qi_eval.views.own_chart import own_chart
from qi_eval.views.scope import scope_of
from qi_eval.vocabulary import Direction, MeasureType
from tests.conftest import copy_store
from tests.submit.own import TODAY, dates, filed, pasted

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SEEN = "Week,Met,Seen,Note\n2024-01-01,17,24,\n2024-01-08,19,22,Half term\n2024-01-15,0,0,\n"
SETTINGS = OwnSettings(
    name="Antibiotics in time",
    direction=Direction.INCREASE,
    target=90,
    marks=(
        OwnMark(date(2024, 1, 8), OwnMarkKind.CHANGE, "New handover form"),
        OwnMark(date(2024, 1, 1), OwnMarkKind.EXCLUDED, "Counted twice"),
    ),
)
HOME = OwnHome(MeasureType.PROCESS, "Given within 60 minutes of the red flag", "P001", role="ward_manager")


@pytest.fixture
def trust(demo_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A demo trust of the test's own."""
    store = open_store(f"duckdb:///{copy_store(demo_file, tmp_path)}", create=False)
    yield store
    store.close()


def rows(store: Store, table: str, measure_id: str) -> list[dict[str, object]]:
    """The stored rows of a measure."""
    found = getattr(store.tables(), table)
    frame = store.frame(found.select().where(found.c.measure_id == measure_id))
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def kept(store: Store, home: OwnHome = HOME) -> str:
    """The id of the measure that keeping made."""
    measure_id, reports = keep(store, pasted(SEEN), SETTINGS, home, by="Ada", today=TODAY, now=NOW)
    assert [problem.message for report in reports if not report.accepted for problem in report.problems] == []
    return measure_id


def test_measure_values_and_marks_are_stored_with_the_project(trust: Store) -> None:
    measure_id = kept(trust)
    assert measure_id == "P001-antibiotics-in-time"
    measure = rows(trust, "measures", measure_id)[0]
    assert (measure["measure_name"], measure["value_type"], measure["target"]) == (
        "Antibiotics in time",
        "proportion",
        90,
    )
    values = sorted(rows(trust, "measurements", measure_id), key=lambda row: str(row["period_start"]))
    assert [row["numerator"] for row in values[:2]] == [17, 19]
    assert values[1]["note"] == "Half term"
    assert values[2]["missing_reason"] == "not known"
    assert [row["kind"] for row in rows(trust, "chart_marks", measure_id)] == ["excluded"]
    log = trust.tables().project_log
    found = trust.frame(log.select().where(log.c.applies_to_measure_id == measure_id))
    assert list(found["title"]) == ["New handover form"]


def test_each_load_can_be_undone(trust: Store) -> None:
    before = trust.frame(trust.tables().measures.select()).shape
    _, reports = keep(trust, pasted(SEEN), SETTINGS, HOME, by="Ada", today=TODAY, now=NOW)
    for report in reversed(reports):
        assert report.load_id is not None
        undo(trust, report.load_id, by="Ada", now=NOW)
    assert trust.frame(trust.tables().measures.select()).shape == before


def test_without_a_project_a_change_is_a_note_and_ends_the_baseline(trust: Store) -> None:
    measure_id = kept(trust, OwnHome(MeasureType.OUTCOME, "As the audit says"))
    assert str(rows(trust, "measures", measure_id)[0]["baseline_end"])[:10] == "2024-01-07"
    assert sorted(str(row["kind"]) for row in rows(trust, "chart_marks", measure_id)) == ["excluded", "note"]


def test_an_id_that_is_taken_gets_a_number(trust: Store) -> None:
    first, second = kept(trust), kept(trust)
    assert (first, second) == ("P001-antibiotics-in-time", "P001-antibiotics-in-time-2")
    assert new_id("???", "", trust.known()) == "measure"


def test_events_of_one_day_are_all_kept(trust: Store) -> None:
    series = dates("1 Jan 2024\n9 Jan 2024\n9 Jan 2024", OwnAnswers(kind=OwnKind.EVENTS_BETWEEN))
    measure_id, _ = keep(trust, series, OwnSettings(), HOME, by="Ada", today=TODAY, now=NOW)
    assert sorted(float(str(row["value"])) for row in rows(trust, "measurements", measure_id)) == [0, 8]


def test_a_refusal_stores_nothing_and_says_why(trust: Store) -> None:
    version = trust.version()
    home = OwnHome(MeasureType.OUTCOME, "As the audit says", project_id="no such project")
    _, reports = keep(trust, pasted(SEEN), SETTINGS, home, by="Ada", today=TODAY, now=NOW)
    assert not all(report.accepted for report in reports)
    assert any("no such project" in problem.message for report in reports for problem in report.problems)
    assert trust.version() == version


def test_an_empty_store_takes_the_chart_of_a_new_ward(store: Store) -> None:
    home = OwnHome(MeasureType.OUTCOME, "As the audit says", unit_id="Ward 7")
    measure_id = kept(store, home)
    assert {row["unit_id"] for row in rows(store, "measurements", measure_id)} == {"Ward 7"}


def test_the_stored_chart_says_what_the_team_s_own_chart_said(trust: Store) -> None:
    example = OWN_EXAMPLES[1]
    series = filed(example.data, example.file, example.answers)
    rule = scope_of(trust, today=TODAY).method
    own = own_chart(series, example.settings, programme=rule, now=TODAY)
    home = OwnHome(MeasureType.PROCESS, "As the audit says")
    measure_id, _ = keep(trust, series, example.settings, home, by="Ada", today=TODAY, now=NOW)
    stored = measure_view(trust, scope_of(trust, today=TODAY), measure_id)
    assert stored is not None
    assert stored.chart.title == own.charted.title
    assert stored.chart.reading.verdict == own.charted.reading.verdict


def test_a_plain_average_that_is_kept_says_so_in_its_definition(trust: Store) -> None:
    table = "Month,Ward,% done\nJan 2024,Elm,90%\nJan 2024,Oak,50%\nFeb 2024,Elm,80%\nFeb 2024,Oak,40%\n"
    series = pasted(table, OwnAnswers(group=""))
    measure_id, _ = keep(trust, series, SETTINGS, HOME, by="Ada", today=TODAY, now=NOW)
    definition = str(rows(trust, "measures", measure_id)[0]["operational_definition"])
    assert definition == f"{HOME.definition}. {series.caution}"
