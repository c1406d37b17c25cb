"""The pages, in the order of the navigation: each answers one question that a user asks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
KEPT = "pages"  # of a session


@dataclass(frozen=True)
class PageEntry:
    """A page: its file, what the navigation calls it, its icon (Material Symbols) and what it is for.

    `parent` is the address of the page that leads to it, where the navigation does not show it: eleven entries are
    what a person takes in at a glance. Such a page shows the way back itself."""

    file: str
    title: str
    icon: str
    purpose: str
    parent: str | None = None

    @property
    def url_path(self) -> str:
        """The last part of the page's address; empty for the first page."""
        stem = PurePosixPath(self.file).stem
        return "" if stem == "overview" else stem


PAGES = (
    PageEntry(
        "pages/overview.py",
        "Overview",
        "dashboard",
        "What the programme is achieving, at the three levels, and what is not known.",
    ),
    PageEntry(
        "pages/people.py",
        "Our individuals and teams",
        "groups",
        "What people gain by taking part, and what their projects achieve.",
    ),
    PageEntry(
        "pages/organisation.py",
        "Our organisation",
        "apartment",
        "Whether the culture changes, and whether quality improves more widely.",
    ),
    PageEntry(
        "pages/community.py",
        "Our wider community",
        "public",
        "Patients and citizens as partners, and what is shared with other organisations.",
    ),
    PageEntry(
        "pages/projects.py",
        "Projects",
        "route",
        "Every project by type, status and stage; each with its aim, its log and its measures.",
    ),
    PageEntry(
        "pages/run_charts.py",
        "Run charts",
        "show_chart",
        "One measure over time, with the tests of change that its project logged.",
    ),
    PageEntry(
        "pages/stories.py",
        "Stories",
        "format_quote",
        "What people tell, with their consent, beside the measure that it belongs to.",
    ),
    PageEntry(
        "pages/taken_back.py",
        "Stories taken back",
        "ink_eraser",
        "Hide a story that somebody takes back, erase its text for good, and see what still holds it.",
        parent="stories",
    ),
    PageEntry(
        "pages/upload.py",
        "Upload",
        "upload_file",
        "Bring a file in: check it, see what it would change, then load it.",
    ),
    PageEntry(
        "pages/upload_history.py",
        "Upload history",
        "history",
        "Every file that was loaded, what it changed, and the way to undo it.",
    ),
    PageEntry(
        "pages/snapshots.py",
        "Snapshots",
        "photo_camera",
        "What the figures said when they were kept under a name, beside what they say today.",
        parent="upload_history",
    ),
    PageEntry(
        "pages/log.py",
        "Log and backups",
        "shield",
        "Who did what, whether the data are whole, and where their backups are.",
        parent="upload_history",
    ),
    PageEntry(
        "pages/templates.py",
        "Templates and definitions",
        "menu_book",
        "What each file must hold, templates to fill in, and how each figure is worked out.",
    ),
    PageEntry(
        "pages/did_not_work.py",
        "Did not work: what we learned",
        "lightbulb",
        "Projects that did not work, why, what each taught, and where that was passed on.",
        parent="projects",
    ),
    PageEntry(
        "pages/collaborative.py",
        "Collaborative",
        "hub",
        "One bundle or measure in many organisations or units, side by side, and who comes.",
        parent="community",
    ),
    PageEntry(
        "pages/data_and_methods.py",
        "Data and methods",
        "table_view",
        "Every figure as tidy data, with its codebook, its method and how to cite it.",
        parent="templates",
    ),
    PageEntry(
        "pages/trace.py",
        "Where a figure comes from",
        "account_tree",
        "The files, loads and rows behind a figure, its formula, and the SQL that counts it.",
        parent="templates",
    ),
    PageEntry(
        "pages/before_after.py",
        "Before and after",
        "ssid_chart",
        "How far a measure stands from where it was heading, since a change that its project logged.",
        parent="run_charts",
    ),
    PageEntry(
        "pages/data_health.py",
        "Data health",
        "monitor_heart",
        "Whether the data can be relied on: how new, how much was right, what is overdue and from whom.",
        parent="upload",
    ),
    PageEntry(
        "pages/changes.py",
        "What changed",
        "difference",
        "What is new or gone since the board last met: signs, data, projects, spread; and what was asked.",
        parent="",
    ),
    PageEntry(
        "pages/how_to_read.py",
        "How to read this",
        "help",
        "Marks, signals and words of this dashboard, and what they do not say.",
    ),
)


def navigation() -> list[st.Page]:
    """Every page as the navigation takes them: one flat list.

    Streamlit draws named sections as headings inside a <ul>, which axe counts as serious (1.67), and links of our own
    in the sidebar leave it open over the page on a phone. A session keeps its own: Streamlit looks each file up anew
    whenever a page is made, an eighth of the run of a level's page (1.67, measured)."""
    if KEPT not in st.session_state:
        st.session_state[KEPT] = [_page(entry) for entry in PAGES]
    made: list[st.Page] = st.session_state[KEPT]
    return made


def parent_of(url_path: str) -> PageEntry | None:
    """The page that leads to the one at an address; None where the navigation shows it itself."""
    entries = {entry.url_path: entry for entry in PAGES}
    parent = entries[url_path].parent
    return None if parent is None else entries[parent]


def _page(entry: PageEntry) -> st.Page:
    default = entry is PAGES[0]
    return st.Page(
        ROOT / entry.file,
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=None if default else entry.url_path,
        default=default,
        visibility="visible" if entry.parent is None else "hidden",
        help=entry.purpose,
    )
