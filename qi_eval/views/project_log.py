"""The log of a project as it is told: its tests of change, what was learned, what helped or stood in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.metrics.periods import Row
from qi_eval.narrative import count, date_words, listed, of, raised
from qi_eval.views.project_words import coded, text
from qi_eval.vocabulary import BarrierCategory, Decision, LogType

TESTS = (LogType.PDSA, LogType.INTERVENTION_START)
LEARNED = (LogType.LESSON, LogType.CLOSURE_REVIEW)
DECIDED = {Decision.ADOPT: "adopted", Decision.ADAPT: "adapted", Decision.ABANDON: "abandoned"}


@dataclass(frozen=True)
class LogLine:
    """One entry of the log: its day, what kind it is, its title, what was planned, and what came of it."""

    day: str
    kind: str
    title: str
    told: str
    type: LogType
    plan: str = ""
    shared: str = ""


@dataclass(frozen=True)
class LogView:
    """The log, newest first: `tests` of change with a sentence on them, what was `learned`, and all the `rest`."""

    lines: tuple[LogLine, ...]
    about_tests: str

    def of(self, *types: LogType) -> tuple[LogLine, ...]:
        """The entries of some types."""
        return tuple(line for line in self.lines if line.type in types)

    @property
    def tests(self) -> tuple[LogLine, ...]:
        """PDSA cycles, and the days from which changes are in use."""
        return self.of(*TESTS)

    @property
    def learned(self) -> tuple[LogLine, ...]:
        """Lessons, and the look back at the end."""
        return self.of(*LEARNED)

    @property
    def rest(self) -> tuple[LogLine, ...]:
        """Barriers, what helped, events and prizes."""
        return tuple(line for line in self.lines if line.type not in (*TESTS, *LEARNED))


def log_view(rows: Sequence[Row]) -> LogView:
    """The log of these rows, in order of time as the store gives them."""
    return LogView(tuple(log_line(row) for row in reversed(rows)), _about(rows))


def log_line(row: Row) -> LogLine:
    """One entry in words."""
    kind = LogType(row["log_type"])
    cycle = f" {row['cycle_no']:.0f}" if row["cycle_no"] else ""
    shared = _shared(row)
    return LogLine(
        day=date_words(row["log_date"]),
        kind=f"{kind.label}{cycle}",
        title=text(row["title"]),
        told=_told(row, shared),
        type=kind,
        plan=_plan(row),
        shared=shared,
    )


def _told(row: Row, shared: str) -> str:
    category = row["category"]
    known = category in BarrierCategory.codes()
    told = [
        f"Expected: {text(row['prediction'])}." if row["prediction"] else "",
        f"Found: {text(row['result'])}." if row["result"] else "",
        Decision(row["decision"]).label + "." if row["decision"] else "",
        f"Kind: {BarrierCategory(category).label.lower()}." if known else "",
        f"Cleared on {date_words(row['end_date'])}." if row["end_date"] and row["log_type"] == LogType.BARRIER else "",
        f"Shared with: {shared}." if shared else "",
    ]
    return " ".join(filter(None, told))


def _plan(row: Row) -> str:
    """What was tested, and on how much."""
    idea = text(row["change_idea"])
    scale = coded(row["scale_of_test"]).lower()
    named = f"Change idea: {idea}" if idea and not text(row["title"]).lower().startswith(idea.lower()) else ""
    tried = f"tried on {scale}" if scale else ""
    words = ", ".join(filter(None, [named, tried]))
    return raised(words)


def _shared(row: Row) -> str:
    if not row["shared_with"]:
        return ""
    return coded(row["shared_with"]) + (f", {date_words(row['shared_on'])}" if row["shared_on"] else "")


def _about(rows: Sequence[Row]) -> str:
    """How many cycles there are, what was decided, and for how many a prediction was written."""
    cycles = [row for row in rows if row["log_type"] == LogType.PDSA]
    if not cycles:
        return ""
    decided = [
        f"{n} {words}" for word, words in DECIDED.items() if (n := sum(row["decision"] == word for row in cycles))
    ]
    undecided = sum(row["decision"] is None for row in cycles)
    parts = [*decided, *([f"{undecided} without a decision yet"] if undecided else [])]
    predicted = sum(bool(row["prediction"]) for row in cycles)
    written = f"a prediction was written for {of(predicted, len(cycles))}"
    return f"{count(len(cycles), 'PDSA cycle')}: {listed(parts)}; {written}."
