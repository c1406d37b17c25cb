"""The same figure in several units, so that no small group can be worked out from the others and the whole. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qi_eval.disclosure import Tier, hidden_groups
from qi_eval.metrics.metric import Protects, Result
from qi_eval.vocabulary import State

NOTE = "Hidden, so that no small group can be worked out from the other units."


def hidden_units(whole: Result, units: Mapping[str, Result], tier: Tier) -> frozenset[str]:
    """The units whose figures are hidden; `whole`, `units`: before anything was hidden.

    Units that lie side by side add up to the whole, with whoever belongs to none of them: that rest counts as one more
    group. Where the whole is too small to be shown, so is every part. People of two units count in both; then no rest
    is left, and hiding goes by the units alone."""
    if whole.protects is Protects.NOBODY:
        return frozenset()
    names, found = list(units), set[str]()
    for figure in ("n", "denominator", "numerator"):
        least = tier.people if figure == "numerator" else tier.least(whole.protects)
        total = _count(whole, figure)
        if 0 < total < least:
            return frozenset(names)
        counts = [_count(units[name], figure) for name in names]
        found |= _hidden(names, counts, total, least)
    return frozenset(found)


def _hidden(names: Sequence[str], counts: Sequence[int], total: int, least: int) -> set[str]:
    rest = total - sum(counts)
    hides = hidden_groups([*counts, rest] if rest > 0 else counts, least)
    return {name for name, hide in zip(names, hides, strict=False) if hide}


def _count(result: Result, figure: str) -> int:
    known: float | None = getattr(result, figure)
    return int(known) if known is not None and result.state is not State.NO_DATA else 0
