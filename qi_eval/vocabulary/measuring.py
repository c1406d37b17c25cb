"""Words of measurement for improvement: what a measure is, how it is judged, what a rule found."""

from __future__ import annotations

from qi_eval.vocabulary.word import Word


class Direction(Word):
    INCREASE = "increase", "Higher is better", "A rise is an improvement."
    DECREASE = "decrease", "Lower is better", "A fall is an improvement."
    NEUTRAL = "neutral", "No direction", "A change is shown without a judgement."


class MeasureType(Word):
    OUTCOME = "outcome", "Outcome", "What matters to patients or staff in the end."
    PROCESS = "process", "Process", "Whether the change is being carried out."
    BALANCING = "balancing", "Balancing", "What might get worse elsewhere because of the change."


class ValueType(Word):
    COUNT = "count", "Count", "How many, in periods of equal opportunity."
    PROPORTION = "proportion", "Proportion (%)", "100 × numerator / denominator; the numerator is part of it."
    RATE = "rate", "Rate", "multiplier × numerator / denominator."
    MEAN = "mean", "Mean", "The average of the cases of a period."
    MEDIAN = "median", "Median", "The middle one of the cases of a period."
    TIME_BETWEEN = "time_between", "Time between events", "Days or cases from one event to the next."
    ORDINAL = "ordinal", "Ordinal score", "Steps that have an order but no equal distance."


class Purpose(Word):
    IMPROVEMENT = "improvement", "Improvement", "Many small tests, for the team itself."
    ASSURANCE = "assurance", "Assurance", "Comparison and accountability."
    RESEARCH = "research", "Research", "General knowledge, fixed protocol."


class Frequency(Word):
    """How often a measure or a file is due; `days` is one interval."""

    DAILY = "daily", "Daily"
    WEEKLY = "weekly", "Weekly"
    FORTNIGHTLY = "fortnightly", "Fortnightly"
    MONTHLY = "monthly", "Monthly"
    QUARTERLY = "quarterly", "Quarterly"
    ANNUAL = "annual", "Annual"

    @property
    def days(self) -> int:
        """Days in one interval, the longest that the calendar gives (a month 31, a quarter 92)."""
        return {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 31, "quarterly": 92, "annual": 366}[self.value]


class BundleRole(Word):
    ELEMENT = "element", "Element", "One element of the care bundle."
    ALL_OR_NONE = "all_or_none", "All or none", "Cases that received every element they were eligible for."


class SubgroupAxis(Word):
    ETHNICITY = "ethnicity"
    IMD_QUINTILE = "imd_quintile", "Deprivation quintile (IMD)"
    SEX = "sex"
    AGE_BAND = "age_band"
    LANGUAGE = "language"
    DISABILITY = "disability"


class MarkKind(Word):
    PHASE_START = (
        "phase_start",
        "New limits from here",
        "The centre and the limits are worked out anew from this point; the old ones stay visible.",
    )
    EXCLUDED = "excluded", "Point left out", "The point is drawn but no limit is worked out from it."
    TARGET_FROM = "target_from", "Target from here", "The target that holds from this day on."
    NOTE = "note", "Note", "A remark at a point."


class ChartType(Word):
    RUN = "run", "Run chart"
    I = "i", "XmR (individuals)"  # noqa: E741 (the field's letter)
    MR = "mr", "Moving range"
    XBAR = "xbar", "X-bar"
    S = "s", "S"
    T = "t", "T (time between)"
    P = "p", "P"
    PP = "pp", "P prime (Laney)"
    C = "c", "C"
    U = "u", "U"
    UP = "up", "U prime (Laney)"
    G = "g", "G"
    IP = "ip", "I prime"


class Method(Word):
    MDC = (
        "mdc",
        "Making Data Count rules",
        "A point outside, a shift, a trend, two of three; moving ranges are not screened.",
    )
    ANHOEJ = "anhoej", "Anhøj rules", "Longest run and number of crossings, by the number of useful points."
    IHI = (
        "ihi",
        "Run chart rules (Perla, Provost, Murray)",
        "A shift, a trend, or too few or too many runs about the median.",
    )
    PLOTTHEDOTS = "plotthedots", "NHSRplotthedots rules", "The rules of the R package, moving ranges screened."


class Variation(Word):
    """What the rule in force says of a point or of a series; never parsed back from a label."""

    COMMON_CAUSE = "common_cause", "Usual ups and downs"
    IMPROVEMENT = "improvement", "Sign of improvement"
    CONCERN = "concern", "Sign of concern"
    NEUTRAL_HIGH = "neutral_high", "Sign of change, higher"
    NEUTRAL_LOW = "neutral_low", "Sign of change, lower"


class SpcRule(Word):
    OUTSIDE = "outside", "A point outside the limits"
    TREND = "trend", "A trend"
    TWO_IN_THREE = "two_in_three", "Two of three near a limit"
    SHIFT = "shift", "A shift"


class Assurance(Word):
    PASS = "pass", "Will consistently meet the target"
    FAIL = "fail", "Will consistently miss the target"
    INCONSISTENT = "inconsistent", "Will sometimes meet the target by chance alone"


class FunnelPlace(Word):
    """Where a unit stands among the others; a reason to look, never a proof."""

    WITHIN = "within", "Within what chance explains"
    HIGH = "high", "Near the upper edge of chance"
    LOW = "low", "Near the lower edge of chance"
    ABOVE = "above", "Above what chance explains"
    BELOW = "below", "Below what chance explains"


class Series(Word):
    """How a metric behaves over time (ruling 1): only a flow may carry a signal."""

    FLOW = "flow", "Independent periods"
    STOCK = "stock", "A level so far, not tested"
    ROLLING = "rolling", "Rolling periods, not tested"
    WAVE = "wave", "Survey waves"
    NONE = "none", "One figure"


class State(Word):
    """What is known of a metric; the codes of the command line."""

    MEASURED = "measured", "Known"
    PARTIAL = "partial", "Partly known"
    NO_DATA = "no_data", "Not known yet"
    SUPPRESSED = "suppressed", "Hidden, small group"
