"""What the columns of a team's table mean: as the person said, else as headers and values tell; and what is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from qi_eval.datasets.own_series import Often, OwnAnswers, OwnKind, Question
from qi_eval.intake.dates import MONTH_FIRST, Style, in_words, read_date, swapped
from qi_eval.intake.headers import tidy
from qi_eval.submit.own_answers import rows_with
from qi_eval.submit.own_column import OwnColumn
from qi_eval.submit.own_columns import Roles, is_share
from qi_eval.submit.own_groups import Grouped, grouped
from qi_eval.submit.own_shares import is_share_and_whole
from qi_eval.submit.own_words import BETWEEN, DATES, EXPOSURE, PERCENT, TIMES, happened, says

KINDS = {
    OwnKind.COUNT: "A count in each period, such as falls",
    OwnKind.PART: "A part of a whole: 17 of 24, or 71%",
    OwnKind.RATE: "A count for so many, such as falls for 1,000 bed days",
    OwnKind.MEASUREMENT: "A measurement, such as minutes or a score",
    OwnKind.BETWEEN: "The days from one event to the next",
    OwnKind.EVENTS: "Nothing: each row is one event, to be counted",
    OwnKind.EVENTS_BETWEEN: "Nothing: each row is one event; show the days between",
}
EVENT_KINDS = {
    OwnKind.EVENTS: "How many there were in each week or month",
    OwnKind.EVENTS_BETWEEN: "How many days lay between them",
}
ANSWER_KINDS = {
    OwnKind.PART: "The share of rows with a yes in each week or month",
    OwnKind.EVENTS: "How many rows there were in each week or month",
    OwnKind.EVENTS_BETWEEN: "How many days lay between them",
}
FOR_SO_MANY = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0)
ALONE = "No column: each number stands alone"


@dataclass(frozen=True)
class Meant:
    """The columns and the way to read them; `value` is None for a list of events; `grouped`: whose rows are shown."""

    kind: OwnKind
    date: OwnColumn
    value: OwnColumn | None
    whole: OwnColumn | None
    grouped: Grouped
    is_fraction: bool
    multiplier: float
    questions: tuple[Question, ...]

    @property
    def of_shares(self) -> bool:
        """Whether the numbers are percentages of the whole, from which their counts are worked out."""
        if self.kind is not OwnKind.PART or self.value is None or self.whole is None or self.value.is_answers:
            return False
        return is_share_and_whole(self.value, self.whole)

    @property
    def adds(self) -> bool:
        """Whether the rows of one date are added."""
        return _adds(self.kind, self.value, self.whole)


def date_column(roles: Roles, answers: OwnAnswers) -> OwnColumn:
    """The column of the dates: as said, else the likeliest."""
    return next((one for one in roles.dates if one.name == answers.day), roles.dates[0])


def meant(roles: Roles, answers: OwnAnswers, style: Style, often: Often | None = None) -> Meant:
    """What is charted. An answer that names no column of this table counts for nothing; `often`: how often the events
    happen, if each row is one."""
    date = date_column(roles, answers)
    guess = _guess(roles, answers)
    kind = answers.kind or guess
    if (not roles.charted or answers.events) and not kind.from_events:
        kind = OwnKind.EVENTS
    said = answers.kind or answers.frequency  # who asks for weeks or months asks for a count
    if kind is OwnKind.EVENTS and said is None and often is not None and often.is_rare:
        kind = OwnKind.EVENTS_BETWEEN
    value = whole = None
    if not kind.from_events and (told := _told(roles, answers)) is not None:
        kind, value, whole = OwnKind.PART, told, rows_with(told)
    elif not kind.from_events:
        whole = _whole(roles, answers, kind)
        value = _value(roles, answers, whole)
    fraction = kind is OwnKind.PART and whole is None and value is not None and _looks_like_fractions(value)
    is_fraction = fraction if answers.is_fraction is None else fraction and answers.is_fraction
    multiplier = answers.multiplier or _multiplier(value, whole)
    parted = grouped(roles.group, answers.group, kind, date, value, adds=_adds(kind, value, whole))
    found = Meant(kind, date, value, whole, parted, is_fraction, multiplier, ())
    return replace(found, questions=tuple(_questions(roles, answers, found, style, fraction)))


def _adds(kind: OwnKind, value: OwnColumn | None, whole: OwnColumn | None) -> bool:
    return value is not None and (whole is not None or kind is OwnKind.COUNT)


def _guess(roles: Roles, answers: OwnAnswers) -> OwnKind:
    """What the numbers are, by their headers first, then by their values. A list of what happened, with a yes or no
    beside each, is a list of events; rows that were looked at are parts of a whole."""
    if not roles.numbers:
        listed = not roles.answers or happened(date_column(roles, answers).name)
        return OwnKind.EVENTS if listed else OwnKind.PART
    is_said = roles.number(answers.whole or "") is not None
    if roles.part is not None and roles.whole is not None and (is_said or not roles.is_guess):
        return OwnKind.RATE if _is_exposure(roles.part, roles.whole) else OwnKind.PART
    value = roles.numbers[0]
    if says(value.name, BETWEEN):
        return OwnKind.BETWEEN
    if says(value.name, PERCENT) or "percent_sign" in value.numbers.notes.values() or _looks_like_fractions(value):
        return OwnKind.PART
    known = value.values[np.isfinite(value.values)]
    is_whole = bool((known == np.round(known)).all())
    return OwnKind.COUNT if is_whole and not says(value.name, TIMES) else OwnKind.MEASUREMENT


def _told(roles: Roles, answers: OwnAnswers) -> OwnColumn | None:
    """The column of yes and no that is charted: the one that was asked for, or the first where there are no numbers."""
    asked = roles.number(answers.value) if answers.value else None
    if asked is None and not roles.numbers:
        return roles.answers[0]
    return asked if asked is not None and asked.is_answers else None


def _is_exposure(part: OwnColumn, whole: OwnColumn) -> bool:
    """Whether the events are no part of what they are divided by, as falls are no part of bed days."""
    with np.errstate(invalid="ignore"):
        above = int((part.values > whole.values).sum())
    return says(whole.name, EXPOSURE) or above * 2 > len(part.values)


def _whole(roles: Roles, answers: OwnAnswers, kind: OwnKind) -> OwnColumn | None:
    if kind not in (OwnKind.PART, OwnKind.RATE):
        return None
    named = roles.number(answers.whole) if answers.whole else None
    is_known = answers.kind is not None or not roles.is_guess
    asked = roles.number(answers.value or "")
    if asked is not None and is_share(asked):
        return named  # 90% of 10 patients is not to be divided by 10 again, unless somebody says so
    return named or (roles.whole if answers.whole is None and is_known else None)


def _value(roles: Roles, answers: OwnAnswers, whole: OwnColumn | None) -> OwnColumn:
    """The column of the numbers: as said, else the numerator, else the first that is no denominator."""
    named = roles.number(answers.value) if answers.value else None
    if named is not None and named is not whole:
        return named
    if roles.part is not None and roles.part is not whole and (whole is not None or not roles.is_guess):
        return roles.part
    return next((one for one in roles.numbers if one is not whole), roles.numbers[0])


def _looks_like_fractions(value: OwnColumn) -> bool:
    """Whether all values lie from 0 to 1 and some between: 0.5 may mean 50%."""
    known = value.values[np.isfinite(value.values)]
    inside = (known > 0) & (known < 1)
    signed = "percent_sign" in value.numbers.notes.values()
    return bool(inside.any()) and bool(((known >= 0) & (known <= 1)).all()) and not signed


def _multiplier(value: OwnColumn | None, whole: OwnColumn | None) -> float:
    """For how many a rate is shown: so many that its middle value is above 1."""
    if value is None or whole is None:
        return 1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = value.values / whole.values
    known = ratio[np.isfinite(ratio) & (ratio > 0)]
    middle = float(np.median(known)) if len(known) else 1.0
    return next((many for many in FOR_SO_MANY if many in (1.0, 1_000.0, 100_000.0) and middle * many >= 1), 100_000.0)


def _questions(roles: Roles, answers: OwnAnswers, found: Meant, style: Style, fraction: bool) -> list[Question]:
    is_answers = not roles.numbers or (found.value is not None and found.value.is_answers)
    kinds = KINDS if not is_answers else ANSWER_KINDS if roles.answers else EVENT_KINDS
    asked = [*_date_order(found.date, answers, style)]
    if len(roles.dates) > 1:
        clear = sum(tidy(one.name) in DATES for one in roles.dates) == 1
        asked.append(
            _which("day", "Which date?", [one.name for one in roles.dates], found.date.name, clear, answers.day)
        )
    words = "What shall the chart show?" if is_answers else "What is each number?"
    asked.append(Question("kind", words, tuple((str(kind), label) for kind, label in kinds.items()), str(found.kind)))
    if found.value is not None and len(roles.charted) > 1:
        clear = roles.is_sure or found.whole is not None
        names = [one.name for one in roles.charted]
        words_of = "Which column is charted?" if is_answers else "Which column holds the number?"
        asked.append(_which("value", words_of, names, found.value.name, clear, answers.value))
    may_be = roles.is_guess and roles.whole is not None and answers.kind is None
    divided = found.kind in (OwnKind.PART, OwnKind.RATE) or may_be
    if divided and not is_answers and len(roles.numbers) > 1 and found.value is not None:
        part = roles.part if may_be and found.whole is None and answers.value is None else found.value
        names = [one.name for one in roles.numbers if one is not part]
        options = (*((name, name) for name in names), ("", ALONE))
        shown = found.whole.name if found.whole else ""
        open_ = answers.whole is None and not (roles.is_sure and found.whole)
        asked.append(Question("whole", "Out of how many?", options, shown, open_))
    if fraction:
        asked.append(_fractions(found, answers))
    if found.kind is OwnKind.RATE and found.whole is not None:
        many = tuple((f"{one:g}", f"{one:,.0f} {found.whole.name.lower()}") for one in FOR_SO_MANY)
        asked.append(Question("multiplier", "For how many?", many, f"{found.multiplier:g}"))
    return [*asked, *filter(None, [found.grouped.question])]


def _which(about: str, words: str, names: list[str], chosen: str, clear: bool, answer: str | None) -> Question:
    return Question(about, words, tuple((name, name) for name in names), chosen, not clear and answer is None)


def _fractions(found: Meant, answers: OwnAnswers) -> Question:
    assert found.value is not None
    known = found.value.values[(found.value.values > 0) & (found.value.values < 1)]
    one = float(known[0])
    options = (("yes", f"A part of 1: {one:g} means {one * 100:.4g}%"), ("no", f"A percentage: {one:g} means {one:g}%"))
    words = "The numbers lie between 0 and 1. What do they mean?"
    return Question("is_fraction", words, options, "yes" if found.is_fraction else "no", answers.is_fraction is None)


def _date_order(date: OwnColumn, answers: OwnAnswers, style: Style) -> list[Question]:
    """The one question on day and month, where no date shows which comes first; with both readings in words."""
    texts, days, settled = date.encoded.texts, date.days, answers.date_order or style.order
    wrong = [place for place, rule in days.faults.items() if rule == "month_above_12"]
    if settled is None and (days.proven or not (days.two_ways or wrong)):
        return []
    if settled is None and not days.two_ways:  # month first is the only way in which any of them is a day
        text = texts[wrong[0]].as_py()
        other = swapped(text)
        if other is None:
            return []
        words = f"{text} has no month {text[3:5]} if the day comes first. Which comes first in this table?"
        options = (("day_first", "The day"), (MONTH_FIRST, f"The month: {text} is {in_words(other)}"))
        return [Question("date_order", words, options, "day_first", open=True)]
    if not (shown := days.two_ways or wrong or [0]):
        return []
    text = texts[shown[0]].as_py()
    first, other = read_date(text, Style(style.today))[0], swapped(text)
    labels = [f"Day first: {text} is {in_words(first)}" if first else "Day first"]
    labels.append(f"Month first: {text} is {in_words(other)}" if other else "Month first")
    options = (("day_first", labels[0]), (MONTH_FIRST, labels[1]))
    words = (
        "No date shows which way round they are written. Which is right?" if settled is None else "Which comes first?"
    )
    return [Question("date_order", words, options, settled or "day_first", settled is None)]
