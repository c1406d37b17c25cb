"""Run as a program: files of the corpus, each read and checked in a process of its own; a line of JSON for each.

The processes are forked from one that has imported everything, so that each pays for its file and not for Python. The
bytes are made by another process, so that making them is not counted."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from qi_eval.datasets import BY_NAME
from qi_eval.intake.checking import check
from qi_eval.intake.reading import Refused, read
from tests.build import known
from tests.corpus.case import Case
from tests.corpus.conftest import TODAY
from tests.corpus.every import every_case

DANGEROUS = ("too_large", "all_wrong", "hostile_workbook", "open_quote", "foreign", "damaged_text")
KNOWN = known()


def main(folder: Path, each: int) -> None:
    """Measures one in `each` of the chosen cases and prints what it took."""
    for case in sorted(chosen(every_case()), key=lambda case: case.line)[::each]:
        file, answer = folder / "file", folder / "answer"
        _forked(lambda case=case, file=file: file.write_bytes(case.make()))  # type: ignore[misc]
        start = time.perf_counter()
        used = _forked(lambda case=case, file=file, answer=answer: answer.write_text(_rule(case, file)))  # type: ignore[misc]
        print(json.dumps({
            "line": case.line, "name": case.name, "wall": time.perf_counter() - start,
            "cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024,
            "rule": answer.read_text(), "expected": case.rule,
        }))  # fmt: skip


def chosen(cases: list[Case]) -> list[Case]:
    """All that could do harm, and of each other line of the catalogue one file of each kind."""
    first = {(case.line, case.file): case for case in reversed(cases)}
    return [case for case in cases if case.line in DANGEROUS or first[case.line, case.file] is case]


def _rule(case: Case, file: Path) -> str:
    """The rule of the first problem of a file."""
    try:
        cells = read(file.read_bytes(), case.file)
        problems = check(cells, BY_NAME[case.dataset], KNOWN, today=TODAY).problems
    except Refused as refusal:
        problems = refusal.problems
    return problems[0].rule if problems else ""


def _forked(work: Callable[[], object]) -> os.struct_rusage:  # type: ignore[name-defined]
    """Does the work in a process of its own; what that process used."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    assert status == 0
    return used


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
