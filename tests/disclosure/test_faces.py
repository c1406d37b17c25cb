"""What must be hidden is hidden in every view, file and command alike: who moves people between two groups that are
hidden changes nothing that anybody can see."""

from __future__ import annotations

from pathlib import Path

from qi_eval.metrics import METRICS
from qi_eval.metrics.metric import Metric, Protects, Result, Scope
from qi_eval.store import Store
from qi_eval.views.apart_units import Apart, apart_units
from qi_eval.views.results import counted
from qi_eval.views.scope import scope_of
from qi_eval.views.tidy import tidy
from qi_eval.views.trace import trace
from tests.disclosure.surveys import TODAY, ground_of
from tests.disclosure.twins import files
from tests.faces import WHOLE, words

ELSEWHERE = ("all figures (CSV)", "panels")  # here for the figures of people only
UNITS = ("D1", "S1", "W1", "W2", "W3")


def tells_of_people(result: Result) -> bool:
    parts = (result, result.breakdown, result.over_time)
    return any(part.protects is not Protects.NOBODY for part in parts if part is not None)


def told(store: Store, scope: Scope, guarded: list[Metric], apart: Apart) -> dict[str, str]:
    """Name → what everybody sees."""
    shown = {name: words(face(store, scope)) for name, face in WHOLE.items() if name not in ELSEWHERE}
    panels = WHOLE["panels"](store, scope, guarded)
    shown |= {f"panel {one.id}": words(one) for one in panels}
    shown |= {f"trace {one.id}": words(trace(store, scope, one.id)) for one in guarded}
    shown |= {f"unit {unit}": words(apart.shown(unit)) for unit in UNITS}
    return shown | {"CSV": words(tidy(store, scope, guarded))}


def seen(folder: Path, small: int) -> tuple[dict[str, str], dict[str, str]]:
    """What everybody sees of a trust; and what is true, before anything is hidden."""
    folder.mkdir()
    with ground_of(folder, files(small)).store as store:
        scope = scope_of(store, today=TODAY)
        now = counted(store, METRICS, scope)
        guarded = [m for m in METRICS if not m.beside and tells_of_people(m.judge(now.frames[m.id], scope))]
        apart = apart_units(store, scope, guarded)
        true = {id_: words(one) for id_, one in apart.whole.items()}
        true |= {f"unit {unit}": words(apart.open(unit)) for unit in UNITS}
        return told(store, scope, guarded, apart), true


def test_no_face_tells_hidden_groups_apart(tmp_path: Path) -> None:
    (one, true), (other, else_) = seen(tmp_path / "3", 3), seen(tmp_path / "4", 4)
    changed = {name for name in true if true[name] != else_[name]}
    assert {"unit W1", "unit W2", "p1_staff", "o3_leavers", "o7_equity", "c1_staff", "o9_rating"} <= changed
    assert [name for name in one if one[name] != other[name]] == []
    assert len(one) > 50
