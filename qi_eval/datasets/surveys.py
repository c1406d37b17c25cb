"""Surveys: single answers, and scores that somebody else has worked out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import boolean, code, ident, number, text, whole
from qi_eval.datasets.dataset import Dataset, Wide
from qi_eval.datasets.organisation import UNIT
from qi_eval.datasets.projects import PROJECT
from qi_eval.datasets.rules import Values, at_most, rule
from qi_eval.vocabulary import Frequency, RespondentType, StaffGroup

MOST_POINTS = 10  # the longest scale in use: 0 to 10
ENOUGH = 5  # answers that show which scale a question has
NEARLY_ALL = 0.9  # share of them that must be on a scale of whole numbers before the rest are off it


FORM = ("survey_id", "wave", "response_id")


def in_two_groups(column: str) -> Callable[[pa.Table], Values]:
    """True for the later answers of a form that name another unit or staff group than its first does."""

    def broken(table: pa.Table) -> Values:
        named = table.group_by(list(FORM)).aggregate([(column, "count_distinct")])[f"{column}_count_distinct"]
        if not pc.any(pc.greater(named, 1)).as_py():
            return pa.nulls(table.num_rows, pa.bool_())
        frame = table.select([*FORM, column]).to_pandas()
        first = frame[column].groupby([frame[name].str.lower() for name in FORM]).transform("first")
        return pa.array(frame[column].notna() & (frame[column] != first))

    return broken


def off_the_scale(table: pa.Table) -> Values:
    """True for numbers that are no point of a scale, in a question whose other answers are."""
    numbers = pd.to_numeric(table["response"].to_pandas(), errors="coerce").astype(float)
    on = numbers.between(0, MOST_POINTS) & (numbers == np.floor(numbers))
    off = numbers.notna() & ~on
    if not off.any():
        return pa.array(off)
    question = table["item_code"].to_pandas().str.lower()
    answered, fitting = (one.groupby(question).transform("sum") for one in (numbers.notna(), on))
    return pa.array((off & (answered >= ENOUGH) & (fitting >= NEARLY_ALL * answered)).fillna(False))


SURVEY_RESPONSES = Dataset(
    name="survey_responses",
    title="Survey answers",
    private=True,
    grain="one answer of one person to one question",
    purpose="How do staff and patients feel, do they have knowledge, permission and voice?",
    key=("survey_id", "wave", "response_id", "item_code"),
    scope=("survey_id", "wave"),
    columns=(
        ident("response_id", "Code of the filled-in form; no name, no staff number.", "r881", required=True),
        ident("survey_id", "Short code of the survey.", "nqps", required=True),
        ident("wave", "When it was run, such as 2025-Q1 or 2025.", "2025-Q1", required=True),
        code("respondent_type", RespondentType, "Who answered.", "staff", required=True),
        ident("unit_id", "The person's unit.", "RNB", refers=UNIT),
        code("staff_group", StaffGroup, "The person's staff group.", "nursing_midwifery"),
        ident("project_id", "The project that the answers are about.", "", refers=PROJECT),
        ident("item_code", "The question, such as q3f.", "q3f", required=True),
        text("response", "The answer as coded in the survey, such as 4; blank or n/a: no answer.", "4", answer=True),
        ident("comment_id", "Code of a comment kept elsewhere.", ""),
    ),
    rules=(
        rule(
            "answered_in_two_groups",
            "staff_group",
            "form {response_id} names another staff group in an earlier row. One person has one: mend one of the two.",
            in_two_groups("staff_group"),
        ),
        rule(
            "answered_in_two_units",
            "unit_id",
            "form {response_id} names another unit in an earlier row. One person has one: mend one of the two.",
            in_two_groups("unit_id"),
        ),
        rule(
            "answer_off_the_scale",
            "response",
            "{response} is off the scale of {item_code}, whose other answers are whole numbers from 0 to 10.",
            off_the_scale,
        ),
    ),
    wide=Wide(variable="item_code", value="response", accepts="item"),
    frequency=Frequency.QUARTERLY,
)

SURVEY_SCORES = Dataset(
    name="survey_scores",
    title="Survey scores",
    private=True,
    grain="one published score of one unit and staff group in one wave",
    purpose="How engaged are staff, by the published staff survey? Most trusts have only these.",
    key=("source", "wave", "unit_id", "staff_group", "score_code"),
    scope=("source", "wave"),
    columns=(
        ident("source", "Short code of the survey, such as nss.", "nss", required=True),
        ident("wave", "When it was run, such as 2025.", "2025", required=True),
        ident("unit_id", "The unit; the trust as a whole is its org code.", "RNB", required=True, refers=UNIT),
        code("staff_group", StaffGroup, "The staff group; blank: all staff.", ""),
        ident("score_code", "The score, such as staff_engagement or morale.", "staff_engagement", required=True),
        number("score", "The score; blank where it was not published.", "6.92"),
        number("score_min", "Lowest score that can be had.", "0"),
        number("score_max", "Highest score that can be had.", "10"),
        whole("n_responses", "How many answered.", "4310", required=True),
        whole("n_eligible", "How many were asked.", "10150"),
        text("benchmark_group", "The kind of trust it is compared with.", "acute"),
        number("benchmark_mean", "Average of that group.", "6.98"),
        number("benchmark_low", "Lowest of that group.", "6.3"),
        number("benchmark_high", "Highest of that group.", "7.5"),
        boolean("is_weighted", "Yes for published scores weighted by staff group.", "true", required=True),
    ),
    rules=(
        at_most("score_min", "score"),
        at_most("score", "score_max"),
        at_most("benchmark_low", "benchmark_mean"),
        at_most("benchmark_mean", "benchmark_high"),
        at_most("n_responses", "n_eligible"),
    ),
    wide=Wide(variable="score_code", value="score", accepts="score"),
    frequency=Frequency.ANNUAL,
)
