"""Driver diagrams from their rows: trees, what hangs nowhere, what hangs in a circle."""

from __future__ import annotations

from datetime import date

from qi_eval.metrics.metric import Scope
from qi_eval.metrics.periods import Row
from qi_eval.views.drivers import arranged, boxes, driver_view, programme_drivers
from qi_eval.views.project import project_view
from qi_eval.vocabulary import DriverKind
from tests.metrics.ground import Ground, project

NOW = Scope(date(2026, 9, 30))


def row(id_: str, parent: str | None, kind: DriverKind, order: int | None = None, measure: str | None = None) -> Row:
    return {
        "driver_id": id_, "parent_id": parent, "kind": kind.value, "title": f"Box {id_}", "measure_id": measure,
        "sort_order": order,
    }  # fmt: skip


AIM = row("A", None, DriverKind.AIM)


def test_boxes_hang_on_one_another_in_the_order_that_the_file_gives() -> None:
    rows = [
        row("I", "B", DriverKind.CHANGE_IDEA),
        row("C", "a", DriverKind.PRIMARY_DRIVER, 1, "m1"),
        row("B", "A", DriverKind.PRIMARY_DRIVER, 2),
        AIM,
    ]
    roots, remarks = arranged(rows, {"m1": "Falls"})
    assert [box.words for box in boxes(roots)] == ["Box A", "Box C", "Box B", "Box I"]
    assert roots[0].children[0].measure == "Falls"
    assert remarks == ()


def test_a_box_that_hangs_nowhere_is_drawn_and_named() -> None:
    roots, remarks = arranged([AIM, row("X", "gone", DriverKind.CHANGE_IDEA)], {})
    assert [root.words for root in roots] == ["Box A", "Box X"]
    assert remarks == ("1 box ('Box X') hangs on no box that is there: mend parent_id in drivers.",)


def test_boxes_in_a_circle_are_each_drawn_once_and_named() -> None:
    rows = [AIM, row("B", "C", DriverKind.PRIMARY_DRIVER), row("C", "B", DriverKind.SECONDARY_DRIVER)]
    roots, remarks = arranged(rows, {})
    assert sorted(box.words for box in boxes(roots)) == ["Box A", "Box B", "Box C"]
    assert len(remarks) == 1
    assert "2 boxes ('Box B' and 'Box C') hang on one another in a circle" in remarks[0]


def test_a_diagram_without_an_aim_says_so_and_none_is_none() -> None:
    view = driver_view([row("B", "A", DriverKind.PRIMARY_DRIVER)], {}, "P1")
    assert view is not None
    assert "It has no aim yet." in view.remarks
    assert driver_view([], {}, "P1") is None


def test_the_sentence_the_table_and_the_ideas_count_the_same_boxes() -> None:
    rows = [AIM, row("B", "A", DriverKind.PRIMARY_DRIVER), row("I", "B", DriverKind.CHANGE_IDEA)]
    view = driver_view(rows, {}, "P1")
    assert view is not None
    assert view.answer == "Aim: Box A. 1 primary driver and 1 change idea."
    assert view.table.rows == (
        ("Box A", "Aim", "", ""),
        ("Box B", "Primary driver", "Box A", ""),
        ("Box I", "Change idea", "Box B", ""),
    )
    assert view.ideas == 1


def test_the_programmes_own_diagram_and_those_of_projects_stay_apart(ground: Ground) -> None:
    project(ground, "P1")
    ground.put("drivers", driver_id="D", kind="aim", title="A culture of improvement")
    ground.put("drivers", driver_id="D1", kind="primary_driver", parent_id="D", title="Capacity")
    ground.put("drivers", driver_id="P", kind="aim", project_id="P1", title="Fewer falls")
    store = ground.loaded()
    own, of_project = programme_drivers(store, NOW), project_view(store, NOW, "P1")
    assert own is not None
    assert of_project is not None
    assert of_project.drivers is not None
    assert [box.words for box in boxes(own.roots)] == ["A culture of improvement", "Capacity"]
    assert [box.words for box in boxes(of_project.drivers.roots)] == ["Fewer falls"]


def test_a_programme_without_a_diagram_has_none(ground: Ground) -> None:
    assert programme_drivers(ground.loaded(), NOW) is None
