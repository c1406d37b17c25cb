"""Data health: can we rely on the data? What is in, how new, how much was right, what is overdue and from whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from qi_eval.datasets import BY_NAME
from qi_eval.metrics import METRICS
from qi_eval.metrics.data_health import F3_DATA_HEALTH, ended
from qi_eval.metrics.health_counts import select_health
from qi_eval.metrics.metric import Scope
from qi_eval.metrics.own import own_tables
from qi_eval.narrative import count, date_words, listed, of, percent
from qi_eval.store import Store
from qi_eval.views.health_marks import Marks, marks_of, received
from qi_eval.views.health_overdue import Owner, Silent, late_from, owners, silent
from qi_eval.views.results import results
from qi_eval.views.tables import TableView

NEARLY = 99.5  # %; from here on a whole number would say 100
NOTHING = "There is nothing to rely on yet: no file is loaded."
NONE_OVERDUE = "No measure of an active project is overdue."
HOW = (
    "Late is what ended more than 1.5 of its own intervals ago; the states on the overview rest on the same count, and "
    "a question is called known only while its newest data are not late and at least four fifths of them are there.",
    "A file is as new as its newest row, whatever it is about. A figure that rests on one kind of row can be older: "
    "its own panel says so, and Data and methods lists the newest day behind each.",
    "Right on arrival: rows that were loaded, of those and the rows that were left out because something in them was "
    "wrong. A refused file leaves no rows; it counts once its mended version is loaded.",
    "Keys: every id that a row must have was matched when the file was loaded, or the file was refused. An id that may "
    "arrive before what it points at is counted here until it does.",
)
STAR = (
    "S, T, A and R after the data quality STAR of NHS England's Making Data Count (check before relying): signed off, "
    "timely and complete, audited and accurate, robust capture. The data tell only a part of each, and where they tell "
    "nothing the table says so. S: a role stands for the row. T: not late. A: right on arrival; no audit is on record. "
    "R: rows that came in a file, not typed by hand."
)


@dataclass(frozen=True)
class FileLine:
    """One file: its rows, how new it is and when more is due, how much of it was right, and its four marks. `waits`:
    questions of the framework that wait for it while it is late or missing."""

    dataset: str
    title: str
    rows: int
    newest: str
    due: str
    state: str
    late: bool
    since: str
    valid: str
    keys: str
    lost: int
    marks: Marks
    waits: int


@dataclass(frozen=True)
class HealthView:
    """`answer` first; `files` in the order in which they are loaded, `owners` with what is overdue from each."""

    answer: str
    files: tuple[FileLine, ...]
    owners: tuple[Owner, ...]
    table: TableView
    marks: TableView
    overdue: TableView


def health(store: Store, scope: Scope) -> HealthView:
    """Everything that the page says, from F3, the loads and the active projects' measures."""
    found = results(store, [F3_DATA_HEALTH], scope)[F3_DATA_HEALTH.id]
    counted = store.frames(select_health(own_tables(store.tables(), scope), scope))
    came = received(store)
    rows = [] if found.breakdown is None else found.breakdown.table.to_dict("records")
    files = tuple(_file(row, counted, came, scope.report_date) for row in rows)
    late = silent(counted["measures"], scope.report_date)
    grouped = owners(late, [file for file in files if file.late])
    running = counted["measures"]["measure_id"].nunique()
    answer = _answer(files, came, late, running)
    return HealthView(answer, files, grouped, _shown(files), _marked(files), _overdue(grouped))


