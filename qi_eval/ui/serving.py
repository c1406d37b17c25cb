"""Starts the dashboard, and makes the overview ready while the first browser is still loading the page's frame.

Usage: python -m qi_eval.ui.serving [Streamlit's own options, such as --server.port 8501]"""

from __future__ import annotations

import gc
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Thread

from streamlit import runtime
from streamlit.web import cli

APP = Path(__file__).parents[2] / "app.py"
PATIENCE, STEP = 30, 0.05  # seconds that the server may take to stand


def main(options: list[str]) -> None:
    """Serves until the process ends."""
    gc.disable()  # until all is read: what a start makes stays, and looking through it takes half a second (measured)
    Thread(target=_make_ready, daemon=True).start()
    cli.main(["run", str(APP), *options])


def _make_ready() -> None:
    """Reads the code of the pages, opens the store and counts the overview; a visitor who comes meanwhile waits for
    that instead of doing it again. What goes wrong is told to the first visitor, who can do something about it."""
    try:
        from qi_eval.submit import StoreError
        from qi_eval.ui import cache, overview  # noqa: F401
        from qi_eval.views import framework

        with suppress(StoreError):
            if _stands():
                cache.make_ready(framework.overview, today=date.today())
    finally:
        gc.enable()


def _stands() -> bool:
    """Whether the server is up, so that what is kept is kept where it looks."""
    until = time.monotonic() + PATIENCE
    while not runtime.exists() and time.monotonic() < until:
        time.sleep(STEP)
    return runtime.exists()


if __name__ == "__main__":
    main(sys.argv[1:])
