"""Templates and definitions: what each file must hold, and how each figure is worked out."""

from __future__ import annotations

import streamlit as st

from qi_eval import dictionary
from qi_eval.datasets import BY_NAME, Dataset
from qi_eval.ui import away, html, linked
from qi_eval.views.definitions import metric_definitions
from qi_eval.views.tables import TableView

PARTS = {"files": "Files", "figures": "Figures", "rules": "What a check looks for"}


def show() -> None:
    """The part that is asked for."""
    data = html.link("Every figure as data, with its method", "data_and_methods")
    ways = html.join(data, " · ", html.link("Can we rely on the data?", "data_health"))
    html.show(html.tag("p", ways, cls="qi-quiet"))
    part = linked.segment("part", PARTS, "Part")
    {"files": _files, "figures": _figures, "rules": _rules}[part]()


def _files() -> None:
    away.button("All templates in one workbook", dictionary.workbook, "templates.xlsx", None, quiet=False)
    labels = {name: f"{dataset.title} ({name}.csv)" for name, dataset in BY_NAME.items()}
    picked = linked.choice("dataset", labels, "File")
    dataset = BY_NAME[picked]
    html.show(
        html.tag("h2", dataset.title),
        html.paragraphs([f"One row is {dataset.grain[:1].lower()}{dataset.grain[1:]}", dataset.purpose]),
    )
    away.button("Template (CSV)", dictionary.template_csv(dataset), f"{dataset.name}.csv", quiet=False)
    _dataset(dataset)


def _dataset(dataset: Dataset) -> None:
    html.show(html.table(_table("Columns", dictionary.columns_table(dataset))))
    if dataset.rules:
        html.show(html.table(_table("Rules between columns", dictionary.rules_table(dataset))))
    words = dictionary.words_table(dataset)
    if words:
        html.show(html.fold("Words that may stand in coded columns", html.table(_table("Words", words))))


def _figures() -> None:
    for metric in metric_definitions():
        html.show(
            html.fold(
                metric.title,
                html.paragraphs([metric.question]),
                html.pairs(metric.facts),
            )
        )


def _rules() -> None:
    st.markdown("A file is checked whole, and everything there is to mend is told at once. These are the rules.")
    html.show(html.table(_table("Rules of the check", dictionary.file_rules_table())))


def _table(caption: str, rows: list[dict[str, str]]) -> TableView:
    headers = tuple(rows[0]) if rows else ()
    return TableView(caption, headers, tuple(tuple(row.values()) for row in rows), (False,) * len(headers))
