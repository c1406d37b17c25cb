"""Lines of a chart as corners: stairs where limits vary, breaks where a value is missing or a phase ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qi_eval.charts.across import Floats
from qi_eval.vocabulary import Frequency

GAP = 1.5  # intervals; beyond it the line does not join two points (domain s.3)
PAUSE = 4  # days that a daily count may pause for: a weekend with its public holiday

Spots = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Stroke:
    """An open line of one kind (a key of `styles.STROKES`), as corners (place on the axis, value)."""

    kind: str
    spots: Spots


def edges(places: Floats) -> Floats:
    """The borders between points, half-way between neighbours, one more than there are points: the limits of a point
    reach from border to border. The outer ones lie half a usual distance outside."""
    if not len(places):
        return np.array([])
    apart = np.diff(places)
    half = float(np.median(apart)) / 2 if len(apart) and np.median(apart) > 0 else 0.5
    return np.concatenate([[places[0] - half], places[:-1] + apart / 2, [places[-1] + half]])


def stairs(kind: str, borders: Floats, values: Floats, group: Sequence[object]) -> list[Stroke]:
    """The strokes of a level: flat over each point, with a riser where it changes inside a group; between groups and
    at missing values it breaks."""
    strokes: list[Stroke] = []
    corners: list[tuple[float, float]] = []
    for i, value in enumerate(values.tolist()):
        new = i == 0 or group[i] != group[i - 1] or value != value
        if new and corners:
            strokes.append(Stroke(kind, tuple(corners)))
            corners = []
        if value != value:
            continue
        left, right = float(borders[i]), float(borders[i + 1])
        if corners and corners[-1][1] == value:
            corners[-1] = (right, value)
        else:
            corners += [(left, value), (right, value)]
    return [*strokes, Stroke(kind, tuple(corners))] if corners else strokes


def stretches(kind: str, places: Floats, values: Floats, far: float | None) -> list[Stroke]:
    """The strokes through points, broken at each missing value and where two points are further apart than `far`."""
    strokes: list[Stroke] = []
    run: list[tuple[float, float]] = []
    for x, y in zip(places.tolist(), values.tolist(), strict=True):
        if run and (y != y or (far is not None and x - run[-1][0] > far)):
            strokes.append(Stroke(kind, tuple(run)))
            run = []
        if y == y:
            run.append((x, y))
    strokes += [Stroke(kind, tuple(run))] if run else []
    return [stroke for stroke in strokes if len(stroke.spots) > 1]


def far_apart(frequency: Frequency | None) -> float | None:
    """The distance in days beyond which two points are not joined; None where any distance is right."""
    if frequency is None:
        return None
    return max(GAP * frequency.days, PAUSE) if frequency is Frequency.DAILY else GAP * frequency.days


def thinned(values: Floats, special: np.ndarray, most: int) -> np.ndarray:
    """Which of very many points to draw: the first and last, the lowest and highest of each of `most` / 2 equal parts,
    a missing value of each part, and every special one. All where there are no more than `most`."""
    count = len(values)
    if count <= most:
        return np.arange(count)
    parts = np.array_split(np.arange(count), most // 2)
    kept = {0, count - 1, *np.flatnonzero(special)[:most].tolist()}
    for part in parts:
        known = part[~np.isnan(values[part])]
        if len(known):
            kept |= {int(known[values[known].argmin()]), int(known[values[known].argmax()])}
        if len(known) < len(part):
            kept.add(int(part[np.isnan(values[part])][0]))
    return np.array(sorted(kept))
