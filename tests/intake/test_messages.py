"""What a person reads: every rule is listed, every message is a sentence that says what to do, none tells too much."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qi_eval.datasets.rule_names import CONFIRMABLE, FILE_RULES
from qi_eval.intake import limits
from tests.intake.given import GOOD, HEADER, checked, lines, refusal
from tests.intake.test_refused_files import BAD, FOREIGN

SOURCE = Path(__file__).parents[2] / "qi_eval" / "intake"
CELLS = [
    "31/04/2025", "03/13/2024", "72,5", "n/a", "1e400", "-1", "", "zzz", "2027-01-01", "3 Apr 25", "45000", "=1+1",
    "x" * 500, "943 476 5919", "jo@example.nhs.uk", "M\n31",
]  # fmt: skip


def every_message() -> list[str]:
    """The messages for each odd text in each column."""
    names = HEADER.split(",")
    rows = [GOOD.split(",") for _ in range(len(names) * len(CELLS))]
    for n, row in enumerate(rows):
        row[n % len(names)] = '"' + CELLS[n // len(names)] + '"'
    result = checked(lines(*[",".join(row) for row in rows]))
    refused = [problem for data, *_ in BAD.values() for problem in refusal(data)]
    foreign = [problem for data in FOREIGN.values() for problem in refusal(data)]
    return [problem.message for problem in (*result.all_problems(), *refused, *foreign)]


MESSAGES = every_message()


def test_every_message_is_a_whole_sentence():
    assert [message for message in MESSAGES if not message.endswith((".", "alike.)", "…", '"))'))] == []


def test_no_message_tells_of_the_machine():
    told = re.compile(r"Traceback|Error\b.*line \d|/usr|/home|\.py\b|select |0x[0-9a-f]{6}", re.IGNORECASE)
    assert [message for message in MESSAGES if told.search(message)] == []


def test_no_message_is_long():
    assert max(map(len, MESSAGES)) < 400


def test_rows_and_columns_come_first():
    located = [message for message in MESSAGES if message.startswith("Row ")]
    assert len(located) > 50
    assert all(re.match(r'Row \d+(, column "[^"]+"|, cell \w+)?: \S', m) or "does not look like" in m for m in located)


def test_every_rule_that_the_source_names_is_listed():
    text = "\n".join(path.read_text("utf-8") for path in SOURCE.glob("*.py"))
    used = set(re.findall(r'Problem\([^()]*?, "([a-z_]+)", [a-z]', text, re.DOTALL))
    used |= set(re.findall(r'findings\.(?:add|whole)\(\s*"([a-z_]+)"', text))
    assert len(used) > 25
    assert used - set(FILE_RULES) == set()


def test_every_listed_rule_is_explained_in_one_line_and_can_be_met():
    text = "\n".join(path.read_text("utf-8") for path in SOURCE.parent.glob("**/*.py") if "datasets" not in path.parts)
    base = {rule.removesuffix("_in_text") for rule in FILE_RULES}
    assert [rule for rule in base if f'"{rule}"' not in text] == []
    assert all(meaning.endswith(".") and len(meaning) < 120 for meaning in FILE_RULES.values())
    assert set(CONFIRMABLE) <= set(FILE_RULES)


@pytest.mark.parametrize("text", ["x" * 500, "y" * limits.MAX_CELL])
def test_a_long_cell_is_shortened_in_its_message(text: str):
    [problem] = checked(lines(f"M031,RNB,{text},,17,24,")).problems
    assert problem.value == text
    assert len(problem.message) < 200
