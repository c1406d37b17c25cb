"""What is handed in and what comes back: Request, Report, Submission."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePath

import pyarrow as pa

from qi_eval.datasets.problem import Problem, Severity
from qi_eval.intake.checking import Checked
from qi_eval.intake.mapping import Mapping
from qi_eval.intake.privacy import masked
from qi_eval.intake.reading import Cells
from qi_eval.intake.rest import is_workbook
from qi_eval.store import Comparison, Loaded, LoadRefused, Part

ALREADY = "already_loaded"  # the rule that says that the very same file is in force
LONGEST_NAME = 200  # characters of a file's name
SHOWN_PROBLEMS = 50  # the first problems of a report; all are counted


class Outcome(StrEnum):
    ACCEPT = "accept"
    ACCEPT_WITH_WARNING = "accept_with_warning"
    REJECT = "reject"


@dataclass(frozen=True)
class Request:
    """A file as it was handed in. `good_rows`: load what is right and hand the rest back; `whole_list`: rows of the
    dataset that the file lacks are to go; `confirmed`: rules that a person has looked at and ticked;
    `sheet`: which sheet of a workbook, where not the one that the mapping names; `cells`: what the file holds, where it
    was read already (in the way that the mapping and the sheet say)."""

    dataset: str
    data: bytes
    file: str
    mapping: Mapping | None = None
    good_rows: bool = False
    whole_list: bool = False
    date_order: str | None = None
    confirmed: frozenset[str] = frozenset()
    sheet: str | None = None
    cells: Cells | None = field(default=None, repr=False, compare=False)

    @property
    def sha256(self) -> str:
        """The fingerprint of the file's bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def bare_file(self) -> str:
        """The file's name as it is kept and shown: without any folder, whichever way the slashes lean, without letters
        that cannot be seen, and without what identifies people."""
        bare = PurePath(self.file.replace("\\", "/")).name
        seen = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "C")
        named = masked(seen.strip()[:LONGEST_NAME])
        return named if named.strip(".") else "file"

    @property
    def is_workbook(self) -> bool:
        """Whether the file is an Excel workbook, whatever its name says."""
        return is_workbook(self.data)


@dataclass(frozen=True)
class Created:
    """Rows that the load makes on the way, such as the measures that a file of measurements names."""

    dataset: str
    new: int
    load_id: int | None = None


@dataclass(frozen=True)
class Report:
    """What became (or would become) of a file. `load_id` is None where nothing is stored; counts are rows, but of a
    wide file, which has several `values` in a row, new, changed, unchanged and removed count these. `set_aside`: rows
    of the file that are not among `rows`, for the mapping leaves them out."""

    dataset: str
    file: str
    sha256: str
    outcome: Outcome
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    left_out: int = 0
    load_id: int | None = None
    error_count: int = 0
    warning_count: int = 0
    problems: tuple[Problem, ...] = ()
    created: tuple[Created, ...] = ()
    values: int = 0
    set_aside: int = 0

    @property
    def accepted(self) -> bool:
        """Whether the file is, or may be, stored."""
        return self.outcome is not Outcome.REJECT

    @property
    def effects(self) -> tuple[object, ...]:
        """What storing the file would do; two previews that differ in it are not the same to a person."""
        return (self.outcome, self.new, self.changed, self.unchanged, self.removed, self.error_count)

    def as_dict(self) -> dict[str, object]:
        """The report as `check --json` and `load --json` print it."""
        counts = {name: getattr(self, name) for name in ("rows", "new", "changed", "unchanged", "removed", "left_out")}
        return {
            "dataset": self.dataset,
            "file": self.file,
            "sha256": self.sha256,
            "outcome": self.outcome.value,
            **counts,
            "load_id": self.load_id,
            "problem_count": self.error_count + self.warning_count,
            "error_count": self.error_count,
            "warning_count": self.warning_count,
            "problems": [problem.as_dict() for problem in self.problems],
            "created": [{"dataset": made.dataset, "new": made.new, "load_id": made.load_id} for made in self.created],
        }

    def with_warning(self, problem: Problem) -> Report:
        """The same report with one more warning, which does not change its outcome."""
        shown = first_problems((*self.problems, problem))
        return replace(self, warning_count=self.warning_count + 1, problems=shown)

    def says(self, rule: str) -> bool:
        """Whether a problem of this rule is among those shown."""
        return any(problem.rule == rule for problem in self.problems)


