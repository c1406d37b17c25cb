"""Personal data in an upload: found by pattern, never repeated, never stored. Only different texts are looked at."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.problem import Problem
from qi_eval.intake import limits

NHS_NUMBER = "nhs_number"
TAKEN_OUT = "(taken out)"  # stands where a header or a file's name held personal data
ONLY_IN_TEXT = ("record_number", "person_named")  # rules that do not hold for ids and codes
IN_TEXT = "_in_text"  # ends the names of rules that a person may confirm
_GAP = r"[\s\-.\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff]"  # what people write between the digits of a number
_TEN_DIGITS = re.compile(
    rf"(?<!\d)\d(?:{_GAP}{{0,3}}\d){{9}}(?!\d)"
    r"|(?<!\d)\d{3}[^\w]{1,3}\d{3}[^\w]{1,3}\d{4}(?!\d)|(?<!\d)\d{3}_\d{3}_\d{4}(?!\d)"  # any mark parts 3, 3 and 4
)
_DATE = re.compile(
    r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b|(0[1-9]|[12]\d|3[01])-(0[1-9]|1[0-2])-(19|20)\d\d\b"
)
_HASH = re.compile(r"(?=.*[a-f])[0-9a-f\-]{12,}", re.IGNORECASE)  # a keyed hash or a UUID, not a number
_EMAIL = re.compile(r"[\w.+\-']{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?<![\w.])(?:(?:\+|00)44[\s\-]?(?:\(0\)[\s\-]?)?|\(?0)[1-37-9]\d{1,4}\)?(?:[\s\-]?\d{2,8}){1,3}(?!\w)"
)
_INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE
)
_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G "
    "GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW "
    "OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC "
    "WD WF WN WR WS WV YO ZE"
)
_POSTCODE = re.compile(
    rf"\b(?:{'|'.join(_AREAS.split())})\d[0-9A-HJKMNPR-Y]?\s\d[ABD-HJLNP-UW-Z]{{2}}\b", re.IGNORECASE
)
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b.{0,15}?\d{1,4}[/.\- ](?:\d{1,2}|[a-z]{3,9})[/.\- ]\d{2,4}",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:mrn|(?:hospital|patient|unit|record|case)\s?(?:no\.?|num(?:ber)?|id)|nhs\s?(?:no\.?|number))\s?[:#]?\s?"
    r"(?=[a-z]{0,3}\d{4})[a-z]{0,3}\d{4,10}\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Nurse|Sister|Matron)\b\.?\s(?:[A-Z]\.?\s){0,2}[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?\b"
)
_NO_NAMES = re.compile(  # words that follow a title and are no surname
    r"(?:Associate|Apprentice|Charge|Consultant|Educator|Foster|In|Lead|Manager|On|Practitioner|Scientific|Specialist|Staff|Team|"
    r"The|Trust|Unit|Ward|Wards|And|Or|Of|For|To)\Z"
)
# What RE2 tries on every different text first, looser than the exact patterns, which see only what it lets through.
# RE2 builds a pattern anew at each use, and with the digits of all scripts in it that takes 20 ms.
_SUSPECT = (
    r"(?i)({digit}{gap}{{0,3}}){{9}}{digit}|{digit}{{3}}{mark}{{1,3}}{digit}{{3}}{mark}{{1,3}}{digit}{{4}}"
    r"|\b(mr|mrs|ms|miss|mx|dr|prof|professor|nurse|sister|matron)\b\.? [a-z]"
    r"|(mrn|no\.?|num|number|id) ?[:#]? ?[a-z]{{0,3}}{digit}{{4}}"
    r"|\w@\w|(\+44|00 ?44|\(?0)[0-9() \-]{{8}}|\b[a-z]{{2}} ?\d\d ?\d\d ?\d\d ?[a-d]\b"
    r"|\b[a-z]{{1,2}}\d[0-9a-z]?\s\d[a-z]{{2}}\b|(birth|born|d\.?o\.?b).*\d"
)
_SUSPECT_ASCII = _SUSPECT.format(digit="[0-9]", gap=r"[\s\-.]", mark="[^0-9a-zA-Z]")
_SUSPECT_ANY = _SUSPECT.format(
    digit=r"\p{Nd}",
    gap=r"[\s\x{200b}-\x{200d}\x{2010}-\x{2015}\x{2060}\x{2212}\x{feff}\-.]",
    mark=r"[^\p{L}\p{Nd}]",
)
SHORTEST = 5  # characters; nothing shorter can say who somebody is
FEW = 100  # different texts that are looked at one by one, without RE2


def personal(text: str) -> tuple[str, ...]:
    """The rules that a text breaks, the gravest first; () where nothing personal is seen."""
    if len(text) > limits.MAX_CELL or len(text) < SHORTEST:
        return ()
    plain = unicodedata.normalize("NFKC", text)
    checks = (
        (NHS_NUMBER, has_nhs_number(plain)),
        ("national_insurance", _INSURANCE.search(plain)),
        ("email", _EMAIL.search(plain)),
        ("phone", _has_phone(plain)),
        ("date_of_birth", _BIRTH.search(plain)),
        ("postcode", _POSTCODE.search(plain)),
        ("record_number", _RECORD.search(plain)),
        ("person_named", _names_a_person(plain)),
    )
    return tuple(rule for rule, found in checks if found)


def has_nhs_number(text: str) -> bool:
    """Whether ten digits stand here, however spaced and in whatever script, whose check digit is that of an NHS number.

    Source: NHS Data Dictionary, NHS NUMBER: weights 10 to 2, modulus 11."""
    if _HASH.fullmatch(text.strip()):
        return False
    return any(_checks_out(found.group()) for found in _TEN_DIGITS.finditer(text))


def discreet(problem: Problem) -> Problem:
    """The problem without what identifies people, in case a header, a sheet or a cell of its sentence does."""
    value = None if problem.value is not None and personal(problem.value) else problem.value
    column = None if problem.column is None else masked(problem.column)
    return replace(problem, message=masked(problem.message), column=column, value=value)


@lru_cache(maxsize=1_000)
def masked(text: str) -> str:
    """A header or a file's name as it may be shown: what identifies people taken out, all else as it stands."""
    plain = unicodedata.normalize("NFKC", text)
    if not personal(plain):
        return text
    for pattern in (_TEN_DIGITS, _INSURANCE, _EMAIL, _PHONE, _BIRTH, _POSTCODE, _RECORD):
        plain = pattern.sub(TAKEN_OUT, plain)
    return plain


