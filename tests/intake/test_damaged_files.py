"""Files damaged at random: each is checked or refused in a sentence, never with a crash; the counts add up."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from qi_eval.datasets import BY_NAME, DATASETS
from qi_eval.intake.checking import Checked, check
from qi_eval.intake.mapping import apply, suggest
from qi_eval.intake.reading import Refused, read
from qi_eval.intake.rest import rest_csv
from tests.build import csv_bytes, known
from tests.intake.given import TODAY

KNOWN = known()
JUNK = [
    *(b'"', b",", b"\n", b"\r", b";", b"\t", b"\x00", b"\xff", b"\xc3", b"|", b"=", b"-", b"", b" ", b"'"),
    *(b"\xef\xbb\xbf", b"\xe2\x80\x8b", b"99999999999", b"1e999", b"31/04/2024", b"Total", b"9434765919", b"a@b.cd"),
]


def damaged(seed: int) -> tuple[str, bytes]:
    """The template of some dataset, its example up to five times, with up to eight places damaged."""
    chance = random.Random(seed)
    dataset = chance.choice(DATASETS)
    data = bytearray(csv_bytes(dataset.name, [dataset.example] * chance.randint(1, 5)))
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data) + 1)
        if chance.random() < 0.6:
            data[place:place] = chance.choice(JUNK)
        else:
            del data[place : place + chance.randint(1, 10)]
    return dataset.name, bytes(data)


@pytest.mark.parametrize("block", range(10))
def test_a_damaged_file_is_checked_or_refused(block: int):
    for seed in range(block * 30, block * 30 + 30):
        name, data = damaged(seed)
        with suppress(Refused):
            _look_at(name, data)


def _look_at(name: str, data: bytes) -> None:
    dataset = BY_NAME[name]
    cells = read(data, "f.csv")
    mapped = apply(cells, suggest(cells, dataset), dataset, secret=b"x")
    for one in (cells, mapped):
        result = check(one, dataset, KNOWN, today=TODAY)
        _adds_up(result)
        assert rest_csv(data, "f.csv", result.problems, result.bad_rows.to_pylist())


def _adds_up(result: Checked) -> None:
    told = result.all_problems()
    assert len(told) == result.error_count + result.warning_count == sum(result.counts.values())
    assert result.problems == told[:50]
    assert (result.error_count > 0) == (len(result.bad_rows) > 0 or result.whole_file)
    assert not set(result.table["row_no"].to_pylist()) & set(result.bad_rows.to_pylist())
