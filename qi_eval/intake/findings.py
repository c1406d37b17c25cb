"""What a check finds, kept as positions and told as sentences only where somebody reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice

import numpy as np

from qi_eval.datasets.problem import Problem, Severity, located
from qi_eval.intake import limits
from qi_eval.intake.privacy import NHS_NUMBER, discreet, masked, personal

Say = Callable[[int], tuple[str | None, str]]  # a position → the value found, the sentence
Under = Callable[[int], str | None]  # a position → the column in the user's file
WHOLE = -1  # the position that stands for the file
NOWHERE = np.array([], dtype=np.int64)


@dataclass(frozen=True)
class Finding:
    """One rule broken at some positions of the checked frame; none = the file as a whole. `hidden`: the value may not
    be repeated. `also_bad`: positions without a problem of their own that are bad as well."""

    rule: str
    severity: Severity
    places: np.ndarray
    header: Under
    say: Say
    hidden: bool = False
    also_bad: np.ndarray = field(default_factory=lambda: NOWHERE)

    @property
    def count(self) -> int:
        """How many problems this makes."""
        return len(self.places) or 1


class Findings:
    """All findings of one check. `row_numbers`: the user's row of each position; `given`: problems found before."""

    def __init__(self, row_numbers: np.ndarray) -> None:
        self.row_numbers = row_numbers
        self.found: list[Finding] = []
        self.given: list[Problem] = []
        self.spoilt: set[tuple[int, str]] = set()  # row and header of cells that cannot be read at all

    def add(
        self,
        rule: str,
        severity: Severity,
        places: np.ndarray,
        say: Say,
        *,
        header: str | Under | None,
        hidden: bool = False,
        also_bad: np.ndarray = NOWHERE,
    ) -> None:
        """Notes a rule broken at some positions; a warning is told once, at its first position. Of a cell that cannot
        be read at all nothing more is said."""
        under = header if callable(header) else lambda place: header
        if self.spoilt and len(places):
            sound = [(self.row_numbers[at], under(int(at))) not in self.spoilt for at in places]
            places = places[np.array(sound, dtype=bool)]
        if not len(places):
            return
        if severity is Severity.WARNING and len(places) > 1:
            say, places = _once(say, len(places) - 1), places[:1]
        self.found.append(Finding(rule, severity, places, under, say, hidden, also_bad))

    def whole(
        self, rule: str, severity: Severity, sentence: str, *, header: str | None = None, value: str | None = None
    ) -> None:
        """Notes something about the file as a whole."""
        self.found.append(Finding(rule, severity, NOWHERE, lambda _: header, lambda _: (value, sentence)))

    @property
    def whole_file(self) -> bool:
        """Whether an error concerns the file as a whole, so that no good rows can be offered."""
        found = any(one.severity is Severity.ERROR and not len(one.places) for one in self.found)
        return found or any(one.severity is Severity.ERROR and one.row is None for one in self.given)

    def bad_rows(self) -> np.ndarray:
        """The user's rows with an error, ascending."""
        errors = [one for one in self.found if one.severity is Severity.ERROR]
        rows = [self.row_numbers[places] for one in errors for places in (one.places, one.also_bad)]
        given = [one.row for one in self.given if one.severity is Severity.ERROR and one.row is not None]
        return np.unique(np.concatenate([*rows, np.array(given, dtype=np.int64), NOWHERE]))

    def count(self, severity: Severity) -> int:
        """How many problems of a severity there are."""
        found = sum(one.count for one in self.found if one.severity is severity)
        return found + sum(one.severity is severity for one in self.given)

    def counts(self) -> dict[str, int]:
        """How many problems each rule makes."""
        counts = Counter(one.rule for one in self.given)
        for one in self.found:
            counts[one.rule] += one.count
        return dict(counts)

    def problems(self, most: int | None = limits.SHOWN_PROBLEMS) -> tuple[Problem, ...]:
        """The first problems: errors before warnings, by row, the file's own first; all where `most` is None."""
        told = (problem for severity in (Severity.ERROR, Severity.WARNING) for problem in self._by_row(severity, most))
        return tuple(islice(told, most))

    def _by_row(self, severity: Severity, most: int | None) -> Iterator[Problem]:
        given = [(problem.row or 0, discreet(problem)) for problem in self.given if problem.severity is severity]
        streams = [self._stream(one, most) for one in self.found if one.severity is severity]
        merged = merge(sorted(given, key=_row_of), *streams, key=_row_of)
        return (problem for _, problem in merged)

    def _stream(self, one: Finding, most: int | None) -> Iterator[tuple[int, Problem]]:
        return ((self._row(place), self._told(one, place)) for place in self._first(one, most))

    def _first(self, one: Finding, most: int | None) -> list[int]:
        if not len(one.places):
            return [WHOLE]
        order = np.argsort(self.row_numbers[one.places], kind="stable")
        return [int(place) for place in one.places[order][:most]]

    def _row(self, place: int) -> int:
        return 0 if place == WHOLE else int(self.row_numbers[place])

    def _told(self, one: Finding, place: int) -> Problem:
        value, sentence = one.say(place)
        row = None if place == WHOLE else self._row(place)
        header = None if (own := one.header(place)) is None else masked(own)
        if value is not None and (one.hidden or personal(value)):
            sentence = sentence.replace(quoted(value), "this cell")
            value = None
        if NHS_NUMBER in personal(sentence):
            sentence = "This row breaks a rule, and holds a number that may be an NHS number. Remove it."
        return Problem(row, header, value, one.rule, located(row, header, sentence), one.severity)


def _row_of(pair: tuple[int, Problem]) -> int:
    return pair[0]


def _once(say: Say, more: int) -> Say:
    """The first of many warnings, which tells how many more there are."""

    def first(place: int) -> tuple[str | None, str]:
        value, sentence = say(place)
        return value, f"{sentence} ({more:,} more {'row' if more == 1 else 'rows'} alike.)"

    return first


def quoted(text: str) -> str:
    """A cell as a message repeats it: in quotation marks, shortened."""
    short = text if len(text) <= limits.SHOWN_TEXT else text[: limits.SHOWN_TEXT] + "…"
    return f"'{short}'"
