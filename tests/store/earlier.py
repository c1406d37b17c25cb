"""Stores as earlier releases left them, each made by code: the tables of that release, frozen here as they were.

Version 1 knew events, loads, overlaps, refusals and mappings; its first release did not yet note the shape of a
dataset. Version 2 added the audit log and snapshots."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Date, DateTime, MetaData, String, Table, Text, insert
from sqlalchemy.engine import Connection

AT = datetime(2026, 6, 3, 12)
WORD = String().with_variant(Text(collation="C"), "postgresql")
FIRST, SHAPED, SECOND = "1 without shapes", "1", "2"
EARLIER = (FIRST, SHAPED, SECOND)
LINEAGE = ("load_id", "row_no", "since")
SHAPES = {
    "groups": {"columns": {"group_id": "IDENT", "label": "TEXT"}, "key": ["group_id"]},
    "counts": {"columns": {"group_id": "IDENT", "day": "INTEGER", "amount": "INTEGER"}, "key": ["group_id", "day"]},
}


def make(connection: Connection, version: str) -> None:
    """The store of a version: a group, and a count that a second file corrected; narrower datasets than today's."""
    house = MetaData()
    _system(house, version)
    _datasets(house)
    house.create_all(connection)
    put = {name: rows for name, rows in ROWS.items() if name in house.tables}
    if version != FIRST:
        put["meta"] = [*put["meta"], *({"name": f"shape {name}", "value": json.dumps(s)} for name, s in SHAPES.items())]
    if version == SECOND:
        put["meta"] = [{"name": "schema", "value": "2"}, {"name": "store_mark", "value": "abcd"}, *put["meta"][1:]]
        put["audit"] = [_sealed()]
    for name, rows in put.items():
        connection.execute(insert(house.tables[name]), rows)


def _system(house: MetaData, version: str) -> None:
    Table("events", house, _number("seq"), _word("kind"), Column("load_id", BigInteger), _word("by"), _moment())
    named = ("dataset", "file", "sha256", "mapping", "mapping_sha256")
    counted = ("rows", "rows_new", "rows_changed", "rows_unchanged", "rows_removed", "left_out")
    words, counts = [_word(name) for name in named], [_count(name) for name in counted]
    Table("loads", house, _number("load_id"), *words, *counts, _word("state"), _count("applied_seq"))
    pair = (_number("load_id"), _number("earlier_load_id"), _word("kind", key=True))
    Table("load_overlap", house, *pair, _count("rows"))
    told = [_word(name) for name in ("dataset", "file", "sha256")]
    Table("refusals", house, _number("refusal_id"), *told, _count("rows"), _word("counts"), _word("by"), _moment())
    Table("mappings", house, _word("name", key=True), _word("toml"), _word("headers"))
    Table("meta", house, _word("name", key=True), _word("value"))
    if version == SECOND:
        sealed = [_word(name) for name in ("by", "action", "about", "facts", "previous", "hash")]
        Table("audit", house, _number("seq"), _moment(), *sealed)
        kept = [_word(name) for name in ("program", "digits", "sha256")]
        day = Column("report_date", Date, nullable=False)
        Table(
            "snapshots", house, _number("snapshot_id"), _word("name"), _count("seq"), day, _word("by"), _moment(), *kept
        )


def _datasets(house: MetaData) -> None:
    for name, shape in SHAPES.items():
        kinds = {"INTEGER": BigInteger(), "IDENT": WORD, "TEXT": WORD}
        own = {column: kinds[kind] for column, kind in shape["columns"].items()}  # type: ignore[attr-defined]
        keys = [Column(c, k, primary_key=c in shape["key"], autoincrement=False) for c, k in own.items()]
        Table(name, house, *keys, *map(_count, LINEAGE))
        history = [Column(c, k, nullable=c not in shape["key"]) for c, k in own.items()]
        Table(f"{name}_history", house, *history, *map(_count, LINEAGE), _count("until"))


def _number(name: str) -> Column:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def _word(name: str, *, key: bool = False) -> Column:
    return Column(name, WORD, primary_key=key, nullable=False)


def _count(name: str) -> Column:
    return Column(name, BigInteger, nullable=False)


def _moment() -> Column:
    return Column("at", DateTime, nullable=False)


def _sealed() -> dict[str, Any]:
    """The entry with which the second version began its log, sealed as it sealed."""
    said = {"seq": 1, "by": "the program", "action": "taken over", "about": "store", "previous": ""}
    facts = {"event": 3, "mark": "abcd", "schema": "2"}
    told = said | {"at": "2026-06-03T12:00:00.000000+00:00", "facts": facts}
    seal = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return said | {"at": AT, "facts": json.dumps(facts, sort_keys=True), "hash": seal}


def _load(load_id: int, dataset: str, new: int, changed: int = 0) -> dict[str, Any]:
    words = {
        "dataset": dataset,
        "file": f"{dataset}.csv",
        "sha256": f"sha{load_id}",
        "mapping": "",
        "mapping_sha256": "",
    }
    counts = {
        "rows": 1,
        "rows_new": new,
        "rows_changed": changed,
        "rows_unchanged": 0,
        "rows_removed": 0,
        "left_out": 0,
    }
    return {"load_id": load_id} | words | counts | {"state": "in force", "applied_seq": load_id}


ROWS: dict[str, list[dict[str, Any]]] = {
    "meta": [{"name": "schema", "value": "1"}],
    "events": [{"seq": n, "kind": "load", "load_id": n, "by": "ann", "at": AT} for n in (1, 2, 3)],
    "loads": [_load(1, "groups", 1), _load(2, "counts", 1), _load(3, "counts", 0, 1)],
    "load_overlap": [
        {"load_id": 2, "earlier_load_id": 1, "kind": "refers", "rows": 1},
        {"load_id": 3, "earlier_load_id": 1, "kind": "refers", "rows": 1},
        {"load_id": 3, "earlier_load_id": 2, "kind": "changed", "rows": 1},
    ],
    "groups": [{"group_id": "A", "label": "one", "load_id": 1, "row_no": 2, "since": 1}],
    "counts": [{"group_id": "A", "day": 1, "amount": 11, "load_id": 3, "row_no": 2, "since": 3}],
    "counts_history": [{"group_id": "A", "day": 1, "amount": 10, "load_id": 2, "row_no": 2, "since": 2, "until": 3}],
}
