"""The app in a server that also takes a load when told: a line on its input is one new measurement, answered "loaded".

A DuckDB file belongs to one process, so what changes the store while the app runs must run beside it.
Usage: python -m benchmarks.served PORT (the store by QI_EVAL_STORE)"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TextIO

from benchmarks.machine import url
from benchmarks.stores import OWN_MEASURE
from qi_eval import submit
from qi_eval.ui import serving
from tests.serving import free_port, wait_until_healthy
from tests.source import ROOT

FIRST_DAY = date(2010, 1, 1)
PIPE = subprocess.PIPE
GRACE = 10  # seconds


@contextmanager
def app(store: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of the app with this store behind it, and what makes it take a load."""
    port, environment = free_port(), os.environ | {"QI_EVAL_STORE": url(store)}
    command = [sys.executable, "-m", "benchmarks.served", str(port)]
    with (
        store.with_suffix(".log").open("w") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdin=PIPE, stdout=PIPE, stderr=log, text=True) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_healthy(address, server)
            yield address, lambda: _tell(server)
        finally:
            _end(server)


def _end(server: subprocess.Popen[str]) -> None:
    """Ends the server, by force where it waits for sessions that are gone."""
    server.terminate()
    try:
        server.wait(GRACE)
    except subprocess.TimeoutExpired:
        server.kill()


def _tell(server: subprocess.Popen[str]) -> None:
    """Has the server load one row; returns when it stands."""
    if server.stdin is None or server.stdout is None:
        raise RuntimeError("the server was started without pipes")
    server.stdin.write("load\n")
    server.stdin.flush()
    answer = server.stdout.readline().strip()
    if answer != "loaded":
        raise RuntimeError(answer or "the server ended")


def serve(port: int) -> None:
    """Serves the app until the process ends."""
    answers, sys.stdout = sys.stdout, sys.stderr  # Streamlit's own words are no answers
    threading.Thread(target=_take_loads, args=(answers,), daemon=True).start()
    serving.main([f"--server.port={port}"])


def _take_loads(answers: TextIO) -> None:
    """Loads one row for each line of the input; ends the server when whoever started it is gone."""
    for number, _ in enumerate(sys.stdin):
        print(_load(FIRST_DAY + timedelta(days=number)), file=answers, flush=True)
    os.kill(os.getpid(), signal.SIGTERM)


def _load(day: date) -> str:
    """Loads a value that the store does not hold yet; "loaded", or what stood in the way."""
    now = datetime.now(UTC)
    values = {"measure_id": OWN_MEASURE, "period_start": day.isoformat(), "value": f"{now:%H%M%S}"}
    try:
        with submit.open_current() as store:
            report = submit.typed_row(store, "measurements", values, by="benchmark", today=now.date(), now=now)
    except submit.StoreError as error:
        return str(error)
    return "loaded" if report.new + report.changed == 1 else f"not loaded: {report.as_dict()}"


if __name__ == "__main__":
    serve(int(sys.argv[1]))
