"""What the rule in force says of series over time: their points, their centre, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval import spc
from qi_eval.vocabulary import Direction, Method, SpcRule, Variation

ENOUGH = 13  # points; Making Data Count gives an icon from here on, and a median asks for 12


@dataclass(frozen=True)
class Finding:
    """`variation` None: not judged, and `why` says so. `points`: the mark of each point, in order of time; `rules`: the
    rule that marked it, None where none did (Anhøj's rules speak of the whole series and mark no point)."""

    variation: Variation | None
    points: tuple[Variation, ...]
    centre: float | None = None
    since: date | None = None
    why: str = ""
    rules: tuple[SpcRule | None, ...] = ()


def finding(
    when: Iterable[date],
    values: Iterable[float | None],
    method: Method,
    direction: Direction,
    *,
    freeze: int | None = None,
    exclude: Sequence[bool] = (),
) -> Finding:
    """The finding of one series; `freeze` fixes the centre at the first so many points, `exclude` says of each point
    whether it is left out."""
    frame = pd.DataFrame({"series": "", "x": pd.to_datetime(list(when)), "y": pd.Series(list(values), dtype=float)})
    frame = frame.assign(direction=direction, freeze=freeze, excluded=list(exclude) or False)
    return findings(frame, method).get("", _too_few(frame))


def findings(frame: pd.DataFrame, method: Method) -> Mapping[str, Finding]:
    """Series → its finding, in one pass. Columns: series (text), x (date), y (number, NaN where missing), direction
    (Direction code) and freeze (points of the baseline, blank: all), both constant within a series, and excluded
    (whether the point is left out)."""
    if frame.empty:
        return {}
    counted = frame["y"].mask(frame["excluded"].astype(bool))
    enough = counted.groupby(frame["series"]).transform("count") >= ENOUGH
    found = {str(name): _too_few(rows) for name, rows in frame[~enough].groupby("series")}
    for frozen in (True, False):
        part = frame[enough & (frame["freeze"].notna() == frozen)]
        if len(part):
            found |= _judged(part, method, frozen=frozen)
    return found


def _too_few(rows: pd.DataFrame) -> Finding:
    known = int((rows["y"].notna() & ~rows["excluded"].astype(bool)).sum())
    return Finding(None, (Variation.COMMON_CAUSE,) * len(rows), why=f"{known} of {ENOUGH} points needed to judge")


def _judged(frame: pd.DataFrame, method: Method, *, frozen: bool) -> dict[str, Finding]:
    analysis = spc.analyse(
        frame,
        chart=spc.CHART[method],
        x="x",
        y="y",
        by="series",
        method=method,
        improvement="direction",
        freeze="freeze" if frozen else None,
        exclude="excluded",
    )
    verdicts = analysis.phases.groupby("series", observed=True)["variation"].last()
    return {
        str(name): _finding(points, verdicts[name]) for name, points in analysis.points.groupby("series", observed=True)
    }


def _finding(points: pd.DataFrame, verdict: object) -> Finding:
    counted = points["included"] & points["y"].notna()
    kinds = zip(points["point_type"], counted, strict=True)
    marks = tuple(
        Variation(kind) if there and isinstance(kind, str) else Variation.COMMON_CAUSE for kind, there in kinds
    )
    if not isinstance(verdict, str):
        return Finding(None, marks, why="not judged")
    variation = Variation(verdict)
    centre = float(points["centre"].iloc[-1])
    rules = tuple(SpcRule(rule) if isinstance(rule, str) else None for rule in points["rule"])
    since = _since(points["x"], marks, counted, variation)
    return Finding(variation, marks, None if centre != centre else centre, since, rules=rules)


def _since(when: pd.Series, marks: tuple[Variation, ...], counted: pd.Series, variation: Variation) -> date | None:
    """The first day of the stretch of such points that lasts to the end; None where the end shows no such point. Points
    that are missing or left out do not end it."""
    first = None
    for day, mark, there in zip(reversed(list(when)), reversed(marks), reversed(list(counted)), strict=True):
        if there and mark is not variation:
            break
        first = pd.Timestamp(day).date() if there else first
    return None if variation is Variation.COMMON_CAUSE else first
