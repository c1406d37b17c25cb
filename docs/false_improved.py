"""How often the programme rule calls an outcome improved although nothing changed: qi_eval/metrics/false_improved.csv.

Run it as `PYTHONPATH=. python docs/false_improved.py` from the root of the repository; it takes some minutes. Each cell
is the share of made-up projects without any change that J4 would count as improved, among those that it can judge:
normal values with lag-1 autocorrelation, `baseline` points before the change, `after` points since, judged by the same
engine as real projects (qi_eval/metrics/false_improved.py). The standard error of a chance of 10 % is 0.3 points.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from qi_eval.metrics.false_improved import AFTER, BASELINES, LAGS, simulated
from qi_eval.vocabulary import Method

PROJECTS = 10_000  # a cell, all of them with a baseline that can be judged
SEED = 20260930
TABLE = Path(__file__).parent.parent / "qi_eval" / "metrics" / "false_improved.csv"


def main() -> None:
    """Writes the table anew."""
    rows = []
    for method in Method:
        for baseline in BASELINES:
            for lag in LAGS:
                rng = np.random.default_rng([SEED, baseline, round(100 * lag)])
                chances = simulated(method, baseline, lag, rng=rng, projects=PROJECTS)
                rows.append([method.value, baseline, lag, *(round(chance, 4) for chance in chances)])
        print(method.label, flush=True)
    pd.DataFrame(rows, columns=["method", "baseline", "lag_one", *AFTER]).to_csv(
        TABLE, index=False, lineterminator="\n"
    )


if __name__ == "__main__":
    main()
