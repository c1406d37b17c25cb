"""Rules over the answers of one survey: a person has one group and one unit, and answers stay on their scale."""

from __future__ import annotations

from qi_eval.datasets import BY_NAME
from tests.build import known, row, table


def broken(name: str, *changes: dict[str, object]) -> list[bool]:
    """Which rows break a rule."""
    rows = table("survey_responses", [row("survey_responses", **one) for one in changes])
    rule = next(rule for rule in BY_NAME["survey_responses"].rules if rule.name == name)
    return list(rule.broken(rows, known()).to_pylist())


def test_a_form_names_one_staff_group_and_one_unit() -> None:
    changes = [
        {"item_code": "q1"},
        {"item_code": "q2", "staff_group": "medical", "unit_id": "W07"},
        {"response_id": "r2"},
    ]
    assert broken("answered_in_two_groups", *changes) == [False, True, False]
    assert broken("answered_in_two_units", *changes) == [False, True, False]


def test_a_blank_group_is_no_other_group_and_another_wave_another_form() -> None:
    changes = [
        {"item_code": "q1"},
        {"item_code": "q2", "staff_group": None},
        {"wave": "2026", "staff_group": "medical"},
    ]
    assert broken("answered_in_two_groups", *changes) == [False, False, False]


def test_an_answer_is_off_the_scale_only_where_nearly_all_others_are_on_it() -> None:
    on = [{"response_id": f"r{n}", "response": str(n % 6)} for n in range(18)]
    assert broken("answer_off_the_scale", *on, {"response": "55"}, {"response": "3.5"}) == [False] * 18 + [True, True]
    years = [{"response_id": f"r{n}", "response": str(3 * n)} for n in range(18)]
    assert not any(broken("answer_off_the_scale", *years))
    assert not any(broken("answer_off_the_scale", {"response": "55"}, {"response": "Yes"}))
