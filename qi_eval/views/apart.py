"""The same figure in several units, so that no small group can be worked out from the others and the whole. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qi_eval.disclosure import hidden_groups, others
from qi_eval.metrics.metric import Protects, Result
from qi_eval.metrics.tier import Tier
from qi_eval.vocabulary import State

NOTE = "Hidden, so that no small group can be worked out from the other units."
PARTS = ("n", "denominator", "numerator", "others", "n_expected")  # what units side by side add up in
OF_PEOPLE = PARTS[2:]  # parts of a group that is large enough to be shown


def hidden_by(figure: str, whole: Result, units: Mapping[str, Result], tier: Tier) -> frozenset[str]:
    """The units that are hidden because of one of the PARTS. It looks at nothing else, so that figures which count the
    same people hide the same units.

    Units that lie side by side add up to the whole, with whoever belongs to none of them. That rest counts as one more
    group where it is small itself, and never as cover: another figure may tell how many it is. Where the whole is too
    small to be shown, so is every part."""
    if whole.protects is Protects.NOBODY:
        return frozenset()
    least = tier.people if figure in OF_PEOPLE else tier.least(whole.protects)
    names, total = list(units), _count(whole, figure)
    if 0 < total < least:
        return frozenset(names)
    return frozenset(_hidden(names, [_count(units[name], figure) for name in names], total, least))


def _hidden(names: Sequence[str], counts: Sequence[int], total: int, least: int) -> set[str]:
    rest = total - sum(counts)
    hides = hidden_groups([*counts, rest] if 0 < rest < least else counts, least)
    return {name for name, hide in zip(names, hides, strict=False) if hide}


def _count(result: Result, figure: str) -> int:
    known: float | None = others(result) if figure == "others" else getattr(result, figure)
    return int(known) if known is not None and result.state is not State.NO_DATA else 0
