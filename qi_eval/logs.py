"""The log for whoever runs the program: one line of JSON an event, formed in this one place, never on a page.

No line holds what a person typed or a file brought: of an error the log tells its kind and the lines of code that it
went through, not its text, which may quote a cell; of another program's message the words that stand in its source. Who
did what stands in the audit log, whose entries are named here by number."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

FILE = "QI_EVAL_LOG"  # the environment variable that names a file for the log; else it goes to the error stream
OURS, SERVER = "qi_eval", "streamlit"  # the loggers whose lines are formed here
FACTS = "facts"  # in a record's extra: names and numbers beside the words
HOUSE = Path(__file__).resolve().parent.parent
OWNER_ONLY = 0o600


class Line(logging.Formatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; what would break it or hide in it (line breaks, control characters) is escaped."""
        is_ours = record.name.split(".")[0] == OURS
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": _said(record) if is_ours else str(record.msg),
        }
        if is_ours and hasattr(record, FACTS):
            told[FACTS] = getattr(record, FACTS)
        if record.exc_info and record.exc_info[0]:
            told |= {"error": record.exc_info[0].__name__, "through": _lines(record.exc_info[2])}
        return json.dumps(told, ensure_ascii=True, default=str)


def start(*, console: bool = True) -> None:
    """Sets the log up, once in a process. `console`: it goes to the error stream where no file is named."""
    ours = logging.getLogger(OURS)
    if ours.handlers:
        return
    named = os.environ.get(FILE, "").strip()
    if named or console:
        handler = _to_file(Path(named)) if named else logging.StreamHandler(sys.stderr)
        handler.setFormatter(Line())
        ours.addHandler(handler)
        ours.setLevel(logging.INFO)
    for logger in map(logging.getLogger, list(logging.root.manager.loggerDict)):
        if logger.name.split(".")[0] == SERVER:
            for each in logger.handlers:
                each.setFormatter(Line())


def _said(record: logging.LogRecord) -> str:
    """The words of a record. An error among them is told by its own words only where they are ours."""
    given = record.args if isinstance(record.args, tuple) else ()
    told = tuple(_harmless(one) if isinstance(one, BaseException) else one for one in given)
    return str(record.msg) % told if told else record.getMessage()


def _harmless(error: BaseException) -> str:
    is_ours = type(error).__module__.split(".")[0] == OURS
    return str(error) if is_ours else getattr(error, "strerror", None) or type(error).__name__


def _to_file(path: Path) -> logging.Handler:
    """A handler that adds to a file which only its owner may read."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY))
    return logging.FileHandler(path, encoding="utf-8")


def _lines(trace: TracebackType | None) -> list[str]:
    """The lines of our own code that an error went through, the last one last, then where it was raised."""
    found, last = [], ""
    while trace is not None:
        code = trace.tb_frame.f_code
        last = f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}"
        if Path(code.co_filename).is_relative_to(HOUSE) and ".venv" not in code.co_filename:
            found.append(f"{Path(code.co_filename).relative_to(HOUSE).as_posix()}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return [*found, last] if found and not found[-1].endswith(last) else found or [last]
