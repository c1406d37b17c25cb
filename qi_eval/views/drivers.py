"""A driver diagram as a page shows it: the picture, the same as a list, and what its file should mend.

In: rows of drivers. A box that hangs on none that is there, or boxes that hang on one another in a circle, are drawn
apart and named; none is dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qi_eval.charts.drivers import Box, driver_drawing
from qi_eval.charts.picture import Picture
from qi_eval.metrics.metric import Scope
from qi_eval.metrics.own import own_tables
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.narrative import count, listed
from qi_eval.store import Store
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import DriverKind

KIND_WORDS = {
    DriverKind.PRIMARY_DRIVER: ("primary driver", "primary drivers"),
    DriverKind.SECONDARY_DRIVER: ("secondary driver", "secondary drivers"),
    DriverKind.CHANGE_IDEA: ("change idea", "change ideas"),
}
LAST = 10**6  # the place of a box without a sort_order: after all others


@dataclass(frozen=True, eq=False)
class DriverView:
    """A diagram. `answer`: what it holds in a sentence; `roots`: the boxes as trees; `remarks`: what is not right in
    the file, and where to mend it; `table`: every box as a row."""

    answer: str
    picture: Picture
    roots: tuple[Box, ...]
    remarks: tuple[str, ...]
    table: TableView

    @property
    def ideas(self) -> int:
        """How many change ideas there are."""
        return sum(box.kind is DriverKind.CHANGE_IDEA for box in boxes(self.roots))


def programme_drivers(store: Store, scope: Scope) -> DriverView | None:
    """The programme's own diagram: its aim and its key drivers; None where none is loaded."""
    tables = own_tables(store.tables(), scope)
    d, m = tables.drivers, tables.measures
    own = d.select().where(d.c.project_id.is_(None) | (d.c.project_id == ""))
    frames = store.frames({"drivers": own, "measures": m.select().with_only_columns(m.c.measure_id, m.c.measure_name)})
    names = dict(zip(frames["measures"]["measure_id"], frames["measures"]["measure_name"], strict=True))
    return driver_view(rows_of(frames["drivers"]), names, "the programme")


def driver_view(rows: Sequence[Row], measures: Mapping[str, str], whose: str) -> DriverView | None:
    """The diagram of these rows; `measures`: id → name. None where there are no rows."""
    if not rows:
        return None
    named = {id_.lower(): name for id_, name in measures.items()}
    roots, remarks = arranged(rows, named)
    answer = _answer(roots)
    alt = f"Driver diagram of {whose}. {answer} The boxes stand as a list beside it."
    return DriverView(answer, driver_drawing(roots, alt=alt), roots, remarks, _table(roots))


def arranged(rows: Sequence[Row], named: Mapping[str, str]) -> tuple[tuple[Box, ...], tuple[str, ...]]:
    """The boxes as trees, aims first, and what is not right. `named`: measure_id in lower case → name."""
    ordered = sorted(rows, key=lambda row: (row["sort_order"] or LAST, str(row["driver_id"])))
    known = {_id(row["driver_id"]): row for row in ordered}
    hanging: dict[str, list[Row]] = {}
    for row in ordered:
        hanging.setdefault(_id(row["parent_id"]), []).append(row)
    lost = [row for row in ordered if _id(row["parent_id"]) not in known]
    aims = [row for row in lost if row["kind"] == DriverKind.AIM]
    loose = [row for row in lost if row["kind"] != DriverKind.AIM]
    drawn: set[str] = set()

    def box(row: Row) -> Box:
        drawn.add(_id(row["driver_id"]))
        below = [child for child in hanging.get(_id(row["driver_id"]), []) if _id(child["driver_id"]) not in drawn]
        measure = named.get(_id(row["measure_id"]), str(row["measure_id"] or ""))
        return Box(DriverKind(row["kind"]), str(row["title"]), measure, tuple(box(child) for child in below))

    roots = [box(row) for row in [*aims, *loose]]
    circular = [row for row in ordered if _id(row["driver_id"]) not in drawn]
    roots += [box(row) for row in circular if _id(row["driver_id"]) not in drawn]
    return tuple(roots), tuple(filter(None, [_loose(loose), _circular(circular), "" if aims else "It has no aim yet."]))


def _id(value: object) -> str:
    return str(value or "").strip().lower()


def _loose(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    return f"{_boxes(rows, 'hangs', 'hang')} on no box that is there: mend parent_id in drivers."


def _circular(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    return (
        f"{_boxes(rows, 'hangs', 'hang')} on one another in a circle, so no path leads from them to the aim: mend "
        + ("parent_id in drivers.")
    )


def _boxes(rows: Sequence[Row], one: str, many: str) -> str:
    names = listed(f"'{row['title']}'" for row in rows[:3]) + (" and others" if len(rows) > 3 else "")
    return f"{count(len(rows), 'box', 'boxes')} ({names}) {one if len(rows) == 1 else many}"


def boxes(roots: Sequence[Box]) -> Iterator[Box]:
    """Every box, each followed by what hangs on it."""
    for root in roots:
        yield root
        yield from boxes(root.children)


def _answer(roots: Sequence[Box]) -> str:
    every = list(boxes(roots))
    counts = [
        count(found, *words) for kind, words in KIND_WORDS.items() if (found := sum(box.kind is kind for box in every))
    ]
    aims = [box.words for box in every if box.kind is DriverKind.AIM]
    aim = f"Aim: {aims[0].rstrip('.')}. " if aims else ""
    return f"{aim}{listed(counts).capitalize()}." if counts else f"{aim}No driver yet."


def _table(roots: Sequence[Box], above: str = "") -> TableView:
    rows = tuple(_rows(roots, above))
    return TableView("Driver diagram", ("Box", "Kind", "Hangs on", "Measure"), rows, (False,) * 4)


def _rows(roots: Sequence[Box], above: str) -> Iterator[tuple[str, ...]]:
    for box in roots:
        yield box.words, box.kind.label, above, box.measure
        yield from _rows(box.children, box.words)
