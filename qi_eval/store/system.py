"""The store's own tables: what happened, which file came when, what stands in whose way."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, DateTime, MetaData, Table

from qi_eval.store.tables import WORDS

SYSTEM = MetaData()
IN_FORCE, UNDONE = "in force", "undone"


def _count(name: str) -> Column:
    return Column(name, BigInteger, nullable=False, default=0)


def _word(name: str, *, key: bool = False) -> Column:
    return Column(name, WORDS, primary_key=key, nullable=False, default=None if key else "")


def _number(name: str) -> Column:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


# Every change of the store, in order; the newest seq is the store's version. `at` is UTC.
events = Table(
    "events",
    SYSTEM,
    _number("seq"),
    _word("kind"),  # load | undo | redo | erase | tidy
    Column("load_id", BigInteger),
    _word("by"),
    Column("at", DateTime, nullable=False),
)
# One row a load; `applied_seq` is the event that last put it in force (its load, or its newest redo).
loads = Table(
    "loads",
    SYSTEM,
    _number("load_id"),
    *(_word(name) for name in ("dataset", "file", "sha256", "mapping", "mapping_sha256")),
    *(_count(name) for name in ("rows", "rows_new", "rows_changed", "rows_unchanged", "rows_removed", "left_out")),
    _word("state"),  # in force | undone
    _count("applied_seq"),
)
# What a load did to rows of an earlier one: changed (or removed) them, stated them again, or refers to them.
load_overlap = Table(
    "load_overlap", SYSTEM, _number("load_id"), _number("earlier_load_id"), _word("kind", key=True), _count("rows")
)
# One row a refused file: no text of any cell. `counts` is JSON, problems by rule.
refusals = Table(
    "refusals",
    SYSTEM,
    _number("refusal_id"),
    *(_word(name) for name in ("dataset", "file", "sha256")),
    _count("rows"),
    _word("counts"),
    _word("by"),
    Column("at", DateTime, nullable=False),
)
mappings = Table("mappings", SYSTEM, _word("name", key=True), _word("toml"), _word("headers"))  # headers: JSON list
meta = Table("meta", SYSTEM, _word("name", key=True), _word("value"))
# One row a deed, chained by hash; written in the transaction of the deed itself. `facts` is JSON; no text of any cell.
audit = Table(
    "audit",
    SYSTEM,
    _number("seq"),
    Column("at", DateTime, nullable=False),
    *(_word(name) for name in ("by", "action", "about", "facts", "previous", "hash")),
)
# One row a snapshot: what the pages said at a position of the events, kept as it was. `digits` is JSON.
snapshots = Table(
    "snapshots",
    SYSTEM,
    _number("snapshot_id"),
    _word("name"),
    _count("seq"),
    Column("report_date", Date, nullable=False),
    _word("by"),
    Column("at", DateTime, nullable=False),
    *(_word(name) for name in ("program", "digits", "sha256")),
)
# One row a story whose text was taken out at the teller's request: no load may bring it back. `seq` is the event.
erasures = Table("erasures", SYSTEM, _word("dataset", key=True), _word("row_key", key=True), _count("seq"))