def _checks_out(found: str) -> bool:
    if _DATE.match(found):
        return False  # a date and another number, as in 2024-04-30 12
    digits = [unicodedata.digit(letter) for letter in found if letter.isdigit()]
    if len(set(digits)) == 1:
        return False
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return (0 if check == 11 else check) == digits[9]


def _has_phone(text: str) -> bool:
    """A British number: 10 or 11 digits with the leading 0, or +44 and 9 or 10."""
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found.group().replace("(0)", ""))
        national = digits.removeprefix("00").removeprefix("44")
        short = len(national if national != digits else digits.removeprefix("0"))
        if short in (9, 10) and not _DATE.match(found.group()):
            return True
    return False


def _names_a_person(text: str) -> bool:
    """Whether a title stands before what looks like a surname."""
    return any(not _NO_NAMES.search(found.group()) for found in _NAMED.finditer(text))


def scan(texts: pa.Array) -> dict[int, tuple[str, ...]]:
    """The places of `texts` that hold personal data, with the rules that each breaks, the gravest first."""
    if len(texts) <= FEW:
        return _broken(texts, np.arange(len(texts)))
    is_ascii = pc.all(pc.string_is_ascii(texts)).as_py() is not False
    pattern = _SUSPECT_ASCII if is_ascii else _SUSPECT_ANY
    suspect = pc.match_substring_regex(texts if is_ascii else pc.utf8_normalize(texts, "NFKC"), pattern)
    short = pc.less_equal(pc.utf8_length(texts), limits.MAX_CELL)
    return _broken(texts, np.flatnonzero(pc.and_(suspect, short).to_numpy(zero_copy_only=False)))


def scan_numbers(texts: pa.Array, values: np.ndarray) -> dict[int, tuple[str, ...]]:
    """The places of number cells that are valid NHS numbers: whole numbers of ten digits are looked at, no others."""
    with np.errstate(invalid="ignore"):
        places = np.flatnonzero((values >= 1e8) & (values < 1e10) & (values == np.floor(values)))
    return {place: rules for place, rules in _broken(texts, places).items() if rules[0] == NHS_NUMBER}


def _broken(texts: pa.Array, places: np.ndarray) -> dict[int, tuple[str, ...]]:
    found = zip(places.tolist(), map(personal, texts.take(pa.array(places)).to_pylist()), strict=True)
    return {place: rules for place, rules in found if rules}
