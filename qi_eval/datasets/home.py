"""Which of the organisations that the data name is ours, and which units belong to it: units in, ids out. Pure.

A store may also hold other organisations: a national file brings every trust's figures. What the trust counts of its
own is counted in its own units only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SETTING = "home_organisation"
ORGANISATION = "organisation"  # code of UnitLevel


@dataclass(frozen=True)
class Unit:
    """What is asked of a unit; blanks are ''."""

    id: str
    parent: str
    level: str
    org_code: str


@dataclass(frozen=True)
class Home:
    """Our organisation. `unit`: its unit_id, '' where none is listed or none can be told; `org_code`: its NHS code.

    `units`: the ids of our units, None where every unit is ours; `others`: how many other organisations are listed;
    `rivals`: how many of them have units below them too, so that a setting should say which one is ours (0 where one
    does)."""

    unit: str = ""
    org_code: str = ""
    units: tuple[str, ...] | None = None
    others: int = 0
    rivals: int = 0


def home_of(listed: Iterable[Unit], named: str = "") -> Home:
    """Our organisation among the units: the one that a setting has `named` (by unit_id or NHS code), else the only one,
    else the one with most units below it. Where several are listed and none has units below it, nobody can tell."""
    units = {unit.id.lower(): unit for unit in listed}
    lies_in = {key: _top(key, units) for key in units}
    tops = sorted({top for top in lies_in.values() if units[top].level == ORGANISATION})
    below = Counter(top for key, top in lies_in.items() if key != top)
    wanted = [top for top in tops if named and named.lower() in (top, units[top].org_code.lower())]
    home = wanted[0] if wanted else _largest(tops, below)
    if not home:
        return Home(others=len(tops))
    ours = tuple(unit.id for key, unit in units.items() if _ours(lies_in[key], home, units))
    rivals = 0 if wanted else sum(1 for top in tops if top != home and below[top])
    only = None if len(ours) == len(units) else ours
    return Home(units[home].id, units[home].org_code or units[home].id, only, len(tops) - 1, rivals)


def _top(key: str, units: Mapping[str, Unit]) -> str:
    """The unit above all others on the way up; in a circle the one that was asked about."""
    passed = {key}
    here = key
    while (above := units[here].parent.lower()) in units:
        if above in passed:
            return key
        passed.add(above)
        here = above
    return here


def _largest(tops: Sequence[str], below: Mapping[str, int]) -> str:
    if len(tops) == 1:
        return tops[0]
    return max((top for top in tops if below[top]), key=lambda top: below[top], default="")


def _ours(top: str, home: str, units: Mapping[str, Unit]) -> bool:
    """Units of our tree, and those that hang under no organisation but carry no NHS code, or ours."""
    if top == home:
        return True
    code = units[top].org_code.lower()
    return units[top].level != ORGANISATION and code in ("", home, units[home].org_code.lower())
