"""Personal data: found wherever it stands, never repeated; and what only looks like it is left alone."""

from __future__ import annotations

import random

import pytest

from qi_eval.datasets.rule_names import CONFIRMABLE
from qi_eval.intake.identifying import names_people
from qi_eval.intake.privacy import has_nhs_number, personal
from tests.build import csv_text, row
from tests.intake.given import GOOD, Checked, checked, column, errors, lines, warnings

NUMBER = "9434765919"  # the example of the NHS Data Dictionary; belongs to nobody
WRITTEN = [
    NUMBER,
    "943 476 5919",
    "943-476-5919",
    "94 34 76 59 19",
    "9.4.3.4.7.6.5.9.1.9",
    "９４３４７６５９１９",
    "٩٤٣ ٤٧٦ ٥٩١٩",
    "943–476–5919",
    "943\u00a0476\u00a05919",
    "943\u200b4765919",
    "pt 943 476 5919 seen",
    "NHS9434765919",
]
HARMLESS = {
    "a wrong check digit": "9434765918",
    "eleven digits": "94347659191",
    "a time": "2016-03-07 12:30",
    "a date and a number": "2016-03-07 16",
    "a keyed hash": "48ad9434765919fb",
    "a UUID": "550e8400-e29b-41d4-a716-946655440000",
    "zeros": "0000000000",
    "a ward": "Ward 7B, 3rd floor",
    "half a postcode": "people from SW1A",
    "numbers in a sentence": "from 52% to 90% by March 2027, 17 of 24",
    "an aim": "Escalated within 15 minutes from 61% to 90%",
    "at home": "seen @ home",
}
FOUND = {
    "jo.bloggs@example.nhs.uk": "email",
    "ring 07700 900123": "phone",
    "+44 7700 900123": "phone",
    "(020) 7946 0018": "phone",
    "QQ123456C": None,
    "AB 12 34 56 C": "national_insurance",
    "dob 03/04/1980": "date_of_birth",
    "born on 3 April 1980": "date_of_birth",
    "SW1A 1AA": "postcode",
    "hospital number RX12345": "record_number",
    "Matron Bloggs thanked her": "person_named",
    "lives at w12 0hs": "postcode",
}


def noted(text: str, **options: object) -> Checked:
    return checked(csv_text("measurements", [row("measurements", note=text)]), **options)


def echoed(result: Checked, secret: str) -> bool:
    told = " ".join(f"{problem.message} {problem.value}" for problem in result.all_problems())
    return secret in told or secret.replace(" ", "") in told.replace(" ", "")


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("name", ["measure_id", "unit_id", "period_start", "subgroup_axis", "value", "note", "extra"])
def test_an_nhs_number_is_refused_in_every_kind_of_column_and_never_repeated(name: str, text: str):
    cells = {**row("measurements", value="70", numerator=None, denominator=None), "extra": ""} | {name: text}
    data = ",".join(cells) + "\n" + ",".join(cells.values())
    result = checked(data)
    assert (2, name, "nhs_number") in errors(result)
    assert not echoed(result, text)
    assert result.table.num_rows == 0


@pytest.mark.parametrize("case", HARMLESS)
def test_what_only_looks_personal_is_left_alone(case: str):
    assert personal(HARMLESS[case]) == ()
    assert errors(noted(HARMLESS[case])) == []


@pytest.mark.parametrize("text", FOUND)
def test_personal_data_in_text_is_asked_about_and_never_repeated(text: str):
    rule = FOUND[text] and f"{FOUND[text]}_in_text"
    result = noted(text)
    assert errors(result) == ([(2, "note", rule)] if rule else [])
    assert rule is None or not echoed(result, text)


@pytest.mark.parametrize("rule", CONFIRMABLE)
def test_what_a_person_confirms_is_stored_with_a_warning(rule: str):
    text = next(text for text, found in FOUND.items() if found == rule.removesuffix("_in_text"))
    result = noted(text, confirmed=frozenset({rule}))
    assert (errors(result), warnings(result)) == ([], [(2, "note", rule)])
    assert column(result, "note") == [text]
    assert not echoed(result, text)


def test_confirming_one_rule_confirms_no_other_and_nothing_confirms_an_nhs_number():
    both = noted("jo@example.nhs.uk, 07700 900123", confirmed=frozenset({"email_in_text"}))
    assert errors(both) == [(2, "note", "phone_in_text")]
    everything = frozenset({"nhs_number", *CONFIRMABLE})
    assert errors(noted(NUMBER, confirmed=everything)) == [(2, "note", "nhs_number")]


@pytest.mark.parametrize(("text", "rule"), [(text, rule) for text, rule in FOUND.items() if rule and " " not in text])
def test_personal_data_in_an_id_is_an_error_that_nothing_confirms(text: str, rule: str):
    cells = csv_text("training", [row("training", person_key=text)])
    assert errors(checked(cells, "training", confirmed=frozenset(CONFIRMABLE))) == [(2, "person_key", rule)]


@pytest.mark.parametrize("seed", range(5))
def test_all_valid_numbers_are_found_and_hardly_any_other(seed: int):
    numbers = random.Random(seed)
    digits = [[numbers.randrange(10) for _ in range(9)] for _ in range(2_000)]
    checks = [11 - sum(w * d for w, d in zip(range(10, 1, -1), nine, strict=True)) % 11 for nine in digits]
    for nine, check in zip(digits, checks, strict=True):
        if check == 10:
            continue
        text = "".join(map(str, nine)) + str(check % 11)
        wrong = text[:9] + str((int(text[9]) + numbers.randrange(1, 10)) % 10)
        assert has_nhs_number(text)
        assert not has_nhs_number(wrong)


@pytest.mark.parametrize(
    "name",
    ["NHS number", "nhs_no", "Hospital Number", "MRN", "Patient name", "First Name", "Surname", "Lead name", "Name",
     "DOB", "Date of birth", "E-mail", "Work Email", "Telephone", "Mobile", "Postcode", "NI Number", "Employee Number",
     "Staff no.", "IP Address", "Home address"],
)  # fmt: skip
def test_a_header_that_identifies_people_is_an_error(name: str):
    result = checked(
        lines(GOOD + ",x", header="measure_id,unit_id,period_start,value,numerator,denominator,note," + name)
    )
    assert errors(result) == [(None, name, "identifier_header")]
    assert names_people(name)


@pytest.mark.parametrize(
    "name",
    ["Course name", "ward_name", "Staff group", "Region", "unit", "Email sent", "Named lead", "Patients", "Mode"],
)
def test_other_headers_are_no_offence(name: str):
    assert not names_people(name)


def test_a_long_text_is_looked_at_in_no_time():
    assert personal("1 " * 5_000) == ()
    assert personal("a@" * 5_000) == ()
    assert personal("0" * 2_000_000) == ()
