"""Every kind of slide as a package: what ECMA-376 asks of its parts, and what PowerPoint refuses to open without.

Each part is declared and reached, each link leads somewhere, ids are unique, a chart's pieces stand in the order of
their schema, the workbook behind a chart says what the chart draws, and whatever is drawn has words."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel
from pptx import Presentation

from qi_eval.charts.control_chart import Change, ControlChart, Line
from qi_eval.reports.others import funnel_slide, pareto_slide, units_slides
from qi_eval.reports.slide import slide
from qi_eval.vocabulary import Variation
from tests.charts.pictured import START, chart
from tests.reports.chart_schema import ORDER
from tests.reports.test_others import REASONS, WARDS
from tests.reports.test_slide_opens import long_one

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
AXES = ("catAx", "dateAx", "valAx")  # they stand in any order
DIGITS = 1e-14  # a workbook keeps sixteen digits
LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def odd() -> ControlChart:
    """A gap, a point left out, signs, two phases, trial limits, earlier limits, an aim that moved, odd letters."""
    kinds = [Variation.COMMON_CAUSE, Variation.IMPROVEMENT, Variation.CONCERN, Variation.COMMON_CAUSE]
    columns = {"centre": [50.0, 50, 40, 40], "upper": [60.0, 60, 70, 70], "lower": [40.0, 40, 10, 10],
               "phase": [1, 1, 2, 2], "included": [True, True, True, False], "point_type": kinds}  # fmt: skip
    return chart(
        (45.25, None, 61, 38), columns=columns, unit="%", title="Ward <7> & \x0b“late”", trial=(2,),
        target=(Line(90, "aim 90%"), Line(95, "aim 95%", START)), changes=(Change(START, "A <b>\x00", note=True),),
    )  # fmt: skip


KINDS = {
    "over time": slide(odd(), place="Ward 7"),
    "one point": slide(chart((5,))),
    "many changes": slide(long_one()),
    "numbered": slide(chart(points=chart((3, 4)).points.assign(x=[1, 2]))),
    "kinds": pareto_slide(REASONS),
    "funnel": funnel_slide(WARDS),
    "units": units_slides([odd()] * 13, title="Units", words="13 units."),
}


@pytest.fixture(params=KINDS)
def made(request: pytest.FixtureRequest) -> bytes:
    """A deck of each kind."""
    return KINDS[request.param]


def parts(made: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(made)) as package:
        names = package.namelist()
        assert len({name.lower() for name in names}) == len(names)
        return {name: package.read(name) for name in names}


def trees(made: bytes, within: str) -> Iterator[tuple[str, ElementTree.Element]]:
    """The XML parts whose name begins so."""
    for name, data in parts(made).items():
        if name.startswith(within) and name.endswith(".xml"):
            yield name, ElementTree.fromstring(data)


def test_each_part_is_declared_and_reached_and_each_link_leads_somewhere(made: bytes) -> None:
    found = parts(made)
    types = ElementTree.fromstring(found["[Content_Types].xml"])
    by_ending = {one.get("Extension") for one in types.findall(f"{TYPES}Default")}
    by_name = {one.get("PartName") for one in types.findall(f"{TYPES}Override")}
    assert {name[1:] for name in by_name if name} <= set(found)
    reached = set()
    for name, data in found.items():
        if not name.endswith(".rels"):
            assert name == "[Content_Types].xml" or f"/{name}" in by_name or name.rpartition(".")[2] in by_ending
            continue
        folder, links = posixpath.dirname(posixpath.dirname(name)), ElementTree.fromstring(data).findall(RELATIONS)
        assert len({one.get("Id") for one in links}) == len(links)
        assert all(one.get("TargetMode") != "External" for one in links)
        targets = [one.get("Target", "") for one in links]
        reached |= {t[1:] if t[0] == "/" else posixpath.normpath(posixpath.join(folder, t)) for t in targets}
        _all_used_links_are_there(found, name, {one.get("Id") for one in links})
    assert reached <= set(found)
    assert {name for name in found if not name.endswith(".rels")} - {"[Content_Types].xml"} <= reached


def _all_used_links_are_there(found: dict[str, bytes], name: str, ids: set[str | None]) -> None:
    source = posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[: -len(".rels")])
    if source.endswith(".xml"):
        for element in ElementTree.fromstring(found[source]).iter():
            used = {value for key, value in element.attrib.items() if key.startswith(LINKED)}
            assert used <= ids


def test_no_id_stands_twice_and_all_that_is_drawn_has_words(made: bytes) -> None:
    for page in Presentation(BytesIO(made)).slides:
        ids = [shape.shape_id for shape in page.shapes]
        assert len(set(ids)) == len(ids)
        assert page.shapes.title.text_frame.text.strip()
        for shape in page.shapes:
            if shape.has_chart or shape.shape_type == 13:  # a chart or a picture
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
            assert "\x0b" not in (shape.text_frame.text if shape.has_text_frame else "")


def test_a_chart_s_pieces_stand_in_the_order_of_the_schema(made: bytes) -> None:
    seen = list(trees(made, "ppt/charts/"))
    assert seen
    for name, tree in seen:
        for element in tree.iter():
            kind = element.tag.removeprefix(C)
            if kind not in ORDER:
                assert not kind.endswith(("Chart", "Ax")) or kind == "crossAx", f"the order of {kind} is not known"
                continue
            children = ["valAx" if child.tag[len(C) :] in AXES else child.tag.removeprefix(C) for child in element]
            assert set(children) <= set(ORDER[kind]), (name, kind, children)
            places = [ORDER[kind].index(child) for child in children]
            assert places == sorted(places), (name, kind, children)


def test_series_and_axes_of_a_chart_have_numbers_of_their_own_and_no_title_makes_itself(made: bytes) -> None:
    for _, tree in trees(made, "ppt/charts/"):
        drawn = tree.find(f"{C}chart")
        assert drawn is not None
        own = drawn.find(f"{C}title") is not None
        assert own or drawn.find(f"{C}autoTitleDeleted").get("val") == "1"  # type: ignore[union-attr]
        series = list(tree.iter(f"{C}ser"))
        for number in ("idx", "order"):
            given = [one.find(f"{C}{number}").get("val") for one in series]  # type: ignore[union-attr]
            assert len(set(given)) == len(given)
        axes = {one.findall(f"{C}axId")[0].get("val") for kind in AXES for one in tree.iter(f"{C}{kind}")}
        plots = [one for one in tree.find(f".//{C}plotArea") or () if one.tag.endswith("Chart")]
        assert {one.get("val") for plot in plots for one in plot.findall(f"{C}axId")} == axes
        assert {one.get("val") for one in tree.iter(f"{C}crossAx")} == axes


def test_the_workbook_behind_a_chart_says_what_the_chart_draws(made: bytes) -> None:
    for page in Presentation(BytesIO(made)).slides:
        for shape in page.shapes:
            if shape.has_chart:
                book = load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
                cached = list(_cached(ElementTree.fromstring(shape.chart.part.blob)))
                assert cached
                for formula, kept in cached:
                    assert _cells(book, formula) == [_near(one) for one in kept]


def _cached(tree: ElementTree.Element) -> Iterator[tuple[str, list[Any]]]:
    """Each range that a chart names, with what it keeps of its cells."""
    for reference in tree.iter():
        if reference.tag in (f"{C}numRef", f"{C}strRef"):
            cache = next(child for child in reference if child.tag.endswith("Cache"))
            kept: list[Any] = [None] * int(cache.find(f"{C}ptCount").get("val"))  # type: ignore[union-attr, arg-type]
            for point in cache.findall(f"{C}pt"):
                text = point.findtext(f"{C}v", "")
                kept[int(point.get("idx", ""))] = float(text) if reference.tag.endswith("numRef") else text
            yield reference.findtext(f"{C}f", ""), kept


def _cells(book: Any, formula: str) -> list[Any]:
    sheet, _, reach = formula.partition("!")
    found = book[sheet.strip("'")][reach.replace("$", "")]
    cells = [cell for row in found for cell in row] if isinstance(found, tuple) else [found]
    return [_plain(cell.value) for cell in cells]


def _near(value: Any) -> Any:
    return pytest.approx(value, rel=DIGITS) if isinstance(value, float) else value


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    return float(to_excel(value)) if hasattr(value, "year") else float(value)
