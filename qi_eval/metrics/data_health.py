"""F3 data health: which files are in, how many rows, how new, and which are late.

In: every dataset. Out: the count of datasets that hold data, and one row a dataset.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from qi_eval.datasets import DATASETS, Dataset
from qi_eval.datasets.home import SETTING as HOME
from qi_eval.metrics.judging import fresh, of_the_whole, says
from qi_eval.metrics.metric import Breakdown, Frames, Metric, Own, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, dated_waves, rows_of, summed
from qi_eval.narrative import count, date_words, listed, of
from qi_eval.vocabulary import Direction, Level, Series, State

WAVES = "wave"  # the column that dates a survey: a text such as 2025-Q1
BY_START = "period_start"  # the column that dates a row by the first day of its period


def _select(t: Tables, scope: Scope) -> Selects:
    files = union_all(*(_file(t, dataset, scope) for dataset in DATASETS))
    waves = [
        select(literal(d.name).label("dataset"), getattr(t, d.name).c.wave).distinct()
        for d in DATASETS
        if WAVES in d.by_name
    ]
    files_table, waves_table = files.subquery(), union_all(*waves).subquery()
    return {"files": select(files_table), "waves": select(waves_table)}


def _file(t: Tables, dataset: Dataset, scope: Scope) -> Select:
    table = getattr(t, dataset.name)
    last = func.max(_day(dataset, table, scope)) if dataset.dated_by else cast(null(), Date)
    return select(
        cast(literal(dataset.name), String).label("dataset"), func.count().label("rows"), last.label("newest")
    ).select_from(table)


def _day(dataset: Dataset, table: FromClause, scope: Scope) -> ColumnElement[date]:
    """The day of a row: of several the newest that it has. Days ahead are left out only where there can be any: the
    plain maximum is the one scan of all measurements that a page makes, and the condition would double its cost."""
    columns = [dataset.by_name[name] for name in dataset.dated_by]
    known = [
        case((table.c[c.name] <= scope.report_date, table.c[c.name])) if c.may_be_future else table.c[c.name]
        for c in columns
    ]
    return known[0] if len(known) == 1 else func.greatest(*known)


def _judge(frames: Frames, scope: Scope) -> Result:
    rows = _files(frames, scope.report_date)
    held = [row for row in rows if row["value"]]
    if not held:
        return unknown("No file is loaded yet. Start with what you have: the project register, or one measure file.")
    late = [str(row["label"]) for row in held if row["late"]]
    labels = {
        "label": "File",
        "value": "Rows",
        "newest": "Newest",
        "due_every": "Due",
        "late": "Late",
        "dataset": "Code",
    }
    return Result(
        State.MEASURED,
        len(held),
        n=len(held),
        n_expected=len(DATASETS),
        newest=max((row["newest"] for row in held if row["newest"]), default=None),
        notes=(*([f"Late: {listed(late)}."] if late else []), *_left_out(scope.own)),
        breakdown=Breakdown(pd.DataFrame(rows, columns=list(labels)), labels),
        facts={"late": len(late), "rows": summed(held, "value")},
    )


def _left_out(own: Own | None) -> tuple[str, ...]:
    """Whose data these are, where the store holds those of other organisations too."""
    if own is None or not own.others:
        return ()
    told = f"Counted for {own.name}; {count(own.others, 'other organisation')} in the data left out."
    rivals = f"{count(own.rivals, 'other organisation has', 'other organisations have')} units below them too"
    return (f"{told} {rivals}: if that is wrong, load the setting {HOME} (settings).",) if own.rivals else (told,)


def _files(frames: Frames, today: date) -> list[dict[str, Any]]:
    files = {row["dataset"]: row for row in rows_of(frames["files"])}
    waves = dated_waves(rows_of(frames["waves"]), today)
    ends = {row["dataset"]: row["end"] for row in waves}  # in order, so the newest stays
    return [_file_row(dataset, files[dataset.name], ends.get(dataset.name), today) for dataset in DATASETS]


def _file_row(dataset: Dataset, found: Row, wave: date | None, today: date) -> dict[str, Any]:
    newest = wave if WAVES in dataset.by_name else found["newest"]
    last = min(newest, today) if newest else None
    return {
        "label": dataset.title,
        "value": found["rows"],
        "newest": last,
        "due_every": dataset.frequency.label if dataset.frequency else "When something happens",
        "late": bool(found["rows"] and dataset.frequency and not fresh(ended(dataset, last), today, dataset.frequency)),
        "dataset": dataset.name,
    }


def ended(dataset: Dataset, newest: date | None) -> date | None:
    """The day on which the newest rows of a file were over: of rows that carry a period's first day one interval of the
    file later. Measures differ in their periods; whether a single one is late is asked of its own frequency."""
    if newest is None or dataset.frequency is None or dataset.dated_by != (BY_START,):
        return newest
    return newest + timedelta(days=dataset.frequency.days)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    """Nothing to trace: every row counts."""
    return {}


@says
def _sentence(result: Result) -> str:
    late = result.facts["late"]
    files = f"{of(result.n, result.n_expected)} files hold data"
    last = f"; the newest are of {date_words(result.newest)}" if result.newest else ""
    return f"{files}{last}; {count(late, 'is', 'are') if late else 'none is'} late."


F3_DATA_HEALTH = Metric(
    id="f3_data_health",
    code="F3",
    level=Level.ORGANISATION,
    bullets=(),
    title="Data health",
    question="Which data do we hold, and are they up to date?",
    formula="For each file: its rows, its newest date by the report date, and late if the period of that date ended "
    "more than 1.5 × its own interval ago. Files that grow when something happens are never late. Rows of other "
    "organisations' units are left out.",
    unit="files",
    direction=Direction.NEUTRAL,
    series=Series.STOCK,
    source="House rule; 1.5 intervals as for the evidence map",
    minimum_n=1,
    inputs={dataset.name: () for dataset in DATASETS},
    select=_select,
    judge=of_the_whole(_judge),
    rows=_rows,
    sentence=_sentence,
    evidence=False,
)
