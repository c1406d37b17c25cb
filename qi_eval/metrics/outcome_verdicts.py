"""J4 for single measures: what the rule in force (the programme's, or the one set for the measure) says of each since
the first change, and why where it says nothing.

The centre is frozen on the points before the project's first change (the first intervention_start of its log, else its
first PDSA cycle). What is asked of a baseline, and what "held" means, are the constants below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from qi_eval.metrics import false_improved as chance
from qi_eval.metrics.measured import Track, factor, tracks
from qi_eval.metrics.metric import Frames, Scope, once
from qi_eval.metrics.outcome_points import points_until
from qi_eval.metrics.periods import Row, months_before, rows_of
from qi_eval.spc import Segments, Since, first_sign, lag_one, since_change
from qi_eval.vocabulary import Direction, MeasureType, Method, Outcome, OutcomeReason, ValueType

ENOUGH_BASELINE = 12  # points before the change; fewer, down to the next constant, are provisional
FEWEST_BASELINE = 8  # points; fewer cannot be judged
HELD_POINTS = 12  # points since the sign
HELD_MONTHS = 6  # calendar months since the sign
BETTER = {Direction.INCREASE: 1, Direction.DECREASE: -1}


@dataclass(frozen=True)
class MeasureOutcome:
    """What became of one measure. `reason`: why it cannot be told (or that it is provisional). `change_on`: the first
    change; `centre`: that of the points before it; `latest`: the median of the last points; `signal_on`: the point at
    which the rule first said better, `points_since` the points after that one; `chance`: of being called improved with
    nothing changed; `concern`: the rule shows a sign of concern since the change. None where not judged."""

    measure_id: str
    project_id: str
    measure_name: str
    measure_type: MeasureType
    direction: Direction
    change_on: date | None
    points_before: int = 0
    points_after: int = 0
    newest: date | None = None
    outcome: Outcome = Outcome.CANNOT_TELL
    reason: OutcomeReason | None = None
    centre: float | None = None
    latest: float | None = None
    signal_on: date | None = None
    points_since: int = 0
    chance: float | None = None
    concern: bool = False

    @property
    def judged(self) -> bool:
        """Whether anything can be said of it."""
        return self.outcome is not Outcome.CANNOT_TELL


def judge_measures(frames: Frames, scope: Scope) -> dict[str, MeasureOutcome]:
    """measure_id → what became of it, for every measure of the frames of J4's select that is no process measure."""
    return once(frames, "measures judged", lambda: _judged(frames, scope))


def _judged(frames: Frames, scope: Scope) -> dict[str, MeasureOutcome]:
    rows = [row for row in rows_of(frames["measures"]) if row["measure_type"] != MeasureType.PROCESS]
    changes = {row["project_id"]: row["first_start"] or row["first_pdsa"] for row in rows_of(frames["changes"])}
    known = tracks(
        points_until(frames, scope), {row["measure_id"]: factor(row["value_type"], row["multiplier"]) for row in rows}
    )
    found = {row["measure_id"]: _counted(row, changes.get(row["project_id"]), known) for row in rows}
    ready = [measure for measure in found.values() if measure.reason is None]
    own = {row["measure_id"]: Method(row["method"]) for row in rows if row["method"]}
    rules = {measure.measure_id: own.get(measure.measure_id, scope.method) for measure in ready}
    for rule in dict.fromkeys(rules.values()):
        chosen = [measure for measure in ready if rules[measure.measure_id] is rule]
        found |= {measure.measure_id: measure for measure in _ruled(chosen, known, rule)}
    return found


def _counted(row: Row, change: date | None, known: Mapping[str, Track]) -> MeasureOutcome:
    """A measure with its points counted, and why it cannot be judged where that is plain already."""
    track = known.get(row["measure_id"])
    before = track.before(change) if track else 0
    after = len(track.days) - before if track else 0
    return MeasureOutcome(
        **{name: row[name] for name in ("measure_id", "project_id", "measure_name")},
        measure_type=MeasureType(row["measure_type"]),
        direction=Direction(row["direction"]),
        change_on=change,
        points_before=before,
        points_after=after,
        newest=track.day(-1) if track else None,
        reason=_plain_reason(row, change, before, after),
    )


def _plain_reason(row: Row, change: date | None, before: int, after: int) -> OutcomeReason | None:
    if not before + after:
        return OutcomeReason.NO_DATA
    if row["value_type"] == ValueType.TIME_BETWEEN or row["direction"] not in BETTER:
        return OutcomeReason.UNSUITED
    if change is None:
        return OutcomeReason.NO_CHANGE
    if before < FEWEST_BASELINE:
        return OutcomeReason.BASELINE_TOO_SHORT if before else OutcomeReason.NO_BASELINE
    return None if after else OutcomeReason.NO_DATA_SINCE


def _ruled(ready: list[MeasureOutcome], known: Mapping[str, Track], method: Method) -> list[MeasureOutcome]:
    """What the rule says of the measures whose baseline is long enough, all in one pass."""
    if not ready:
        return []
    own = [known[measure.measure_id] for measure in ready]
    values = np.concatenate([track.values for track in own])
    lengths = np.array([len(track.values) for track in own])
    before = np.array([measure.points_before for measure in ready])
    better = np.array([BETTER[measure.direction] for measure in ready], dtype=np.int8)
    since = since_change(values, lengths, before, better, method=method)
    first = first_sign(values, lengths, before, better, method=method, among=since.improving)
    baseline = values[Segments(lengths).place < np.repeat(before, lengths)]
    lag = chance.lags(np.where(chance.judged(since), lag_one(baseline, Segments(before)), np.nan), before)
    false = chance.chances(method, before, lengths - before, lag)
    return [
        _verdict(measure, own[i], since, i, first=int(first[i]), false=float(false[i]))
        for i, measure in enumerate(ready)
    ]


def _verdict(
    measure: MeasureOutcome, track: Track, since: Since, i: int, *, first: int, false: float
) -> MeasureOutcome:
    """One measure with its finding. `first`: how many points after the change there were at the first sign, 0 where
    there was none."""
    seen = {"centre": float(since.centre[i]), "latest": float(since.latest[i])}
    if not chance.judged(since)[i]:
        unsteady = OutcomeReason.BASELINE_SIGNAL if since.unsettled[i] else OutcomeReason.ON_THE_MEDIAN
        return replace(measure, **seen, reason=unsteady)  # type: ignore[arg-type]
    signal_on = track.day(measure.points_before + first - 1) if first else None
    points_since = measure.points_after - first if first else 0
    return replace(
        measure,
        **seen,  # type: ignore[arg-type]
        outcome=_outcome(since, i, _is_held(signal_on, points_since, measure.newest)),
        reason=OutcomeReason.PROVISIONAL if measure.points_before < ENOUGH_BASELINE else None,
        signal_on=signal_on,
        points_since=points_since,
        chance=false,
        concern=bool(since.concerning[i]),
    )


def _is_held(signal_on: date | None, points_since: int, newest: date | None) -> bool:
    """Whether a sign is old enough, in points and in months."""
    if signal_on is None or newest is None:
        return False
    return points_since >= HELD_POINTS and months_before(newest, HELD_MONTHS) >= signal_on


def _outcome(since: Since, i: int, held: bool) -> Outcome:
    if chance.lost(since)[i] or chance.worse(since)[i]:
        return Outcome.WORSE_OR_LOST
    if not chance.improved(since)[i]:
        return Outcome.NO_SIGN
    return Outcome.IMPROVED_AND_HELD if held else Outcome.IMPROVED_LATELY
