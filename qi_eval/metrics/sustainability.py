"""J8 sustainability: how do teams see the chances that their change lasts?

In: assessments (nhs_sustainability), projects. Out: teams that reach the mark; each factor against its most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

import pandas as pd

from qi_eval.metrics.judging import TEAMS, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, unknown
from qi_eval.metrics.periods import Row, newest, rows_of
from qi_eval.metrics.teams_answers import FEWEST, answer_rows, by_team, select_answers
from qi_eval.narrative import count, of, trimmed
from qi_eval.vocabulary import Direction, Instrument, Level, Series, State

FACTORS = {  # code → (heading, highest score); together 100; clinical leaders and fit are not confirmed (domain s.6.2)
    "benefits": ("Benefits beyond patients", 8.5),
    "credibility": ("Credibility of the benefits", 9.1),
    "adaptability": ("Adaptability", 7.0),
    "monitoring": ("Monitoring", 6.5),
    "staff_involvement": ("Staff involved and trained", 11.4),
    "staff_behaviours": ("Staff behaviours", 11.0),
    "senior_leaders": ("Senior leaders", 15.0),
    "clinical_leaders": ("Clinical leaders", 15.0),
    "fit": ("Fit with goals and culture", 7.0),
    "infrastructure": ("Infrastructure", 9.5),
}
SETTING, MARK = "sustainability_mark", 55.0  # of 100; the guide's "reason for optimism", not confirmed


def mark_of(settings: Mapping[str, str]) -> float:
    """The total from which a team has reason for optimism."""
    return float(settings.get(SETTING, MARK))


def _judge(frames: Frames, scope: Scope) -> Result:
    mark = mark_of(scope.settings)
    people = [row for row in rows_of(frames["people"]) if row["instrument"] == Instrument.NHS_SUSTAINABILITY]
    if not people:
        return unknown("No team has filled in the sustainability model yet: load assessments (nhs_sustainability).")
    teams = by_team(people)
    full = {id_: [row["sum"] for row in rows if row["items"] == len(FACTORS)] for id_, rows in teams.items()}
    told = {id_: totals for id_, totals in full.items() if len(totals) >= FEWEST}
    if not told:
        return unknown(f"No team has {FEWEST} people yet who scored all {len(FACTORS)} factors (nhs_sustainability).")
    middles = [median(totals) for totals in told.values()]
    result = Result(
        State.MEASURED,
        sum(middle >= mark for middle in middles),
        n=len(told),
        n_expected=len(teams),
        numerator=sum(middle >= mark for middle in middles),
        denominator=len(told),
        newest=newest(people),
        notes=(
            f"The mark of {trimmed(mark)} of 100 is a setting ({SETTING}): check before relying. The model is for "
            "projects, not for departments or whole organisations.",
        ),
        breakdown=_factors(rows_of(frames["items"]), set(told)),
        facts={
            "median": median(middles),
            "widest": max(max(totals) - min(totals) for totals in told.values()),
            "mark": mark,
        },
    )
    return settled(result, scope.report_date, "assessments")


def _factors(items: Sequence[Row], told: set[str]) -> Breakdown:
    """One row a factor: the middle team in % of the highest score, and the lowest and the highest team."""
    own = [row for row in items if row["instrument"] == Instrument.NHS_SUSTAINABILITY and row["project_id"] in told]
    table = []
    for code, (label, most) in FACTORS.items():
        shares = [100 * row["mean"] / most for row in own if row["item"] == code]
        table.append((label, median(shares), min(shares), max(shares), most) if shares else (label, *[None] * 3, most))
    labels = {
        "label": "Factor",
        "value": "Middle team (% of highest score)",
        "low": "Lowest team (%)",
        "high": "Highest team (%)",
        "most": "Highest score",
    }
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, scale=(0, 100), bounds_are=TEAMS)


@says
def _sentence(result: Result) -> str:
    facts, few = result.facts, (result.n_expected or 0) - (result.n or 0)
    left = f" {count(few, 'further team')} had too few complete answers." if few else ""
    return (
        f"{of(result.numerator, result.denominator)} teams reach {trimmed(facts['mark'])} of 100 by their middle "
        f"answer; the middle team stands at {trimmed(facts['median'], 0)}. Within one team the answers lie up to "
        f"{trimmed(facts['widest'], 0)} points apart.{left}"
    )


J8_SUSTAINABILITY = Metric(
    id="j8_sustainability",
    code="J8",
    level=Level.PEOPLE,
    bullets=(),
    title="Chances that the change lasts",
    question="Do teams expect their change to last, and what stands against it?",
    formula="Teams whose middle total of the NHS sustainability model reaches the mark / teams with at least "
    f"{FEWEST} people who scored all ten factors. Total: the sum of a person's ten factor scores, 0 to 100, newest "
    "answers. Each factor: the middle team's mean in % of its highest score, from the lowest to the highest team.",
    unit="teams",
    counts=("team", "teams"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="NHS Sustainability Model (NHS Institute); the mark and two highest scores are not confirmed: check before "
    "relying",
    minimum_n=FEWEST,
    inputs={
        "assessments": ("subject_id", "instrument", "item_code", "score", "assessed_on", "assessor_key"),
        "projects": ("project_id", "project_type", "status", "start_date"),
    },
    select=select_answers,
    judge=_judge,
    rows=lambda t, scope: answer_rows(t, scope, Instrument.NHS_SUSTAINABILITY),
    sentence=_sentence,
    known_as="answered in full",
    chart=Chart.DOTS,
    evidence=False,
)