@dataclass(frozen=True)
class Submission:
    """A file that was read and checked but not stored: its report, and all that storing it needs.

    `parts` is empty where the file is refused; the last part is the file itself, those before it are made on the way.
    `table` holds the good rows, `bad_rows` the row numbers with an error, `checked` tells every problem,
    `can_leave_out` says that the good rows can be loaded without them."""

    request: Request
    report: Report
    parts: tuple[Part, ...] = ()
    store_version: int = 0
    comparison: Comparison | None = None
    table: pa.Table | None = None
    bad_rows: tuple[int, ...] = ()
    checked: Checked | None = None
    can_leave_out: bool = False
    counts: dict[str, int] = field(default_factory=dict)


class PreviewMovedError(Exception):
    """The store changed between preview and load; `submissions` are the previews made anew, one a file."""

    def __init__(self, *submissions: Submission) -> None:
        super().__init__("Somebody else has loaded data since this preview. Look at the new preview, then load again.")
        self.submissions = submissions


def first_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The first 50 problems, errors before warnings, by row; those of the whole file first."""
    ordered = sorted(
        problems, key=lambda one: (one.severity is Severity.WARNING, one.row if one.row is not None else 0)
    )
    return tuple(ordered[:SHOWN_PROBLEMS])


def refused(request: Request, problems: Sequence[Problem], rows: int = 0) -> Report:
    """The report of a file that is not even looked at row by row."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return Report(
        request.dataset,
        request.bare_file,
        request.sha256,
        Outcome.REJECT,
        rows=rows,
        error_count=errors,
        warning_count=len(problems) - errors,
        problems=first_problems(problems),
    )


def stored(report: Report, loaded: Sequence[Loaded]) -> Report:
    """The report of a file after its load: the counts as the store did them, and the load's number."""
    *made, main = loaded
    created = tuple(Created(one.dataset, one.new, one.load_id) for one in made)
    report = replace(
        report,
        new=main.new,
        changed=main.changed,
        unchanged=main.unchanged,
        removed=main.removed,
        load_id=main.load_id,
        created=created,
    )
    told = report.says(ALREADY) or not main.already
    return report if told else report.with_warning(already_loaded(main.load_id))


def turned_down(report: Report, refusal: LoadRefused) -> Report:
    """The report of a right file that the store would not take, with the store's reason."""
    reason = Problem(None, None, None, refusal.rule, str(refusal))
    problems = first_problems((reason, *report.problems))
    nothing = dict.fromkeys(("new", "changed", "unchanged", "removed", "left_out"), 0)
    changed: dict[str, object] = nothing | {"outcome": Outcome.REJECT, "load_id": None, "problems": problems}
    return replace(report, error_count=report.error_count + 1, **changed)  # type: ignore[arg-type]


def whole_list_waits() -> Problem:
    """The warning that a list with rows left out for a mistake is not taken for whole: it does not say which stored
    rows these are."""
    sentence = (
        "Rows are left out, so nothing is taken away: which stored rows the list lacks shows once all its rows are "
        "right. Mend them and bring the whole list again."
    )
    return Problem(None, None, None, "whole_list_waits", sentence, Severity.WARNING)


def already_loaded(load_id: int) -> Problem:
    """The warning that the very same file is in force already."""
    sentence = f"This file was loaded before, as load {load_id}. Nothing was changed."
    return Problem(None, None, None, ALREADY, sentence, Severity.WARNING)
