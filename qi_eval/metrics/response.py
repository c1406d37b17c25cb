"""O2 response rate: how many replied to the staff survey, and do those who replied look like the staff?

In: survey_scores, survey_responses, workforce, units. Out: the rate of the newest published wave; the staff groups of
those who replied beside the headcount.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, select

from qi_eval.metrics.counting import lineage, within
from qi_eval.metrics.engagement import FIXED_LABEL, STAFF_SURVEY
from qi_eval.metrics.judging import COMPLETE, proportion, says, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, dated_waves, rows_of, wave_words
from qi_eval.metrics.replies import FEW_REPLIES, Replies, by_replies, select_asked, survey_words, told
from qi_eval.metrics.workforce import Workforce, totals, workforce_of, workforce_select
from qi_eval.narrative import date_words, number, percent
from qi_eval.vocabulary import Direction, Level, RespondentType, Series, StaffGroup


def _staff(t: Tables, scope: Scope) -> ColumnElement[bool]:
    r = t.survey_responses.c
    staff = r.respondent_type == RespondentType.STAFF.value
    return and_(staff, r.staff_group.is_not(None), within(r.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    r = t.survey_responses.c
    forms = select(r.survey_id, r.wave, r.staff_group, r.response_id).where(_staff(t, scope)).distinct().subquery().c
    by = (forms.survey_id, forms.wave, forms.staff_group)
    replies = select(*by, func.count().label("replied")).group_by(*by)
    return {"waves": select_asked(t, scope), "replies": replies, **workforce_select(t, scope)}


def _judge(frames: Frames, scope: Scope) -> Result:
    waves = dated_waves(rows_of(frames["waves"]), scope.report_date)
    if not waves:
        return unknown("How many were asked is not known: load the published scores with n_eligible (survey_scores).")
    source = STAFF_SURVEY if any(row["source"] == STAFF_SURVEY for row in waves) else waves[-1]["source"]
    own, others = ([row for row in waves if (row["source"] == source) is mine] for mine in (True, False))
    latest = own[-1]
    mix = _mix(frames, scope)
    result = replace(
        proportion(int(latest["replied"]), int(latest["asked"])),
        newest=latest["end"],
        notes=mix[1] if mix else (_NO_MIX,),
        breakdown=mix[0] if mix else None,
        over_time=_over_time(own),
        facts={"wave": wave_words(latest["wave"]), "other": _other(others[-1]) if others else ""},
        protects=Protects.SURVEY,
    )
    return by_replies(result, scope, "survey_scores", _replies(latest))


def _replies(row: Row) -> Replies:
    return Replies(int(row["replied"]), int(row["asked"]))


_NO_MIX = "Whether they look like the staff is not known: load survey_responses with staff_group, and workforce."


def _other(row: Row) -> str:
    return f"{survey_words(row['source'], row['wave'])}: {_replies(row).words}"


def _mix(frames: Frames, scope: Scope) -> tuple[Breakdown, tuple[str, ...]] | None:
    """The staff groups of the newest survey whose forms name them, beside those of the workforce."""
    forms, staff = dated_waves(rows_of(frames["replies"]), scope.report_date), workforce_of(frames)
    if not forms or staff is None:
        return None
    newest = max(forms, key=lambda row: (row["end"], row["replied"]))
    survey = (newest["survey_id"], newest["wave"])
    told = [row for row in forms if (row["survey_id"], row["wave"]) == survey]
    note = f"Staff groups: {survey_words(*survey)}; beside the headcount of {date_words(staff.end)}."
    return _groups(told, staff), (note,)


def _groups(told: Sequence[Row], staff: Workforce) -> Breakdown:
    labels = {"label": "Staff group", "value": "Of those who replied (%)", "staff": "Of the staff (%)", "n": "Replied"}
    everyone, heads = sum(row["replied"] for row in told), totals(staff.now, "headcount_end")[0]
    table = []
    for group in StaffGroup:
        n = sum(row["replied"] for row in told if row["staff_group"] == group)
        own = totals([row for row in staff.now if row["staff_group"] == group], "headcount_end")[0]
        if n or own:
            table.append((group.label, share(n, everyone), share(own, heads), n))
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=("value",), groups_add_up=True)


def _over_time(own: Sequence[Row]) -> Breakdown:
    labels = {"period": "Wave", "value": "Replied (%)", "n": "Replied", "asked": "Asked"}
    table = [
        (
            row["end"],
            share(row["replied"], row["asked"]),
            int(row["replied"]),
            int(row["asked"]),
            wave_words(row["wave"]),
        )
        for row in own
    ]
    frame = pd.DataFrame(table, columns=[*labels, "said"])
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=("value",))


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"survey_scores": lineage(t.survey_scores, told(t, scope))}


@says
def _sentence(result: Result) -> str:
    other = f" {result.facts['other']}." if result.facts["other"] else ""
    return (
        f"{number(result.numerator)} of the {number(result.denominator)} staff who were asked replied in "
        f"{result.facts['wave']} ({percent(result.value)}).{other} {FIXED_LABEL}."
    )


O2_RESPONSE = Metric(
    id="o2_response",
    code="O2",
    level=Level.ORGANISATION,
    bullets=("culture_1",),
    title="Replies to the staff survey",
    question="How many replied to the staff survey, and do they look like the staff?",
    formula="100 × usable replies / staff asked, newest published wave. Beside it the staff groups of those who "
    f"replied and of the headcount. Known from {COMPLETE:.0f}% on; under {FEW_REPLIES:.0f}% a warning stands by it.",
    unit="%",
    counts=("member of staff asked", "staff asked"),
    direction=Direction.INCREASE,
    series=Series.WAVE,
    source="NHS Staff Survey; who counts as eligible on 1 September was not confirmed (check before relying)",
    minimum_n=11,
    inputs={"survey_scores": ("source", "wave", "unit_id", "n_responses", "n_eligible")},
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.BARS,
    fixed_label=FIXED_LABEL,
    evidence=False,
)
