"""How a measure moves: the path that a project's fate gives it, and chance around the path."""

from __future__ import annotations

import numpy as np

from qi_eval.demo.catalogue import Entry, Fate, Line
from qi_eval.demo.projects import measure_id
from qi_eval.vocabulary import MeasureType

RAMP = {"weekly": 9, "fortnightly": 6, "monthly": 5}  # points until a change has its full effect
LONGEST_RUN = 5  # of a quiet stretch: the rules in use flag six, seven or eight
FARTHEST = 2.3  # moving ranges from the mean, below the 2.66 of the limits
FALLEN = -0.25  # where a lost improvement ends: a little below where it began
WORSE_POINTS = 12  # the last weeks of a measure that gets worse; for theatre starts from 6 July 2026
WORSE = 0.8  # how far it gets worse, as a share of the way to its goal
SLIDE = {"P004": 1, "P018": 6, "P045": 8}  # points until it is there
FADED = 0.0  # what is left in the end of a process whose outcome was lost
HARM = 2.0  # how much worse a balancing measure with harm becomes, in times its level
ADOPTED = {  # how much of its goal a process measure reaches, by what becomes of the project
    Fate.HELD: 0.92,
    Fate.LATELY: 0.9,
    Fate.LOST: 0.85,
    Fate.SHORT: 0.8,
    Fate.PROCESS_ONLY: 0.75,
    Fate.UNSTABLE: 0.7,
    Fate.NO_SIGN: 0.3,
    Fate.WORSE: 0.15,
    Fate.NOT_STARTED: 0.0,
    Fate.NO_DATA: 0.0,
}
USED_WITHOUT_EFFECT = ("P007", "P009", "P024", "P039", "P051")  # the change came into use, the outcome stayed
NOT_USED = ("P017", "P027", "P032", "P043")  # what the process measures count never came into use
ONE_OUTCOME = (
    "P006-2",
    "P011-6",
    "P019-2",
    "P036-4",
    "P038-4",
)  # second outcomes that stay where they were
SLIPPED = {"P009-5": (32, 16), "P026-2": (14, 0), "P041-3": (16, 0)}  # worse from so many points before the end, until
SLIPS_TO = -0.45  # how far, as a share of the way to their goal


def path(entry: Entry, line: Line, before: int, after: int) -> np.ndarray:
    """The level of each point, 0 = as before the change, 1 = at the goal, below 0 = worse than before."""
    id = measure_id(entry, entry.lines.index(line))
    if line.kind is MeasureType.OUTCOME:
        return np.zeros(before + after) if id in ONE_OUTCOME else _outcome(entry, before, after)
    if id in SLIPPED:
        first, end = SLIPPED[id]
        return np.concatenate([np.zeros(before + after - first), np.full(first - end, SLIPS_TO), np.zeros(end)])
    late = np.minimum(1.0, np.arange(1, after + 1) / RAMP[entry.frequency]) if after else np.empty(0)
    if line.kind is MeasureType.PROCESS:
        fading = np.linspace(1.0, FADED, after) if entry.fate is Fate.LOST else 1.0
        reached = ADOPTED[entry.fate] if _in_use(entry, line) else 0.0
        return np.concatenate([np.zeros(before), reached * late * fading])
    return np.concatenate([np.zeros(before), late if line.harm else np.zeros(after)])


def _in_use(entry: Entry, line: Line) -> bool:
    """Whether a change came into daily use: of a bundle all parts, else what the project's first process measure
    counts. Teams seldom get more than one change into use at a time."""
    if entry.id in NOT_USED or (entry.fate is Fate.NO_SIGN and entry.id not in USED_WITHOUT_EFFECT):
        return False
    first = next(one for one in entry.lines if one.kind is MeasureType.PROCESS)
    return line is first or bool(line.element_of or line.all_of)


def _outcome(entry: Entry, before: int, after: int) -> np.ndarray:
    start = np.zeros(before)
    since = np.arange(1, after + 1)
    ramp = np.minimum(1.0, since / RAMP[entry.frequency])
    fate = entry.fate
    if fate is Fate.UNSTABLE:
        return np.concatenate([np.linspace(-0.7, 0.75, before), 0.9 * np.ones(after)])
    if fate in (Fate.HELD, Fate.SHORT, Fate.LATELY):
        return np.concatenate([start, 0.95 * ramp])
    if fate is Fate.LOST:
        fall = np.clip(1.6 - 2.4 * since / max(1, after), FALLEN, 1.0)
        return np.concatenate([start, ramp * fall])
    if fate is Fate.WORSE:
        slide = np.clip((after - WORSE_POINTS - since) / SLIDE[entry.id], -1.0, 0.0)
        return np.concatenate([start, WORSE * slide])
    return np.concatenate([start, np.zeros(after)])


def restless(values: np.ndarray, before: int) -> bool:
    """Whether chance alone has put a pattern into a stretch that should be quiet.

    The catalogue says what becomes of a project; without this, one stretch in seven would look like a sign."""
    base = values[:before]
    centre = float(base.mean())
    moving = float(np.abs(np.diff(base)).mean())
    sides = np.sign(values - centre)
    steps = np.sign(np.diff(values))
    far = np.abs(values - centre) > FARTHEST * moving
    near = np.abs(values - centre) > 1.6 * moving
    pairs = (near[1:] & near[:-1] & (sides[1:] == sides[:-1])).any() or (
        near[2:] & near[:-2] & (sides[2:] == sides[:-2])
    ).any()
    return bool(far.any() or pairs or longest(sides) > LONGEST_RUN or longest(steps) > LONGEST_RUN - 1)


def longest(signs: np.ndarray) -> int:
    """The longest stretch of one sign, zeros not counted."""
    best = run = 0
    last = 0.0
    for sign in signs:
        run = run + 1 if sign == last and sign else int(sign != 0)
        last = sign
        best = max(best, run)
    return best
