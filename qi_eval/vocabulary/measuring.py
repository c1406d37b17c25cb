"""Words of measurement for improvement: what a measure is, how it is judged, what a rule found."""

from __future__ import annotations

from qi_eval.vocabulary.word import Word


class Direction(Word):
    INCREASE = "increase", "Higher is better"
    DECREASE = "decrease", "Lower is better"
    NEUTRAL = "neutral", "No direction", "A change is shown without a judgement."


class MeasureType(Word):
    OUTCOME = "outcome", "Outcome", "What matters to patients or staff in the end."
    PROCESS = "process", "Process", "Whether the change is being carried out."
    BALANCING = "balancing", "Balancing", "What might get worse elsewhere because of the change."


class ValueType(Word):
    COUNT = "count", "Count"
    PROPORTION = "proportion", "Proportion (%)", "100 × numerator / denominator; the numerator is part of it."
    RATE = "rate", "Rate", "multiplier × numerator / denominator."
    MEAN = "mean", "Mean"
    MEDIAN = "median", "Median"
    TIME_BETWEEN = "time_between", "Time between events"
    ORDINAL = "ordinal", "Ordinal score"


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
    ELEMENT = "element", "Element"
    ALL_OR_NONE = "all_or_none", "All or none"


class SubgroupAxis(Word):
    ETHNICITY = "ethnicity"
    IMD_QUINTILE = "imd_quintile", "Deprivation quintile (IMD)"
    SEX = "sex"
    AGE_BAND = "age_band"
    LANGUAGE = "language"
    DISABILITY = "disability"


class MarkKind(Word):
    PHASE_START = "phase_start", "New limits from here"
    EXCLUDED = "excluded", "Point left out"
    TARGET_FROM = "target_from", "Target from here"
    NOTE = "note"


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
    MDC = "mdc", "Making Data Count rules"
    ANHOEJ = "anhoej", "Anhøj rules"
    IHI = "ihi", "Run chart rules (Perla, Provost, Murray)"
    PLOTTHEDOTS = "plotthedots", "NHSRplotthedots rules"


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
