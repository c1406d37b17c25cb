"""Figures to take away for an evaluation: one as a table, all as an archive with codebook and methods."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from qi_eval.datasets import DATASETS
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.metric import Metric, Scope
from qi_eval.narrative import count
from qi_eval.store import Store
from qi_eval.views.methods import methods_view
from qi_eval.views.tables import TableView
from qi_eval.views.tidy import COLUMNS, NUMBERS, tidy
from qi_eval.vocabulary import State

SHOWN = ("unit_name", "value", "low", "high", "n_used", "n_expected", "state", "notes")
HEADERS = ("Unit", "Value", "Low", "High", "Used", "Expected", "State", "Notes")
STAMP = (1980, 1, 1, 0, 0, 0)  # of every file in an archive, so that the same data give the same archive


@dataclass(frozen=True)
class FigureView:
    """One figure by unit: `table` for the page, `file` with all rows; `noted`: what to know of the whole; `told`: what
    the file holds."""

    id: str
    title: str
    noted: str
    told: str
    table: TableView
    file: TableView


def figure_view(store: Store, scope: Scope, id_: str) -> FigureView:
    """The rows of one figure; the first figure where there is none of that id."""
    metric = BY_ID.get(id_, METRICS[0])
    file = tidy(store, scope, [metric])
    place = {name: i for i, name in enumerate(COLUMNS)}
    headlines = [row for row in file.rows if row[place["part"]] == "headline"]
    usual = headlines[0][place["notes"]]
    rows = tuple(tuple(_worded(name, row[place[name]], usual) for name in SHOWN) for row in headlines)
    kept = [i for i in range(len(SHOWN)) if any(row[i] for row in rows)]
    numeric = tuple(SHOWN[i] in NUMBERS for i in kept)
    cells = tuple(tuple(row[i] for i in kept) for row in rows)
    table = TableView(f"{metric.title}, {metric.unit}", tuple(HEADERS[i] for i in kept), cells, numeric)
    parts = [row[place["part"]] for row in file.rows]
    told = (
        f"{count(len(parts), 'row')}: {parts.count('headline')} by unit, {parts.count('period')} by period, "
        f"{parts.count('group')} by group."
    )
    return FigureView(metric.id, metric.title, usual, told, table, file)


def units_file(store: Store, scope: Scope, id_: str) -> TableView:
    """One figure in every unit of the trust, for a file: wards and teams too, where disclosure allows."""
    return tidy(store, scope, [BY_ID[id_]], everywhere=True)


def _worded(name: str, cell: str, usual: str) -> str:
    """A cell of the page; what is noted on the whole stands once, below the table."""
    if name == "state":
        return State(cell).label
    if name == "notes" and cell == usual:
        return ""
    if name not in NUMBERS or not cell:
        return cell
    return f"{float(cell):,.0f}" if float(cell).is_integer() else f"{float(cell):,.4g}"


def figures() -> dict[str, str]:
    """Id → code and name of every figure, in the order of their declaration."""
    return {metric.id: f"{metric.code} {metric.title}" for metric in METRICS}


def codebook() -> TableView:
    """Every column of every file: those of the figures, then those of the data that they rest on."""
    rows = [("figures", name, "", "", words, "", "") for name, words in COLUMNS.items()]
    for dataset in DATASETS:
        for column in dataset.columns:
            codes = " | ".join(str(word) for word in column.words or ())
            key = "yes" if column.name in dataset.key else ""
            required = "yes" if column.required else ""
            rows.append((dataset.name, column.name, column.kind.value, required, column.meaning, codes, key))
    headers = ("file", "column", "kind", "required", "meaning", "codes", "key")
    return TableView("Codebook", headers, tuple(rows), (False,) * len(headers))


def archive(store: Store, scope: Scope, metrics: Sequence[Metric] = METRICS, *, everywhere: bool = False) -> bytes:
    """The figures as CSV, one file each and one with all, with the codebook and the methods; `everywhere`: in every
    ward and team, which takes minutes."""
    every = tidy(store, scope, metrics, everywhere=everywhere)
    of = {metric.id: tuple(row for row in every.rows if row[0] == metric.id) for metric in metrics}
    files = {"all_figures.csv": every.csv, "codebook.csv": codebook().csv}
    files["methods.txt"] = methods_view(store, scope).text.encode()
    for id_, rows in of.items():
        files[f"figures/{id_}.csv"] = TableView(id_, every.headers, rows, every.numeric).csv
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
