"""Documents and pictures set by typst: a template and data in, bytes out; no network, no font of the machine.

Words and pictures travel as data (JSON), never as markup, so nothing that a person wrote is run. The letters are Source
Sans Pro, the face of the pages, from the package font-source-sans-pro (SIL Open Font License)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst

from qi_eval.charts.picture import sayable

FAMILY = "Source Sans Pro"


@cache
def fonts() -> typst.Fonts:
    """The letters that documents are set in, and typst's own for signs that they lack."""
    folder = str(files("font_source_sans_pro") / "files")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def typeset(
    template: str,
    data: Mapping[str, Any],
    form: Literal["pdf", "png"],
    *,
    dots: float = 144,
    dated: date = date(2000, 1, 1),
) -> bytes:
    """The template (a file beside this one) filled with the data: the first page as a PNG of `dots` per inch, or all
    pages as a PDF that says it was made on that day. The same input gives the same bytes."""
    source = (files("qi_eval.reports") / template).read_bytes()
    made = typst.compile(
        source,
        format=form,
        font_paths=fonts(),
        ignore_system_fonts=True,
        ppi=dots,
        sys_inputs={"data": json.dumps(_clean(data))},
        timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
        pdf_standards=["ua-1"] if form == "pdf" else [],
    )
    pages = made if isinstance(made, list) else [made]
    assert isinstance(pages[0], bytes)
    return pages[0]


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return sayable(value)
    if isinstance(value, Mapping):
        return {key: _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value
