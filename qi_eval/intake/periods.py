"""Two dates of one series in one period of its measure's frequency: both would be drawn, and one is perhaps a slip."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.known import Known
from qi_eval.datasets.measurements import by_measure
from qi_eval.datasets.problem import Severity
from qi_eval.intake.dates import in_words
from qi_eval.intake.findings import quoted
from qi_eval.intake.frame import Frame
from qi_eval.intake.keys import combined
from qi_eval.vocabulary import Frequency, ValueType

DATE = "period_start"
SERIES = ("measure_id", "unit_id", "subgroup_axis", "subgroup")
PERIOD = ["series", "period"]
SPANS = {Frequency.WEEKLY: "week", Frequency.MONTHLY: "month", Frequency.QUARTERLY: "quarter", Frequency.ANNUAL: "year"}
CODES = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}  # a week from Monday to Sunday


def spans(table: pa.Table, known: Known) -> pa.Array:
    """The period of the calendar in which each row may be the only one of its series: week, month, quarter or year.
    Null where there is none: days, fortnights, and times from one event to the next."""
    events = {measure for measure, kind in known.value_types.items() if kind == ValueType.TIME_BETWEEN}
    frequencies = {measure: often for measure, often in known.frequencies.items() if often and measure not in events}
    words = {measure: SPANS.get(Frequency(often)) for measure, often in frequencies.items()}
    return by_measure(table, words, pa.string())


def dated(table: pa.Table, known: Known) -> pd.DataFrame:
    """The rows that may be the only ones of a period: their `place` in the table, the number of their `series` and of
    its `period`, their `day`, and the word of the `span`."""
    span = spans(table, known)
    wanted = pc.and_(span.is_valid(), pc.is_valid(table[DATE]))
    places = np.flatnonzero(wanted.to_numpy())
    rows = table.select([*SERIES, DATE]).take(pa.array(places))
    frame = pd.DataFrame({"place": places, "series": combined(rows.select(SERIES))})
    frame["day"] = rows[DATE].to_numpy().astype("datetime64[s]")
    frame["span"] = span.take(pa.array(places)).to_numpy(zero_copy_only=False)
    frame["period"] = np.int64(0)
    for word, code in CODES.items():
        chosen = (frame["span"] == word).to_numpy()
        if chosen.any():
            frame.loc[chosen, "period"] = pd.DatetimeIndex(frame.loc[chosen, "day"]).to_period(code).asi8
    return frame


def find_crowded(frame: Frame, table: pa.Table, known: Known) -> None:
    """Warns of rows whose date lies in the same period as another date of the same series in the file."""
    if not {DATE, "measure_id"} <= set(frame.columns) or not known.frequencies:
        return
    rows = dated(table, known)
    first = rows.drop_duplicates(PERIOD)
    if len(first) == len(rows):
        return
    pairs = rows.merge(first, on=PERIOD, suffixes=("", "_first"))
    later = pairs[pairs["day"] != pairs["day_first"]].set_index("place")

    def say(row: int) -> tuple[str | None, str]:
        one: Any = later.loc[row]
        where = f"in row {int(frame.findings.row_numbers[int(one['place_first'])])}"
        measure = str(table["measure_id"][row].as_py())
        return frame.text(DATE, row), in_one_period(measure, one["span"], one["day"], one["day_first"], where)

    places = np.sort(later.index.to_numpy())
    frame.findings.add("two_in_a_period", Severity.WARNING, places, say, header=frame.header(DATE))


def in_one_period(measure: str, span: str, here: date, there: date, where: str) -> str:
    """What is said of two dates in one period; `where` the other one stands."""
    return (
        f"{in_words(here)} lies in the same {span} as {in_words(there)} {where}, and {quoted(measure)} has one value "
        f"a {span}: both would be drawn. If one is a slip, mend its date or take its row out."
    )
