"""Numbers, dates and signals in; words out. Nothing here may claim what no rule supports: `unsupported` says so.

A number may also be a text ("fewer than 5"): disclosure puts it where a figure is hidden, and it is passed on as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from qi_eval.vocabulary import Variation

Figure = float | int | str | None
NOT_KNOWN = "not known"
WHOLE = 1e-9  # as near to a whole number as arithmetic with shares comes


def number(value: Figure, decimals: int = 0) -> str:
    """1,234 or 6.9; "not known" for None."""
    if isinstance(value, str):
        return value
    if value is None:
        return NOT_KNOWN
    shown = f"{value:,.{decimals}f}"
    return shown.removeprefix("-") if not shown.strip("-0.,") else shown  # no "-0"


def trimmed(value: Figure, decimals: int = 1) -> str:
    """A number without idle zeros: 3, 2.5."""
    shown = number(value, decimals)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def percent(value: Figure, decimals: int = 0) -> str:
    """61%: whole, except where that would read as none or all; then one decimal, then a bound. With `decimals`: 1.8%,
    and still 2% where it is exactly that."""
    if value is None or isinstance(value, str):
        return number(value)
    places = decimals or int(0 < value < 1 or 99 < value < 100)
    least = 10.0**-places
    if 0 < value < least / 2:
        return f"under {number(least, places)}%"
    if 100 - least / 2 <= value < 100:
        return f"over {number(100 - least, places)}%"
    return f"{number(value, 0 if abs(value - round(value)) < WHOLE else places)}%"


def signed(value: float, decimals: int = 0) -> str:
    """+18 or -3, with a real minus sign; 0 without a sign."""
    shown = number(abs(value), decimals)
    if not shown.strip("0.,"):
        return shown
    return f"+{shown}" if value > 0 else f"−{shown}"


def count(value: Figure, one: str, many: str = "") -> str:
    """1 project, 22 projects, fewer than 5 people."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def pounds(value: float) -> str:
    """£1.1m, £0.31m, £47,300: millions with as many digits as are worth saying."""
    if abs(value) < 100_000:
        return f"£{number(value)}"
    millions = value / 1_000_000
    return f"£{trimmed(millions, 1) if abs(millions) >= 1 else number(millions, 2)}m"


def pounds_between(low: float, high: float) -> str:
    """£44,800 to £47,300, £0.07m to £0.17m: both ends on one scale, unless millions would say nothing of the lower."""
    if abs(high) >= 100_000 > abs(low) >= 5_000:
        return f"£{number(low / 1_000_000, 2)}m to {pounds(high)}"
    return f"{pounds(low)} to {pounds(high)}"


def pounds_about(value: float, low: float, high: float) -> str:
    """£0.08m (£0.05m to £0.11m): a value as precise as the range that it stands beside."""
    among = pounds_between(value, high).split(" to ")[0] if abs(value) <= abs(high) else pounds(value)
    return f"{among} ({pounds_between(low, high)})"


def people(value: Figure) -> str:
    """1 person, 1,234 people, fewer than 5 people."""
    return count(value, "person", "people")


def of(part: Figure, whole: Figure) -> str:
    """22 of 54."""
    return f"{number(part)} of {number(whole)}"


def replied(answered: Figure, asked: Figure) -> str:
    """611 replied of 1,270."""
    return f"{number(answered)} replied of {number(asked)}"


def between(low: float, high: float, unit: str = "%") -> str:
    """between 41% and 76%."""
    if unit == "%":
        return f"between {percent(low)} and {percent(high)}"
    return f"between {trimmed(low)} and {trimmed(high)}"


def span(low: float, high: float, decimals: int = 0) -> str:
    """16 to 20."""
    return f"{number(low, decimals)} to {number(high, decimals)}"


def listed(words: Iterable[str]) -> str:
    """a, b and c."""
    kept = list(words)
    return " and ".join(filter(None, [", ".join(kept[:-1]), *kept[-1:]]))


def raised(words: str) -> str:
    """With a capital first letter; the rest stays as it is."""
    return words[:1].upper() + words[1:]


def lowered(words: str) -> str:
    """The words as they stand inside a sentence: the first letter small, unless they begin with an abbreviation."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def date_words(day: date) -> str:
    """3 April 2024."""
    return f"{day.day} {day:%B %Y}"


def month_words(day: date) -> str:
    """April 2024."""
    return f"{day:%B %Y}"


def quarter_words(first: date) -> str:
    """July to September 2026: the quarter that begins with a month."""
    last = first.month + 2
    if last > 12:
        return f"{month_words(first)} to {date(first.year + 1, last - 12, 1):%B %Y}"
    return f"{first:%B} to {date(first.year, last, 1):%B %Y}"


def change_since(change: float, since: date, now: date, *, unit: str = "") -> str:
    """up 3 since June, not tested: a level's change between two dates, which no rule has judged (ruling 1). `unit`
    stands behind the number; "£" before it."""
    when = f"{since:%B}" if since.year == now.year else month_words(since)
    if not change:
        return f"the same as in {when}"
    way = "up" if change > 0 else "down"
    amount = pounds(abs(change)) if unit == "£" else f"{trimmed(abs(change))}{unit}"
    return f"{way} {amount} since {when}, not tested"


def signal_words(variation: Variation, since: date | None = None) -> str:
    """sign of improvement since 6 July 2026; what the rule in force says, never more."""
    words = variation.label[0].lower() + variation.label[1:]
    return f"{words} since {date_words(since)}" if since and variation is not Variation.COMMON_CAUSE else words


# Words that claim a change for the better or the worse, a cause or a test. They need a rule that fired.
CLAIMS = re.compile(
    r"\b(improv\w*|significan\w*|caus(?:e|ed|es|ing)|prov(?:e|ed|es|en)\b|trend\w*|better|worse\w*|worsen\w*|"
    r"(?:in|de)creas(?:e|ed|es|ing)|ris(?:e|es|en|ing)|rose|fell|falling|grow(?:s|n|ing|th)?|grew|declin(?:e|ed|ing)|"
    r"thanks to|because of|due to|led to|result(?:s|ed)? in|impact|success\w*|engaged|RAG)\b",
    re.IGNORECASE,
)
# Names that hold such a word and claim nothing.
NAMES = re.compile(
    r"NHS IMPACT|quality improvement|"
    r"improvement (?:projects?|programme|hub|work|score|progress|advisors?|measures?|capacity)|"
    r"(?:which|what) (?:way|is) (?:is )?better|usual ups and downs|many causes|worse or lost|"
    r"declined or withdr[ae]wn?|declined|closed as unsuccessful|closed_unsuccessful",
    re.IGNORECASE,
)
SIGNAL_CLAIMS = {
    Variation.IMPROVEMENT: ("improv", "better"),
    Variation.CONCERN: ("wors", "concern"),
}


def unsupported(sentence: str, *, signal: Variation | None = None) -> tuple[str, ...]:
    """The words of `sentence` that claim more than `signal` (the rule's finding, None: no rule) supports.

    "up" and "down" are allowed only beside "not tested"."""
    bare = NAMES.sub("", sentence)
    allowed = SIGNAL_CLAIMS.get(signal, ()) if signal else ()
    found = [word for word in CLAIMS.findall(bare) if not word.lower().startswith(allowed or ("\0",))]
    untested = re.search(r"\b(up|down) \d", bare, re.IGNORECASE) and "not tested" not in bare
    return (*found, *(["up or down, not marked as not tested"] if untested else []))
