"""A collaborative: many units side by side, all-or-none within its bounds, nobody given away, gaps named."""

from __future__ import annotations

from qi_eval.metrics.bundles import bounds
from qi_eval.store import Store
from qi_eval.views.collaborations import choices
from qi_eval.views.collaborative import A_PAGE, CollaborativeView, collaborative
from qi_eval.views.units import by_name, wholes
from tests.metrics.ground import NOW, Ground, project

PARTS = {"M0": ("Every element", "all_or_none"), "M1": ("Aspirin", "element"), "M2": ("Pain asked", "element")}
MONTHS = [f"2025-{month:02d}-01" for month in range(1, 13)]


def trusts(ground: Ground, units: int, *, cases: int = 20, parts: tuple[str, ...] = tuple(PARTS)) -> None:
    """Organisations with a year of one bundle: of 20 cases 12 get every element, 18 aspirin, 14 are asked for pain."""
    project(ground, "P1", unit_id="T1" if units else "W1")
    for id_ in parts:
        name, role = PARTS[id_]
        kept = {"measure_id": id_, "project_id": "P1", "measure_name": name, "bundle_id": "AMI", "bundle_role": role}
        usual = {"value_type": "proportion", "unit_label": "%", "direction": "increase", "frequency": "monthly"}
        ground.put("measures", **kept, **usual)
    for n in range(1, units + 1):
        ground.put("units", unit_id=f"T{n}", unit_name=f"Trust {n}", unit_level="organisation", org_code=f"X{n}")
        given(ground, f"T{n}", cases, parts)


def given(ground: Ground, unit: str, cases: int, parts: tuple[str, ...] = tuple(PARTS), **changed: int) -> None:
    shares = {"M0": 0.6, "M1": 0.9, "M2": 0.7}
    for day in MONTHS:
        for id_ in parts:
            counted = changed.get(id_, round(shares[id_] * cases))
            ground.put("measurements", measure_id=id_, unit_id=unit, period_start=day, numerator=counted,
                       denominator=cases)  # fmt: skip


def seen(ground: Ground, part: str = "", page: str = "1") -> CollaborativeView:
    view = collaborative(ground.loaded(), NOW, "bundle:ami", part, page)
    assert view is not None
    return view


def test_the_bounds_of_domain_figures() -> None:
    """Elements .95, .92, .90, .98: all-or-none between 0.75 and 0.90 (domain s.8, f)."""
    most, least = bounds([95, 92, 90, 98])
    assert most == 90
    assert least is not None
    assert round(least, 9) == 75


def test_a_whole_is_not_counted_among_its_parts(ground: Ground) -> None:
    """Wards W1 and W2, and the trust that they add up to."""
    trusts(ground, 0)
    for unit, cases in (("W1", 20), ("W2", 20), ("RNB", 40)):
        given(ground, unit, cases)
    assert "“Every element” is counted in 2 units" in seen(ground).lead
    assert choices(ground.store, NOW) == {"bundle:AMI": "Every element (2 units)"}


def test_units_that_hold_each_other_in_a_circle_are_no_wholes() -> None:
    assert wholes({"A", "B"}, {"A": "B", "B": "A"}) == set()
    assert wholes({"W1", "RNB"}, {"W1": "D1", "D1": "RNB"}) == {"RNB"}


def test_units_stand_side_by_side_in_the_order_of_their_names(empty: Ground) -> None:
    trusts(empty, 12)
    view = seen(empty)
    assert "“Every element” is counted in 12 units" in view.lead
    assert "no ranking" in view.lead
    assert view.beside is not None
    places = [view.beside.pictures[0].svg.index(f">Trust {n}<") for n in range(1, 13)]
    assert places == sorted(places)
    assert (view.parts, view.part) == (("Every element", "Aspirin", "Pain asked"), "Every element")
    assert view.funnel is not None


