"""What is said of a wrong or doubtful cell: what was found, what was expected, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from qi_eval.datasets.column import Column, Kind
from qi_eval.datasets.rule_names import CONFIRMABLE, PRIVACY
from qi_eval.intake import limits
from qi_eval.intake.dates import MONTHS, Style, in_words, read_date, read_month
from qi_eval.intake.findings import quoted
from qi_eval.intake.headers import tidy
from qi_eval.intake.numbers import MEANS_NONE, MEANS_NOTHING
from qi_eval.intake.privacy import IN_TEXT, NHS_NUMBER
from qi_eval.intake.words import meanings

PERSONAL = {
    NHS_NUMBER: "this cell holds an NHS number. Remove it: nothing that identifies a patient may be loaded.",
    "national_insurance": "this cell holds a National Insurance number. Remove it.",
    "email": "this cell holds an e-mail address. Remove it.",
    "phone": "this cell holds a telephone number. Remove it.",
    "date_of_birth": "this cell holds a date of birth. Remove it.",
    "postcode": "this cell holds a full postcode. Remove it; its first half alone may stay.",
    "record_number": "this cell holds the number of a patient's record. Remove it.",
    "person_named": "this cell names a person. Write what they do instead, such as the ward manager.",
}
MARKS = tuple("<>≤≥~")  # before a number that is not known exactly
PAIR = re.compile(r"(\d{1,9})\s*(?:/|of|out of)\s*(\d{1,9})")  # 17/20, 17 of 20
TIME = re.compile(r"(\d{1,3}):([0-5]\d)")  # 01:11
BRACKETED = re.compile(r"\d[\d.,]{0,20}\s*%?\s*\([\d.,]{1,20}\s*%?\)")  # 18 (86%)
MONTH = re.compile("(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}", re.IGNORECASE)
DASHES = "−–—‐‑‒"  # what people paste for a minus sign
CONFIRM = " If it may be stored, confirm that you have looked at it, and load again."


def sentence(rule: str, text: str, column: Column, style: Style) -> str:
    """The sentence for one cell. `text` is what stands in it."""
    if rule in PRIVACY:
        return PERSONAL[rule.removesuffix(IN_TEXT)] + (CONFIRM if rule in CONFIRMABLE else "")
    return _SAYS[rule](text, column, style)


def _required(text: str, column: Column, style: Style) -> str:
    return f"this cell is blank but must be filled. {column.expects}"


def _not_a_number(text: str, column: Column, style: Style) -> str:
    noun = "a whole number" if column.kind is Kind.INTEGER else "a number"
    if text.lower() in MEANS_NONE:
        return f"{quoted(text)} is not {noun}. Write 0 if there were none; leave the cell blank if nobody looked."
    if text.lower() in MEANS_NOTHING:
        return f"{quoted(text)} is not {noun}. Leave the cell blank where nothing is known."
    if text[:1] in DASHES and text[1:].replace(".", "", 1).isdecimal() and text.isascii() is False:
        return f"{quoted(text)} is not {noun}: its minus sign is another dash. Type it anew: -{text[1:]}."
    if text.replace(",", ".", 1) != text and text.replace(",", "", 1).isdecimal():
        return f"{quoted(text)} is not {noun}: write a point for decimals, {text.replace(',', '.')}."
    return _several(text) or f"{quoted(text)} is not {noun}. {column.expects}"


def _several(text: str) -> str:
    """How to mend a cell that holds a number and more: a part of a whole, a time, less than so many."""
    if text[:1] in MARKS:
        return f"{quoted(text)} is no exact number. Leave the cell blank where the number itself is not known."
    if pair := PAIR.fullmatch(text):
        part, whole = pair.groups()
        return f"{quoted(text)} is two numbers. Put {part} and {whole} into two columns, the part and out of how many."
    if time := TIME.fullmatch(text):
        minutes = int(time.group(1)) * 60 + int(time.group(2))
        return f"{quoted(text)} is a time. Write it in minutes: {minutes:g}, if it is hours and minutes."
    if BRACKETED.fullmatch(text):
        return f"{quoted(text)} is more than one number. Put each into a column of its own."
    return ""


def _not_a_date(text: str, column: Column, style: Style) -> str:
    if MONTH.fullmatch(text):
        return f"{quoted(text)} lacks its year. Write it too: {text} {style.today.year}, say."
    if column.by_month and (month := read_month(text)):
        name = MONTHS[month.month - 1].capitalize()
        whole = f"Write {name} {month.year}, if the whole month is meant."
        return f"{quoted(text)} is not a date: it may be a month or a day. {whole}"
    looks = sum(letter.isdigit() for letter in text) >= 5
    return f"{quoted(text)} is not a {'real ' if looks else ''}date. {column.expects}"


def _month_above_12(text: str, column: Column, style: Style) -> str:
    order = "month/day/year, as was said for this file" if style.order == "month_first" else "day/month/year"
    return f"{quoted(text)} is not a real date: it is read as {order}, which gives a month above 12. {column.expects}"


def _future(text: str, column: Column, style: Style) -> str:
    value = read_date(text, style)[0] or read_month(text)
    said = in_words(value) if value else quoted(text)
    return (
        f"{quoted(text)} is {said}, which is after today ({in_words(style.today)}). Mend the date, or take the row out."
    )


def _date_note(why: str) -> Callable[[str, Column, Style], str]:
    def say(text: str, column: Column, style: Style) -> str:
        value, _ = read_date(text, style)
        return f"{quoted(text)} was read as {in_words(value) if value else text}{why}."

    return say


def _month(text: str, column: Column, style: Style) -> str:
    value = read_month(text)
    return f"{quoted(text)} was read as {in_words(value) if value else text}, the first day of its month."


def _unknown_code(text: str, column: Column, style: Style) -> str:
    known = meanings(column)
    words = text.split("|") if column.kind is Kind.CODES else [text]
    wrong = next((word.strip() for word in words if tidy(word) not in known), text)
    near = get_close_matches(tidy(wrong), known, n=1, cutoff=0.6)
    hint = f"Did you mean {_code(near[0], column)}? " if near else ""
    return f"{quoted(wrong)} is not a word of this column. {hint}{column.expects}"


def _code(meant: str, column: Column) -> str:
    """The code of a word that is near, with its label where the word is no code itself."""
    assert column.words is not None
    code = column.words(meanings(column)[meant])
    return quoted(code) if tidy(code) == meant else f"{quoted(code)} ({code.label})"


def _read_as(text: str, column: Column, style: Style) -> str:
    known = meanings(column)
    words = text.split("|") if column.kind is Kind.CODES else [text]
    return f"{quoted(text)} was read as {'|'.join(known[tidy(word)] for word in words if tidy(word))}."


def _fixed(words: str) -> Callable[[str, Column, Style], str]:
    def say(text: str, column: Column, style: Style) -> str:
        return f"{quoted(text)} {words.format(expects=column.expects, low=column.low, high=column.high)}"

    return say


_SAYS: dict[str, Callable[[str, Column, Style], str]] = {
    "required": _required,
    "not_a_number": _not_a_number,
    "not_whole": _fixed("is not a whole number. {expects}"),
    "number_too_large": _fixed("is larger than any number that can be kept exactly. {expects}"),
    "below_lowest": _fixed("is below {low:g}. {expects}"),
    "above_highest": _fixed("is above {high:g}. {expects}"),
    "thousands_separator": _fixed("was read without the comma between thousands. Write the number without it."),
    "currency_sign": _fixed("was read without the £ sign. Write the number alone."),
    "percent_sign": _fixed("was read without the % sign. Write the number alone."),
    "not_yes_or_no": _fixed("is neither yes nor no. {expects}"),
    "unknown_code": _unknown_code,
    "word_read_as": _read_as,
    "no_answer": _fixed("was read as no answer, like a blank cell."),
    "not_a_date": _not_a_date,
    "month_above_12": _month_above_12,
    "year_unlikely": _fixed(f"has a year before {limits.FIRST_YEAR} or after {limits.LAST_YEAR}. {{expects}}"),
    "future_date": _future,
    "two_digit_year": _date_note(""),
    "month_name": _date_note(""),
    "month_as_date": _month,
    "excel_serial": _date_note(", as Excel counts days"),
    "time_left_out": _date_note(", without its time"),
    "letters_lost": _fixed("holds letters that an earlier program has spoilt. Save the file anew as CSV UTF-8."),
    "bad_identifier": _fixed(f"is no short code: at most {limits.MAX_IDENTIFIER} characters, without line breaks."),
}
