"""The rules that hold for every file and every cell: name → what it means.

A problem's `rule` is one of these names, or the name of a rule of its dataset (which looks at several cells)."""

from __future__ import annotations

READING = {
    "file_empty": "The file holds nothing, or nothing but blank rows.",
    "no_rows": "The file has a header but no rows, or nothing but the example row of its template.",
    "not_a_table": "The file is no table: a picture, a program, an old .xls, a web page …, whatever its name says.",
    "too_large": "The file is larger than the limit.",
    "too_many_rows": "The file has more rows than the limit.",
    "too_many_columns": "The file has more columns than the limit.",
    "cell_too_long": "A cell holds more characters than the limit.",
    "encoding_named": "The file is not UTF-8; it was read as the encoding named (warning).",
    "encoding_unreadable": "Some characters are damaged: the file is neither UTF-8, UTF-16 nor Windows-1252.",
    "nul_character": "A cell holds a NUL character, which no text has.",
    "delimiter_assumed": "The cells are separated by something else than commas; it was read so (warning).",
    "delimiter_unknown": "The cells are separated by |, which is not read.",
    "title_rows": "There are rows above the header.",
    "duplicate_header": "Two columns have the same name, exactly or apart from case and spaces.",
    "unnamed_column": "A column with cells has no name.",
    "ragged_row": "A row has more or fewer cells than the header.",
    "unclosed_quote": "A quotation mark opens a cell and is never closed.",
    "misplaced_quote": "A quotation mark stands inside a quoted cell without being doubled.",
    "workbook_unreadable": "The workbook is damaged or locked by a password.",
    "workbook_unsafe": "The workbook holds macros, a DTD or paths that lead outside.",
    "workbook_too_large": "The workbook has too many parts or is too large when unpacked.",
    "sheet_missing": "The sheet that was asked for is not in the workbook, or is hidden.",
    "sheet_assumed": "The workbook has several sheets; the first was read (warning).",
    "hidden_sheet": "Hidden sheets were not read (warning).",
    "hidden_rows": "Hidden rows were read like any other (warning).",
    "error_cell": "A cell of the workbook holds an error such as #DIV/0!.",
    "formula_without_result": "A formula was saved without its result.",
    "formula_result_used": "A formula's saved result was used (warning).",
}
COLUMNS = {
    "missing_column": "A required column is missing.",
    "misspelt_column": "A column looks like a misspelt one of ours.",
    "lookalike_header": "A header holds a letter of another alphabet that looks like a Latin one.",
    "invisible_characters": "A header holds characters that cannot be seen; they were left out (warning).",
    "unknown_column": "A column is none of this dataset's; it was not read (warning).",
    "identifier_header": "A column's name says that it identifies people.",
    "example_row": "The example row of the template, still below the header, was left out (warning).",
    "repeated_header": "The header stands again among the rows.",
    "total_row": "A row holds totals, not data.",
    "total_left_out": "A row of totals was left out, as the mapping says (warning).",
}
CELLS = {
    "required": "A cell that must be filled is blank.",
    "not_a_number": "A cell that must hold a number holds something else.",
    "not_whole": "A cell that must hold a whole number has decimals.",
    "number_too_large": "A number is larger than can be kept exactly.",
    "below_lowest": "A number is below the lowest allowed.",
    "above_highest": "A number is above the highest allowed.",
    "thousands_separator": "A comma between thousands was left out (warning).",
    "currency_sign": "A £ sign was left out; £12,500 is 12500 (warning).",
    "percent_sign": "A % sign was left out; 95% is 95 (warning).",
    "not_yes_or_no": "A cell that must say yes or no says something else.",
    "unknown_code": "A cell holds none of the allowed words.",
    "word_read_as": "A word was read as the code that it stands for (warning).",
    "not_a_date": "A cell that must hold a date holds something else, or a day that does not exist.",
    "month_above_12": "A date has a month above 12: slashed dates are day/month/year.",
    "year_unlikely": "A date's year is too far away to be right.",
    "future_date": "A date that has happened is still to come.",
    "date_order_assumed": "No date proves whether day or month comes first; day first was read (warning).",
    "date_styles_mixed": "Dates are written in several ways in one column (warning).",
    "two_digit_year": "A year of two digits was completed (warning).",
    "month_name": "A month written as a word was read (warning).",
    "month_as_date": "A month without a day was read as its first day (warning).",
    "excel_serial": "A day number of Excel was read as its date (warning).",
    "time_left_out": "The time of day was left out (warning).",
    "bad_identifier": "An id is too long or holds line breaks.",
    "unknown_reference": "An id names a row that is not known (a warning where it may still come).",
    "refused_reference": "An id names a row of the same file that has an error itself.",
    "circular_reference": "Rows stand above each other in a circle.",
    "no_home": "A blank unit stands for the measure's own unit, but none is known.",
    "duplicate_row": "Rows that are alike in every column count once (warning).",
    "duplicate_key": "Two rows have the same key but say different things.",
}
PRIVACY = {
    "nhs_number": "A cell holds a number that is a valid NHS number. Never stored, never shown.",
    "national_insurance": "A cell of ids or codes holds a National Insurance number.",
    "email": "A cell of ids or codes holds an e-mail address.",
    "phone": "A cell of ids or codes holds a telephone number.",
    "date_of_birth": "A cell of ids or codes holds a date of birth.",
    "postcode": "A cell of ids or codes holds a full postcode.",
    "national_insurance_in_text": "Free text holds a National Insurance number; a person can confirm that it may stay.",
    "email_in_text": "Free text holds an e-mail address; a person can confirm that it may stay.",
    "phone_in_text": "Free text holds a telephone number; a person can confirm that it may stay.",
    "date_of_birth_in_text": "Free text holds a date of birth; a person can confirm that it may stay.",
    "postcode_in_text": "Free text holds a full postcode; a person can confirm that it may stay.",
}
MAPPING = {
    "mapping_invalid": "The mapping's text cannot be understood.",
    "mapping_column": "The mapping names a column that the file does not have.",
    "mapping_word": "The mapping has no translation for a word.",
}
LOADING = {
    "unknown_dataset": "The headers fit none of the datasets.",
    "already_loaded": "The same file is loaded already; nothing was changed (warning).",
    "already_corrected": "The file was loaded before, and later loads corrected rows of it.",
    "reference_missing": "A row that the file names has gone from the store since the file was checked.",
    "still_referred": "A row that would go is still named by others.",
    "held_back": "The file is right, but another file of the same set was refused (warning).",
}
FILE_RULES: dict[str, str] = READING | COLUMNS | CELLS | PRIVACY | MAPPING | LOADING

# What a person ticks so that free text may hold it; the rule is then a warning.
CONFIRMABLE: dict[str, str] = {
    "email_in_text": "I have looked at the e-mail addresses in the text and they may be stored.",
    "phone_in_text": "I have looked at the telephone numbers in the text and they may be stored.",
    "postcode_in_text": "I have looked at the postcodes in the text and they may be stored.",
    "date_of_birth_in_text": "I have looked at the dates of birth in the text and they may be stored.",
    "national_insurance_in_text": "I have looked at the National Insurance numbers in the text and they may be stored.",
}
