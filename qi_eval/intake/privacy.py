"""Personal data in an upload: found by pattern, never repeated, never stored. Only different texts are looked at."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.intake import limits
from qi_eval.intake.headers import tidy

NHS_NUMBER = "nhs_number"
IN_TEXT = "_in_text"  # ends the names of rules that a person may confirm
_GAP = r"[\s\-.\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff]"  # what people write between the digits of a number
_TEN_DIGITS = re.compile(rf"(?<!\d)\d(?:{_GAP}{{0,3}}\d){{9}}(?!\d)")
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
# What RE2 tries on every different text first, looser than the exact patterns, which see only what it lets through.
_SUSPECT = (
    r"(?i)(\p{Nd}[\s\x{200b}-\x{200d}\x{2010}-\x{2015}\x{2060}\x{2212}\x{feff}\-.]{0,3}){9}\p{Nd}"
    r"|\w@\w|(\+44|00 ?44|\(?0)[0-9() \-]{8}|\b[a-z]{2} ?\d\d ?\d\d ?\d\d ?[a-d]\b"
    r"|\b[a-z]{1,2}\d[0-9a-z]?\s\d[a-z]{2}\b|(birth|born|d\.?o\.?b).*\d"
)
_IDENTIFIERS = re.compile(
    r"nhs_?(no|num|number|id)\b|nhs$|(hospital|mrn|chi|hic|patient|local_patient)_?(no|num|number|id|identifier)$|^mrn$"
    r"|(patient|first|last|middle|given|family|full|maiden|employee|staff|delegate|learner|person|lead|contact|known)s?_"
    r"(name|forename|surname)s?$|^(sur|fore)name$|^initials$|^name$"
    r"|(employee|staff|assignment|payroll|person|personnel|esr)_?(no|num|number|id)$"
    r"|(date_of_birth|birth_?date|dob)$|e_?mail(_?address)?$|(tele|mobile_?|work_?|home_?)?phone(_?(no|number))?$|^mobile$"
    r"|^(national_insurance|ni|nino)(_?(no|number))?$|(^|_)post_?code$|(home|street|postal)_address|^address(_?line)?(_?\d)?$|^ip_address$"
)


def personal(text: str) -> tuple[str, ...]:
    """The rules that a text breaks, the gravest first; () where nothing personal is seen."""
    if len(text) > limits.MAX_CELL:
        return ()
    plain = unicodedata.normalize("NFKC", text)
    checks = (
        (NHS_NUMBER, has_nhs_number(plain)),
        ("national_insurance", _INSURANCE.search(plain)),
        ("email", _EMAIL.search(plain)),
        ("phone", _has_phone(plain)),
        ("date_of_birth", _BIRTH.search(plain)),
        ("postcode", _POSTCODE.search(plain)),
    )
    return tuple(rule for rule, found in checks if found)


def has_nhs_number(text: str) -> bool:
    """Whether ten digits stand here, however spaced and in whatever script, whose check digit is that of an NHS number.

    Source: NHS Data Dictionary, NHS NUMBER: weights 10 to 2, modulus 11."""
    if _HASH.fullmatch(text.strip()):
        return False
    return any(_checks_out(found.group()) for found in _TEN_DIGITS.finditer(text))


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


def scan(texts: pa.Array) -> dict[int, tuple[str, ...]]:
    """The places of `texts` that hold personal data, with the rules that each breaks, the gravest first."""
    is_ascii = pc.all(pc.string_is_ascii(texts)).as_py() is not False
    suspect = pc.match_substring_regex(texts if is_ascii else pc.utf8_normalize(texts, "NFKC"), _SUSPECT)
    short = pc.less_equal(pc.utf8_length(texts), limits.MAX_CELL)
    return _broken(texts, np.flatnonzero(pc.and_(suspect, short).to_numpy(zero_copy_only=False)))


def scan_numbers(texts: pa.Array, values: np.ndarray) -> dict[int, tuple[str, ...]]:
    """The places of number cells that are valid NHS numbers: whole numbers of ten digits are looked at, no others."""
    with np.errstate(invalid="ignore"):
        places = np.flatnonzero((values >= 1e8) & (values < 1e10) & (values == np.floor(values)))
    return {place: rules for place, rules in _broken(texts, places).items() if rules[0] == NHS_NUMBER}


def names_people(header: str) -> bool:
    """Whether a header says that its column identifies people."""
    return bool(_IDENTIFIERS.search(tidy(header)))


def _broken(texts: pa.Array, places: np.ndarray) -> dict[int, tuple[str, ...]]:
    found = zip(places.tolist(), map(personal, texts.take(pa.array(places)).to_pylist()), strict=True)
    return {place: rules for place, rules in found if rules}
