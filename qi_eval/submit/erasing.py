"""Stories that somebody took back: what is still kept of them, the text erased for good, and what holds it yet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from qi_eval.store import TYPED, Part, Store, StoreError, erasing, rebuilding
from qi_eval.store import backup as making
from qi_eval.store.erasing import Erased, Kept
from qi_eval.store.reading import read_arrow
from qi_eval.submit import upkeep

KEPT_FOR = timedelta(days=30)  # after which a copy that holds an erased text is deleted
OF_A_SERVER = (
    "The texts are gone from the tables. The server's write-ahead log, archives of it, standby servers and dumps may "
    "hold them until they are recycled: ask whoever runs the server."
)


@dataclass(frozen=True)
class Copy:
    """A file beside the store that holds a text which was erased since; it is deleted on `goes` at the latest."""

    file: Path
    made: datetime
    goes: datetime


@dataclass(frozen=True)
class Erasure:
    """What became of an erasure. `gone`: the texts are out of the bytes too; `message` says it in words."""

    stories: tuple[str, ...]
    rows: int
    gone: bool
    message: str
    copies: tuple[Copy, ...] = ()


def standing(store: Store) -> tuple[str, ...]:
    """The stories whose consent has not been withdrawn, by id."""
    stories = store.tables().stories
    rows = stories.select().where(stories.c.withdrawn_on.is_(None)).order_by(stories.c.story_id)
    return tuple(store.frame(rows.with_only_columns(stories.c.story_id))["story_id"])


def withdraw(store: Store, story_id: str, *, by: str, now: datetime) -> int:
    """Withdraws the consent of a story that stands, which hides it at once everywhere; the number of the load. Its
    text stays until it is erased."""
    twin = store.catalogue.twins[erasing.STORIES]
    mine = twin.now.select().where(twin.now.c.story_id == story_id)
    mine = mine.with_only_columns(*(twin.now.c[name] for name in twin.names))
    row = store.connections.read(lambda connection: read_arrow(connection, mine))
    if not row.num_rows:
        raise StoreError(f"There is no story {story_id}.")
    place = row.column_names.index(erasing.WITHDRAWN)
    row = row.set_column(place, erasing.WITHDRAWN, pa.array([now.date()], pa.date32()))
    sha = hashlib.sha256(f"withdraw {story_id} {now.isoformat()}".encode()).hexdigest()
    numbered = row.append_column("row_no", pa.array([2], pa.int64()))
    (done,) = store.load([Part(twin.dataset, numbered, TYPED, sha, rows=1)], by=by, at=now)
    return done.load_id


def kept_texts(store: Store) -> list[Kept]:
    """The stories that are not to be shown and whose text is kept."""
    with store.connections.reading() as connection:
        return erasing.kept_texts(connection, store.catalogue)


def is_unfinished(store: Store) -> bool:
    """Whether texts were erased that the file still has in its bytes."""
    with store.connections.reading() as connection:
        return rebuilding.is_due(connection)


def erase(store: Store, stories: Sequence[str] | None, *, by: str, now: datetime) -> Erasure:
    """Erases the texts of the stories that are named, or of all that were withdrawn or taken away; makes the file
    anew, and a backup of it. Raises StoreError where a story that is named stands with its consent."""
    with store.connections.writing() as connection:
        done = erasing.erase(connection, store.catalogue, stories, by=by, at=now)
    return finish(store, by=by, now=now, done=done)


def finish(store: Store, *, by: str, now: datetime, done: Erased = Erased()) -> Erasure:  # noqa: B008
    """Makes the file anew where that is due."""
    if not is_unfinished(store):
        return Erasure((), 0, True, "There is no text to erase.")
    said = f"{len(done.stories)} {'text' if len(done.stories) == 1 else 'texts'} erased" if done.stories else "Finished"
    try:
        rebuilding.rebuild(store.connections, store.catalogue)
    except StoreError as error:
        words = f"{said}, but the file still has them in its bytes: {error} The next start of the program does it too."
        return Erasure(done.stories, done.rows, False, words, copies(store))
    left = _backed_up(store, by, now)
    of = "it" if len(done.stories) == 1 else "them"
    words = f"{said}, and nothing of {of} is left in the data file." if store.connections.is_file else OF_A_SERVER
    return Erasure(done.stories, done.rows, True, " ".join([words, *left]), copies(store))


def copies(store: Store) -> tuple[Copy, ...]:
    """The files beside the store that hold a text which was erased since, the next to go first."""
    erased = [entry.at.replace(tzinfo=UTC) for entry in store.books.entries() if entry.action == "erase"]
    if not erased:
        return ()
    last = max(erased)
    found = sorted((making.made_at(file), file) for file in making.copies(store.url))
    return tuple(Copy(file, made, made + KEPT_FOR) for made, file in found if made <= last)


def delete_copies(store: Store, *, by: str, now: datetime, those: Sequence[Copy] | None = None) -> int:
    """Deletes the files that hold an erased text, or those of them that are named; how many."""
    doomed = copies(store) if those is None else those
    for copy in doomed:
        making.delete(copy.file)
    if doomed:
        facts = {"files": [copy.file.name for copy in doomed]}
        store.books.note("backups deleted", by=by, at=now, facts=facts)
    return len(doomed)


def expire(store: Store, *, by: str, now: datetime) -> int:
    """Deletes the files that hold an erased text and whose day has come; how many."""
    due = [copy for copy in copies(store) if copy.goes <= now]
    return delete_copies(store, by=by, now=now, those=due)


def _backed_up(store: Store, by: str, now: datetime) -> list[str]:
    """A backup without the text, so that those that hold it can go; what to say where it could not be made."""
    try:
        upkeep.back_up(store, by=by, now=now + timedelta(seconds=1))  # a stamp has seconds: this one comes after
    except StoreError as error:
        return [f"No new backup was made: {error}"]
    return []
