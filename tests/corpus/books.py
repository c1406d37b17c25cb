"""Cases that only a workbook can be: what Excel keeps beside the text of a cell, and zips made to do harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.corpus.case import ACCEPT, REJECT, WARN, Case
from tests.corpus.making import GOOD, HEADER, with_parts, with_sheet
from tests.intake.given import workbook

NATIVE = [  # as a person types it into Excel: real dates and numbers
    list(HEADER),
    ["STAY", "RNB", date(2025, 3, 3), 61, None, None, "one"],
    ["STAY", "RNB", date(2025, 4, 7), 64, None, None, "two"],
    ["STAY", "RNB", date(2025, 5, 5), 67, None, None, "three"],
]
KEPT = {"value": [61.0, 64.0, 67.0], "period_start": [date(2025, 3, 3), date(2025, 4, 7), date(2025, 5, 5)]}


def cases() -> Iterator[Case]:
    """All cases of this file."""
    yield from _cells()
    yield from _formulas()
    yield from _hidden()
    yield from _merged()


def book(line: str, name: str, make: Callable[[], bytes], outcome: Any, rule: str = "", **more: Any) -> Case:
    """A workbook."""
    return Case(line, name, make, outcome, rule, file="file.xlsx", **more)


def native(change: Callable[[Any, Any], None] | None = None, **cells: Any) -> Callable[[], bytes]:
    """The good rows as Excel holds them, with cells (such as D3) set and something done to book and sheet."""

    def do(made: Any, sheet: Any) -> None:
        for place, value in cells.items():
            sheet[place] = value
        if change:
            change(made, sheet)

    return partial(workbook, NATIVE, do)


def _cells() -> Iterator[Case]:
    yield book("text_shape", "dates and numbers of Excel", native(), ACCEPT, keeps=KEPT)

    def mac(made: Any, sheet: Any) -> None:
        made.epoch = CALENDAR_MAC_1904

    yield book("serials", "a workbook that counts from 1904", native(mac), ACCEPT, keeps=KEPT)

    def number(day: int, since: int = 1900) -> Callable[[Any, Any], None]:
        def do(made: Any, sheet: Any) -> None:
            made.epoch = CALENDAR_MAC_1904 if since == 1904 else made.epoch
            sheet["C3"] = day
            sheet["C3"].number_format = "General"

        return do

    typed = {**KEPT, "period_start": [date(2025, 3, 3), date(2025, 4, 7), date(2025, 5, 5)]}
    yield book(
        "serials", "a day number without a date's format", native(number(45754)), WARN, "excel_serial", keeps=typed
    )
    yield book(
        "serials",
        "a day number counted from 1904",
        native(number(45754 - 1462, 1904)),
        WARN,
        "excel_serial",
        keeps=typed,
    )

    def percent(made: Any, sheet: Any) -> None:
        sheet["D3"].number_format = "0.0%"

    yield book(
        "odd_numbers",
        "a cell shown as a percentage",
        native(percent, D3=0.64),
        WARN,
        "percent_sign",
        keeps={"value": [61.0, 64.0, 67.0]},
    )
    yield book("no_numbers", "a yes or no as a value", native(D3=True), REJECT, "not_a_number", row=3, column="value")
    yield book(
        "no_dates",
        "a time as a date",
        native(C3=datetime(2025, 1, 1, 9).time()),
        REJECT,
        "not_a_date",
        row=3,
        column="period_start",
    )
    yield book(
        "odd_dates", "a date with its time", native(C3=datetime(2025, 4, 7, 9, 30)), WARN, "time_left_out", keeps=KEPT
    )

    def date_of(number: float) -> Callable[[Any, Any], None]:
        def do(made: Any, sheet: Any) -> None:
            sheet["C3"] = number
            sheet["C3"].number_format = "dd/mm/yyyy"

        return do

    for number, rule in ((0, "not_a_date"), (60, "year_unlikely"), (-5, "year_unlikely"), (3e9, "not_a_date")):
        yield book(
            "no_dates",
            f"day number {number:g} shown as a date",
            native(date_of(number)),
            REJECT,
            rule,
            row=3,
            column="period_start",
        )
    yield book("ragged", "a cell beside the table", native(H3="beside"), REJECT, "unnamed_column", row=3, column="8")
    yield book("too_large", "a cell far to the right", native(XFD3="x"), REJECT, "too_many_columns")
    yield book(
        "too_large",
        "a cell at the very bottom",
        native(A1048576="x"),
        REJECT,
        "unknown_reference",
        row=1048576,
        column="measure_id",
    )
    yield book("too_large", "a long cell", native(G3="x" * 10_001), REJECT, "cell_too_long", row=3, column="note")
    yield book("nothing", "an empty workbook", lambda: workbook([]), REJECT, "file_empty")
    yield book("nothing", "a header alone", lambda: workbook([HEADER]), REJECT, "no_rows")
    yield book("foreign", "a workbook called .csv", native(), ACCEPT, keeps=KEPT)


def _formulas() -> Iterator[Case]:
    for error in ("#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?"):
        yield book("formulas", error, native(D3=error), REJECT, "error_cell", row=3, column="value", says="D3")
    yield book(
        "formulas",
        "without a result",
        native(D3="=1+1"),
        REJECT,
        "formula_without_result",
        row=3,
        column="value",
        says="D3",
    )
    rows = as_xlsx_rows()
    saved = rows.replace("<v>64</v>", "<f>60+4</f><v>64</v>")
    yield book(
        "formulas",
        "with its saved result",
        lambda: with_sheet(saved),
        WARN,
        "formula_result_used",
        keeps={"value": [61.0, 64.0, 67.0]},
    )
    text = rows.replace("<v>64</v>", "<v></v>").replace('r="D3"', 'r="D3" t="str"')
    yield book(
        "formulas",
        "that gives nothing",
        lambda: with_sheet(text.replace("<v></v>", '<f>IF(1,"")</f><v></v>')),
        REJECT,
        "value_missing",
        row=3,
        column="value",
    )


def as_xlsx_rows() -> str:
    """The good rows as XML, values as numbers."""

    def row(number: int, cells: Any) -> str:
        return (
            f'<row r="{number}">'
            + "".join(
                f'<c r="{letter}{number}"><v>{cell}</v></c>'
                if letter == "D" and number > 1
                else f'<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
                for letter, cell in zip("ABCDEFG", cells, strict=True)
                if cell
            )
            + "</row>"
        )

    return "".join(row(number, cells) for number, cells in enumerate((HEADER, *GOOD), 1))


def _hidden() -> Iterator[Case]:
    def second(state: str = "visible", text: str = "a") -> Callable[[Any, Any], None]:
        def do(made: Any, sheet: Any) -> None:
            other = made.create_sheet("Second")
            other.append(["x", text])
            other.sheet_state = state

        return do

    def row(made: Any, sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    def column(made: Any, sheet: Any) -> None:
        sheet.column_dimensions["G"].hidden = True

    yield book("hidden", "two sheets", native(second()), WARN, "sheet_assumed", says="Second", keeps=KEPT)
    yield book("hidden", "a hidden sheet", native(second("hidden")), WARN, "hidden_sheet", says="Second", keeps=KEPT)
    yield book("hidden", "a very hidden sheet", native(second("veryHidden")), WARN, "hidden_sheet", keeps=KEPT)
    yield book("hidden", "a hidden row", native(row), WARN, "hidden_rows", keeps=KEPT)
    yield book("hidden", "a hidden column", native(column), WARN, "hidden_columns", keeps=KEPT)
    for state in ("hidden", "veryHidden", "visible"):
        yield book(
            "nhs_number",
            f"on another sheet, {state}",
            native(second(state, "seen 943 476 5919")),
            REJECT,
            "nhs_number",
            row=1,
            column="B",
            says="Second",
            secret="943 476 5919",
        )
    yield book(
        "nhs_number",
        "in a hidden column",
        native(column, G3="943 476 5919"),
        REJECT,
        "nhs_number",
        row=3,
        column="note",
        secret="943 476 5919",
    )
    yield book(
        "nhs_number",
        "as a number of Excel",
        native(G3=9434765919),
        REJECT,
        "nhs_number",
        row=3,
        column="note",
        secret="9434765919",
    )

    def linked() -> bytes:
        link = b'<externalLink xmlns="x"><externalBook/></externalLink>'
        return with_parts({"xl/externalLinks/externalLink1.xml": link}, workbook(NATIVE))

    yield book("hidden", "links to other files", linked, WARN, "external_link", keeps=KEPT)


def _merged() -> Iterator[Case]:
    def merge(cells: str) -> Callable[[Any, Any], None]:
        return lambda made, sheet: sheet.merge_cells(cells)

    yield book(
        "not_data",
        "words merged over rows",
        native(merge("G2:G4")),
        WARN,
        "merged_filled",
        keeps={"note": ["one"] * 3},
        says="G2:G4",
    )
    yield book(
        "not_data",
        "a number merged over rows",
        native(merge("D3:D4")),
        REJECT,
        "merged_cells",
        row=3,
        column="value",
        says="D3:D4",
    )
    yield book(
        "not_data",
        "cells merged across columns",
        native(merge("E3:G3"), E3=5),
        REJECT,
        "merged_cells",
        row=3,
        column="numerator",
        says="E3:G3",
    )

    def titled(made: Any, sheet: Any) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "Falls on our wards"
        sheet.merge_cells("A1:G1")

    yield book("not_data", "a merged title above", native(titled), REJECT, "title_rows", row=1, says="row 3")
