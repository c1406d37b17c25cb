"""Cases of personal data: wherever it stands and however it is written, it is found and never repeated."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.build import csv_bytes, row
from tests.corpus.case import ACCEPT, REJECT, WARN, Case
from tests.corpus.making import BAD_ROW, GOOD, HEADER, as_csv, changed, in_every_format

NUMBER = "9434765919"  # the example of the NHS Data Dictionary; belongs to nobody
WRITTEN = (
    NUMBER,
    "943 476 5919",
    "943-476-5919",
    "94 34 76 59 19",
    "９４３４７６５９１９",
    "٩٤٣ ٤٧٦ ٥٩١٩",
    "943–476–5919",
    "943\u00a0476\u00a05919",
    "943\u200b4765919",
    "943/476/5919",
    "943_476_5919",
    "943, 476, 5919",
    "(943) 476 5919",
    "943  476   5919",
    "pt 943 476 5919 seen",
    "NHS9434765919",
    "#943 476 5919#",
    "9434765919.0",
    "9.434765919e9",
)
IN_TEXT = {
    "jo.bloggs@example.nhs.uk": "email_in_text",
    "ring 07700 900123": "phone_in_text",
    "AB 12 34 56 C": "national_insurance_in_text",
    "dob 03/04/1980": "date_of_birth_in_text",
    "born on 3 April 1980": "date_of_birth_in_text",
    "at SW1A 1AA": "postcode_in_text",
    "Mrs Bloggs said so": "person_named_in_text",
    "seen by Dr A. Bloggs": "person_named_in_text",
    "MRN 1234567": "record_number_in_text",
    "hospital no. RX123456": "record_number_in_text",
}
HARMLESS = (
    "9434765918",
    "94347659191",
    "2016-03-07 12:30",
    "48ad9434765919fb",
    "Ward 7B, 3rd floor",
    "from SW1A",
    "0000000000",
    "the doctor said so",
    "Mr and Mrs",
    "Dr. ",
    "Sister ward",
    "Born to lead",
    "MRN not recorded",
    "17 of 24, 52% to 90%",
)


def cases() -> Iterator[Case]:
    """All cases of this file."""
    for text in WRITTEN:
        yield from _nhs("note", text)
    for column in ("measure_id", "unit_id", "period_start", "value", "numerator"):
        for text in (NUMBER, "943 476 5919", "９４３ ４７６ ５９１９"):
            yield from _nhs(column, text)
    yield from _elsewhere()
    for text, rule in IN_TEXT.items():
        yield from in_every_format(
            "personal", text, changed("note", text), REJECT, rule, row=BAD_ROW, column="note", secret=text
        )
    yield Case(
        "personal",
        "confirmed",
        partial(as_csv, changed("note", "jo.bloggs@example.nhs.uk")),
        WARN,
        "email_in_text",
        confirmed=frozenset({"email_in_text"}),
        row=BAD_ROW,
        column="note",
    )
    for text in HARMLESS:
        yield from in_every_format(
            "personal",
            f"harmless: {text}",
            changed("note", text),
            ACCEPT,
            keeps={"note": ["one", text.strip(), "three"]},
        )
    for text, rule in (("jo@example.nhs.uk", "email"), ("07700900123", "phone"), ("AB123456C", "national_insurance")):
        data = csv_bytes("training", [row("training", person_key=text)])
        yield Case(
            "personal",
            f"an id: {text}",
            lambda data=data: data,
            REJECT,
            rule,
            2,
            "person_key",
            secret=text,
            dataset="training",
        )  # type: ignore[misc]


def _nhs(column: str, text: str) -> Iterator[Case]:
    yield from in_every_format(
        "nhs_number",
        f"{column} {text!r}",
        changed(column, text),
        REJECT,
        "nhs_number",
        row=BAD_ROW,
        column=column,
        secret=text,
    )


def _elsewhere() -> Iterator[Case]:
    """In a column that is not read, in a header, in the name of the file, beside another fault of its row."""
    extra = [[*HEADER, "ref"], *([*one, ""] for one in GOOD)]
    extra[2][-1] = "943 476 5919"
    yield from in_every_format(
        "nhs_number",
        "a column that is not read",
        extra,
        REJECT,
        "nhs_number",
        row=3,
        column="ref",
        secret="943 476 5919",
    )
    headed = [[*HEADER[:-1], "943 476 5919"], *GOOD]
    yield from in_every_format(
        "nhs_number", "a header", headed, REJECT, "nhs_number", column="7", secret="943 476 5919"
    )
    title = [["943 476 5919", *[""] * 6], ["x", *[""] * 6], HEADER, *GOOD]
    yield from in_every_format("nhs_number", "a title", title, REJECT, "title_rows", row=1, secret="943 476 5919")
    total = [HEADER, *GOOD, ["Total", "", "", "943 476 5919", "", "", ""]]
    yield from in_every_format(
        "nhs_number", "a row of totals", total, REJECT, "total_row", row=5, secret="943 476 5919"
    )
    twice = [HEADER, GOOD[0], [*GOOD[0][:6], "943 476 5919"]]
    yield from in_every_format(
        "nhs_number", "a row that comes twice", twice, REJECT, "nhs_number", row=3, column="note", secret="943 476 5919"
    )
    wrong = changed("note", "943 476 5919", value="many", period_start="31/04/2025")
    yield from in_every_format(
        "nhs_number",
        "a row with other faults",
        wrong,
        REJECT,
        "not_a_date",
        row=3,
        column="period_start",
        secret="943 476 5919",
    )
    yield Case(
        "nhs_number",
        "the file's name",
        partial(as_csv, [HEADER, *GOOD]),
        ACCEPT,
        file="Jo 943 476 5919.csv",
        secret="943 476 5919",
    )
    ragged = as_csv([HEADER, *GOOD]).replace(b"two", b"two,943 476 5919")
    yield Case("nhs_number", "a ragged row", lambda: ragged, REJECT, "ragged_row", 3, secret="943 476 5919")
