"""The time of a measure's newest value in words: the same wherever it stands, beside "no new value since". Pure."""

from __future__ import annotations

from datetime import date

from qi_eval.metrics.periods import last_day
from qi_eval.narrative import date_words, month_words
from qi_eval.vocabulary import Frequency

SPANS = {
    Frequency.WEEKLY: "week to",
    Frequency.FORTNIGHTLY: "two weeks to",
    Frequency.MONTHLY: "month to",
    Frequency.QUARTERLY: "quarter to",
    Frequency.ANNUAL: "year to",
}


def newest_words(start: date, frequency: Frequency, *, event: bool) -> str:
    """The period that begins on a day, by its last one: June 2026, two weeks to 28 June 2026; an event has its day."""
    if event or frequency not in SPANS:
        return date_words(start)
    if frequency is Frequency.MONTHLY and start.day == 1:
        return month_words(start)
    return f"{SPANS[frequency]} {date_words(last_day(start, frequency))}"


def until(start: date, frequency: Frequency, *, event: bool) -> str:
    """The last day of the period that begins on a day: 31 August 2026 of a month; an event has its day."""
    return date_words(start if event else last_day(start, frequency))
