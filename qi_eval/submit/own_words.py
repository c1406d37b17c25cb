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
