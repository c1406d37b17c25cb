"""Cases of single cells: dates, numbers, words, text. Each as CSV, TSV and workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.corpus.case import ACCEPT, REJECT, WARN, Case
from tests.corpus.making import BAD_ROW, GOOD, HEADER, changed, in_every_format

APRIL = {"period_start": [date(2025, 3, 3), date(2025, 4, 3), date(2025, 5, 5)]}


def cases() -> Iterator[Case]:
    """All cases of this file."""
    yield from _dates()
    yield from _no_dates()
    yield from _numbers()
    yield from _impossible()
    yield from _texts()
    yield from _ids()


def cell(line: str, column: str, text: Any, outcome: Any, rule: str = "", **more: Any) -> Iterator[Case]:
    """A table with one cell changed; an error must name row 3 and the column."""
    others = {name: more.pop(name) for name in HEADER if name in more}
    place = {"row": BAD_ROW, "column": column} if outcome is REJECT else {}
    place |= {name: more.pop(name) for name in ("row", "column") if name in more}
    shown = str(text) if len(str(text)) < 40 else f"{str(text)[:20]}…"
    yield from in_every_format(
        line,
        f"{others.get('measure_id', '')} {column} {shown!r}".strip(),
        changed(column, text, **others),
        outcome,
        rule,
        **place,
        **more,
    )


def _dates() -> Iterator[Case]:
    first = [[*one] for one in (HEADER, *GOOD)]
    for at, text in enumerate(("03/03/2025", "03/04/2025", "25/05/2025"), 1):
        first[at][2] = text
    yield from in_every_format(
        "slashed_dates",
        "all day first",
        first,
        ACCEPT,
        keeps={"period_start": [date(2025, 3, 3), date(2025, 4, 3), date(2025, 5, 25)]},
    )
    doubtful = [[*one] for one in first]
    doubtful[3][2] = "05/05/2025"
    yield from in_every_format(
        "slashed_dates",
        "nothing proves the order",
        doubtful,
        WARN,
        "date_order_assumed",
        says="3 April 2025",
        keeps=APRIL,
    )
    american = [[*one] for one in first]
    american[3][2] = "03/13/2025"
    yield from in_every_format(
        "month_first",
        "one month above 12",
        american,
        REJECT,
        "month_above_12",
        row=4,
        column="period_start",
        says="day/month/year",
    )
    yield from cell("odd_dates", "period_start", "03/04/2025", WARN, "date_styles_mixed", keeps=APRIL)
    odd = {
        "03/04/25": "two_digit_year",
        "3 April 2025": "month_name",
        "3-Apr-25": "month_name",
        "Apr 3, 2025": "month_name",
        "2025-04-03 09:30": "time_left_out",
        "2025-04-03T09:30:00Z": "time_left_out",
        "03/04/2025 09:30": "time_left_out",
    }
    for text, rule in odd.items():
        yield from cell("odd_dates", "period_start", text, WARN, rule, keeps=APRIL, says="3 April 2025")
    yield from cell("serials", "period_start", "45750", WARN, "excel_serial", keeps=APRIL, says="3 April 2025")
    yield from cell("serials", "period_start", "45750.5", WARN, "excel_serial", keeps=APRIL)


def _no_dates() -> Iterator[Case]:
    wrong = {
        "29/02/2023": "real date",
        "31/04/2025": "real date",
        "2025-02-30": "real date",
        "00/01/1900": "real date",
        "0202-04-03": "year",
        "03/04/0202": "year",
        "Q1": "date",
        "Q1 2025": "date",
        "Mar-23": "date",
        "2025-04": "date",
        "2025": "date",
        "yesterday": "date",
        "1": "date",
        "60": "date",
        "-45750": "date",
        "٠٣/٠٤/٢٠٢٥": "date",
    }
    for text, says in wrong.items():
        rule = "year_unlikely" if says == "year" else "not_a_date"
        yield from cell("no_dates", "period_start", text, REJECT, rule, says=says)
    yield from cell("no_dates", "period_start", "", REJECT, "required", says="blank")
    yield from cell("no_dates", "period_start", "  ", REJECT, "required", says="blank")
    yield from cell("future", "period_start", "2026-11-23", REJECT, "future_date", says="23 November 2026")
    yield from cell("future", "period_start", "01/01/2099", REJECT, "future_date", says="1 January 2099")


def _numbers() -> Iterator[Case]:
    for text, value, rule in (
        ("1,234", 1234.0, "thousands_separator"),
        ("1,234,567.5", 1234567.5, "thousands_separator"),
        ("95%", 95.0, "percent_sign"),
        ("95 %", 95.0, "percent_sign"),
        ("£1,200", 1200.0, "currency_sign"),
        ("£ 12.50", 12.5, "currency_sign"),
    ):
        yield from cell("odd_numbers", "value", text, WARN, rule, keeps={"value": [61.0, value, 67.0]})
    for text, value in (
        ("64.0", 64.0),
        (" 64 ", 64.0),
        ("6.4e1", 64.0),
        (".5", 0.5),
        ("-3.5", -3.5),
        ("0", 0.0),
        ("64\u200b", 64.0),
        ("\u00a064", 64.0),
        ("007", 7.0),
    ):
        yield from cell("odd_numbers", "value", text, ACCEPT, keeps={"value": [61.0, value, 67.0]})
    wrong = (
        "1,23",
        "12,34",
        "1.234,5",
        "1 234",
        "60-70",
        "<5",
        ">90",
        "~5",
        "n/a",
        "N/A",
        "NA",
        "None",
        "null",
        "-",
        "TRUE",
        "false",
        "1_0",
        "٣٤",
        "３４",
        "inf",
        "-inf",
        "Infinity",
        "NaN",
        "nan",
        "0x10",
        "1/2",
        "½",
        "5*",
        "1.2.3",
        "--5",
        "5-",
        "(5)",
        "£",
        "%",
        "£1.2m",
        "€5",
        "five",
        "5 days",
        "1e",
        "=5",
        "#N/A",
        ".",
        "1e5000",
    )
    for text in wrong:
        yield from cell("no_numbers", "value", text, REJECT, "not_a_number")
    for text in ("1e400", "9" * 20, "-" + "9" * 20, "1e16", "9" * 400):
        yield from cell("no_numbers", "value", text, REJECT, "number_too_large")
    yield from cell("no_numbers", "value", "72,5", REJECT, "not_a_number", says="72.5")
    yield from cell("no_numbers", "value", "−12", REJECT, "not_a_number", says="minus")


def _impossible() -> Iterator[Case]:
    counts = {"measure_id": "M031", "value": ""}
    part = "impossible"
    yield from cell(part, "numerator", "-1", REJECT, "below_lowest", denominator="24", **counts)
    yield from cell(part, "numerator", "25", REJECT, "numerator_above_denominator", denominator="24", **counts)
    yield from cell(part, "value", "140", REJECT, "not_a_percentage", measure_id="M031")
    yield from cell(part, "value", "140%", REJECT, "not_a_percentage", measure_id="M031")
    yield from cell(part, "value", "-4", REJECT, "negative_count", measure_id="COUNT")
    yield from cell(part, "value", "2.5", REJECT, "fractional_count", measure_id="COUNT")
    yield from cell(
        part,
        "numerator",
        "25",
        ACCEPT,
        denominator="24",
        measure_id="RATE",
        value="",
        keeps={"numerator": [None, 25.0, None]},
    )
    yield from cell(
        "zero_of_zero",
        "numerator",
        "0",
        WARN,
        "denominator_zero",
        denominator="0",
        says="gap",
        **counts,
        keeps={"numerator": [None, 0.0, None], "denominator": [None, 0.0, None]},
    )
    yield from cell(
        "doubtful", "value", "70", WARN, "value_disagrees", measure_id="M031", numerator="12", denominator="24"
    )
    rows = [list(HEADER), *(["M031", "RNB", f"2025-0{n}-01", str(60 + 5 * n), "", "", ""] for n in range(1, 7))]
    rows[4][3] = "0.9"
    yield from in_every_format(
        "doubtful", "0.9 among percentages", rows, WARN, "fraction_among_percentages", row=5, column="value", says="0.9"
    )


def _texts() -> Iterator[Case]:
    for text in ("=cmd|' /C calc'!A0", "@SUM(1+1)", "+cmd", "-2+3+cmd", '=HYPERLINK("http://x.example","y")', "'=1"):
        yield from cell("formula_like", "note", text, ACCEPT, keeps={"note": ["one", text, "three"]})
    for text in (
        "<script>window.x=1</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "[a](javascript:alert(1))",
        "![a](http://x.example/y.png)",
        ":red[a]",
        "$\\frac{1}{2}$",
        "&lt;b&gt;",
        "\u202eevil",
        "Z\u0351\u0349\u0325a\u0300lgo",
        "{{7*7}}",
        "%s %(x)s {0}",
        "\\x00\\n",
    ):
        yield from cell("markup", "note", text, ACCEPT, keeps={"note": ["one", text, "three"]})
    for text in ("None", "NA", "null", "N/A", "nan", "NULL"):
        yield from cell("blanks", "note", text, ACCEPT, keeps={"note": ["one", text, "three"]})
    for text in ("", "   ", "\u00a0"):
        yield from cell("blanks", "note", text, ACCEPT, keeps={"note": ["one", None, "three"]})
    yield from cell("quoting", "note", 'a "b", c\nd', ACCEPT, keeps={"note": ["one", 'a "b", c\nd', "three"]})


def _ids() -> Iterator[Case]:
    yield from cell("unknown_ids", "measure_id", "STAX", REJECT, "unknown_reference", says="STAY")
    yield from cell("unknown_ids", "unit_id", "W99", REJECT, "unknown_reference")
    yield from cell("unknown_ids", "unit_id", "rnb", ACCEPT, keeps={"unit_id": ["RNB"] * 3})
    yield from cell("unknown_ids", "measure_id", "SТAY", REJECT, "unknown_reference")  # a Cyrillic Т
    yield from cell("sql", "measure_id", "'; drop table measurements; --", REJECT, "unknown_reference")
    yield from cell(
        "sql",
        "note",
        "'); delete from units; --",
        ACCEPT,
        keeps={"note": ["one", "'); delete from units; --", "three"]},
    )
