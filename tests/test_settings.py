"""The settings that the dashboard is shipped with: closed to the outside, quiet about itself, limits of the intake."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from streamlit import config

from qi_eval.intake import limits
from qi_eval.ui.upload.reading import MAX_MEGABYTES
from tests.source import ROOT

SETTINGS: dict[str, Any] = {
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["localhost", "127.0.0.1"],
    "server.maxUploadSize": limits.MAX_MEGABYTES,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "browser.gatherUsageStats": False,
}
UNSET = ("server.trustedUserHeaders", "server.enableCORS")  # nobody is believed for a header; CORS as shipped


def test_the_dashboard_is_shipped_closed() -> None:
    shipped = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    flat = {f"{part}.{name}": value for part, settings in shipped.items() for name, value in settings.items()}
    assert {name: flat.get(name) for name in SETTINGS} == SETTINGS
    assert [name for name in UNSET if name in flat] == []


@pytest.mark.parametrize("name", [*SETTINGS, *UNSET])
def test_a_setting_is_one_that_streamlit_knows(name: str) -> None:
    assert name in config._config_options_template


def test_the_limit_of_an_upload_is_one_number() -> None:
    assert MAX_MEGABYTES == limits.MAX_MEGABYTES
