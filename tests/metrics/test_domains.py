"""Q1: the verdicts on outcome measures told by domain of care."""

from __future__ import annotations

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.views.figures import value_words
from qi_eval.vocabulary import State
from tests.metrics.ground import Ground, project
from tests.metrics.test_outcomes import BETTER, SAME, STEADY, changed, measure, weeks

DOMAINS = BY_ID["q1_domains"]


def followed(ground: Ground, id: str, after: list[float], **cells: object) -> None:
    """A project with one outcome measure and a first change."""
    project(ground, id, **cells)
    measure(ground, f"M{id}", id)
    changed(ground, id)
    weeks(ground, f"M{id}", STEADY, after)


def test_a_project_counts_in_each_of_its_domains_and_a_measure_s_own_domain_goes_before(ground: Ground) -> None:
    followed(ground, "P1", BETTER, cqc_domains="safe|effective")
    followed(ground, "P2", SAME, cqc_domains="safe")
    measure(ground, "M9", "P2", cqc_domain="caring")
    followed(ground, "P3", BETTER, cqc_domains="efficient", status="completed", close_date="2026-08-31")
    result = ground.result(DOMAINS)
    assert (result.numerator, result.denominator) == (2, 5)
    assert result.breakdown is not None
    found = result.breakdown.table.set_index("label")
    found["improved"] = found["improved_and_held"] + found["improved_lately"]
    told = ["running", "value", "improved", "no_sign", "worse_or_lost", "cannot_tell"]
    assert found.loc["Safe", told].tolist() == [2, 2, 1, 1, 0, 0]
    assert found.loc["Effective", told].tolist() == [1, 1, 1, 0, 0, 0]
    assert found.loc["Caring", told].tolist() == [0, 1, 0, 0, 0, 1]
    assert found.loc["Efficient (our own tag)", told].tolist() == [0, 1, 1, 0, 0, 0]
    assert DOMAINS.sentence(result) == (
        "In 2 of 5 domains an outcome measure can be judged; none in caring, responsive and well-led. Improved, of "
        "those that can be judged: safe 1 of 2 and effective 1 of 1."
    )


def test_its_face_cannot_be_read_as_improved_and_a_note_tells_of_the_marks_that_are_drawn(ground: Ground) -> None:
    followed(ground, "P1", SAME, cqc_domains="safe|effective")
    project(ground, "P2", cqc_domains="safe|caring")
    measure(ground, "M2", "P2", cqc_domain="safe")  # one mark, though its project has two domains
    result = ground.result(DOMAINS)
    assert value_words(DOMAINS, result) == "2 of 5 can be judged"
    assert "1 outcome measure counts in several domains: the rows add up to more." in result.notes
    assert result.breakdown is not None
    assert result.breakdown.table["value"].sum() == 3


@pytest.mark.parametrize("cells", [{}, {"cqc_domains": "efficient"}])
def test_without_a_domain_of_the_five_nothing_is_claimed(ground: Ground, cells: dict[str, str]) -> None:
    followed(ground, "P1", BETTER, **cells)
    result = ground.result(DOMAINS)
    assert result.state is State.NO_DATA if not cells else result.numerator == 0
