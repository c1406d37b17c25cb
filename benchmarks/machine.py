"""What the figures were taken on, and how long a process of its own runs and how much memory it needs."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from tests.source import ROOT

LOOP = 10_000_000
KIB_A_MB = 1024 if sys.platform != "darwin" else 1024**2  # ru_maxrss counts KiB on Linux, bytes on macOS


@dataclass(frozen=True)
class Run:
    """A process that ended well: its wall-clock seconds, its peak memory, what it printed."""

    seconds: float
    peak_mb: float
    output: str


def run(command: Sequence[str], output: Path, **environment: str) -> Run:
    """Runs a Python command of the project in a process of its own; raises when it fails."""
    with output.open("w") as written:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=os.environ | environment, stdout=written, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    text = output.read_text()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{text[-2000:]}")
    return Run(seconds, used.ru_maxrss / KIB_A_MB, text)


def url(store: Path) -> str:
    """The address of a DuckDB file, as QI_EVAL_STORE takes it."""
    return f"duckdb:///{store}"


def described() -> str:
    """The machine, the versions, the day and how fast the machine is just now, in one line."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "streamlit", "pandas", "pyarrow"))
    python = platform.python_version()
    speed = f"a bare loop of {LOOP:,} additions takes {_loop():.2f} s"
    return f"{date.today():%-d %B %Y}, {_processor()}, {os.cpu_count()} cores, Python {python}, {packages}; {speed}"


def _loop() -> float:
    """Seconds, the least of three turns: virtual machines of one name differ twofold in speed from hour to hour."""
    turns = []
    for _ in range(3):
        started, total = time.perf_counter(), 0
        for number in range(LOOP):
            total += number
        turns.append(time.perf_counter() - started)
    return min(turns)


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
