"""One chart as a person looks at it: the line that is drawn, and the verdict of the rule that it is read by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from qi_eval import spc
from qi_eval.views.subjects import Subject
from qi_eval.views.verdict import Verdict, read_by, usual_chart
from qi_eval.vocabulary import ChartType, Method, Variation

MARKS = ("point_type", "improving", "concerning", "rule")  # columns that say what the rule found


@dataclass(frozen=True, eq=False)
class Shown:
    """`line`: the analysis whose centre (and limits) are drawn; `verdict`: the one that judges, which on a run chart
    read by rules of limits is that of another chart. `counted`: False for a preview that counts nowhere."""

    subject: Subject
    line: Verdict
    verdict: Verdict
    chart: ChartType
    counted: bool
    now: date

    @property
    def level(self) -> float | None:
        """The level of the line drawn, in the last phase."""
        return self.line.last.centre if self.line.last.centre is not None else _last(self.line.points, "centre")

    @property
    def beside(self) -> float | None:
        """The level that the rule judged about, where that is another line than the one drawn."""
        return None if self.verdict.chart is self.line.chart else self.verdict.last.centre

    @property
    def limits(self) -> tuple[float, float] | None:
        """The limits at the last point, where the rule judged by limits."""
        if self.verdict.last.variation is None:
            return None
        lower, upper = _last(self.verdict.points, "lower"), _last(self.verdict.points, "upper")
        if lower is None or upper is None or lower == upper:
            return None
        possible = self.subject.measure.possible
        return possible(lower), possible(upper)

    @property
    def points(self) -> pd.DataFrame:
        """What is drawn: the line's points with the marks of the verdict and, beside a sign, the mean judged about."""
        if self.verdict.points.empty or self.line is self.verdict:
            return self.line.points
        judged = self.verdict.points
        points = self.line.points.assign(**{name: judged[name] for name in MARKS})
        if self.beside is None or self.verdict.last.variation is Variation.COMMON_CAUSE:
            return points
        return points.assign(mean=self.verdict.points["centre"].where(points["phase"] == points["phase"].max()))


def show(subject: Subject, *, method: Method, now: date, drawn: ChartType | None, programme: Method) -> Shown:
    """The chart that is asked for: a median run chart unless `drawn` names another one that `method` may be read on."""
    usual = usual_chart(subject, programme)
    chart = drawn if drawn in spc.ALLOWED[method] and drawn else ChartType.RUN
    judged_on = chart if chart is not ChartType.RUN or spc.CHART[method] is ChartType.RUN else None
    verdict = read_by([subject], method, judged_on)[0]
    line = verdict if verdict.chart is chart else read_by([subject], Method.ANHOEJ, ChartType.RUN)[0]
    return Shown(subject, line, verdict, chart, method is programme and verdict.chart is usual, now)


def _last(points: pd.DataFrame, column: str) -> float | None:
    known = points[column].dropna() if column in points else pd.Series(dtype=float)
    return float(known.iloc[-1]) if len(known) else None
