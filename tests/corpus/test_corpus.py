"""Every file of the corpus, through the real way in: what becomes of it, what is said, and what is left behind."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qi_eval import submit
from qi_eval.datasets import DATASETS
from qi_eval.datasets.problem import Problem, Severity
from qi_eval.submit import Request, Store, Submission
from tests.corpus.case import CATALOGUE, REJECT, Case
from tests.corpus.conftest import NOW, TODAY
from tests.corpus.every import every_case
from tests.store.small import standing

CASES = [case for case in every_case() if not case.is_heavy]  # those are handed in by test_cost.py
MACHINE = re.compile(r"Traceback|Error\b.*line \d|/usr|/home|\.py\b|\bselect\b .* from|0x[0-9a-f]{6}", re.IGNORECASE)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
EACH = [pytest.param(6, id="a_sixth"), pytest.param(1, id="every", marks=pytest.mark.drill)]
MANY_PROBLEMS = "20,000 rows (CSV)"
LOCATED = 0.95  # of the refusals that can be located, the share that names the row and the column


@dataclass(frozen=True)
class Answer:
    """What was said of a case."""

    case: Case
    submission: Submission
    told: tuple[Problem, ...]

    @property
    def first(self) -> Problem | None:
        """The first error of a refusal; else the warning that the case is about."""
        wanted = (one for one in self.told if one.severity is Severity.ERROR or self.case.outcome is not REJECT)
        return next((one for one in wanted if self.case.outcome is REJECT or one.rule == self.case.rule), None)


@pytest.fixture(scope="module", params=EACH)
def each(request: pytest.FixtureRequest) -> int:
    """One case in so many is handed in."""
    return int(request.param)


@pytest.fixture(scope="module")
def answers(corpus_store: Store, each: int) -> list[Answer]:
    """The cases handed in once; what is refused is also tried to be loaded."""
    found = []
    for case in _chosen(each):
        request = Request(case.dataset, case.make(), case.file, confirmed=case.confirmed)
        submission = submit.preview(corpus_store, request, today=TODAY)
        checked = submission.checked
        told = checked.all_problems() if checked and case.line != "all_wrong" else submission.report.problems
        found.append(Answer(case, submission, tuple(told)))
    return found


def test_every_line_of_the_catalogue_has_a_file() -> None:
    elsewhere = {"file_name", "twice", "cut_off"}  # below, and in tests/browser/test_cut_off.py
    assert set(CATALOGUE) - elsewhere == {case.line for case in CASES}
    assert Counter((case.line, case.name) for case in CASES).most_common(1)[0][1] == 1


def test_every_file_is_accepted_or_refused_as_it_should_be(answers: list[Answer]) -> None:
    assert [
        (one.case.line, one.case.name, one.submission.report.outcome.value, one.told[:2])
        for one in answers
        if one.submission.report.outcome is not one.case.outcome
    ] == []


def test_every_fault_is_named_for_what_it_is_and_where_it_stands(answers: list[Answer]) -> None:
    wrong = []
    for one in answers:
        case, first = one.case, one.first
        if case.rule and (first is None or first.rule != case.rule):
            wrong.append((case.name, case.rule, one.told[:2]))
        elif first is not None and case.outcome is REJECT and (first.row, first.column) != (case.row, case.column):
            wrong.append((case.name, (case.row, case.column), (first.row, first.column)))
        elif case.says and not any(case.says in told.message for told in one.told):
            wrong.append((case.name, case.says, one.told[:2]))
    assert wrong == []


def test_what_is_read_is_what_was_meant(answers: list[Answer]) -> None:
    wrong = []
    for one in answers:
        table = one.submission.table
        for name, values in one.case.keeps.items():
            if table is None or table[name].to_pylist() != list(values):
                wrong.append((one.case.line, one.case.name, name, table and table[name].to_pylist()))
    assert wrong == []


def test_row_and_column_are_named_where_they_can_be(answers: list[Answer], each: int) -> None:
    refused = [one for one in answers if one.case.is_located]
    named = [one for one in refused if one.first and one.first.row is not None and one.first.column is not None]
    whole = {  # faults of a row, of a column or of several cells: there is no one cell to name
        "ragged_row", "total_row", "repeated_header", "title_rows", "nul_character", "encoding_unreadable",
        "too_many_columns", "missing_column", "misspelt_column", "lookalike_header", "duplicate_header",
        "identifier_header",
    }  # fmt: skip
    in_a_cell = [one for one in refused if one.case.rule not in whole]
    assert len(in_a_cell) > 300 / each
    assert len([one for one in named if one in in_a_cell]) >= LOCATED * len(in_a_cell)
    for one in refused:
        assert one.first is not None
        assert one.first.row is not None or one.first.column is not None


def test_no_message_tells_of_the_machine_or_repeats_a_secret(answers: list[Answer]) -> None:
    for one in answers:
        said = " ".join(f"{told.message} {told.column} {told.value}" for told in one.told)
        assert not MACHINE.search(said), (one.case.name, said)
        assert not one.case.secret or one.case.secret not in said, one.case.name
        assert len(one.submission.report.problems) <= 50


def test_what_is_handed_back_repeats_no_secret_and_runs_in_no_spreadsheet(answers: list[Answer], each: int) -> None:
    handed_back = 0
    for one in answers:
        if not one.submission.can_leave_out or one.case.line in ("all_wrong", "too_large"):
            continue
        for whole in (False, True):
            text = submit.rest(one.submission, whole=whole).decode("utf-8-sig")
            assert not one.case.secret or one.case.secret not in text, one.case.name
            rows = list(csv.reader(io.StringIO(text, newline="")))
            assert rows[0][-1] == "problem"
            cells = [cell for row in rows for cell in row if cell.startswith(FORMULA)]
            assert [cell for cell in cells if not re.fullmatch(r"[+-]?[0-9.,]+%?", cell)] == []
            handed_back += 1
    assert handed_back > 300 / each


def test_a_refused_file_changes_nothing_but_its_record_and_leaves_no_secret(
    answers: list[Answer], corpus_store: Store, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before, version = _stored(corpus_store), corpus_store.version()
    refusals = len(corpus_store.refusals())
    refused = [one for one in answers if one.case.outcome is REJECT]
    with caplog.at_level(logging.DEBUG):
        for one in refused:
            report = submit.load(corpus_store, one.submission, by="test", today=TODAY, now=NOW)
            assert not report.accepted
    assert _stored(corpus_store) == before
    assert corpus_store.version() == version
    assert len(corpus_store.refusals()) - refusals == len(refused)
    kept = b"".join(path.read_bytes() for path in folder.iterdir()) + caplog.text.encode()
    secrets = {one.case.secret for one in refused if one.case.secret}
    assert len(secrets) > 20
    assert [secret for secret in secrets if secret.encode() in kept] == []


def _chosen(each: int) -> list[Case]:
    """All that hold a secret, and of the others one in so many of each line of the catalogue."""
    seen: Counter[str] = Counter()
    found = []
    for case in CASES:
        if case.secret or case.name == MANY_PROBLEMS or seen[case.line] % each == 0:
            found.append(case)
        seen[case.line] += not case.secret
    return found


def _stored(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that stands in the store, row by row."""
    return {dataset.name: standing(store, dataset) for dataset in DATASETS}


