"""Sparklines of many measures at once: the points of all series in, one small SVG a series out.

A grid of hundreds is drawn in one go: places are worked out for all points together, the usual points of a series are
one path (each a stroke of no length with a round end), and only points of a sign are shapes of their own."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import groupby

import numpy as np
import pandas as pd

from qi_eval.charts.across import Floats
from qi_eval.charts.picture import Picture, line, picture
from qi_eval.charts.theme import mark_of
from qi_eval.vocabulary import Direction, Variation

SIZE = (112, 26)  # px
SIDE, RISE = 4, 4  # px, free at the sides, and above and below
DOT = 24  # tenths of a px: the width of a usual point
OUTLINES = {  # tenths of a px about a point: the shapes of `picture.shape`, with a radius of 2.6 px
    "up": "m0-31l31 56h-62z",
    "down": "m0 31l31-56h-62z",
    "diamond": "m0-35l35 35l-35 35l-35-35z",
}
MISSING = -1  # tenths of a px: no point lies there
_CODES = {variation.value: variation for variation in Variation}  # a column of text holds codes; a blank one is none


def sparklines(
    points: pd.DataFrame,
    by: str | Sequence[str],
    *,
    alt: Mapping[Hashable, str] | None = None,
    direction: Mapping[Hashable, Direction] | Direction = Direction.NEUTRAL,
    size: tuple[int, int] = SIZE,
) -> dict[Hashable, Picture]:
    """The key of each series (a tuple where `by` names several columns) → its sparkline.

    `points` as an analysis gives them: sorted by series and x, with y, and where there: centre (the latest is drawn),
    point_type. A missing y leaves a gap. `alt`: the words for each key."""
    if points.empty:
        return {}
    starts, keys = _series(points, [by] if isinstance(by, str) else list(by))
    y, centre = _column(points, "y"), _column(points, "centre")
    lengths = np.diff(np.append(starts, len(y)))
    xs, ys, level = _placed(y, centre, starts, lengths, size)
    kinds = _kinds(points)
    made: dict[Hashable, Picture] = {}
    for i, key in enumerate(keys):
        part = slice(int(starts[i]), int(starts[i] + lengths[i]))
        way = direction if isinstance(direction, Direction) else direction.get(key, Direction.NEUTRAL)
        parts = _parts(xs[part], ys[part], kinds[part], float(level[i]), way, size)
        words = (alt or {}).get(key) or _alt(kinds[part], way)
        made[key] = picture(parts, words, *size)
    return made


def _series(points: pd.DataFrame, by: list[str]) -> tuple[np.ndarray, list[Hashable]]:
    """Where each series starts, and its key."""
    changed = np.zeros(len(points), dtype=bool)
    changed[0] = True
    for name in by:
        codes = pd.factorize(points[name])[0]
        changed[1:] |= codes[1:] != codes[:-1]
    starts = np.flatnonzero(changed)
    heads = points[by].iloc[starts]
    keys = heads[by[0]].tolist() if len(by) == 1 else list(heads.itertuples(index=False, name=None))
    return starts, keys


def _column(points: pd.DataFrame, name: str) -> Floats:
    found = points[name].to_numpy(dtype=float) if name in points else np.full(len(points), np.nan)
    return np.where(np.isfinite(found), found, np.nan)


def _placed(
    y: Floats, centre: Floats, starts: np.ndarray, lengths: np.ndarray, size: tuple[int, int]
) -> tuple[list[int], list[int], Floats]:
    """Every point in tenths of a pixel, and the pixel of the latest centre of each series; a level one lies in the
    middle."""
    low = np.fmin.reduceat(y, starts)
    high = np.fmax.reduceat(y, starts)
    last = centre[starts + lengths - 1]
    low, high = np.fmin(low, last), np.fmax(high, last)
    span = np.where(high > low, high - low, 1.0)
    tall, flat = size[1] - 2 * RISE, ~(high > low)
    middle = np.where(flat, 0.5, 0.0)
    each = np.repeat(np.arange(len(starts)), lengths)
    place = np.arange(len(y)) - starts[each]
    xs = SIDE + (size[0] - 2 * SIDE) * place / np.maximum(lengths - 1, 1)[each]
    ys = RISE + tall * (np.where(flat[each], 0.0, (high[each] - y) / span[each]) + middle[each] + 0 * y)
    level = RISE + tall * (np.where(flat, 0.0, (high - last) / span) + middle + 0 * last)
    tenths = np.where(np.isnan(ys), MISSING, np.rint(10 * ys)).astype(int)
    return np.rint(10 * xs).astype(int).tolist(), tenths.tolist(), level


def _kinds(points: pd.DataFrame) -> list[Variation]:
    if "point_type" not in points:
        return [Variation.COMMON_CAUSE] * len(points)
    codes, kinds = pd.factorize(points["point_type"])
    named = [_CODES.get(kind, Variation.COMMON_CAUSE) for kind in kinds] + [Variation.COMMON_CAUSE]  # the last: blank
    return [named[code] for code in codes.tolist()]


def _parts(
    xs: list[int], ys: list[int], kinds: list[Variation], level: float, direction: Direction, size: tuple[int, int]
) -> list[str]:
    """The level of the centre, then in tenths of a pixel the line, the usual points and the signs."""
    plain = Variation.COMMON_CAUSE
    spots = [f"{x} {y}" if y >= 0 else "" for x, y in zip(xs, ys, strict=True)]
    joined = "".join("M" + "L".join(run) for known, run in groupby(spots, key=bool) if known)
    usual = "h0M".join(spot for spot, kind in zip(spots, kinds, strict=True) if spot and kind is plain)
    look = 'class="s-common" fill="none"'
    middle = line(2, level, size[0] - 2, level, "hairline") if level == level else ""
    path = f'<path {look} stroke-width="11" d="{joined}"/>' if joined else ""
    dots = f'<path {look} stroke-width="{DOT}" stroke-linecap="round" d="M{usual}h0"/>' if usual else ""
    signs = _signs(spots, kinds, direction) if any(kind is not plain for kind in kinds) else []
    return [middle, '<g transform="scale(.1)">', path, dots, *signs, "</g>"]


def _signs(spots: list[str], kinds: list[Variation], direction: Direction) -> list[str]:
    """One path for all points of a finding."""
    paths = []
    for kind in dict.fromkeys(kinds):
        if kind is not Variation.COMMON_CAUSE:
            mark = mark_of(kind, direction)
            found = (spot for spot, each in zip(spots, kinds, strict=True) if each is kind and spot)
            drawn = "".join(f"M{spot}{OUTLINES[mark.shape]}" for spot in found)
            paths.append(f'<path class="f-{mark.colour}" d="{drawn}"/>')
    return paths


def _alt(kinds: Sequence[Variation], direction: Direction) -> str:
    return f"{len(kinds)} points, the latest: {mark_of(kinds[-1], direction).words.lower()}"