def test_all_or_none_stands_beside_what_its_elements_allow(empty: Ground) -> None:
    trusts(empty, 3)
    given(empty, "T4", 20, M0=15)  # more than the 14 who were asked for pain
    empty.put("units", unit_id="T4", unit_name="Trust 4", unit_level="organisation", org_code="X4")
    view = seen(empty)
    assert view.table is not None
    assert "the year up to 31 December" in view.table.caption  # the last month begins on 1 December
    rows = {row[0]: row[1:] for row in view.table.rows}
    assert rows["Trust 1"][:2] == ("240", "60%")  # 12 months of 20 cases, 12 of them
    assert rows["Trust 1"][4:] == ("60%", "70%", "Pain asked")  # 90 + 70 - 100, and the lower one
    assert "Outside those bounds, so check the counts: Trust 4." in view.table_told


def test_few_cases_are_neither_drawn_nor_told(empty: Ground) -> None:
    trusts(empty, 3)
    given(empty, "T4", 3)
    empty.put("units", unit_id="T4", unit_name="Trust 4", unit_level="organisation", org_code="X4")
    view = seen(empty)
    assert "12 points of fewer than 5 cases left out: they could tell of single people. 1 unit had no others." in (
        view.missing
    )
    assert "“Every element” is counted in 3 units" in view.lead


def test_a_unit_with_few_cases_in_the_year_is_hidden_with_another(empty: Ground) -> None:
    trusts(empty, 2)
    empty.put("units", unit_id="T4", unit_name="Trust 4", unit_level="organisation", org_code="X4")
    empty.put("measurements", measure_id="M0", unit_id="T4", period_start="2025-12-01", numerator=1, denominator=4)
    view = seen(empty)
    assert view.table is not None
    assert all(row[2] == "hidden" for row in view.table.rows if row[0] == "Trust 4")
    assert sum(row[2] == "hidden" for row in view.table.rows) >= 2


def test_many_units_are_paged(empty: Ground) -> None:
    trusts(empty, A_PAGE + 1, parts=("M0",))
    first, last = seen(empty), seen(empty, page="2")
    assert (first.page, first.pages, last.page) == (1, 2, 2)
    assert first.beside is not None
    assert last.beside is not None
    assert ">Trust 13<" not in first.beside.pictures[0].svg
    assert ">Trust 13<" in last.beside.pictures[0].svg
    assert [len(one.beside.charts) for one in (first, last)] == [A_PAGE, 1]
    assert len(first.beside.table.rows) == A_PAGE + 1  # the figures of all
    assert seen(empty, page="99").page == 2
    assert first.lead == last.lead


def test_what_is_missing_is_said(empty: Ground) -> None:
    trusts(empty, 3, parts=("M1", "M2"))
    empty.put("units", unit_id="T4", unit_name="Trust 4", unit_level="organisation", org_code="X4")
    given(empty, "T4", 20, ("M1",))
    view = seen(empty)
    assert "No all-or-none measure: it can never be worked out from the elements, only bounded by them." in view.missing
    assert "Pain asked: nothing from Trust 4." in view.missing
    assert view.table is None


def test_one_unit_is_compared_with_nobody(empty: Ground) -> None:
    trusts(empty, 1)
    view = seen(empty)
    assert "one unit sends values, so there is nothing to set side by side yet" in view.lead
    assert view.funnel is None


def test_without_a_bundle_there_is_nothing_to_choose(ground: Ground) -> None:
    assert choices(ground.loaded(), NOW) == {}
    assert collaborative(ground.loaded(), NOW, "bundle:NONE") is None


def test_the_demo_offers_its_bundles_and_what_several_wards_keep(demo_store: Store) -> None:
    listed = choices(demo_store, NOW)
    assert list(listed)[:2] == ["bundle:SKIN3", "measure:P002-1"]
    assert listed["bundle:SKIN3"] == "All the skin care given that day (12 units)"
    assert {"bundle:PRETERM4", "bundle:STROKE3"} <= set(listed)
    for asked in ("bundle:SKIN3", "bundle:STROKE3"):
        view = collaborative(demo_store, NOW, asked)
        assert view is not None
        assert view.table is not None
    twelve = collaborative(demo_store, NOW, "bundle:SKIN3")
    assert twelve is not None
    assert (twelve.pages, twelve.funnel is not None) == (1, True)
    assert "in 12 units" in twelve.lead


def test_numbers_in_names_sort_as_numbers() -> None:
    assert sorted(["Ward 10", "ward 2", "Ward 1"], key=by_name) == ["Ward 1", "ward 2", "Ward 10"]
