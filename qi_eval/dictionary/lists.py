"""The tables of the data dictionary: a list of rows each, whose keys are the headers that a page or a file shows."""

from __future__ import annotations

import re

from qi_eval.datasets.column import Column, Kind
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.rule_names import FILE_RULES

Rows = list[dict[str, str]]
IN_BRACKETS, CELL = re.compile(r" \(\{\w+\}\)"), re.compile(r"'?\{\w+\}'?")  # where a message names a row's own cells


def key_facts(dataset: Dataset) -> dict[str, str]:
    """What to know about a dataset before its columns: what is said → in words."""
    facts = {
        "What it answers": dataset.purpose,
        "Each row": f"{dataset.grain}.",
        "Rows are told apart by": ", ".join(dataset.key) + ". A newer row with the same key replaces the older one.",
        "How often": f"{dataset.frequency.label}." if dataset.frequency else "When something happens.",
    }
    if dataset.scope:
        facts["A whole list"] = (
            "A file declared the whole list also takes away the rows that it lacks, but only those whose "
            f"{_and(dataset.scope)} it names."
        )
    if dataset.wide:
        facts["Wide files"] = (
            f"One column a {dataset.wide.accepts} is understood too: the header becomes {dataset.wide.variable}, "
            f"the cell {dataset.wide.value}."
        )
    return facts


def _and(names: tuple[str, ...]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if names[1:] else names[0]


def columns_table(dataset: Dataset) -> Rows:
    """One row a column, in the order of the template."""
    return [
        {
            "Column": column.name,
            "Required": "yes" if column.required else "",
            "Kind": column.kind.value,
            "What it means": column.meaning,
            "What to write": writes(column),
            "Example": column.example,
        }
        for column in dataset.columns
    ]


def writes(column: Column) -> str:
    """What a cell of the column must hold, with what is special about it."""
    said = [column.expects]
    if column.kind is Kind.DATE and column.may_be_future:
        said.append("It may lie in the future.")
    if column.soft:
        said.append("It may be loaded later.")
    return " ".join(said)


def rules_table(dataset: Dataset) -> Rows:
    """One row a rule that looks at several cells of a row; what it says without the cells of a row."""
    return [
        {
            "Column": rule.column,
            "What is said": _bare(rule.sentence),
            "Severity": rule.severity.value,
            "Rule": rule.name,
        }
        for rule in dataset.rules
    ]


def _bare(sentence: str) -> str:
    return CELL.sub("…", IN_BRACKETS.sub("", sentence))


def words_table(dataset: Dataset) -> Rows:
    """One row a word that a column of the dataset may hold."""
    return [
        {"Column": column.name, "Code": str(word), "Label": word.label, "What it means": word.meaning}
        for column in dataset.columns
        if column.words
        for word in column.words
    ]


def file_rules_table() -> Rows:
    """One row a rule that holds for every file."""
    return [{"Rule": name, "What it means": meaning} for name, meaning in FILE_RULES.items()]
