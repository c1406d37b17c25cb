"""F5: requests for advice, how fast they are answered, and how the answers are rated."""

from __future__ import annotations

from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, Ground, project, rows_of

REQUESTS, REPLY, RATING = BY_ID["f5_requests"], BY_ID["f5_reply"], BY_ID["f5_rating"]


def asked(ground: Ground, id: str, day: str, *replies: tuple[str, float | None], **cells: object) -> None:
    """A request with its replies: the day and the rating of 5."""
    project(ground, id, project_type="consultancy", start_date=day, **cells)
    for n, (on, rating) in enumerate(replies):
        told = {"activity_type": "consultancy", "activity_date": on, "rating": rating, "rating_max": 5}
        ground.put("activity", activity_id=f"{id}-{n}", project_id=id, **told)


def fill(ground: Ground) -> None:
    asked(ground, "A1", "2026-05-01", ("2026-05-03", 5), ("2026-05-20", 3))  # 2 days
    asked(ground, "A2", "2026-06-01", ("2026-06-11", 4))  # 10 days
    asked(ground, "A3", "2026-07-01", ("2026-07-06", None), unit_id="W3")  # 5 days
    asked(ground, "A4", "2026-08-01", status="proposed")
    asked(ground, "A5", "2025-01-10", ("2025-01-11", 1))  # more than a year ago
    project(ground, "P1")


def test_requests_of_the_last_twelve_months_stand_apart_from_projects(ground: Ground) -> None:
    fill(ground)
    result = ground.result(REQUESTS)
    assert (result.value, result.facts["so_far"]) == (4, 5)
    assert rows_of(result) == {"Proposed": 1, "Active": 3}
    assert ground.result(REQUESTS, DIVISION_1).value == 3
    assert ground.counted(REQUESTS)["projects"] == [2, 3, 4, 5, 6]


def test_days_to_the_first_reply_are_the_median_of_those_with_one(ground: Ground) -> None:
    fill(ground)
    result = ground.result(REPLY)
    assert (result.value, result.n, result.n_expected) == (5, 3, 4)  # the median of 2, 5 and 10
    assert {label: n for label, n in rows_of(result).items() if n} == {
        "Within 2 days": 1,
        "3 to 7 days": 1,
        "8 to 14 days": 1,
        "No reply on record": 1,
    }
    assert REPLY.sentence(result) == "3 of 4 requests have a reply on record; half of them had it within 5 days."


def test_ratings_of_four_of_five_or_more(ground: Ground) -> None:
    fill(ground)
    result = ground.result(RATING)
    assert (result.numerator, result.denominator, result.n_expected) == (2, 3, 4)


def test_a_contact_before_the_request_is_no_reply(ground: Ground) -> None:
    asked(ground, "A1", "2026-05-10", ("2026-05-01", None))
    assert ground.result(REPLY).state is State.NO_DATA
    assert ground.result(RATING).state is State.NO_DATA
    assert ground.result(REQUESTS).value == 1
