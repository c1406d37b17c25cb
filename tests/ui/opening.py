"""The app as a test opens it without a browser: on a store, at a page, with what stands in the address."""

from __future__ import annotations

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

from tests.source import ROOT

SECONDS = 90  # the first run of a process imports everything


class _WithNavigation(PagesManager):
    """AppTest makes Streamlit forget before each run that app.py has its own navigation, so that a page would start
    over and a button's press be lost. A server forgets only when it is started; so does this."""


def at_page(file: str, store: str, patch: pytest.MonkeyPatch, **parameters: str) -> AppTest:
    """The app at a page (its file, from the root), before its first run: no other page is run on the way."""
    patch.setenv("QI_EVAL_STORE", store)
    patch.setattr(PagesManager, "uses_pages_directory", False)
    patch.setattr(app_test, "PagesManager", _WithNavigation)
    patch.setattr(BidiComponentManager, "discover_and_register_components", _none_is_installed)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.switch_page(file)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app


def _none_is_installed(manager: BidiComponentManager, **_: bool) -> None:
    """Instead of Streamlit's search for components of other makers in every installed package, a third of a second for
    each page that is opened; the house uses none."""


def markup(app: AppTest) -> str:
    """Everything that the page wrote as HTML."""
    return "".join(element.proto.body for element in app.get("html"))
