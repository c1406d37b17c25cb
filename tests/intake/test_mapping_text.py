"""docs/mappings.md: what it shows can be read, and nothing that a mapping may say is missing from it."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from qi_eval.intake.mapping import Mapping, from_toml

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "mappings.md").read_text("utf-8")
[SHOWN] = re.findall(r"^```toml\n(dataset.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def test_the_mapping_that_is_shown_can_be_read_and_says_everything():
    mapping = from_toml(SHOWN, "shown")
    assert [one.name for one in fields(Mapping) if not getattr(mapping, one.name)] == []


def test_each_example_is_listed():
    examples = [path.name for path in (ROOT / "data" / "examples").glob("*.toml")]
    assert [name for name in examples if f"`{name}`" not in TEXT] == []
