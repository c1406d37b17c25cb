"""What the commands share: exit codes, who is at the keyboard, JSON and sentences on the terminal."""

from __future__ import annotations

import getpass
import json
import sys
from datetime import UTC, date, datetime

from qi_eval.submit import Report

DONE, REFUSED, UNREACHABLE = 0, 1, 2  # exit codes


class CommandError(Exception):
    """A command that cannot be carried out as it was written; its text is for people."""

    def __init__(self, message: str, code: int = UNREACHABLE) -> None:
        super().__init__(message)
        self.code = code


def today() -> date:
    """The date against which a file's dates are checked."""
    return date.today()


def now() -> datetime:
    """The moment that a load records, in UTC."""
    return datetime.now(UTC)


def person(named: str | None) -> str:
    """Who loads: the name given, else the user of this machine."""
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def print_json(value: object) -> None:
    """Prints a value as JSON, dates as ISO text."""
    print(json.dumps(value, indent=2, ensure_ascii=False, default=_iso))


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def step(text: str) -> None:
    """Tells on the error stream how far the work is, so that piped output stays clean."""
    print(text, file=sys.stderr)


def counted(number: int, noun: str) -> str:
    """1 row, 2 rows."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def tell(report: Report, *, would: bool = False) -> None:
    """Prints a report for a person: what became of the file, then its problems."""
    print(_headline(report, would=would))
    for made in report.created:
        print(f"  {counted(made.new, 'new row')} of {made.dataset} made on the way")
    for problem in report.problems:
        print(f"  {problem.severity.value}: {problem.message}")
    hidden = report.error_count + report.warning_count - len(report.problems)
    if hidden > 0:
        print(f"  … and {hidden:,} more")


def _headline(report: Report, *, would: bool) -> str:
    name = f"{report.file} ({report.dataset})" if report.dataset else report.file
    rows = counted(report.rows, "row") + (f", {counted(report.values, 'value')}" if report.values else "")
    rows += f", {counted(report.set_aside, 'other row')} left out by the mapping" if report.set_aside else ""
    if not report.accepted:
        return f"{name}: refused, nothing was stored. {rows}, {counted(report.error_count, 'error')}."
    effects = {what: getattr(report, what) for what in ("new", "changed", "unchanged", "removed")}
    counts = ", ".join(f"{count:,} {what}" for what, count in effects.items() if count)
    out = f", {report.left_out:,} left out" if report.left_out else ""
    done = "can be loaded" if would else f"load {report.load_id}"
    return f"{name}: {done}. {rows}: {counts or 'none'}{out}."
