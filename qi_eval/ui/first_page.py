"""The HTML that a browser gets for every address: Streamlit's own, told where the server is.

At an address such as /organisation Streamlit's page looks for its server there first, waits a tenth of a second, looks
at the root, and only then connects. Told, it connects at once and looks whether the server is well beside that. Without
this file all works, a tenth of a second later."""

from __future__ import annotations

from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from qi_eval.ui.pages import PAGES

STREAMLITS = Path(streamlit.__file__).with_name("static") / "index.html"
MODULES = '<script type="module"'  # where Streamlit's own code begins
WHERE = """<script>
  /* What Streamlit reads of a host that knows its server. Each of our addresses has one part after that of the app. */
  window.__streamlit = {
    BACKEND_BASE_URL: new URL("./", location.href).href,
    HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
  }
</script>
"""


def routes(base: str = "") -> list[Route]:
    """The address of each page, with this HTML behind it. `base`: what the addresses of the app begin with."""
    html = first_page()

    async def send(_: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    start = f"/{base.strip('/')}".rstrip("/")
    return [Route(f"{start}/{page.url_path}", send) for page in PAGES]


def first_page() -> str:
    """Streamlit's page, with the place of the server before its code."""
    return STREAMLITS.read_text("utf-8").replace(MODULES, f"{WHERE}{MODULES}", 1)
