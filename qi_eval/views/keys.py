"""The key to the dashboard: every mark with its picture and its meaning."""

from __future__ import annotations

from dataclasses import dataclass

from qi_eval.charts import marks
from qi_eval.charts.picture import Picture
from qi_eval.vocabulary import Direction, State, Variation

STATES = {
    State.MEASURED: "The data are fresh and at least four fifths of what should be there is there.",
    State.PARTIAL: "Some data are there, but they are old, or many answers are missing.",
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
