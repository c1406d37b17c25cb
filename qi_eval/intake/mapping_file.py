"""A mapping: how files of one shape become files of ours. It is kept as TOML, documented in docs/mappings.md."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from typing import Any

from qi_eval.datasets.problem import Problem
from qi_eval.intake.cells import Refused
from qi_eval.intake.dates import MONTH_FIRST

DATE_ORDERS = ("day_first", MONTH_FIRST)


@dataclass(frozen=True)
class Mapping:
    """`rename`: ours → theirs. `constant`: ours → the value of every row. `keep`: theirs → the values whose rows stay.
    `drop`: theirs, taken away before the look for personal data. `pseudonym`: ours → theirs, turned into a keyed hash.
    `values`: ours → (their word → our code). `units`: their name of a unit → our unit_id. `split`: ours → what stands
    between several values in a cell. `total_rows`: what a total row begins with. `creates`: dataset → what is the same
    for all rows made on the way."""

    name: str
    dataset: str
    headers: tuple[str, ...] = ()
    sheet: str | None = None
    header_row: int | None = None
    drop: tuple[str, ...] = ()
    date_order: str | None = None
    total_rows: str | None = None
    whole_list: bool = False
    decimal_comma: bool = False
    rename: dict[str, str] = field(default_factory=dict)
    constant: dict[str, str] = field(default_factory=dict)
    keep: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pseudonym: dict[str, str] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    creates: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The fingerprint of what the mapping says; '' where it says nothing."""
        said = to_toml(self)
        nothing = to_toml(Mapping(self.name, self.dataset, self.headers))
        return "" if said == nothing else hashlib.sha256(said.encode()).hexdigest()


def from_toml(text: str, name: str) -> Mapping:
    """The mapping in a TOML text. Raises Refused with a sentence for everything that is wrong."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused([_wrong(name, f"it is not valid TOML: {error}.")]) from None
    problems: list[Problem] = []
    given = {key: _read(name, key, value, problems) for key, value in raw.items()}
    if not isinstance(raw.get("dataset"), str):
        problems.append(
            _wrong(name, 'it does not say which dataset it is for: add a line such as dataset = "training".')
        )
    if given.get("date_order") not in (None, *DATE_ORDERS):
        problems.append(_wrong(name, f"date_order must be one of: {', '.join(DATE_ORDERS)}."))
    if isinstance(given.get("header_row"), int) and given["header_row"] < 1:
        problems.append(_wrong(name, "header_row counts from 1, as Excel does."))
    if problems:
        raise Refused(problems)
    return Mapping(**{"name": name} | given)


def to_toml(mapping: Mapping) -> str:
    """The mapping as TOML, always in the same order, without what it does not say."""
    lines, tables = [], []
    for one in fields(Mapping):
        value = getattr(mapping, one.name)
        if one.name == "name" or value in (None, False, (), {}):
            continue
        if isinstance(value, dict):
            tables += _table(one.name, value)
        else:
            lines.append(f"{one.name} = {_written(value)}")
    return "\n".join([*lines, *tables]) + "\n"


def _table(name: str, value: dict[str, Any]) -> list[str]:
    plain = {key: inner for key, inner in value.items() if not isinstance(inner, dict)}
    lines = ["", f"[{name}]", *_pairs(plain)] if plain else []
    for key, inner in sorted(value.items()):
        if isinstance(inner, dict):
            lines += ["", f"[{name}.{_key(key)}]", *_pairs(inner)]
    return lines


def _pairs(values: dict[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_written(value)}" for key, value in sorted(values.items())]


def _key(key: str) -> str:
    bare = key and all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in key)
    return key if bare else json.dumps(key, ensure_ascii=False)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


_TEXTS = ("dataset", "sheet", "date_order", "total_rows")
_LISTS = ("headers", "drop")
_PAIRS = ("rename", "constant", "pseudonym", "split", "units")
_NESTED = ("values", "creates")


def _read(name: str, key: str, value: Any, problems: list[Problem]) -> Any:
    """The value of one entry in the mapping's own types; notes a problem where it has another shape."""
    shape, read = _SHAPES.get(key, ("", None))
    if read is None:
        near = get_close_matches(key, _SHAPES, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else f" Known are: {', '.join(_SHAPES)}."
        problems.append(_wrong(name, f"'{key}' is not known.{hint}"))
        return None
    try:
        return read(value)
    except TypeError:
        problems.append(_wrong(name, f"{key} must be {shape}."))
        return None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float | date):
        raise TypeError
    return str(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _list(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(one) for one in value)


def _dict(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


_SHAPES: dict[str, tuple[str, Any]] = {
    **dict.fromkeys(_TEXTS, ('a text in "quotation marks"', _text)),
    **dict.fromkeys(_LISTS, ('a list such as ["First name", "Surname"]', _list)),
    **{
        key: ("a table of texts", lambda value: {one: _text(inner) for one, inner in _dict(value).items()})
        for key in _PAIRS
    },
    **{
        key: (
            f"tables of texts, such as [{key}.status]",
            lambda value: {
                one: {word: _text(said) for word, said in _dict(inner).items()} for one, inner in _dict(value).items()
            },
        )
        for key in _NESTED
    },
    "keep": (
        'a table of lists, such as type = ["1"]',
        lambda value: {
            one: _list(inner) if isinstance(inner, list) else (_text(inner),) for one, inner in _dict(value).items()
        },
    ),
    "header_row": ("a whole number", _whole),
    "whole_list": ("true or false", _yes),
    "decimal_comma": ("true or false", _yes),
}


def _wrong(name: str, why: str) -> Problem:
    return Problem(None, None, None, "mapping_invalid", f"The mapping '{name}': {why}")
