"""The key to the dashboard: every mark with its picture and its meaning."""

from __future__ import annotations

from dataclasses import dataclass

from qi_eval.charts import icons, marks
from qi_eval.charts.picture import Picture
from qi_eval.vocabulary import Assurance, Direction, State, Variation

STATES = {
    State.MEASURED: "The data are fresh and at least four fifths of what should be there is there.",
    State.PARTIAL: "Some data are there, but they are old, or many answers are missing, or they are estimates.",
    State.NO_DATA: "No answer yet: no file, or one that is not worked out yet. It does not say how well we do.",
    State.SUPPRESSED: "Too few people stand behind the figure; showing it could tell who they are.",
}
SIGNALS = (
    (Variation.COMMON_CAUSE, Direction.NEUTRAL, "The points vary as they always did; nothing calls for a reaction."),
    (Variation.IMPROVEMENT, Direction.INCREASE, "More than chance, the good way, where higher is better."),
    (Variation.IMPROVEMENT, Direction.DECREASE, "More than chance, the good way, where lower is better."),
    (Variation.CONCERN, Direction.NEUTRAL, "More than chance, the wrong way."),
    (Variation.NEUTRAL_HIGH, Direction.NEUTRAL, "More than chance, upwards, where neither way is better."),
    (Variation.NEUTRAL_LOW, Direction.NEUTRAL, "More than chance, downwards, where neither way is better."),
)


TARGETS = {
    Assurance.PASS: "The whole range between the limits lies on the good side of the target.",
    Assurance.FAIL: "The whole range lies on the wrong side: without a change the target will not be met.",
    Assurance.INCONSISTENT: "The target lies between the limits: whether it is met is chance.",
    None: "There is no target, the points are too few, or the level has moved and needs new limits first.",
}
ICON = 32  # px, as in the grid of measures
EMPTY = "Too few points, or no rule fits this measure."


@dataclass(frozen=True)
class Key:
    """One mark and what it means."""

    mark: Picture
    name: str
    meaning: str


def state_keys() -> tuple[Key, ...]:
    """How much is known: a circle."""
    return tuple(Key(marks.state_mark(state), state.label, meaning) for state, meaning in STATES.items())


def signal_keys() -> tuple[Key, ...]:
    """What a rule found: a shape and a colour."""
    return tuple(Key(marks.signal_mark(v, way), v.label, meaning) for v, way, meaning in SIGNALS)


def icon_keys() -> tuple[Key, ...]:
    """The icons of Making Data Count: how a measure varies, then whether its target will be met."""
    ways = [
        (icons.variation_icon(v, way, size=ICON), icons.variation_words(v, way)[0], words) for v, way, words in SIGNALS
    ]
    none = (icons.variation_icon(None, size=ICON), icons.variation_words(None)[0], EMPTY)
    aims = [(icons.assurance_icon(a, size=ICON), icons.assurance_words(a)[0], words) for a, words in TARGETS.items()]
    return tuple(Key(*one) for one in (*ways, none, *aims))