def _file(row: Mapping[Any, Any], counted: Mapping[str, pd.DataFrame], came: Mapping[str, Any], now: date) -> FileLine:
    name, newest = row["dataset"], _day(row["newest"])
    frequency, over = BY_NAME[name].frequency, ended(BY_NAME[name], newest)
    late, rows = bool(row["late"]), int(row["value"])
    keys = counted["keys"]
    lost = int(keys.loc[keys["dataset"] == name, "lost"].sum())
    return FileLine(
        dataset=name,
        title=row["label"],
        rows=rows,
        newest=date_words(newest) if newest else "",
        due=date_words(over + timedelta(days=frequency.days)) if over and frequency else "",
        state=_state(rows, late, bool(frequency)),
        late=late,
        since=date_words(late_from(over, frequency)) if over and frequency else "",
        valid=came[name].valid_words if name in came else "",
        keys=_keys(name, lost) if rows else "",
        lost=lost,
        marks=marks_of(name, rows, late, bool(frequency), counted["signed"], came.get(name)),
        waits=_waits(name) if late or not rows else 0,
    )


def _state(rows: int, late: bool, due: bool) -> str:
    if not rows:
        return "not loaded"
    return "late" if late else "up to date" if due else "as things happen"


def _keys(name: str, lost: int) -> str:
    """Whether ids that may come before what they point at have found it; all others were matched when loaded."""
    if not BY_NAME[name].references:
        return "no keys"
    return f"{count(lost, 'id leads', 'ids lead')} nowhere" if lost else "all matched"


def _waits(name: str) -> int:
    """Questions of the framework that a metric answers with this file."""
    return len({bullet for metric in METRICS if metric.evidence and name in metric.inputs for bullet in metric.bullets})


def _answer(files: Sequence[FileLine], came: Mapping[str, Any], late: Sequence[Silent], running: int) -> str:
    held = [file for file in files if file.rows]
    if not held:
        return NOTHING
    behind = [file.title for file in held if file.late]
    due = sum(bool(file.due) for file in held)
    good, all_ = (sum(getattr(one, part) for one in came.values()) for part in ("good", "handed_in"))
    lost = sum(file.lost for file in held)
    sure = not (behind or late or lost) and good == all_
    fresh = f"{of(due - len(behind), due)} files that are due at set times are up to date"
    told = [
        f"{'As far as the data can tell, yes' if sure else 'In part'}: {of(len(held), len(files))} files hold data.",
        f"{fresh}{f' (late: {listed(behind)})' if behind else ''}." if due else "None of them is due at set times.",
        f"{_share(good, all_)} that were handed in passed every check." if all_ else "",
        f"{count(lost, 'id leads', 'ids lead')} nowhere." if lost else "All keys are matched.",
        f"{of(len(late), running)} measures of active projects are overdue." if late else NONE_OVERDUE,
    ]
    return " ".join(filter(None, told))


def _share(good: int, all_: int) -> str:
    """All rows, or a share that is not rounded up to all of them."""
    share = 100 * good / all_
    if good == all_:
        return "All rows"
    return f"{percent(share)} of the rows" if share < NEARLY else f"Nearly all rows ({of(good, all_)})"


SHOWN = ("File", "State", "Rows", "Newest", "Next due", "Right on arrival", "Keys", "Questions that wait")
MARKED = ("Signed off", "Timely", "Accurate", "Robust")


def _shown(files: Sequence[FileLine]) -> TableView:
    rows = tuple(
        (
            *(file.title, file.state, f"{file.rows:,}", file.newest, file.due, file.valid, file.keys),
            str(file.waits) if file.waits else "",
        )
        for file in files
    )
    return TableView("Every file", SHOWN, rows, (False, False, True, *(False,) * 4, True))


def _marked(files: Sequence[FileLine]) -> TableView:
    held = [file for file in files if file.rows]
    rows = tuple((f.title, f.marks.signed, f.marks.timely, f.marks.accurate, f.marks.robust) for f in held)
    return TableView("Four marks", ("File", *MARKED), rows, (False,) * 5)


def _overdue(grouped: Sequence[Owner]) -> TableView:
    headers = ("From whom", "What", "Project", "Newest", "Late since", "What to do next")
    rows = tuple(
        (owner.role, item.what, item.project, item.newest, item.since, item.todo)
        for owner in grouped
        for item in owner.items
    )
    return TableView("Overdue", headers, rows, (False,) * 6)


def _day(value: Any) -> date | None:
    return None if value is None or value != value else pd.Timestamp(value).date()
