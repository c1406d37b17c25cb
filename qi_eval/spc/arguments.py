"""What a caller asks of `analyse`, checked: every wrong argument is named, with what was given and what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qi_eval.spc.limits import SCREENED_BY_DEFAULT
from qi_eval.vocabulary import ChartType, Direction, Method

# The charts that each set of rules may be read on.
_MDC_CHARTS = (ChartType.P, ChartType.PP, ChartType.U, ChartType.UP, ChartType.C, ChartType.T, ChartType.G)
ALLOWED: dict[Method, tuple[ChartType, ...]] = {
    Method.ANHOEJ: tuple(ChartType),
    Method.MDC: (ChartType.I, *_MDC_CHARTS),
    Method.PLOTTHEDOTS: (ChartType.I,),
    Method.IHI: (ChartType.RUN,),
}
NEEDS_N = frozenset({ChartType.P, ChartType.PP, ChartType.U, ChartType.UP, ChartType.IP})
NO_N = frozenset({ChartType.XBAR, ChartType.S, ChartType.T, ChartType.C, ChartType.G})  # a denominator is not used
RUN_LENGTHS = (7, 6)  # points of a shift or a trend under Making Data Count; the first unless asked
AGGREGATES = ("mean", "median", "sum", "sd")
FEWEST_FROZEN = 12  # points; NHSRplotthedots refuses fewer
OUTPUT = (
    *("x", "position", "phase", "baseline", "included", "y", "n", "centre", "lower", "upper", "lower_warning"),
    *("upper_warning", "outside", "rule", "point_type", "improving", "concerning", "code", "text"),
)


class ArgumentError(ValueError):
    """An argument that cannot be used: its name, what was given, what is allowed."""

    def __init__(self, name: str, given: object, allowed: str) -> None:
        super().__init__(f"{name}: {_shown(given)} was given. Allowed: {allowed}.")
        self.name, self.given, self.allowed = name, given, allowed


def _shown(given: object) -> str:
    text = repr(str(given)) if isinstance(given, str) else repr(given)
    return text if len(text) <= 100 else text[:97] + "..."


@dataclass(frozen=True)
class Asked:
    """The arguments of one call, checked. A text in `improvement`, `freeze`, `centre`, `target`, `exclude` or `phases`
    that is not itself a value names a column."""

    chart: ChartType
    method: Method
    x: str
    y: str
    n: str | None
    by: tuple[str, ...]
    improvement: str
    freeze: int | str | None
    phases: str | NDArray | None
    exclude: str | NDArray | None
    centre: float | str | None
    target: float | str | None
    multiply: float
    aggregate: str
    clip_at_zero: bool
    screen: bool
    run_length: int


def check(frame: pd.DataFrame, given: dict[str, Any]) -> Asked:
    """The arguments of `analyse` as they will be used. Raises ArgumentError."""
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError("frame", type(frame).__name__, "a pandas DataFrame")
    names = _names(frame, given)
    chart, method = _pair(given["chart"], given["method"])
    return Asked(
        chart=chart,
        method=method,
        x=_column("x", given["x"], names),
        y=_column("y", given["y"], names),
        n=_denominator(given["n"], names, chart),
        by=_by(given["by"], names),
        improvement=_improvement(given["improvement"], names),
        freeze=_freeze(given["freeze"], names, method),
        phases=_phases(given["phases"], names),
        exclude=_positions(
            "exclude", given["exclude"], names, "positions from 1, or the name of a column of yes and no"
        ),
        centre=_number("centre", given["centre"], names),
        target=_number("target", given["target"], names),
        multiply=_multiply(given["multiply"]),
        aggregate=_one_of("aggregate", given["aggregate"], AGGREGATES),
        clip_at_zero=_yes_or_no("clip_at_zero", given["clip_at_zero"]),
        screen=method in SCREENED_BY_DEFAULT if given["screen"] is None else _yes_or_no("screen", given["screen"]),
        run_length=_run_length(given["run_length"], method),
    )


def _names(frame: pd.DataFrame, given: dict[str, Any]) -> list[Any]:
    """The names of the columns, of which none that is used may stand there twice."""
    if frame.columns.is_unique:
        return list(frame.columns)
    used = [name for name in given.values() if isinstance(name, str)]
    twice = frame.columns[frame.columns.duplicated()]
    for name in twice[twice.isin([*used, *([] if isinstance(given["by"], str) else given["by"] or [])])]:
        raise ArgumentError("frame", f"two columns called {name}", "each column once")
    return list(frame.columns)


def _pair(chart: Any, method: Any) -> tuple[ChartType, Method]:
    """Chart and method, which must go together."""
    listed = "; ".join(f"{rules} with {', '.join(charts)}" for rules, charts in ALLOWED.items())
    if not isinstance(method, str) or method not in ALLOWED:
        raise ArgumentError("method", method, listed)
    rules = Method(method)
    if chart not in ALLOWED[rules]:
        raise ArgumentError("chart", chart, listed)
    return ChartType(chart), rules


def _denominator(name: Any, names: Sequence[Any], chart: ChartType) -> str | None:
    if name is None and chart in NEEDS_N:
        allowed = f"the name of a column of denominators, which this chart needs ({_listed(names)})"
        raise ArgumentError("n", None, allowed)
    return None if name is None else _column("n", name, names)


def _run_length(given: Any, method: Method) -> int:
    allowed = " or ".join(map(str, sorted(RUN_LENGTHS))) if method is Method.MDC else str(RUN_LENGTHS[0])
    if isinstance(given, bool) or not isinstance(given, Integral) or str(int(given)) not in allowed.split(" or "):
        raise ArgumentError("run_length", given, f"{allowed} under {method}")
    return int(given)


def _column(argument: str, name: Any, names: Sequence[Any]) -> str:
    if not isinstance(name, str) or name not in names:
        raise ArgumentError(argument, name, f"the name of a column ({_listed(names)})")
    return name


def _listed(names: Sequence[Any]) -> str:
    return ", ".join(str(name) for name in names) or "the frame has none"


def _by(given: Any, names: Sequence[Any]) -> tuple[str, ...]:
    columns = () if given is None else (given,) if isinstance(given, str) else tuple(given)
    for name in columns:
        _column("by", name, names)
        if name in OUTPUT:
            raise ArgumentError("by", name, "a column whose name the result does not use itself: rename it")
    if len(set(columns)) < len(columns):
        raise ArgumentError("by", list(columns), "each column once")
    return columns


def _improvement(given: Any, names: Sequence[Any]) -> str:
    if isinstance(given, str) and (given in Direction.codes() or given in names):
        return str(given)
    raise ArgumentError("improvement", given, f"{', '.join(Direction.codes())}, or the name of a column of these")


def _freeze(given: Any, names: Sequence[Any], method: Method) -> int | str | None:
    allowed = "a whole number of points from 1, or the name of a column of these"
    if given is None or (isinstance(given, str) and given in names):
        return given
    if isinstance(given, bool) or not isinstance(given, Integral) or int(given) < 1:
        raise ArgumentError("freeze", given, allowed)
    if method is Method.PLOTTHEDOTS and int(given) < FEWEST_FROZEN:
        raise ArgumentError("freeze", given, f"{FEWEST_FROZEN} points or more under {method}")
    return int(given)


def _phases(given: Any, names: Sequence[Any]) -> str | NDArray | None:
    allowed = "last positions of all phases but the last, first dates of new phases, or the name of a column of labels"
    parts = [] if given is None or isinstance(given, str) or np.isscalar(given) else list(given)
    if parts and all(isinstance(part, date | np.datetime64) for part in parts):
        return np.sort(pd.DatetimeIndex(parts).to_numpy())
    if isinstance(given, date | np.datetime64):
        return pd.DatetimeIndex([given]).to_numpy()
    return _positions("phases", given, names, allowed, lowest=0)


def _positions(argument: str, given: Any, names: Sequence[Any], allowed: str, lowest: int = 1) -> str | NDArray | None:
    if given is None or (isinstance(given, str) and given in names):
        return given
    if isinstance(given, str):
        raise ArgumentError(argument, given, f"{allowed} ({_listed(names)})")
    parts = [given] if np.isscalar(given) else list(given)
    if any(isinstance(part, bool) or not isinstance(part, Integral) or int(part) < lowest for part in parts):
        raise ArgumentError(argument, given, allowed)
    return np.asarray(parts, dtype=np.int64)


def _number(argument: str, given: Any, names: Sequence[Any]) -> float | str | None:
    if given is None or (isinstance(given, str) and given in names):
        return given
    if isinstance(given, bool) or not isinstance(given, Real):
        raise ArgumentError(argument, given, f"a number, or the name of a column of numbers ({_listed(names)})")
    return None if np.isnan(float(given)) else float(given)


def _multiply(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, Real) or not np.isfinite(float(given)) or float(given) <= 0:
        raise ArgumentError("multiply", given, "a number above 0")
    return float(given)


def _one_of(argument: str, given: Any, words: Sequence[str]) -> str:
    if given not in words:
        raise ArgumentError(argument, given, ", ".join(words))
    return str(given)


def _yes_or_no(argument: str, given: Any) -> bool:
    if not isinstance(given, bool | np.bool_):
        raise ArgumentError(
            argument, given, "True, False" + (", or None for the method's own" if argument == "screen" else "")
        )
    return bool(given)
