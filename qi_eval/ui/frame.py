"""What stands around every page: the first start, the banner over made-up data, and a store that cannot be reached."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from qi_eval.submit import StoreError
from qi_eval.submit.upkeep import StoreBehind
from qi_eval.ui import away, behind, html, pages, past, person, store
from qi_eval.ui.cache import seen
from qi_eval.ui.own_state import brought
from qi_eval.views.programme import programme

# our own: the icon of a tab would else be asked of another machine; as data, for Streamlit reads a file in each run
ICON = f"data:image/svg+xml;base64,{b64encode(Path(__file__).with_name('icon.svg').read_bytes()).decode()}"


def ready() -> bool:
    """Whether pages can be shown: the store opens, and on a first start the made-up trust has been built."""
    try:
        if store.demo_is_due():
            _first_start()
        store.current()
    except StoreBehind as error:
        behind.show(error)
        return False
    except StoreError as error:
        html.show(html.tag("h1", "The data cannot be reached"), html.paragraphs([str(error)]))
        st.button("Try again", key="reach_again", icon=":material/refresh:")  # any press runs the page anew
        return False
    return True


def _first_start() -> None:
    html.show(html.tag("h1", "One moment: a made-up trust is being built"))
    with st.status("Starting", expanded=True) as status:
        store.build_demo(lambda step: status.update(label=step))
    st.rerun()


def banner() -> None:
    """Says that the data are made up, with the way to data of one's own, and back. Not above the data that a visitor
    brings to a chart: those are real."""
    if seen(programme).made_up and not brought():
        _made_up()


def run(page: StreamlitPage) -> None:
    """The page, below the banners; an error that a person can do something about is said in its place."""
    away.from_page(page.url_path)
    past.banner(store.present())
    html.settle()
    try:
        _paper()
        page.run()
    except StoreError as error:
        st.warning(str(error))
    html.arrive(st.query_params.get("measure", ""))


def _paper() -> None:
    """On paper only: whose data a page shows and of which day, above every page, whatever its own head says. Not above
    what a visitor brings to a chart."""
    if not brought():
        html.show(html.tag("p", seen(programme).context, cls="qi-context qi-paper"))


def way_up(url_path: str) -> None:
    """Above a page that the navigation does not show: the way back to the page that led to it."""
    above = pages.parent_of(url_path)
    if above is not None:
        st.page_link(pages.ROOT / above.file, label=f"Back to {above.title}", icon=":material/arrow_back:")


def _made_up() -> None:
    lead = html.tag("b", "This is made-up data")
    told = html.tag("p", lead, ", so that you can look around. Nothing in it is real.", cls="qi-banner")
    if not store.can_switch() or (person.only_looks() and not store.has_own()):
        html.show(told)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="banner"):
        html.show(told)
        label = "Go to your own data" if store.has_own() else "Start with your own data"
        if st.button(label, key="start_own"):
            store.for_writing()
            st.switch_page("pages/overview.py")


def way_back() -> None:
    """At the foot of a page of own data: the made-up trust is still there to look at."""
    if (
        store.has_own()
        and not store.looking_at_demo()
        and st.button("Look at the made-up trust", key="look_demo", type="tertiary", icon=":material/visibility:")
    ):
        store.look_at_demo()
        st.rerun()
