"""Words of project outcomes: the five groups, and why a project cannot be judged."""

from __future__ import annotations

from qi_eval.vocabulary.word import Word


class Outcome(Word):
    """What became of a project's outcome, by the programme rule with its centre frozen before the first change."""

    IMPROVED_AND_HELD = (
        "improved_and_held",
        "Improved and held",
        "A sign of improvement since the first change, still there at least 12 points and 6 months after it.",
    )
    IMPROVED_LATELY = "improved_lately", "Improved lately", "A sign of improvement, still there, not yet that old."
    NO_SIGN = "no_sign", "No sign of change yet", "The points since the first change look like those before it."
    WORSE_OR_LOST = "worse_or_lost", "Worse or lost", "A sign of concern, or a sign of improvement that was not kept."
    CANNOT_TELL = "cannot_tell", "Cannot tell", "Nothing can be said either way; never counted as good or bad."


class OutcomeReason(Word):
    """Why an outcome cannot be told, nearest to being told first; `provisional` goes with one that can."""

    PROVISIONAL = "provisional", "Provisional", "It rests on 8 to 11 points before the first change; 12 are asked for."
    NO_DATA_SINCE = "no_data_since", "No data since the change"
    ON_THE_MEDIAN = "on_the_median", "Baseline flat", "Over half of the points before the first change are equal."
    BASELINE_SIGNAL = (
        "baseline_signal",
        "Baseline not steady",
        "The points before the first change show a sign of their own.",
    )
    BASELINE_TOO_SHORT = "baseline_too_short", "Baseline too short", "Fewer than 8 points before the first change."
    NO_BASELINE = "no_baseline", "No baseline", "No points before the first change."
    NO_CHANGE = "no_change", "No change logged", "The project log holds no start of a change and no PDSA cycle."
    UNSUITED = "unsuited", "Unsuited", "No direction is better, or the values are times between events."
    NO_DATA = "no_data", "No data"
    PROCESS_ONLY = "process_only", "Process measures only"
    NO_OUTCOME_MEASURE = "no_outcome_measure", "No outcome measure"
