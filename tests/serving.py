"""A Streamlit server of its own for a test or a benchmark: started on a free port, stopped at the end."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qi_eval.ui.serving import APP
from tests.source import ROOT

START_SECONDS = 60


@contextmanager
def serving(script: Path, log: Path, **environment: str) -> Iterator[str]:
    """The address of `script` served by Streamlit with these environment variables; its output goes to `log`. The app
    is started as `make run` starts it."""
    port = free_port()
    start = ["qi_eval.ui.serving"] if script == APP else ["streamlit", "run", str(script)]
    command = [sys.executable, "-m", *start, f"--server.port={port}"]
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_healthy(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(START_SECONDS)


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(address: str, server: subprocess.Popen[Any]) -> None:
    """Returns once the server answers; raises when it ends or does not answer in time."""
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"no Streamlit at {address}")
