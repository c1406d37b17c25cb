"""Takes the text of stories out of a store for good: from what stands, from history, and from snapshots.

A story is due when its consent was withdrawn or its row was taken away. Its row stays, without its words and marked as
withdrawn, in every row that it ever had, so that neither an undo nor a look at the past brings it back. The bytes go
when the file is made anew (rebuilding.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    exists,
    func,
    insert,
    literal,
    select,
    union,
    union_all,
    update,
)

from qi_eval.datasets.column import Kind
from qi_eval.store import audit, contents, records, snapshots
from qi_eval.store.errors import LoadRefused, StoreError
from qi_eval.store.rebuilding import STORIES, mark_due
from qi_eval.store.system import erasures, events
from qi_eval.store.tables import Catalogue, Twin

STORY, WITHDRAWN = "story_id", "withdrawn_on"  # the key, the day of the withdrawal
SAYS = ("title", "text")  # the columns that say so; every other free text is blank
ERASED = "removed at the teller's request"
LEAST = 12  # characters of a text that is looked for in snapshots; a shorter one stands there by chance


@dataclass(frozen=True)
class Kept:
    """A story that is not shown any more and whose text is still kept. `why`: withdrawn | removed | undone; only the
    first two are due: what was undone can be put in force again."""

    story_id: str
    why: str

    @property
    def due(self) -> bool:
        """Whether its text is to go when nobody names it."""
        return self.why != "undone"


@dataclass(frozen=True)
class Erased:
    """What an erasure did: the stories, the rows that lost their text, and its event (0 where nothing was due)."""

    stories: tuple[str, ...] = ()
    rows: int = 0
    event: int = 0


def kept_texts(connection: Connection, catalogue: Catalogue) -> list[Kept]:
    """The stories that are not to be shown and whose text is kept, by id."""
    twin = catalogue.twins.get(STORIES)
    if twin is None:
        return []
    done = _erased(connection)
    withdrawn = connection.execute(select(twin.now.c[STORY]).where(twin.now.c[WITHDRAWN].is_not(None))).scalars()
    found = dict.fromkeys(withdrawn, "withdrawn")
    for story, kind in connection.execute(_gone(twin)):
        found[story] = "undone" if kind == "undo" else "removed"
    return [Kept(story, why) for story, why in sorted(found.items()) if story not in done]


def erase(
    connection: Connection, catalogue: Catalogue, stories: Sequence[str] | None, *, by: str, at: datetime
) -> Erased:
    """Takes out the texts of the stories that are named, or of all that are due. Only under the write lock. Raises
    StoreError where a story that is named stands with its consent, or is not known."""
    kept = kept_texts(connection, catalogue)
    named = [one.story_id for one in kept if one.due] if stories is None else sorted(set(stories))
    strangers = sorted(set(named) - {one.story_id for one in kept} - _erased(connection))
    if strangers:
        raise StoreError(_refusal(connection, catalogue, strangers))
    return take_out(connection, catalogue, named, by=by, at=at)


def take_out(connection: Connection, catalogue: Catalogue, stories: Sequence[str], *, by: str, at: datetime) -> Erased:
    """Takes out the texts of these stories, whatever their state; what is erased already is left alone."""
    twin, done = catalogue.twins.get(STORIES), _erased(connection)
    fresh = [story for story in stories if story not in done]
    if twin is None or not fresh:
        return Erased()
    told = _texts(connection, twin, fresh)
    event = records.add_event(connection, "erase", None, by, at)
    rows = sum(_blank(connection, table, twin, fresh, at.date()) for table in (twin.now, twin.history))
    lines = [{"dataset": STORIES, "row_key": story, "seq": event} for story in fresh]
    connection.execute(insert(erasures), lines)
    facts = {"stories": fresh, "rows": rows, "event": event}
    facts |= {"snapshots": snapshots.reworded(connection, told, ERASED)}
    facts |= {"contents": contents.of_dataset(connection, twin, _loads_of(connection, twin, fresh))}
    audit.note(connection, "erase", by=by, at=at, about=STORIES, facts=facts)
    mark_due(connection)
    return Erased(tuple(fresh), rows, event)


def refuse_erased(connection: Connection, twin: Twin, rows: FromClause) -> None:
    """Raises LoadRefused where staged rows would bring the text of an erased story back."""
    if twin.dataset.name != STORIES or not _erased(connection):
        return
    same = and_(erasures.c.dataset == STORIES, erasures.c.row_key == rows.c[STORY])
    back = select(rows.c[STORY]).where(exists().where(same), rows.c["text"] != ERASED).order_by(rows.c[STORY])
    found = connection.execute(back.limit(5)).scalars().all()
    if found:
        listed = ", ".join(f"'{story}'" for story in found)
        raise LoadRefused(
            f"{listed}: the text of {'this story' if len(found) == 1 else 'these stories'} was removed at the teller's "
            "request and may not come back. Take the row out of the file. Nothing was changed.",
            rule="erased",
            dataset=STORIES,
        )


def _gone(twin: Twin) -> Select:
    """The stories that stood once and do not stand now, each with the kind of the event at which it last went."""
    old = twin.history
    gone = ~exists().where(twin.now.c[STORY] == old.c[STORY])
    last = select(old.c[STORY], func.max(old.c["until"]).label("until")).where(gone).group_by(old.c[STORY]).subquery()
    return select(last.c[STORY], events.c.kind).join_from(last, events, events.c.seq == last.c["until"])


def _erased(connection: Connection) -> set[str]:
    return set(connection.execute(select(erasures.c.row_key).where(erasures.c.dataset == STORIES)).scalars())


def _refusal(connection: Connection, catalogue: Catalogue, strangers: Sequence[str]) -> str:
    now = catalogue.twins[STORIES].now
    stands = connection.execute(select(now.c[STORY]).where(now.c[STORY].in_(strangers))).scalars().all()
    if stands:
        return (
            f"{sorted(stands)[0]} stands with its consent. Fill in withdrawn_on, or take its row away, before you "
            "erase its text. Nothing was changed."
        )
    return f"There is no story {strangers[0]}. Nothing was changed."


def _loads_of(connection: Connection, twin: Twin, stories: Sequence[str]) -> set[int]:
    """The loads that ever brought a row of these stories."""
    rows = (select(t.c.load_id).where(t.c[STORY].in_(stories)) for t in (twin.now, twin.history))
    return set(connection.execute(union(*rows)).scalars())


def _texts(connection: Connection, twin: Twin, stories: Sequence[str]) -> set[str]:
    """Everything that the stories ever said."""
    both = union_all(
        *(select(t.c["title"], t.c["text"]).where(t.c[STORY].in_(stories)) for t in (twin.now, twin.history))
    )
    return {text for row in connection.execute(both) for text in row if text and len(text) >= LEAST}


def _blank(connection: Connection, table: Table, twin: Twin, stories: Sequence[str], day: date) -> int:
    words = [column.name for column in twin.dataset.columns if column.kind is Kind.TEXT]
    values: dict[str, ColumnElement] = {name: literal(ERASED if name in SAYS else "") for name in words}
    values[WITHDRAWN] = func.coalesce(table.c[WITHDRAWN], literal(day))
    return connection.execute(update(table).values(values).where(table.c[STORY].in_(stories))).rowcount
