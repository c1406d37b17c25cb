"""Replies to a survey: one base and one rule for every figure that rests on its answers."""

from __future__ import annotations

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.periods import wave_words
from qi_eval.metrics.replies import NOT_RECORDED, survey_words
from qi_eval.vocabulary import State
from tests.metrics.ground import Ground

# metric → the items that a form must hold so that it counts
OWN_SURVEY = {
    "o1_pulse": ("q2a", "q2b", "q2c", "q3c", "q3d", "q3f", "q25a", "q25c", "q25d"),
    "o9_managers_coach": ("q9f", "q9g", "q9h", "q9i"),
    "o12_aware": ("aw_1", "aw_2", "aw_3"),
    "p4_habits": ("hab_learning",),
}


def asked(ground: Ground, replied: int, sent: int) -> None:
    ground.put("survey_scores", source="NQPS", wave="2026-Q3", unit_id="RNB", score_code="staff_engagement",
               n_responses=replied, n_eligible=sent, is_weighted=False)  # fmt: skip


def form(ground: Ground) -> None:
    for item in {item for items in OWN_SURVEY.values() for item in items}:
        ground.put("survey_responses", response_id="a", survey_id="nqps", wave="2026-Q3", respondent_type="staff",
                   unit_id="W1", item_code=item, response=4)  # fmt: skip


@pytest.mark.parametrize(
    ("replied", "state", "note"),
    [
        (987, State.PARTIAL, "Only 987 of 4,200 replied (24%): those who replied may not represent the staff."),
        (1890, State.PARTIAL, "1,890 of 4,200 replied (45%): the others may see it differently."),
        (3360, State.MEASURED, ""),  # 80 %, the one rule of what is known
    ],
)
def test_every_figure_of_a_survey_has_the_same_base_and_the_same_state(
    ground: Ground, replied: int, state: State, note: str
) -> None:
    form(ground)
    asked(ground, replied, 4200)
    for id_ in OWN_SURVEY:
        result = ground.result(BY_ID[id_])
        assert (id_, result.n_expected, result.state) == (id_, 4200, state)
        assert not note or note in result.notes


def test_where_nobody_knows_how_many_were_asked_nothing_is_known_in_full(ground: Ground) -> None:
    form(ground)
    for id_ in OWN_SURVEY:
        result = ground.result(BY_ID[id_])
        assert (result.n_expected, result.state) == (None, State.PARTIAL)
        assert NOT_RECORDED in result.notes


def test_a_wave_and_a_survey_are_said_in_words() -> None:
    assert survey_words("nqps", "2026-Q3") == "National Quarterly Pulse Survey, July to September 2026"
    assert survey_words("qi_habits", "2026-03") == "Survey “qi habits”, March 2026"
    assert [wave_words(wave) for wave in ("2025", "2025-Q4", "2026-03-14")] == [
        "2025",
        "October to December 2025",
        "14 March 2026",
    ]
