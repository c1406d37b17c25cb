"""The smallest pictures: what is known (full, half, dashed circle), signal shapes, and sparklines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qi_eval.charts.picture import Picture, line, num, path, picture, shape
from qi_eval.charts.theme import mark_of
from qi_eval.vocabulary import Direction, State, Variation

SIZE = 16  # px of one state mark, its margin included
SPARK = (112, 26)  # px of a sparkline


def state_mark(state: State) -> Picture:
    """One circle: full for known, half for partly known, dashed for not known yet, barred for hidden."""
    return picture([_circle(state, SIZE / 2)], state.label, SIZE, SIZE)


def state_row(states: Sequence[State]) -> Picture:
    """The circles of several questions side by side, known ones first."""
    ordered = sorted(states, key=list(State).index)
    parts = [_circle(state, SIZE / 2 + SIZE * i) for i, state in enumerate(ordered)]
    return picture(parts, counted(ordered), SIZE * max(len(ordered), 1), SIZE)


def counted(states: Sequence[State]) -> str:
    """7 known, 1 partly known, 1 not known yet (hidden ones are named only where there are any)."""
    number = Counter(states)
    shown = [State.MEASURED, State.PARTIAL, State.NO_DATA]
    words = [f"{number[state]} {state.label.lower()}" for state in shown]
    return ", ".join(words + ([f"{number[State.SUPPRESSED]} hidden"] if number[State.SUPPRESSED] else []))


def _circle(state: State, x: float) -> str:
    y = r = SIZE / 2
    r -= 2.6
    if state is State.MEASURED:
        return f'<circle class="f-accent" cx="{num(x)}" cy="{num(y)}" r="{num(r + 0.6)}"/>'
    if state is State.PARTIAL:
        ring = f'<circle class="s-accent" cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="none" stroke-width="1.3"/>'
        half = f"M{num(x)} {num(y - r)}A{num(r)} {num(r)} 0 0 0 {num(x)} {num(y + r)}Z"
        return f'{ring}<path class="f-accent" d="{half}"/>'
    if state is State.SUPPRESSED:
        ring = f'<circle class="s-secondary" cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="none" stroke-width="1.3"/>'
        return ring + line(x - r, y, x + r, y, "secondary", width=1.3)
    dashes = 'fill="none" stroke-width="1.3" stroke-dasharray="2 1.9"'
    return f'<circle class="s-secondary" cx="{num(x)}" cy="{num(y)}" r="{num(r)}" {dashes}/>'


def signal_mark(variation: Variation, direction: Direction = Direction.NEUTRAL) -> Picture:
    """The shape that stands beside a finding's words."""
    mark = mark_of(variation, direction)
    edge = "concern-edge" if variation is Variation.CONCERN else ""
    return picture([shape(mark.shape, 6, 6, 3.6, mark.colour, edge=edge)], mark.words, 12, 12)


def sparkline(
    values: Sequence[float | None],
    found: Sequence[Variation] = (),
    *,
    centre: float | None = None,
    direction: Direction = Direction.NEUTRAL,
    alt: str,
) -> Picture:
    """A series without axes; gaps stay open. `found` marks points of a signal; empty where no rule was asked."""
    width, height = SPARK
    spots = _spots(values, width, height)
    parts = (
        []
        if centre is None
        else [line(2, _level(centre, values, height), width - 2, _level(centre, values, height), "hairline")]
    )
    parts += [path(run, "common", width=1.1) for run in _runs(spots) if len(run) > 1]
    for i, spot in enumerate(spots):
        if spot is not None:
            parts.append(_dot(spot, found[i] if i < len(found) else Variation.COMMON_CAUSE, direction))
    return picture(parts, alt, width, height)


def _dot(spot: tuple[float, float], variation: Variation, direction: Direction) -> str:
    mark = mark_of(variation, direction)
    plain = variation is Variation.COMMON_CAUSE
    return shape("circle" if plain else mark.shape, *spot, 1.3 if plain else 2.3, mark.colour)


def _level(value: float, values: Sequence[float | None], height: float) -> float:
    known = [v for v in values if v is not None]
    low, high = min(known), max(known)
    return height / 2 if high == low else 4 + (height - 8) * (high - value) / (high - low)


def _spots(values: Sequence[float | None], width: float, height: float) -> list[tuple[float, float] | None]:
    step = (width - 8) / max(len(values) - 1, 1)
    return [None if v is None else (4 + i * step, _level(v, values, height)) for i, v in enumerate(values)]


def _runs(spots: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches between gaps: plotted lines do not cross a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for spot in spots:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    return runs
