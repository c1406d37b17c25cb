"""A team's own table and answers to one series, or Refused in words. Nothing is stored; nobody's store is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from qi_eval.datasets.own_series import OwnAnswers, OwnKind, OwnSeries, Question, listed
from qi_eval.datasets.problem import Problem, Severity
from qi_eval.intake.cells import Refused
from qi_eval.intake.commas import in_points
from qi_eval.intake.dates import Style, in_words
from qi_eval.intake.numbers import MEANS_NOTHING
from qi_eval.submit.own_answers import ALL
from qi_eval.submit.own_column import OwnColumn, columns_of
from qi_eval.submit.own_columns import Roles, roles_of
from qi_eval.submit.own_events import PERIODS, between, counts, often_of, usual_frequency, watched_of
from qi_eval.submit.own_lengths import by_period, fewer
from qi_eval.submit.own_order import DAY_FIRST, Decided, decided
from qi_eval.submit.own_points import Points, points_of
from qi_eval.submit.own_reading import Meant, date_column, meant
from qi_eval.submit.own_table import OwnTable
from qi_eval.submit.own_words import happened
from qi_eval.vocabulary import Frequency

PLAIN = "plain average"  # what the average of unlike wards is called
NO_DATE = "No row holds a date that can be charted."
FEW = 6  # rows that are named by their numbers


def own_series(table: OwnTable, answers: OwnAnswers, *, today: date) -> OwnSeries:
    """The series that the table holds, read as the answers say. Without a single date that can
    be read it has no points, but problems and questions. Raises Refused where no column holds dates."""
    style = Style(today, answers.date_order, table.epoch_1904)
    roles = roles_of(columns_of(table, style))
    sure = _order(roles, answers, style)
    if sure is not None and sure.order != DAY_FIRST:
        style = replace(style, order=sure.order)
        roles = roles_of(columns_of(table, style))
    if not roles.dates:
        sentence = "No column of dates was found. Each row needs one, such as 30/04/2024, or a month such as Apr 2024."
        raise Refused([Problem(None, None, None, "not_a_date", sentence)])
    style = replace(style, order=sure.order) if sure else style
    events = [day for day in date_column(roles, answers).dates if day] if answers.events or not roles.numbers else []
    often = often_of(events, answers.first, answers.last, today)
    read = meant(roles, answers, style, often)
    again = _again(table, read)
    points = points_of(read, roles.group, roles.note, np.array(table.numbers), style, again, table.typed)
    if points.frame.empty:
        return _nothing(table, read, points, NO_DATE)
    if few := _too_few(read, points):
        return _nothing(table, read, points, few)
    if read.kind.from_events:
        made = _of_events(table, read, points, answers, today)
    else:
        made = _series(table, read, points, answers, roles)
    return replace(made, often=often, order=sure.words if sure else "", repeated=_repeated(table, again))


def with_row(table: OwnTable, typed: Mapping[str, str], answers: OwnAnswers, *, today: date) -> OwnTable:
    """The table with a row that was typed on the page (name of a column → text). Raises Refused with what cannot be
    read of it."""
    longer = table.with_rows([typed])
    found = own_series(longer, answers, today=today).problems
    wrong = [one for one in found if one.row == longer.numbers[-1] and one.severity is Severity.ERROR]
    if wrong:
        raise Refused(wrong)
    return longer


def _order(roles: Roles, answers: OwnAnswers, style: Style) -> Decided | None:
    """Whether day or month comes first, where the dates make sense in one order only and nobody has said."""
    return decided(date_column(roles, answers), style) if roles.dates and answers.date_order is None else None


def _again(table: OwnTable, read: Meant) -> list[int]:
    """The places of rows that are alike in every column with one above: pasted twice, where counts stand in them. Not
    where two may well be alike: each row counts 1, as in a list of events, or rows of one date differ in their numbers
    alone, as those of shifts do."""
    value = read.value
    if read.kind.from_events or not read.adds or value is None or value.is_answers or (value.values == 1).all():
        return []
    numbers = {one.name for one in (value, read.whole) if one}
    told = [place for place, name in enumerate(table.header) if name not in numbers]
    first: dict[tuple[str, ...], int] = {}
    again = []
    for place, row in enumerate(zip(*table.columns, strict=True)):
        if any(row) and first.setdefault(row, place) != place:
            again.append(place)
    about = {tuple(row[place] for place in told) for row in first}
    return again if len(about) == len(first) else []


def _repeated(table: OwnTable, again: Sequence[int]) -> str:
    """That rows were counted once, with their numbers where they are few."""
    if not again:
        return ""
    if len(again) == 1:
        return f"Row {table.numbers[again[0]]} is alike in every column with one above it; it was counted once."
    numbers = listed([str(table.numbers[place]) for place in again[:FEW]])
    more = f" and {len(again) - FEW:,} more" if len(again) > FEW else ""
    which = f"Rows {numbers}{more}"
    return f"{which} are alike in every column with ones above them; they were counted once."


def _unused(table: OwnTable, read: Meant, roles: Roles) -> tuple[str, ...]:
    """The columns that play no part on the chart, by name."""
    target = roles.target if _target(roles, read) is not None else None
    used = {one.name for one in (read.date, read.value, read.whole, roles.note, target, roles.group) if one}
    used |= {one.name for one in roles.answers if ALL in used}
    left = [name for name in table.header if name not in used and any(table.column(name))]
    moving = roles.target.name if roles.target and roles.target.name in left else ""
    moves = f" “{moving}” changes: put each new aim on the chart." if moving else ""
    return (f"Not used: {', '.join(left)}.{moves}",) if left else ()


def _too_few(read: Meant, points: Points) -> str:
    """Said where more numbers cannot be read than can: the others would be a choice of rows by chance. What says that
    nothing is known is no such number."""
    columns = {one.name for one in (read.value, read.whole) if one is not None}
    lost = [one for one in points.problems if one.column in columns and one.severity is Severity.ERROR]
    unread = {one.row for one in lost if (one.value or "").lower() not in MEANS_NOTHING}
    if len(unread) <= points.known or not points.known or read.kind.from_events:
        return ""
    return (
        f"Only {points.known} of {points.known + len(unread)} numbers could be read, so none is shown: those few "
        "would be no fair picture. The reasons stand below."
    )


def _beside(read: Meant, roles: Roles) -> tuple[str, ...]:
    """Which columns gave the aim and the notes."""
    aim = f"The aim is that of “{roles.target.name}”." if roles.target and _target(roles, read) is not None else ""
    noted = f"Notes from “{roles.note.name}”." if roles.note is not None else ""
    return tuple(filter(None, (aim, noted)))


def _nothing(table: OwnTable, read: Meant, points: Points, why: str) -> OwnSeries:
    """No point at all, with the reasons, and the questions whose answers may give some."""
    made = _made(points.frame.head(0), read, Frequency.MONTHLY, _name(table, read))
    none = Problem(None, None, None, "no_rows", why)
    problems = (none, *points.problems)
    return replace(made, understood=table.said, problems=problems, questions=read.questions)


def _series(table: OwnTable, read: Meant, points: Points, answers: OwnAnswers, roles: Roles) -> OwnSeries:
    assert read.value is not None
    if read.value.is_answers:
        frequency = by_period(read, points, answers.frequency)
        read = replace(read, questions=(*read.questions, *_per("Take them together for", frequency)))
    else:
        frequency = answers.frequency or fewer(read, points)
    made = _made(points.frame, read, frequency, _name(table, read))
    return replace(
        made,
        target=_target(roles, read),
        caution=points.caution,
        understood=(
            *table.said,
            _words(read),
            *_commas(read),
            *_beside(read, roles),
            *_unused(table, read, roles),
            *points.said,
        ),
        problems=tuple(points.problems),
        questions=read.questions,
    )


def _of_events(table: OwnTable, read: Meant, points: Points, answers: OwnAnswers, today: date) -> OwnSeries:
    """The series made of a list of events."""
    days = [day.date() for day in points.frame["x"]]
    frequency = answers.frequency or usual_frequency(days, answers.first, answers.last)
    frequency = frequency if frequency in PERIODS else Frequency.MONTHLY
    watched, assumed = watched_of(days, frequency, answers.first, answers.last, today)
    if read.kind is OwnKind.EVENTS:
        frame, said = counts(days, frequency, watched)
    else:
        frame, said = between(days, watched)
    made = _made(frame.assign(numerator=np.nan, denominator=np.nan, note=""), read, frequency, _name(table, read))
    return replace(
        made,
        last_watched=watched.last,
        understood=(*table.said, *points.said, *_rowwise(table), *said, *assumed),
        problems=(*([_not_whole(frequency)] if frame.empty else []), *points.problems),
        questions=(*read.questions, *(_per("Count them for", frequency) if read.kind is OwnKind.EVENTS else ())),
    )


def _rowwise(table: OwnTable) -> tuple[str, ...]:
    """Said where a table of several columns was taken as a list of events."""
    return ("Each row was taken as one event.",) if len(table.header) > 1 else ()


def _not_whole(frequency: Frequency) -> Problem:
    word = PERIODS[frequency][1]
    sentence = f"Between the first and the last day watched lies no event, or no whole {word}. Look at the two days."
    return Problem(None, None, None, "no_rows", sentence)


def _per(words: str, frequency: Frequency) -> tuple[Question, ...]:
    """The question how long a period is; rows that are dated every fortnight or year keep to that."""
    if frequency not in PERIODS:
        return ()
    options = tuple((str(one), f"Each {word}") for one, (_, word) in PERIODS.items())
    return (Question("frequency", words, options, str(frequency)),)


def _made(frame: pd.DataFrame, read: Meant, frequency: Frequency, name: str) -> OwnSeries:
    values = {one: tuple(float(value) for value in frame[one]) for one in ("y", "numerator", "denominator")}
    return OwnSeries(
        name,
        read.kind,
        frequency,
        tuple(day.date() for day in frame["x"]),
        values["y"],
        values["numerator"],
        values["denominator"],
        tuple(frame["note"]),
        read.multiplier,
        read.whole.name.replace("_", " ").strip() if read.whole else "",
        of_answers=read.value is not None and read.value.is_answers,
    )


def _name(table: OwnTable, read: Meant) -> str:
    """The header of the numbers, with the ward where one alone is shown, or as an average of all; of a list of events
    that of its dates, where it says what happened."""
    if read.value is None:
        alone = len(table.header) == 1  # a list with nothing but dates is headed by what happened
        name = (happened(read.date.name, alone=alone) if table.is_named else "") or "Events"
        return f"Days between {name.lower()}" if read.kind.is_time and (alone or name == "Events") else name
    name = (read.value.name.replace("_", " ").strip(" ?:") if table.is_named else "") or "Our measure"
    return ", ".join(filter(None, [name, read.grouped.group or (PLAIN if read.grouped.mixed else "")]))


def _target(roles: Roles, read: Meant) -> float | None:
    """The aim that the table itself names, where all its rows name the same."""
    if roles.target is None:
        return None
    known = roles.target.values[np.isfinite(roles.target.values)]
    times = 100.0 if read.is_fraction else 1.0
    return float(known[0]) * times if len(known) and (known == known[0]).all() else None


def _commas(read: Meant) -> tuple[str, ...]:
    """That commas were read as decimal points, with one number of each column."""
    columns = [one for one in (read.value, read.whole) if one is not None and one.comma]
    shown = listed([f"{one.comma} as {in_points(one.comma)}" for one in columns])
    parted = [text for one in (read.value, read.whole) if one is not None and (text := _thousands(one))]
    more = listed([f"{text} as {text.replace(',', '')}" for text in parted])
    said = (f"Commas stand for decimals: read {shown}.",) if columns else ()
    return (*said, *((f"Commas stand between thousands: read {more}.",) if parted else ()))


def _thousands(column: OwnColumn) -> str:
    """The first number of a column that was read without a comma between thousands; "" where there is none."""
    noted = (place for place, rule in column.numbers.notes.items() if rule == "thousands_separator")
    return str(column.encoded.texts[place]) if (place := next(noted, None)) is not None else ""


def _words(read: Meant) -> str:
    """How the columns were taken, as a sentence."""
    assert read.value is not None
    first = next((day for day in read.date.dates if day), None)
    dated = f"Dates from “{read.date.name}”" + (f" (the first is {in_words(first)})" if first else "")
    if read.value.is_answers:
        which = (
            "rows in which all answers are a yes"
            if read.value.name == ALL
            else f"rows with a yes in “{read.value.name}”"
        )
        return f"{dated}; {which}, of those that say yes or no, in per cent."
    if read.of_shares and read.whole is not None:
        return f"{dated}; “{read.value.name}” of “{read.whole.name}”, as counts."
    if read.whole is not None:
        for_many = f", for {read.multiplier:,.0f}" if read.kind is OwnKind.RATE else ", in per cent"
        return f"{dated}; “{read.value.name}” divided by “{read.whole.name}”{for_many}."
    fraction = ", each times 100, in per cent" if read.is_fraction else ""
    return f"{dated}; numbers from “{read.value.name}”{fraction}."
