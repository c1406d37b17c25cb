"""The templates: one CSV a dataset, its header and one example row."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from qi_eval.datasets import DATASETS
from qi_eval.datasets.dataset import Dataset


def template_csv(dataset: Dataset) -> str:
    """The template of one dataset as CSV text."""
    return csv_text([dataset.example])


def csv_text(rows: list[dict[str, str]]) -> str:
    """Rows as CSV text, the keys of the first as header; lines end in a line feed."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_templates(folder: Path) -> list[Path]:
    """Writes the template of every dataset into `folder` (made if need be) and gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder / f"{dataset.name}.csv", template_csv(dataset)) for dataset in DATASETS]


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8", newline="\n")
    return path
