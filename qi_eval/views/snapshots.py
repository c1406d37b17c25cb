"""Snapshots: every published figure under a name, kept digit for digit, beside what the same figure says today."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isclose
from typing import Any

from qi_eval.disclosure import near
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.judging import MISSING
from qi_eval.metrics.metric import Protects, Result
from qi_eval.metrics.tier import tier_of
from qi_eval.narrative import date_words, number, of
from qi_eval.store import Store
from qi_eval.store.snapshots import Snapshot
from qi_eval.views.figures import UNKNOWN, told
from qi_eval.views.figures import figure as spelt
from qi_eval.views.listing import listing
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of
from qi_eval.views.tables import TableView
from qi_eval.views.uploads import UK
from qi_eval.vocabulary import State

HIDDEN = "hidden: few people"
SUPPRESSED = "suppressed"
RANGE = "range"  # bounds of an older snapshot, which does not say whether chance or an estimate left them
CLOSE = "hidden: few people away from a later figure"
SAME = "the same"
Figure = Mapping[str, Any]


@dataclass(frozen=True)
class SnapshotView:
    """A snapshot as a page shows it. `whole`: its digits are those that were kept."""

    snapshot_id: int
    name: str
    kept: str
    by: str
    seq: int
    figures: int
    whole: bool


def digits(store: Store, today: date) -> tuple[str, date]:
    """Every published figure as JSON, protected, and the day that they were worked out for.

    Its words are kept with it: what a page said stays as it was, though the program may say it otherwise later."""
    listed = listing(store, today=today)
    text = json.dumps(listed, default=lambda value: value.isoformat(), sort_keys=True, ensure_ascii=False)
    return text, scope_of(store, today=today).report_date


def snapshot_view(one: Snapshot) -> SnapshotView:
    """The line of one snapshot."""
    at = one.at.astimezone(UK)
    when = f"figures of {date_words(one.report_date)}, kept on {date_words(at.date())}, {at:%H:%M}"
    return SnapshotView(one.snapshot_id, one.name, when, one.by, one.seq, len(_figures(one.digits)), one.untouched)


def beside_today(one: Snapshot, store: Store, today: date, kept: Sequence[Snapshot] = ()) -> TableView:
    """The figures as they were kept, those of today, and whether they are the same. What must be hidden today is not
    shown from the snapshot either; nor is a figure of people that is fewer than a group away from a later one that is
    shown, today's or that of a snapshot among `kept` (newest first): one less the other would be that group."""
    then, now = _figures(one.digits), _figures(digits(store, today)[0])
    later = [now, *(_figures(other.digits) for other in kept if other.snapshot_id > one.snapshot_id)]
    least = _least(store, today)
    rows = tuple(_row(figure, now.get(id_), close=_close(id_, figure, later, least)) for id_, figure in then.items())
    headers = ("Figure", "Code", "As kept", "Today", "")
    return TableView(f"{one.name}: what was said then, and what is said today", headers, rows, (False,) * 5)


def moved(beside: TableView) -> tuple[str, TableView, TableView]:
    """How many figures say something else today, in words; these with the hidden ones, and those that say the same."""
    unlike = tuple(row for row in beside.rows if row[-1] != SAME)
    alike = tuple(row for row in beside.rows if row[-1] == SAME)
    hidden = sum(not row[-1] for row in unlike)
    told = f"{of(len(unlike) - hidden, len(beside.rows))} figures say something else today"
    beside_them = f"; {number(hidden)} cannot be told, for few people stand behind" if hidden else ""
    folded = replace(beside, rows=alike, caption="Said the same then and today")
    return f"{told}{beside_them}.", replace(beside, rows=unlike), folded


def _least(store: Store, today: date) -> dict[str, int]:
    """The smallest difference that is told, for each figure that counts people or answers."""
    scope = scope_of(store, today=today)
    found = results(store, METRICS, scope)
    tier = tier_of(scope)
    return {id_: tier.least(one.protects) for id_, one in found.items() if one.protects is not Protects.NOBODY}


def _close(id_: str, then: Figure, later: Sequence[Mapping[str, Figure]], least: Mapping[str, int]) -> bool:
    """Whether a kept figure is too close to one of the later ones that are shown."""
    if id_ not in least:
        return False
    shown: list[Figure] = []
    for figure in [*(figures[id_] for figures in later if id_ in figures), then]:
        if any(_near(figure, other, least[id_]) for other in shown):
            if figure is then:
                return True
        else:
            shown.append(figure)
    return False


def _near(one: Figure, other: Figure, least: int) -> bool:
    """Too few people apart, in what is known or in what should be."""
    return near(one, other, least) or near({"n": one["n_expected"]}, {"n": other["n_expected"]}, least)


def _row(then: Figure, now: Figure | None, *, close: bool) -> tuple[str, ...]:
    hidden = now is not None and now["state"] == SUPPRESSED
    kept, today = (HIDDEN if hidden else _words(then)), _words(now) if now else "no longer worked out"
    same = "" if hidden else SAME if now and _is_same(then, now) else "not the same"
    words = (CLOSE, today, "") if close else (kept, today, same)
    return (then["title"], then["code"], *words)


def _is_same(then: Figure, now: Figure) -> bool:
    """Whether both say the same; one that was kept without its words is compared by its numbers."""
    return _words(then) == _words(now) or _from_numbers(then) == _from_numbers(now)


def _words(kept: Figure) -> str:
    """What the page said, where that was kept; what it would say of these numbers, where it was not."""
    if kept["state"] == SUPPRESSED:
        return HIDDEN
    return str(kept.get("shown") or _from_numbers(kept))


def _from_numbers(kept: Figure) -> str:
    """The words of a figure that was kept as numbers only."""
    metric, value = BY_ID.get(kept["id"]), kept["value"]
    if metric is None:
        return UNKNOWN if value is None else spelt(value, kept["value_unit"], spelt=True)
    names = ("value", "low", "high", "n", "n_expected", "numerator", "denominator")
    result = Result(State(kept["state"]), bounds_are=_bounds(kept), **{name: kept[name] for name in names})
    return told(replace(metric, unit=kept["value_unit"]), result)


def _bounds(kept: Figure) -> str:
    """What the bounds are, which older snapshots do not say: those of missing answers follow from the numbers."""
    part, asked, low = kept["numerator"], kept["n_expected"], kept["low"]
    if low is None or kept["value"] is None:
        return MISSING
    return MISSING if part is not None and asked and isclose(low, 100 * part / asked) else RANGE


def _figures(told: str) -> dict[str, Figure]:
    return {one["id"]: one for one in json.loads(told)["metrics"]}