def test_the_first_fifty_problems_and_the_total_are_told(answers: list[Answer]) -> None:
    [report] = [one.submission.report for one in answers if one.case.name == MANY_PROBLEMS]
    assert len(report.problems) == 50
    assert report.error_count == 40_000


NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\jo\\falls.csv": "falls.csv",
    "\\\\host\\share\\x.csv": "x.csv",
    "": "file",
    "..": "file",
    "/": "file",
    "a\0b.csv": "ab.csv",
    "x" * 300 + ".csv": "x" * 200,
    "<b>x</b>.csv": "b>.csv",
    "=1+1.csv": "=1+1.csv",
    "CON": "CON",
    "fal\u202evsc.exe": "falvsc.exe",
    "two\nlines.csv": "twolines.csv",
    "Jo 943 476 5919.csv": "Jo (taken out).csv",
    "jo@example.nhs.uk.csv": "(taken out)",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_is_only_a_text(name: str) -> None:
    assert Request("units", b"", name).bare_file == NAMES[name]


def test_the_same_file_twice_changes_nothing(corpus_store: Store) -> None:
    good = next(case for case in CASES if case.name == "CRLF")
    request = Request(good.dataset, good.make(), "../=1+1.csv")
    first, second = (
        submit.load(corpus_store, submit.preview(corpus_store, request, today=TODAY), by="x", today=TODAY, now=NOW)
        for _ in range(2)
    )
    assert (first.new, second.new, second.changed) == (3, 0, 0)
    assert (second.load_id, second.problems[0].rule) == (first.load_id, "already_loaded")
    assert first.file == "=1+1.csv"
