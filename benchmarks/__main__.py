"""python -m benchmarks [load] [start] [pages] [spc] [grid]: measures, prints the tables, keeps them in RESULTS.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import grid, load, machine, pages, spc, start

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = "# Speed, measured as ratios in one run\n\nMade by `make bench`; do not edit.\n"
MEASURES = {
    "load": load.measure,
    "start": start.measure,
    "pages": pages.measure,
    "spc": spc.measure,
    "grid": grid.measure,
}


def main() -> None:
    """Runs what was asked for, everything by default; only a run of everything is kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[*MEASURES, []], help="which; all when left out")
    wanted = parser.parse_args().what or list(MEASURES)
    with tempfile.TemporaryDirectory(prefix="qi_eval_bench_") as folder:
        tables = [table for name in wanted for table in MEASURES[name](Path(folder), _say)]
    text = "\n".join([HEAD, machine.described() + ".\n", *(table.markdown for table in tables)])
    print(text)
    if list(wanted) == list(MEASURES):
        RESULTS.write_text(text, "utf-8")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
