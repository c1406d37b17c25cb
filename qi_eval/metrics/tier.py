"""How small is too small: the thresholds below which a number of people is not told.

Internal tier (every page): people 1 to 4 hidden, answers of fewer than 11 hidden. Published tier: people 1 to 7 hidden.
Settings can only raise a threshold (the survey's down to its floor of 10). disclosure.py hides by them.
"""

from __future__ import annotations

from dataclasses import dataclass

from qi_eval.metrics.metric import Protects, Scope

PEOPLE_BELOW = 5  # people; domain s.3, internal tier
PUBLISHED_BELOW = 8  # people; NHS Digital HES disclosure control since September 2018
SURVEY_BELOW, SURVEY_FLOOR = 11, 10  # answers; practice of staff-survey contractors, a setting
PAST = "past"  # the setting of a scope that looks at an earlier day: "yes"


@dataclass(frozen=True)
class Tier:
    """How small is too small: `people` and `survey` are the smallest numbers shown. The rest is rounded where it is
    `published`, or where the scope looks at the `past`."""

    people: int
    survey: int
    published: bool = False
    past: bool = False

    @property
    def rounds(self) -> bool:
        """Whether counts are shown to the nearest 5."""
        return self.published or self.past

    def least(self, protects: Protects) -> int:
        """The smallest number that is shown; 0 where nobody needs protection."""
        return {Protects.NOBODY: 0, Protects.PEOPLE: self.people, Protects.SURVEY: self.survey}[protects]


def tier_of(scope: Scope) -> Tier:
    """The thresholds of the scope's settings (people_threshold, survey_threshold, tier)."""
    published = scope.settings.get("tier") == "published"
    least = PUBLISHED_BELOW if published else PEOPLE_BELOW
    people = max(least, int(scope.settings.get("people_threshold", least)))
    survey = max(SURVEY_FLOOR, int(scope.settings.get("survey_threshold", SURVEY_BELOW)))
    return Tier(people, survey, published, past=scope.settings.get(PAST) == "yes")
