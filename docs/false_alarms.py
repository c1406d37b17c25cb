"""How often a chart shows a sign although nothing changed: qi_eval/spc/false_alarms.csv and the tables of docs/spc.md.

Run it as `PYTHONPATH=. python docs/false_alarms.py` from the root of the repository; it takes some minutes. Each cell
is the share of made-up steady series (qi_eval/spc/false_alarms.py) with a sign anywhere, or with an icon other than
"usual ups and downs". The standard error of a chance of 5 % is 0.2 points.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from qi_eval.spc.arguments import ALLOWED
from qi_eval.spc.false_alarms import LENGTHS, Alarm, simulated

SERIES = 10_000  # a cell
SEED = 20261122
ROOT = Path(__file__).parent.parent
TABLE = ROOT / "qi_eval" / "spc" / "false_alarms.csv"
PAGE = ROOT / "docs" / "spc.md"
WORDS = {Alarm.SIGN: "Any sign on the chart", Alarm.ICON: "An icon other than usual ups and downs"}


def main() -> None:
    """Writes the table anew, and the page from it."""
    rows = []
    for method, charts in ALLOWED.items():
        for chart in charts:
            rng = np.random.default_rng([SEED, list(type(chart)).index(chart)])
            found = [simulated(method, chart, length, rng=rng, series=SERIES) for length in LENGTHS]
            rows += [[method.value, chart.value, alarm.value, *(cell[alarm] for cell in found)] for alarm in Alarm]
            print(method.label, chart.label, flush=True)
    frame = pd.DataFrame(rows, columns=["method", "chart", "alarm", *map(str, LENGTHS)])
    frame.to_csv(TABLE, index=False, lineterminator="\n", float_format="%.4f")
    write_page()


def write_page() -> None:
    """Puts the tables into the page, between their marks."""
    before, _, rest = PAGE.read_text("utf-8").partition("<!-- false alarms -->\n")
    _, _, after = rest.partition("<!-- end of false alarms -->\n")
    PAGE.write_text(f"{before}<!-- false alarms -->\n{tables()}<!-- end of false alarms -->\n{after}", "utf-8")


def tables() -> str:
    """The tables in Markdown, per cent."""
    frame = pd.read_csv(TABLE)
    head = f"| Method | Chart | {' | '.join(map(str, LENGTHS))} |\n|---|---|{'---:|' * len(LENGTHS)}\n"
    parts = []
    for alarm in Alarm:
        chosen = frame[frame["alarm"] == alarm.value]
        lines = [
            f"| {row.method} | {row.chart} | {' | '.join(f'{100 * cell:.1f}' for cell in row[4:])} |\n"
            for row in chosen.itertuples()
        ]
        parts.append(f"**{WORDS[alarm]}**, % of steady charts by number of points\n\n{head}{''.join(lines)}\n")
    return "".join(parts)


if __name__ == "__main__":
    main()
