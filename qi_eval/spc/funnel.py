"""The funnel plot of units at one time: counts and denominators in; where chance alone would put each unit, out.

Spiegelhalter DJ. Funnel plots for comparing institutional performance. Statist Med 2005;24:1185-1202 (limits, appendix
A.1); Handling over-dispersion of performance indicators. Qual Saf Health Care 2005;14:347-351 (phi, tau)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import bdtrik, betainc, gammaln, xlog1py, xlogy

from qi_eval.spc.arguments import ArgumentError
from qi_eval.spc.segments import Floats
from qi_eval.vocabulary import FunnelPlace

Z95, Z998 = 1.959964, 3.090232  # standard normal quantiles at .975 and .999
P95, P998 = 0.025, 0.001  # the probability beyond each limit
LEAST = 5  # cases; a unit with fewer is left out, and counted (house rule, domain s.5.3)
ENOUGH = 10  # units; with fewer, limits are never widened (house rule, domain s.5.3)
WINSOR = 0.1  # of the units at each end, whose z is pulled in before phi is worked out (2005;14:347)
STEPS = 120  # points of a drawn limit

_LIMITS = ("lower998", "lower95", "upper95", "upper998")


@dataclass(frozen=True, eq=False)
class Funnel:
    """What a funnel plot draws. `units`: one row a unit in the order given (unit, x, n, y = x / n, the four limits at
    its n, place: FunnelPlace); `curve`: n and the four limits; `centre`: the level of all units together; `phi`: how
    many times the spread is that of chance (NaN below two units); `tau`: the spread between units that widened the
    limits, 0 where they are those of chance alone; `left_out`: units without 5 cases or without numbers."""

    units: pd.DataFrame
    curve: pd.DataFrame
    centre: float
    phi: float
    tau: float
    left_out: tuple[str, ...]


def funnel(frame: pd.DataFrame, *, centre: float | None = None, overdispersion: bool | None = None) -> Funnel:
    """The funnel of units with `unit`, `x` (cases counted) of `n` (cases there were), one row a unit.

    `centre` None: all x over all n. `overdispersion`: True widens the limits by the spread between units, False never
    does; None does where phi > 1 and there are at least 10 units. Exact binomial limits (interpolated), or on the
    arcsine scale where they are widened. Raises ArgumentError."""
    known, left_out = _known(frame)
    x, n = known["x"].to_numpy(dtype=float), known["n"].to_numpy(dtype=float)
    level = centre if centre is not None else float(x.sum() / n.sum()) if len(n) else float("nan")
    if centre is not None and not 0 < centre < 1:
        raise ArgumentError("centre", centre, "a share between 0 and 1")
    phi, tau = _dispersion(x, n, level)
    widened = overdispersion if overdispersion is not None else bool(phi > 1 and len(n) >= ENOUGH)
    tau = tau if widened else 0.0
    units = pd.concat([known.assign(y=x / n), _limits(n, level, tau)], axis=1)
    sizes = _sizes(n)
    curve = pd.concat([pd.DataFrame({"n": sizes}), _limits(sizes, level, tau)], axis=1)
    return Funnel(units.assign(place=_places(units)), curve, level, phi, tau, left_out)


def _known(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    for name in ("unit", "x", "n"):
        if name not in frame:
            raise ArgumentError("frame", list(frame.columns), "the columns unit, x and n")
    x, n = frame["x"].to_numpy(dtype=float), frame["n"].to_numpy(dtype=float)
    wrong = (x < 0) | (n < 0) | (x > n)
    if wrong.any():
        row = frame.iloc[int(np.flatnonzero(wrong)[0])]
        raise ArgumentError("x", f"{row['x']:g} of {row['n']:g} for {row['unit']}", "from 0 to n")
    kept = np.isfinite(x) & np.isfinite(n) & (n >= LEAST)
    return frame.loc[kept, ["unit", "x", "n"]].reset_index(drop=True), tuple(map(str, frame.loc[~kept, "unit"]))


def _dispersion(x: Floats, n: Floats, centre: float) -> tuple[float, float]:
    """phi, the mean square of the winsorised z on the arcsine scale, where each has variance 1 / 4n; and tau, by the
    method of moments: max(0, (k phi - (k - 1)) / (sum w - sum w² / sum w)), w = 4n."""
    units = len(n)
    if units < 2:
        return float("nan"), 0.0
    z = 2 * np.sqrt(n) * (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(centre)))
    z = np.clip(z, *np.quantile(z, [WINSOR, 1 - WINSOR]))
    phi = float(np.mean(z**2))
    weights = 4 * n
    between = (units * phi - (units - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    return phi, float(np.sqrt(max(between, 0.0)))


def _limits(n: Floats, centre: float, tau: float) -> pd.DataFrame:
    if tau > 0:
        limits = [_widened(n, centre, tau, z) for z in (-Z998, -Z95, Z95, Z998)]
    else:
        limits = [_exact(n, centre, p) for p in (P998, P95, 1 - P95, 1 - P998)]
    return pd.DataFrame(dict(zip(_LIMITS, limits, strict=True)))


def _exact(n: Floats, centre: float, p: float) -> Floats:
    """(r - a) / n: r the least count with P(R <= r) >= p, a the share of its probability that lies above p. Where all
    or none are cases, chance leaves no room."""
    if not 0 < centre < 1:
        return np.full(len(n), centre)
    r = np.ceil(bdtrik(p, n, centre))
    r = np.where((r > 0) & (_at_most(r - 1, n, centre) >= p), r - 1, r)  # where rounding carried it over
    above = (_at_most(r, n, centre) - p) / np.maximum(_exactly(r, n, centre), np.finfo(float).tiny)
    limit: Floats = np.clip((r - above) / n, 0, 1)
    return limit


# The binomial distribution out of scipy.special: scipy.stats takes a second to import, at the first run chart of a day.
def _at_most(r: Floats, n: Floats, centre: float) -> Floats:
    cumulated: Floats = np.where(r >= n, 1.0, betainc(np.maximum(n - r, 0.5), r + 1, 1 - centre))
    return cumulated


def _exactly(r: Floats, n: Floats, centre: float) -> Floats:
    ways = gammaln(n + 1) - gammaln(r + 1) - gammaln(n - r + 1)
    share: Floats = np.exp(ways + xlogy(r, centre) + xlog1py(n - r, -centre))
    return share


def _widened(n: Floats, centre: float, tau: float, z: float) -> Floats:
    """sin²(asin √centre + z √(1 / 4n + tau²)), kept within 0 and 1."""
    angle = np.arcsin(np.sqrt(centre)) + z * np.sqrt(1 / (4 * n) + tau**2)
    limit: Floats = np.sin(np.clip(angle, 0, np.pi / 2)) ** 2
    return limit


def _sizes(n: Floats) -> Floats:
    """Denominators from the smallest unit's to the largest's, denser where the limits are steep."""
    if not len(n):
        return np.array([])
    sizes: Floats = np.unique(np.rint(np.geomspace(n.min(), n.max(), STEPS)))
    return sizes


def _places(units: pd.DataFrame) -> pd.Categorical:
    y = units["y"]
    beyond = [
        (y > units["upper998"], FunnelPlace.ABOVE),
        (y < units["lower998"], FunnelPlace.BELOW),
        (y > units["upper95"], FunnelPlace.HIGH),
        (y < units["lower95"], FunnelPlace.LOW),
    ]
    codes = np.select([hit.to_numpy() for hit, _ in beyond], [list(FunnelPlace).index(p) for _, p in beyond], default=0)
    return pd.Categorical.from_codes(codes.astype(int), categories=pd.Index(list(FunnelPlace), dtype=object))
