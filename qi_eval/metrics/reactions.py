"""P1 feelings and reflections on taking part; staff, and patients and public, apart.

In: training (reaction_overall). Out: the share who found it good, among those who answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import Select, and_, case, func, select

from qi_eval.metrics.counting import count_if, flag, lineage, month_of, within
from qi_eval.metrics.judging import proportion, says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, Window, last_year, month_table, newest, rows_of, summed, window_words
from qi_eval.narrative import of, percent
from qi_eval.vocabulary import Direction, Level, PersonType, Series, TrainingMode

GOOD = 4  # of 5; domain P1
WHO = {PersonType.STAFF: "staff", PersonType.PATIENT_PUBLIC: "patients and public"}


def _select(t: Tables, scope: Scope) -> Selects:
    tr = t.training.c
    score = tr.reaction_overall
    rows = (
        select(
            tr.person_type,
            tr.mode,
            month_of(tr.session_date).label("month"),
            flag(score.is_not(None)).label("answered"),
            flag(score >= GOOD).label("good"),
            case((score.is_not(None), tr.session_date)).label("answered_on"),
        )
        .where(tr.attended, tr.session_date <= scope.report_date, within(tr.unit_id, scope))
        .subquery()
    )
    r = rows.c
    months = select(
        r.person_type,
        r.mode,
        r.month,
        func.count().label("attended"),
        count_if(r.answered == 1).label("answered"),
        count_if(r.good == 1).label("good"),
        func.max(r.answered_on).label("newest"),
    ).group_by(r.person_type, r.mode, r.month)
    return {"months": months}


def _judge(who: PersonType) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        months = [row for row in rows_of(frames["months"]) if row["person_type"] == who]
        recent, window = last_year(months, scope.report_date)
        if window is None:
            return unknown(f"No {WHO[who]} at a training session yet: load the training list (training).")
        answered = summed(recent, "answered")
        if not answered:
            return unknown(f"No {WHO[who]} said how they found it {window_words(window)}: fill reaction_overall.")
        result = replace(
            proportion(summed(recent, "good"), answered, expected=summed(recent, "attended")),
            newest=newest(months),
            notes=(f"Sessions {window_words(window)}; one answer a person and session.",),
            breakdown=_by_mode(recent),
            over_time=_over_time(months, window),
            protects=Protects.SURVEY,
        )
        return settled(result, scope.report_date, "training")

    return judge


def _by_mode(rows: Sequence[Row]) -> Breakdown:
    table = [(mode.label, *_good([row for row in rows if row["mode"] == mode])) for mode in TrainingMode]
    labels = {"label": "How it was taught", "value": "Good or very good (%)", "n": "Answered"}
    frame = pd.DataFrame([row for row in table if row[2]], columns=list(labels))
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=("value",), groups_add_up=True)


def _good(rows: Sequence[Row]) -> tuple[float | None, int]:
    answered = summed(rows, "answered")
    return share(summed(rows, "good"), answered), answered


def _over_time(months: Sequence[Row], window: Window) -> Breakdown:
    labels = {"period": "Month", "value": "Good or very good (%)", "n": "Answered"}
    table = month_table([row for row in months if row["answered"]], window, _good, labels)
    return Breakdown(table, labels, Protects.SURVEY, count="n", hides=("value",), groups_add_up=True)


def _rows(who: PersonType) -> Callable[[Tables, Scope], Mapping[str, Select]]:
    def rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
        tr = t.training.c
        came = and_(tr.attended, tr.session_date <= scope.report_date, within(tr.unit_id, scope))
        return {"training": lineage(t.training, came, tr.person_type == who.value)}

    return rows


@says
def _sentence(result: Result) -> str:
    return (
        f"{percent(result.value)} of those who replied ({of(result.n, result.n_expected)}) found it good or very good."
    )


def _metric(id: str, who: PersonType) -> Metric:
    return Metric(
        id=id,
        code="P1",
        level=Level.PEOPLE,
        bullets=("people_1",),
        title=f"How {WHO[who]} found it",
        question=f"How does taking part feel to {WHO[who]}?",
        formula=f"100 × answers of {GOOD} or 5 of 5 (reaction_overall) / answers, sessions of the last 12 months; "
        "shown with how many of those who attended answered. Wilson interval below n = 200.",
        unit="%",
        counts=("reply", "replies"),
        direction=Direction.INCREASE,
        series=Series.FLOW,
        source="Kirkpatrick level 1",
        minimum_n=11,
        inputs={"training": ("person_type", "session_date", "mode", "attended", "reaction_overall")},
        select=_select,
        judge=_judge(who),
        rows=_rows(who),
        sentence=_sentence,
        known_as="replied",
        chart=Chart.BARS,
    )


P1_STAFF = _metric("p1_staff", PersonType.STAFF)
P1_PATIENTS = _metric("p1_patients", PersonType.PATIENT_PUBLIC)
