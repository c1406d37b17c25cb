"""Merged cells of a sheet: words merged over rows of one column hold for each row; all else nobody can place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openpyxl.utils import range_boundaries

from qi_eval.intake import limits

Place = tuple[int, int]  # row and column, both from 1


@dataclass
class Span:
    """One merged cell: `text` is what stands in it, once it was met. `is_word`: a text or date in one column."""

    ref: str
    first: Place
    last: Place
    text: str = ""
    is_word: bool = False


class Merged:
    """The merged cells of a sheet, met row by row from the top."""

    def __init__(self, refs: Iterable[str]) -> None:
        self.starts = {span.first: span for span in _spans(refs)}
        self.open: list[Span] = []

    def meet(self, place: Place, text: str, *, is_word: bool) -> None:
        """Notes what stands in a merged cell. One that lies over another, which Excel never writes, is passed over."""
        span = self.starts[place]
        if any(other.first[1] == span.first[1] and other.last[0] >= place[0] for other in self.open):
            return
        span.text, span.is_word = text, is_word and span.first[1] == span.last[1]
        self.open.append(span)

    def over(self, row: int) -> Iterator[tuple[int, Span]]:
        """The merged cells that reach into a row: of words those begun above it; of all others each row."""
        if not self.open:
            return
        self.open = [span for span in self.open if span.last[0] >= row]
        for span in self.open:
            if not span.is_word or span.first[0] < row:
                yield span.first[1], span


def _spans(refs: Iterable[str]) -> Iterator[Span]:
    for ref, _ in zip(refs, range(limits.MAX_MERGED), strict=False):
        left, top, right, bottom = range_boundaries(ref)
        if (left, top) != (right, bottom):
            yield Span(ref, (top, left), (bottom, right))
