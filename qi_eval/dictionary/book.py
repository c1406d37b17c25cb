"""The data dictionary as one Markdown text."""

from __future__ import annotations

from qi_eval.datasets import DATASETS
from qi_eval.datasets.dataset import Dataset
from qi_eval.dictionary.figures import figures_table, questions_table
from qi_eval.dictionary.lists import Rows, columns_table, file_rules_table, key_facts, rules_table, words_table

OPENING = """# Data dictionary

Written from the declarations in `qi_eval/datasets/` and `qi_eval/metrics/` by `python -m qi_eval.dictionary`; do not
edit it by hand.

Each file has a header row with the names below, in any order. Dates are written 2024-04-30 or 30/04/2024. A blank cell
means that nothing is known: never write 0 or 99 for it. Codes that stand for people (person_key, coach_key,
response_id) are never names or staff numbers. Files are loaded in the order in which they stand here, since later ones
name rows of earlier ones."""


def markdown() -> str:
    """The dictionary: every dataset with its columns, rules, figures and words; then every figure; then the rules that
    hold for every file."""
    parts = [OPENING, *(_chapter(number, dataset) for number, dataset in enumerate(DATASETS, start=1))]
    parts.append("## Figures\n\n" + as_markdown(figures_table()))
    parts.append("## Rules for every file\n\n" + as_markdown(file_rules_table()))
    return "\n\n".join(parts) + "\n"


def _chapter(number: int, dataset: Dataset) -> str:
    parts = [
        f"## {number}. {dataset.title}: `{dataset.name}.csv`",
        "\n".join(f"- {what}: {said}" for what, said in key_facts(dataset).items()),
        as_markdown(columns_table(dataset)),
    ]
    if dataset.rules:
        parts += ["Rules over several cells of a row:", as_markdown(rules_table(dataset))]
    questions, words = questions_table(dataset), words_table(dataset)
    if questions:
        parts += ["Figures that it feeds:", as_markdown(questions)]
    if words:
        parts += ["Words:", as_markdown(words)]
    return "\n\n".join(parts)


def as_markdown(rows: Rows) -> str:
    """Rows as a Markdown table, the keys of the first as header."""
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
