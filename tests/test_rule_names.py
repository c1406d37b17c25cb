"""Every rule that a problem can name is in the dictionary, and the dictionary names no rule that nobody uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from qi_eval.datasets.rule_names import CONFIRMABLE, FILE_RULES

HOUSE = Path(__file__).resolve().parents[1] / "qi_eval"
SOURCES = [path for room in ("intake", "submit", "store") for path in sorted((HOUSE / room).glob("*.py"))]
RULE_PLACE = {"Problem": 3, "whole": 0, "add": 0}  # which argument of these calls is the rule's name


def rules_named(tree: ast.AST) -> Iterator[str]:
    """The rules that are written out as the argument of a call."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        place = RULE_PLACE.get(getattr(call.func, "id", getattr(call.func, "attr", "")), len(call.args))
        given = [*call.args[place : place + 1], *(word.value for word in call.keywords if word.arg == "rule")]
        yield from (one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))


def texts(tree: ast.AST) -> set[str]:
    """Every text that is written out."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_rule_that_is_used_has_a_meaning() -> None:
    used = {name for path in SOURCES for name in rules_named(ast.parse(path.read_text("utf-8")))}
    assert used - set(FILE_RULES) == set()
    assert len(used) > 20  # or nothing was found


def test_every_rule_that_has_a_meaning_is_used() -> None:
    written = set().union(*(texts(ast.parse(path.read_text("utf-8"))) for path in SOURCES))
    assert {name for name in FILE_RULES if name.removesuffix("_in_text") not in written} == set()


def test_what_can_be_confirmed_is_a_rule() -> None:
    assert set(CONFIRMABLE) <= set(FILE_RULES)
