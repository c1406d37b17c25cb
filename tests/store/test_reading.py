"""What comes out of a store: frames that look the same on both engines, tables, what the intake must know."""

from __future__ import annotations

import pytest
from sqlalchemy import Double, cast, func, literal, null, select

from qi_eval.datasets import BY_NAME, DATASETS
from qi_eval.store import Part, Store
from tests.build import bare, row, rows, table
from tests.store.small import WHO, numbered


def hand_in(store: Store, *datasets: tuple[str, list[dict[str, str]]]) -> None:
    """Loads rows of several datasets."""
    typed = ((name, given, numbered(table(name, given))) for name, given in datasets)
    parts = [Part(BY_NAME[name], made, f"{name}.csv", f"{name}{given}") for name, given, made in typed]
    store.load(parts, **WHO)


@pytest.fixture
def filled(store: Store) -> Store:
    """Two measures, one of a project, and three measurements of which one has no numerator."""
    hand_in(
        store,
        ("units", [row("units"), row("units", unit_id="W1", unit_level="ward", parent_unit_id="RNB")]),
        ("projects", [bare("projects", project_id="P1", unit_id="W1")]),
        ("measures", [row("measures", measure_id=name, project_id=of) for name, of in (("M1", "P1"), ("m2", ""))]),
        ("measurements", rows("measurements", 3, measure_id="M1", sequence=lambda n: n + 1)),
        ("measurements", [bare("measurements", measure_id="m2", missing_reason="strike")]),
    )
    return store


def test_types_of_a_frame_are_the_same_on_both_engines(filled: Store) -> None:
    t = filled.tables()
    frame = filled.frame(select(t.measurements).order_by(t.measurements.c.measure_id, t.measurements.c.sequence))
    found = {
        name: str(frame[name].dtype) for name in ("measure_id", "period_start", "sequence", "numerator", "n_cases")
    }
    assert found == {
        "measure_id": "str",
        "period_start": "datetime64[us]",
        "sequence": "int64",
        "numerator": "float64",
        "n_cases": "float64",
    }
    assert frame["measure_id"].tolist() == ["M1", "M1", "M1", "m2"]
    assert filled.frame(select(t.units.c.is_corporate_area)).dtypes.tolist() == ["bool"]


def test_sums_and_means_have_the_same_types(filled: Store) -> None:
    c = filled.tables().measurements.c
    frame = filled.frame(
        select(
            func.sum(c.sequence).label("total"),
            func.avg(cast(c.sequence, Double)).label("mean"),
            func.percentile_cont(0.5).within_group(c.sequence).label("median"),
            func.count().label("n"),
            cast(func.date_trunc("month", func.max(c.period_start)), c.period_start.type).label("month"),
            literal("text").label("word"),
            cast(null(), c.measure_id.type).label("nothing"),
        )
    )
    assert [str(kind) for kind in frame.dtypes] == [
        "int64",
        "float64",
        "float64",
        "int64",
        "datetime64[us]",
        "str",
        "str",
    ]
    assert frame["median"].tolist() == [1.5]


def test_a_frame_without_rows_keeps_its_types(store: Store) -> None:
    frame = store.frame(select(store.tables().measurements))
    assert len(frame) == 0
    assert (str(frame["value"].dtype), str(frame["period_start"].dtype)) == ("float64", "datetime64[us]")


def test_text_is_ordered_by_code_point_on_both_engines(filled: Store) -> None:
    c = filled.tables().measures.c
    assert filled.frame(select(c.measure_id).order_by(c.measure_id))["measure_id"].tolist() == ["M1", "m2"]
    assert filled.frame(select(func.max(c.measure_id).label("last")))["last"].tolist() == ["m2"]


def test_every_dataset_has_its_tables_and_takes_its_example(store: Store) -> None:
    hand_in(store, *((dataset.name, [dataset.example]) for dataset in DATASETS))
    for dataset in DATASETS:
        frame = store.frame(select(getattr(store.tables(), dataset.name)))
        assert list(frame.columns) == [column.name for column in dataset.columns] + ["load_id", "row_no", "since"]
        assert len(frame) == 1


def test_what_the_intake_must_know(filled: Store) -> None:
    known = filled.known()
    assert known.of("measures", "measure_id") == {"m1": "M1", "m2": "m2"}
    assert known.homes == {"": "RNB", "m1": "W1", "m2": "RNB"}
    assert known.project_units == {"p1": "W1"}
    assert known is filled.known()
    hand_in(filled, ("units", [row("units", unit_id="W2", unit_level="ward", parent_unit_id="RNB")]))
    assert "w2" in filled.known().of("units", "unit_id")


def test_a_table_that_is_not_there_is_a_bug_of_the_caller(store: Store) -> None:
    with pytest.raises(AttributeError, match="There is no dataset 'nonsense'"):
        _ = store.tables().nonsense


def test_mappings_and_refusals_are_kept(store: Store) -> None:
    store.save_mapping("ours", "a = 1", ["x", "y"])
    store.save_mapping("ours", "a = 2", ["x"])
    assert store.mappings() == {"ours": "a = 2"}
    store.refuse("units", "bad.csv", "abc", rows=3, counts={"not_a_date": 2}, **WHO)
    (kept,) = store.refusals()
    assert (kept.dataset, kept.file, kept.rows, kept.counts) == ("units", "bad.csv", 3, {"not_a_date": 2})


def test_what_was_touched_since_an_event(filled: Store) -> None:
    """A row that is new, one that is changed, one that is gone, and all of them back as they were."""
    before = filled.version()
    assert filled.touched("measurements", "measure_id", since=before) == frozenset()
    one, other = (bare("measurements", measure_id=id_, value=7, period_start="2020-01-01") for id_ in ("M1", "m2"))
    hand_in(filled, ("measurements", [one]))
    first = filled.version()
    assert filled.touched("measurements", "measure_id", since=before) == {"M1"}
    hand_in(filled, ("measurements", [one | {"value": "8"}, other]))
    second = filled.version()
    assert filled.touched("measurements", "measure_id", since=first) == {"M1", "m2"}
    filled.undo(filled.loads()[0].load_id, **WHO)
    assert filled.touched("measurements", "measure_id", since=second) == {"M1", "m2"}
    filled.undo(filled.loads()[1].load_id, **WHO)
    assert filled.touched("measurements", "measure_id", since=filled.version() - 1) == {"M1"}
    assert filled.touched("measures", "measure_id", since=before) == frozenset()
