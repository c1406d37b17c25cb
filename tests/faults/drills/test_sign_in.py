"""A sign-in at an OpenID provider, in a browser: what the hub and a visitor see, what is written down, the end."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from qi_eval.submit import open_at, upkeep
from qi_eval.ui.serving import APP
from tests.browser.reading import CHROMIUM_FLAGS, chromium
from tests.conftest import copy_store
from tests.faults.drills.conftest import Drill
from tests.faults.drills.provider import CLIENT, Provider, provider
from tests.serving import free_port, serving

ADA = {"sub": "ada-1", "email": "ada@trust.example", "name": "Ada Hub"}
BEN = {"sub": "ben-2", "email": "ben@trust.example", "name": "Ben Board"}
CLOSED = "Sign in to see this dashboard"


@pytest.mark.drill(
    "sign-in at an OpenID provider, in a browser",
    "nothing before it; the hub sees who did what, a visitor no names; each coming and going logged; out in every tab",
)
def test_sign_in(drill: Drill, folder: Path, demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not importlib.util.find_spec("authlib"):
        drill.cannot("Authlib is not installed here: pip install 'streamlit[auth]'")
    store, port = f"duckdb:///{copy_store(demo_file, folder)}", free_port()
    with provider() as one, sync_playwright() as playwright:
        environment = {"QI_EVAL_STORE": store, "STREAMLIT_SECRETS_FILES": str(secrets(folder, one, port))}
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        monkeypatch.setattr("tests.serving.free_port", lambda: port)
        with serving(APP, folder / "server.log", **environment) as address:
            seen = [*as_hub(browser, address, one), *as_visitor(browser, address, one)]
        browser.close()
        left = one.left
    with open_at(store) as opened:
        noted = [(entry.action, entry.by) for entry in upkeep.entries(opened) if entry.action.startswith("sign-")]
    comings = sorted(noted) == sorted([("sign-in", "Ada Hub"), ("sign-out", "Ada Hub"), ("sign-in", "Ben Board")])
    told = f"{', '.join(seen)}; logged: {', '.join(f'{act} {by}' for act, by in noted)}; told to leave: {left}"
    drill.saw(told, held=comings and left == 1 and all("NOT" not in one for one in seen))


def secrets(folder: Path, one: Provider, port: int) -> Path:
    """The secrets of a dashboard that asks this provider."""
    file = folder / "secrets.toml"
    file.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{"c" * 43}"\n'
        f'client_id = "{CLIENT}"\nclient_secret = "s"\n'
        f'server_metadata_url = "{one.url}/.well-known/openid-configuration"\n'
        '[roles]\nhub = ["ada@trust.example"]\n'
    )
    return file


def as_hub(browser: Browser, address: str, one: Provider) -> list[str]:
    """One of the hub: closed before the sign-in, everything after it, closed in a second tab after the sign-out."""
    one.person = ADA
    context = browser.new_context()
    page = signed_in(context.new_page(), f"{address}/log")
    expect(page.get_by_text("Newest first. Each entry is sealed")).to_be_visible()
    second = context.new_page()
    second.goto(f"{address}/upload_history")
    expect(second.get_by_text("by demo").first).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name=CLOSED)).to_be_visible()
    second.get_by_role("link", name="Overview").first.click()
    expect(second.get_by_role("heading", name=CLOSED)).to_be_visible()
    context.close()
    return ["closed before it", "the hub sees who did what", "out in both tabs"]


def as_visitor(browser: Browser, address: str, one: Provider) -> list[str]:
    """A member of the board: the pages, without names and without the way to change anything."""
    one.person = BEN
    context = browser.new_context()
    page = signed_in(context.new_page(), f"{address}/upload_history")
    expect(page.get_by_text("You are signed in as Ben Board and may look")).to_be_visible()
    named = page.get_by_text("by demo").count()
    open_ones = page.get_by_role("button", name="Undo", disabled=False).count()
    context.close()
    return [f"a visitor {'sees NOT only figures' if named or open_ones else 'sees no names and undoes nothing'}"]


def signed_in(page: Page, address: str) -> Page:
    """A page that nobody is shown before the sign-in, and after it."""
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page.goto(address)
    expect(page.get_by_role("heading", name=CLOSED)).to_be_visible()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(address)
    return page
