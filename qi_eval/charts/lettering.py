"""Room for words: how wide they are, where a line breaks, and places in which no two of them touch.

Widths are those of Helvetica (Adobe font metrics), in which a page without the house's own font is shown; that font,
Source Sans, is narrower, so what does not touch here touches nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.charts.theme import TEXT_SIZE

WIDE = 1.07  # of a bold letter against a plain one, at most
_GROUPS = {  # thousandths of the size of the letters
    191: "'", 222: "ijl", 278: " .,:;/fIt!|[]", 333: "-()r`’‘“”", 355: '"', 500: "ckszvxyJ", 584: "+−=<>~",
    556: "abdeghnopqu0123456789–?L_$#", 611: "FTZ", 667: "ABEKPSVXY&", 722: "CDHNRUw", 778: "GOQ", 833: "mM",
    889: "%", 944: "W", 1000: "…—@",
}  # fmt: skip
_WIDTHS = {letter: width / 1000 for width, letters in _GROUPS.items() for letter in letters}
_OTHER = 0.78  # an accented capital; a letter of another script counts as full
_FULL = 0x2E80  # from here on letters are as wide as they are high


def text_width(words: str, size: float = TEXT_SIZE, *, bold: bool = False) -> float:
    """The width of a line of words in px."""
    letters = sum(_WIDTHS.get(c, 1.0 if ord(c) >= _FULL else _OTHER) for c in words)
    return letters * size * (WIDE if bold else 1)


def fitted(words: str, width: float, size: float = TEXT_SIZE, *, bold: bool = False) -> str:
    """The words, cut with … at a word's end where they are wider than `width`."""
    if text_width(words, size, bold=bold) <= width:
        return words
    kept = words
    while kept and text_width(kept + "…", size, bold=bold) > width:
        kept = kept[:-1]
    at_word = kept.rsplit(" ", 1)[0] if " " in kept[len(kept) // 2 :] and kept != words else kept
    return at_word.rstrip(" ,;:") + "…"


def wrapped(words: str, width: float, size: float = TEXT_SIZE, *, bold: bool = False) -> list[str]:
    """The words in lines of at most `width`; a word that is wider than a line is cut into pieces."""
    lines: list[str] = []
    for piece in (piece for word in words.split() for piece in _pieces(word, width, size, bold)):
        joined = f"{lines[-1]} {piece}" if lines else piece
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines


def folded(words: str, width: float, lines: int, size: float = TEXT_SIZE, *, bold: bool = False) -> list[str]:
    """The words in at most so many lines, the last one cut with … where they need more; one line at least."""
    all_ = wrapped(words, width, size, bold=bold) or [""]
    last = " ".join(all_[lines - 1 :])
    return [*all_[: lines - 1], fitted(last, width, size, bold=bold)] if len(all_) > lines else all_


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@dataclass(frozen=True)
class Flag:
    """Words from `start` to `end` that belong to an upright line at `at`."""

    at: float
    start: float
    end: float

    def covers(self, at: float) -> bool:
        """Whether a line there would run into the words."""
        return self.start < at < self.end


def hoisted(flags: Sequence[Flag]) -> list[tuple[int, bool]]:
    """For each flag its row (0 is the lowest), and whether its line can rise to it: no two words touch, and no line
    that rises runs through the words of another."""
    rightward = [i for i, flag in enumerate(flags) if flag.end - flag.at > flag.at - flag.start]
    order = [*rightward[::-1], *(i for i in range(len(flags)) if i not in set(rightward))]
    rows = dict[int, int]()
    for i in order:
        rows[i] = _row(flags, rows, i)
    return [
        (rows[i], not any(rows[j] < rows[i] and flags[j].covers(flag.at) for j in rows if j != i))
        for i, flag in enumerate(flags)
    ]


def _row(flags: Sequence[Flag], rows: dict[int, int], i: int) -> int:
    """The lowest row that is free and above every line that the words pass over."""
    mine = flags[i]
    lowest = max((rows[j] + 1 for j in rows if mine.covers(flags[j].at)), default=0)
    taken = {rows[j] for j in rows if flags[j].start < mine.end and mine.start < flags[j].end}
    return next(row for row in range(lowest, lowest + len(flags) + 1) if row not in taken)


def spread(at: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as can be to those asked for, in the same order, `gap` apart and between `low` and `high`; where
    there is no room for all, the last ones go beyond `high`."""
    order = sorted(range(len(at)), key=lambda i: at[i])
    places = list(at)
    for before, i in zip([None, *order], order, strict=False):
        places[i] = max(places[i], low if before is None else places[before] + gap)
    for after, i in zip([None, *order[::-1]], order[::-1], strict=False):
        places[i] = min(places[i], high if after is None else places[after] - gap)
    for before, i in zip([None, *order], order, strict=False):
        places[i] = max(places[i], low if before is None else places[before] + gap)
    return places
