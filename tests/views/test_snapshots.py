"""A snapshot keeps its digits whatever becomes of the data or of the program, and a changed one is found."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from qi_eval.metrics import BY_ID, METRICS
from qi_eval.store import Store, StoreError, open_store
from qi_eval.store.past import PastStore
from qi_eval.store.system import snapshots
from qi_eval.store.verifying import verify
from qi_eval.submit import upkeep
from qi_eval.views import snapshots as snapshots_view
from qi_eval.views.figures import told
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of
from qi_eval.views.snapshots import CLOSE, HIDDEN, SAME, beside_today, digits, moved, snapshot_view
from qi_eval.views.tables import TableView
from tests.conftest import copy_store
from tests.metrics.ground import Ground, session

TODAY, NOW = date(2026, 9, 30), datetime(2026, 9, 30, 12, tzinfo=UTC)


def keep(store: Store, name: str) -> None:
    told, on = digits(store, TODAY)
    upkeep.keep_snapshot(store, name, told, on, by="ann", now=NOW)


def test_the_digits_stay_while_those_of_today_move(demo_file: Path, tmp_path: Path) -> None:
    with open_store(f"duckdb:///{copy_store(demo_file, tmp_path)}") as store:
        keep(store, "Board")
        kept = upkeep.kept_snapshots(store)[0]
        before = beside_today(kept, store, TODAY)
        assert {row[4] for row in before.rows} <= {"the same", ""}
        projects = next(one.load_id for one in store.loads() if one.dataset == "training")
        assert not store.undo(projects, by="ann", at=NOW).refused
        after = beside_today(upkeep.kept_snapshots(store)[0], store, TODAY)
        assert [row[2] for row in after.rows] == [row[2] for row in before.rows]
        assert "not the same" in {row[4] for row in after.rows}
        again = beside_today(kept, PastStore(store, kept.seq), TODAY)  # worked out anew from what stood then
        for anew, told in zip(again.rows, before.rows, strict=True):
            assert anew == told or anew[4] in ("", "not the same")  # people and answers are rounded there
        assert sum(anew == told for anew, told in zip(again.rows, before.rows, strict=True)) > len(before.rows) // 2
        with pytest.raises(StoreError, match="already"):
            keep(store, "Board")
        assert verify(store).findings == ()
        with store.engine.begin() as connection:
            connection.execute(update(snapshots).values(digits=kept.digits.replace("9", "8")))
        assert not snapshot_view(upkeep.kept_snapshots(store)[0]).whole
        assert verify(store).findings == (("store", "The snapshot 'Board' was changed after it was kept."),)
        with store.engine.begin() as connection:
            connection.execute(delete(snapshots))
        assert verify(store).findings == (("store", "The snapshot 'Board' is not there any more."),)


def test_what_is_hidden_today_is_hidden_in_the_snapshot_too(demo_store: Store) -> None:
    told, on = digits(demo_store, TODAY)
    open_then = told.replace('"state": "suppressed"', '"state": "measured"').replace('"value": null', '"value": 3')
    kept = upkeep.Snapshot(1, "Board", 1, on, "ann", NOW, "", open_then, "")
    hidden = [row for row in beside_today(kept, demo_store, TODAY).rows if row[2] == HIDDEN]
    assert len(hidden) == told.count('"state": "suppressed"')


def test_two_figures_that_are_few_people_apart_do_not_stand_side_by_side(ground: Ground) -> None:
    store = ground.loaded()
    kept = []
    for number, more in enumerate((20, 2, 6, 1), start=1):
        for person in range(more):
            session(ground, f"n{number}p{person}")
        ground.loaded()
        kept.append(upkeep.Snapshot(number, "", 1, TODAY, "ann", NOW, "", digits(store, TODAY)[0], ""))
    shown = [_trained(beside_today(one, store, TODAY, kept[::-1])) for one in kept]  # 20, 22, 28, and 29 today
    assert [words.split()[0] if words != CLOSE else words for words in shown] == [CLOSE, "22", CLOSE, "29"]


def _trained(table: TableView) -> str:
    return next(row[2] for row in table.rows if row[0] == BY_ID["o6_trained"].title)


SAID = {
    "q1_domains": "4 of 5 can be judged (of 5 domains)",
    "o7_divisions": "5 of 5 (of 5 divisions)",
    "q2_benefits": "£47,300 (1 validated benefit), range as it was validated: £44,800 to £47,300",
    "c2_co_design": "42% to 79% (21 of 33 are on record), partly known",
    "p3_applied": "11% to 92% (223 of 1,206 replied), partly known",
    "o3_leavers": "12% (1,159 of 9,824 staff on average), partly known",
}


def test_a_kept_figure_reads_as_its_panel_does(demo_store: Store) -> None:
    text, on = digits(demo_store, TODAY)
    kept = upkeep.Snapshot(1, "Board", 1, on, "ann", NOW, "", text, "")
    shown = {row[0]: row[2] for row in beside_today(kept, demo_store, TODAY).rows}
    assert {id_: shown[BY_ID[id_].title] for id_ in SAID} == SAID
    found = results(demo_store, METRICS, scope_of(demo_store, today=TODAY))
    entries = json.loads(text)["metrics"]
    assert {one["id"]: one["shown"] for one in entries} == {m.id: told(m, found[m.id]) for m in METRICS}


def test_a_snapshot_that_kept_numbers_only_gets_the_same_value_and_range(demo_store: Store) -> None:
    text, on = digits(demo_store, TODAY)
    older = json.loads(text)
    for one in older["metrics"]:
        del one["shown"]
    kept = upkeep.Snapshot(1, "Board", 1, on, "ann", NOW, "", json.dumps(older), "")
    table = beside_today(kept, demo_store, TODAY)
    shown = {row[0]: row[2] for row in table.rows}
    alike = [id_ for id_ in SAID if id_ != "q2_benefits"]
    assert {id_: shown[BY_ID[id_].title] for id_ in alike} == {id_: SAID[id_] for id_ in alike}
    assert shown[BY_ID["q2_benefits"].title] == "£47,300 (1 validated benefit), range: £44,800 to £47,300"
    assert {row[4] for row in table.rows} <= {"the same", ""}


def test_a_kept_figure_is_hidden_where_those_that_were_asked_are_few_more_today() -> None:
    told_then = {"n": 40, "n_expected": 60, "numerator": None, "denominator": None}
    assert snapshots_view._near(told_then, told_then | {"n_expected": 62}, 5)
    assert not snapshots_view._near(told_then, told_then | {"n_expected": 70}, 5)


def test_the_figures_that_moved_stand_apart() -> None:
    rows = (
        ("Trained", "O1", "20", "22", "not the same"),
        ("Stories", "C8", "3", "3", SAME),
        ("Few", "P1", HIDDEN, HIDDEN, ""),
    )
    told, unlike, alike = moved(TableView("Kept", ("Figure", "Code", "As kept", "Today", ""), rows, (False,) * 5))
    assert [row[0] for row in unlike.rows] == ["Trained", "Few"]
    assert [row[0] for row in alike.rows] == ["Stories"]
    assert told == "1 of 3 figures say something else today; 1 cannot be told, for few people stand behind."
