"""J2: five features of testing, read from the log."""

from __future__ import annotations

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Result
from qi_eval.vocabulary import State
from tests.metrics.ground import Ground, project, rows_of

PDSA = BY_ID["j2_pdsa"]


def cycle(ground: Ground, id: str, day: str, **cells: object) -> None:
    """A well written test of one idea by one nurse on one shift, with these cells changed."""
    usual: dict[str, object] = {
        "log_type": "pdsa",
        "change_idea": "Yellow blanket",
        "scale_of_test": "one_shift",
        "prediction": "two points",
        "result": "one point",
        "decision": "adapt",
    }
    ground.put("project_log", project_id=id, log_date=day, title=f"Test of {day}", **(usual | cells))


def shares_of(result: Result) -> dict[str, float]:
    """Feature → the share of all projects that shows it."""
    assert result.breakdown is not None
    first = result.breakdown.table.iloc[0]
    return {name: first[name] for name in result.breakdown.heat}


def measured(ground: Ground, id: str, days: tuple[str, ...]) -> None:
    ground.put("measures", measure_id=f"M-{id}", project_id=id)
    for day in days:
        ground.put("measurements", measure_id=f"M-{id}", period_start=day, unit_id="W1", value=1)


def test_all_five_features_or_not(ground: Ground) -> None:
    for id in ("ALL", "BIG", "APART", "SILENT"):
        project(ground, id, title="Warm babies" if id == "ALL" else "Not named", named_to_board=id == "ALL")
        measured(ground, id, ("2026-01-01", "2026-03-01", "2026-04-01", "2026-05-01"))
    for id in ("ALL", "BIG"):
        cycle(ground, id, "2026-02-01", scale_of_test="one_shift" if id == "ALL" else "One_Ward ")
        cycle(ground, id, "2026-02-15", change_idea="yellow BLANKET ")
    cycle(ground, "APART", "2026-04-01", change_idea="Yellow blanket", scale_of_test="", prediction="")
    cycle(ground, "APART", "2026-04-15", change_idea="Red socks", decision=None)
    result = ground.result(PDSA)
    assert (result.numerator, result.denominator, result.n_expected) == (1, 3, 4)
    assert shares_of(result) == {
        "linked": pytest.approx(2 / 3),
        "predicted": pytest.approx(2 / 3),  # half of APART's cycles is not more than half
        "small": pytest.approx(1 / 3),
        "data": pytest.approx(2 / 3),  # APART has two points since its first cycle
        "documented": pytest.approx(2 / 3),
    }
    assert rows_of(result) == {"All 3 together": pytest.approx(9 / 3), "Warm babies": 5}
    assert result.notes[0] == "1 project without a cycle in the log: not documented, not counted as 0."
    assert PDSA.sentence(result).endswith("Rarest: small scale first.")


def test_the_longest_series_of_a_project_counts_of_everyone(ground: Ground) -> None:
    project(ground, "P1")
    cycle(ground, "P1", "2026-02-01")
    measured(ground, "P1", ("2026-03-01", "2026-04-01", "2026-10-01"))  # two by the report date
    for axis in ("a", "b"):
        ground.put(
            "measurements",
            measure_id="M-P1",
            period_start="2026-05-01",
            unit_id="W1",
            value=1,
            subgroup_axis="sex",
            subgroup=axis,
        )
    assert shares_of(ground.result(PDSA))["data"] == 0


def test_no_cycle_is_not_documented_rather_than_zero(ground: Ground) -> None:
    project(ground, "P1")
    project(ground, "ADVICE", project_type="consultancy")
    cycle(ground, "ADVICE", "2026-02-01")
    cycle(ground, "P1", "2026-10-01")  # after the report date
    assert ground.result(PDSA).state is State.NO_DATA
