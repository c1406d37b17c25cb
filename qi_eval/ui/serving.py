"""Starts the dashboard, and makes the overview ready while the first browser is still loading the page's frame.

Usage: python -m qi_eval.ui.serving [Streamlit's own options, such as --server.port 8501]"""

from __future__ import annotations

import gc
import sys
import time
import tomllib
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Thread

from streamlit import config, runtime
from streamlit.errors import StreamlitAPIException
from streamlit.starlette import App
from streamlit.web import bootstrap

from qi_eval.ui import first_page

APP = Path(__file__).parents[2] / "app.py"
PATIENCE, STEP = 30, 0.05  # seconds that the server may take to stand


def main(options: list[str]) -> None:
    """Serves until the process ends."""
    gc.disable()  # until all is read: what a start makes stays, and looking through it takes half a second (measured)
    Thread(target=_make_ready, daemon=True).start()
    sys.argv = [str(APP)]  # its folder is where Streamlit looks for settings and code
    asked = options_of(options)
    bootstrap.load_config_options(asked)
    try:
        with suppress(KeyboardInterrupt):
            App(APP, routes=first_page.routes(config.get_option("server.baseUrlPath"))).run(config=asked)
    except StreamlitAPIException as error:  # an option that there is none of
        raise SystemExit(str(error)) from error


def options_of(options: list[str]) -> dict[str, object]:
    """Streamlit's options as it takes them from a program: --server.port 8501 as server.port, the number 8501."""
    words = [word for option in options for word in option.split("=", 1)]
    names, values = words[::2], words[1::2]
    if len(names) > len(values) or not all(name.startswith("--") for name in names):
        raise SystemExit(f"{__doc__}\n\nWhat was given: {' '.join(options)}")
    return {name.removeprefix("--"): _value(text) for name, text in zip(names, values, strict=True)}


def _value(text: str) -> object:
    """What a text would be in a settings file."""
    try:
        return tomllib.loads(f"it = {text}")["it"]
    except tomllib.TOMLDecodeError:
        return text


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
