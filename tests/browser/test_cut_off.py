"""An upload that breaks off, and a tab that is closed: nothing of the file stays anywhere."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import APP
from tests.browser.reading import visit
from tests.conftest import copy_store
from tests.serving import serving

pytestmark = pytest.mark.browser

SECRET = b"Ward of the broken line"
HEAD = b"measure_id,unit_id,period_start,numerator,denominator,note\n"
ROW = b"P001-2,RNB,2013-03-04,17,24," + SECRET + b"\n"
PART = b'--x\r\nContent-Disposition: form-data; name="f"; filename="cut.csv"\r\n\r\n' + HEAD
WHOLE, SENT = 30_000_000, 3_000_000  # bytes that are announced, and that arrive


@pytest.fixture
def folder(demo_file: Path, tmp_path: Path) -> Path:
    """The folder of a store, and beside it one for whatever the server puts aside."""
    (tmp_path / "store").mkdir()
    (tmp_path / "aside").mkdir()
    copy_store(demo_file, tmp_path / "store")
    return tmp_path


@pytest.fixture
def url(folder: Path, demo_file: Path) -> Iterator[str]:
    settings = {"QI_EVAL_STORE": f"duckdb:///{folder / 'store' / demo_file.name}", "TMPDIR": str(folder / "aside")}
    with serving(APP, folder / "server.log", **settings) as address:
        yield address


def test_an_upload_that_breaks_off_leaves_nothing_behind(browser: Browser, url: str, folder: Path) -> None:
    page = browser.new_page()
    visit(page, f"{url}/upload")
    before = _standing(folder / "store")
    _break_off(_upload_that_is_held(page))
    time.sleep(1)
    assert list((folder / "aside").rglob("*")) == []
    assert _standing(folder / "store") == before
    page.unroute_all()
    _choose(page)
    expect(page.get_by_text("1 row read")).to_be_visible()
    page.close()  # the tab is closed before anything was loaded
    time.sleep(1)
    assert _standing(folder / "store") == before
    assert [path.name for path in folder.rglob("*") if path.is_file() and SECRET in path.read_bytes()] == []


def _upload_that_is_held(page: Page) -> Request:
    """The request with which the page sends a file; it is not let through."""
    page.route("**/_stcore/upload_file/**", lambda route: route.abort())
    with page.expect_request(lambda one: "/_stcore/upload_file/" in one.url and one.method == "PUT") as held:
        _choose(page)
    return held.value


def _choose(page: Page) -> None:
    file = {"name": "cut.csv", "mimeType": "text/csv", "buffer": HEAD + ROW}
    page.locator('input[type="file"]').first.set_input_files(files=[file])  # type: ignore[list-item]


def _break_off(request: Request) -> None:
    """Sends the same request with a tenth of a large file, then hangs up."""
    place = urlsplit(request.url)
    kept = {"cookie", "x-xsrftoken", "origin", "host"}
    sent = {name: value for name, value in request.all_headers().items() if name.lower() in kept}
    sent |= {"host": place.netloc, "content-type": "multipart/form-data; boundary=x", "content-length": str(WHOLE)}
    head = f"PUT {place.path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    with socket.create_connection((str(place.hostname), int(place.port or 80))) as line:
        line.sendall(head.encode() + b"\r\n" + PART)
        line.sendall(ROW * (SENT // len(ROW)))


def _standing(folder: Path) -> dict[str, bytes]:
    """Every file beside the store with its content."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
