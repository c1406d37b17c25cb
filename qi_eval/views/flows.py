"""What the rule in force says of the programme's own figures over time: judged in one pass, kept with their rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from qi_eval import spc
from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Breakdown, Scope
from qi_eval.narrative import date_words, month_words, quarter_words
from qi_eval.views.cut import cut_periods
from qi_eval.views.finding import Finding, judged
from qi_eval.views.results import Counted
from qi_eval.vocabulary import Series


def flow_findings(seen: Counted, scope: Scope, *, until: date | None = None) -> Mapping[str, Finding]:
    """Metric id → the finding of each figure that is judged over time (ruling 1: flows only) and has periods; `until`:
    from those that had ended by that day."""
    flows = {id_: _periods(seen, id_, until) for id_ in seen.found if BY_ID[id_].series is Series.FLOW}
    told = {id_: over_time for id_, over_time in flows.items() if over_time is not None and len(over_time.table)}
    late = {id_: one for id_, one in told.items() if ("finding", id_, until) not in seen.answers[id_].derived}
    fresh = dict(zip(late, _judged(late, scope), strict=True))
    return {id_: seen.answers[id_].derive(("finding", id_, until), partial(fresh.__getitem__, id_)) for id_ in told}


def since_words(over_time: Breakdown, day: date) -> str:
    """A period's first day as a page says it: November 2023 where the series is monthly, October to December 2023."""
    words = {"Month": month_words, "Quarter": quarter_words}
    return words.get(over_time.labels["period"], date_words)(day)


def _periods(seen: Counted, id_: str, until: date | None) -> Breakdown | None:
    over_time = seen.found[id_].over_time
    if over_time is None or until is None:
        return over_time
    return seen.answers[id_].derive(("periods", id_, until), partial(cut_periods, over_time, until))


def _judged(flows: Mapping[str, Breakdown], scope: Scope) -> tuple[Finding, ...]:
    """One finding a figure, in order."""
    if not flows:
        return ()
    lengths = [len(over_time.table) for over_time in flows.values()]
    days = [pd.to_datetime(over_time.table["period"]).to_numpy("datetime64[us]") for over_time in flows.values()]
    frame = pd.DataFrame(
        {
            "series": np.repeat(np.arange(len(flows)), lengths),
            "x": np.concatenate(days),
            "y": np.concatenate([one.table["value"].to_numpy(dtype=float, na_value=np.nan) for one in flows.values()]),
            "direction": np.repeat([BY_ID[id_].direction.value for id_ in flows], lengths),
        }
    )
    given = frame.assign(excluded=False, freeze=np.nan, target=np.nan)
    return judged(given, chart=spc.CHART[scope.method], method=scope.method).findings
