"""Starts the dashboard: page settings, the navigation over PAGES, then the page that was asked for."""

import streamlit as st

from qi_eval import logs
from qi_eval.ui import frame, html, pages, person

logs.start()
st.set_page_config(page_title="QI Eval", page_icon=frame.ICON, layout="wide")
html.dress()
page = st.navigation(pages.navigation(), expanded=True)
if person.let_in() and frame.ready():
    frame.banner()
    frame.way_up(page.url_path)
    frame.run(page)
    frame.way_back()
    person.way_out()
