"""What teams call the columns of their own tables: words of headers that tell dates, counts, denominators, notes."""

from __future__ import annotations

from qi_eval.intake.headers import tidy
from qi_eval.intake.synonyms import SYNONYMS

DATES = frozenset({*SYNONYMS["period_start"], "when", "period_start", "event_date", "date_of_event", "commencing"})
NOTES = frozenset({"note", "notes", "comment", "comments", "remark", "remarks", "annotation", "what_happened", "event"})
NO_EVENT = frozenset(
    {*DATES, "of", "the", "did", "it", "on", "a", "an", "happen", "happened", "dates", "time", "occurred"}
)
WHOLES = (
    *("denominator", "denom", "out_of", "total", "bed_days", "occupied", "attendances", "population", "admissions"),
    *("patients", "discharges", "sample", "eligible", "audited", "opportunities", "reviewed", "observed", "seen"),
    *("asked", "all", "due", "visits", "births", "appointments", "checked", "calls"),
)
PARTS = ("numerator", "num", "met", "yes", "done", "compliant", "achieved", "given", "within", "correct", "completed")
YES = frozenset({"yes", "y", "true", "met", "done", "compliant", "pass", "passed", "achieved", "✓", "✔", "☑"})
NO = frozenset(
    {
        *("no", "n", "false", "not_met", "unmet", "not_done", "not_compliant", "non_compliant", "noncompliant", "fail"),
        *("failed", "not_achieved", "missed", "✗", "✘", "☒", "☐"),
    }
)
NOT_NEEDED = frozenset({"n_a", "na", "not_applicable"})  # beside yes and no: nothing was to be done for this row
EXPOSURE = ("bed_days", "days", "attendances", "population", "hours", "visits", "births", "admissions")
PERCENT = ("%", "percent", "percentage", "per_cent", "pct", "proportion", "compliance")
TIMES = (
    "minutes",
    "hours",
    "time",
    "length_of_stay",
    "los",
    "wait",
    "score",
    "cost",
    "weight",
    "temperature",
    "average",
)
BETWEEN = ("days_between", "days_since", "time_between", "cases_between")
KINDS = frozenset(
    {
        *(
            "reason",
            "reasons",
            "cause",
            "causes",
            "category",
            "categories",
            "type",
            "kind",
            "problem",
            "issue",
            "theme",
        ),
        *(
            "themes",
            "what_happened",
            "why",
            "code",
            "group",
            "comment_theme",
            "barrier",
            "barriers",
            "complaint",
            "place",
        ),
    }
)
COUNTERS = frozenset({"no", "number", "nr", "#", "row", "id", "index", "week_no", "week_number", "month_no", "point"})
TARGETS = frozenset({"target", "goal", "aim", "standard"})
LINES = frozenset({"median", "mean", "average", "centre", "center", "ucl", "lcl", "upl", "lpl", "baseline", "cl"})
RUNNING = ("cumulative", "cumulated", "cum", "cumul", "running", "ytd", "year_to_date")  # sums of another column
SUMMED = frozenset({"total", "totals", "all", "sum", "overall", "grand_total", "trust_total"})  # of the columns beside


def says(header: str, words: tuple[str, ...]) -> bool:
    """Whether a header holds one of these words, as whole words."""
    named = f"_{tidy(header)}_"
    return any(word in header if word == "%" else f"_{word}_" in named for word in words)


def happened(header: str, *, alone: bool = False) -> str:
    """What happened, where a header such as Date of fall says so, or one such as Falls stands `alone`; '' where it says
    no more than When?"""
    words = [word for word in header.replace("_", " ").split() if tidy(word) not in NO_EVENT]
    if alone and len(words) == len(header.split()):
        return header.strip()
    return " ".join(words).capitalize() if len(words) < len(header.split()) else ""


def known(cells: tuple[str, ...]) -> tuple[str, ...]:
    """A column without its n/a, which says that nothing is known; beside a yes it says that nothing was to be done."""
    if any(tidy(cell) in YES for cell in set(cells)):
        return cells
    return tuple("" if tidy(cell) in NOT_NEEDED else cell for cell in cells)
