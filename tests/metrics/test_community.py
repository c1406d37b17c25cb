"""P1, C1 and C7: reactions, contacts and stories."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of
from qi_eval.views.stories import stories
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, NOW, Ground, over_time_of, rows_of, session

STAFF, PATIENTS = BY_ID["p1_staff"], BY_ID["p1_patients"]
CONTACTS, STAFF_CONTACTS, STORIES = BY_ID["c1_contacts"], BY_ID["c1_staff"], BY_ID["c7_stories"]


def test_reactions_of_4_and_5_are_good_and_patients_stand_apart(ground: Ground) -> None:
    for person, reaction in zip("abcdef", (5, 4, 3, 2, 4, None), strict=True):
        session(ground, person, reaction_overall=reaction)
    session(ground, "g", attended=False, completed=False, reaction_overall=5)
    session(ground, "h", person_type="patient_public", reaction_overall=1)
    session(ground, "i", mode="online", reaction_overall=5, unit_id="W3")
    result = ground.result(STAFF)
    assert result.value == pytest.approx(100 * 4 / 6)
    assert (result.n, result.n_expected) == (6, 7)
    assert STAFF.sentence(result) == "67% of those who replied (6 of 7) found it good or very good."
    assert rows_of(result) == {"Online": 100, "Classroom": pytest.approx(100 * 3 / 5)}
    assert ground.result(STAFF, DIVISION_1).n == 5
    patients = ground.result(PATIENTS)
    assert (patients.value, patients.n) == (0, 1)
    assert protect(patients, NOW).state is State.SUPPRESSED


def contact(ground: Ground, id: str, day: str, **cells: object) -> None:
    ground.put("activity", activity_id=id, activity_date=day, **({"activity_type": "workshop"} | cells))


def test_contacts_of_12_whole_months_and_people_counted_once_are_never_added(ground: Ground) -> None:
    contact(ground, "1", "2025-09-30", n_patients_public=100)
    contact(ground, "2", "2025-10-01", n_patients_public=10, n_staff=4)
    contact(ground, "3", "2026-08-03", n_patients_public=5, activity_type="walkround")
    contact(ground, "4", "2026-09-07", n_patients_public=40, counts_unique=True)
    contact(ground, "5", "2026-09-08", n_patients_public=0, n_staff=30)
    contact(ground, "6", "2026-10-01", n_patients_public=7)
    result = ground.result(CONTACTS)
    assert (result.value, result.facts["events"], result.facts["people_once"]) == (15, 2, 40)
    assert rows_of(result) == {"Workshop": 10, "Walkround": 5}
    assert over_time_of(result) == {date(2025, 9, 1): 100, date(2025, 10, 1): 10, date(2026, 8, 1): 5}
    assert CONTACTS.sentence(result) == (
        "We counted 15 contacts with patients, carers and public at 2 events in the 12 months to 30 September 2026. "
        "Apart from these, 40 people counted once each."
    )
    assert ground.result(STAFF_CONTACTS).value == 34
    assert ground.counted(CONTACTS) == {"activity": [2, 3, 4, 5]}


def story(ground: Ground, id: str, **cells: object) -> None:
    usual: dict[str, object] = {
        "story_date": "2026-05-04",
        "level": "people",
        "consent_level": "internal_anonymous",
        "consent_date": "2026-05-04",
        "identifiability_checked_on": "2026-05-11",
        "outcome_valence": "positive",
    }
    ground.put("stories", story_id=id, **(usual | cells))


def test_only_stories_with_lasting_consent_and_a_check_are_counted_as_shown(ground: Ground) -> None:
    story(ground, "1")
    story(ground, "2", outcome_valence="mixed", level="community", consent_expiry="2026-09-30")
    story(ground, "3", consent_expiry="2026-09-29")
    story(ground, "4", withdrawn_on="2026-09-30")
    story(ground, "5", consent_level="none")
    story(ground, "6", identifiability_checked_on=None)
    story(ground, "7", story_date="2026-10-01")
    result = ground.result(STORIES)
    assert (result.value, result.facts) == (2, {"held_back": 4, "not_glad": 1, "linked": 0})
    assert rows_of(result) == {
        "Our individuals and teams": 1,
        "Our organisation": 0,
        "Our wider community": 1,
    }
    assert STORIES.sentence(result) == (
        "2 stories can be shown, 1 of them mixed or bad; 0 stand beside a measure; 4 are held back."
    )


def test_who_took_consent_back_since_is_counted_at_no_earlier_day_either(ground: Ground) -> None:
    story(ground, "1")
    story(ground, "2", withdrawn_on="2026-11-20")
    story(ground, "3", consent_expiry="2026-11-20")
    store, then = ground.loaded(), date(2026, 9, 30)
    for today, shown in ((then, 2), (date(2026, 11, 20), 2), (date(2026, 11, 21), 1)):
        scope = scope_of(store, today=today, report_date=then)
        assert results(store, [STORIES], scope)[STORIES.id].value == shown
        assert len(stories(store, scope, today.isoformat()).stories) == shown
