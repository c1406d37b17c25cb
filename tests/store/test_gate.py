"""The gate before a store: many at once, or one alone, who may go in again."""

from __future__ import annotations

import threading

import pytest

from qi_eval.store import gate as gates
from qi_eval.store.errors import StoreBusy
from qi_eval.store.gate import Gate


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "PATIENCE", 0.05)


def another_gets_in(gate: Gate) -> bool:
    """Whether another thread may pass just now."""
    passed: list[bool] = []

    def try_it() -> None:
        try:
            with gate.passing():
                passed.append(True)
        except StoreBusy:
            passed.append(False)

    thread = threading.Thread(target=try_it)
    thread.start()
    thread.join()
    return passed[0]


def test_one_who_is_alone_keeps_the_others_out_until_the_end() -> None:
    gate = Gate()
    with gate.alone():
        assert not another_gets_in(gate)
        with gate.alone(), gate.passing():  # reopening within a rebuild
            assert not another_gets_in(gate)
        assert not another_gets_in(gate)
    assert another_gets_in(gate)


def test_one_who_is_inside_may_be_alone_once_the_others_have_left() -> None:
    gate = Gate()
    with gate.passing(), gate.alone():
        assert not another_gets_in(gate)
    assert another_gets_in(gate)


def test_nobody_is_alone_while_another_stays() -> None:
    gate = Gate()
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with gate.passing():
            inside.set()
            leave.wait()

    thread = threading.Thread(target=stay)
    thread.start()
    inside.wait()
    with pytest.raises(StoreBusy), gate.alone():
        pass
    assert another_gets_in(gate)
    leave.set()
    thread.join()
    with gate.alone():
        pass
