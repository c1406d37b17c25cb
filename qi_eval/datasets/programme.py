"""The programme itself: its plan and its settings."""

from __future__ import annotations

import re

import pyarrow as pa

from qi_eval.datasets.column import code, date, ident, number, text
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.home import SETTING as HOME
from qi_eval.datasets.journey import SUBJECT_KNOWN
from qi_eval.datasets.rules import in_order, needed_when, rule
from qi_eval.vocabulary import Method, PlanKind, SubjectType

QUANTIFIED = (PlanKind.TARGET, PlanKind.ELIGIBLE, PlanKind.ENROLLED, PlanKind.WTE, PlanKind.COST_GBP)
WORDED = (PlanKind.MILESTONE, PlanKind.ASK, PlanKind.STRATEGIC_PRIORITY)

PLAN = Dataset(
    name="plan",
    title="Plan",
    grain="one figure or milestone of the plan: a target, who is eligible, hub staff, cost, what is asked of the board",
    purpose="Against what do we judge? Training targets, eligible people and settings, hub size, cost, asks.",
    key=("plan_id",),
    columns=(
        ident("plan_id", "Short code.", "PL1", required=True),
        code("kind", PlanKind, "What it is.", "target", required=True),
        code("subject_type", SubjectType, "What it is about.", "programme", required=True),
        ident("subject_id", "Code of that project or unit; blank for the programme.", ""),
        text("code", "What is counted, such as a dose level (many), a tier (board) or a priority.", "many"),
        number("quantity", "How many or how much.", "1200"),
        text("unit", "Of what.", "people trained"),
        date("valid_from", "The day from which it holds.", "2025-04-01", required=True, may_be_future=True),
        date("valid_to", "The day until which it holds, or by which it is due.", "2027-03-31", may_be_future=True),
        text("source", "Who decided it.", "Board paper, March 2025"),
        text("text", "In words: the milestone, the ask and whether it was answered.", ""),
    ),
    rules=(
        in_order("valid_from", "valid_to"),
        SUBJECT_KNOWN,
        needed_when("quantity", "kind", QUANTIFIED, sentence="A plan of kind {kind} needs its number. Fill quantity."),
        needed_when("text", "kind", WORDED, sentence="A plan of kind {kind} is told in words. Fill text."),
    ),
    form=True,
    dated_by=("valid_from",),
)

# What the programme itself reads: key → (meaning, pattern of the value, that pattern in words). Other keys are allowed.
SETTING_KEYS = {
    "report_date": ("The day that counts as now.", r"\d{4}-\d{2}-\d{2}", "a date such as 2026-09-30"),
    "board_date": ("The day of a board meeting.", r"\d{4}-\d{2}-\d{2}", "a date such as 2026-09-30"),
    "programme_rule": (
        "The one rule set by which every chart is judged.",
        "|".join(Method.codes()),
        "one of: " + ", ".join(Method.codes()),
    ),
    HOME: (
        "The organisation whose programme this is, by its unit_id or NHS code. Needed where the units list several "
        "organisations that have units below them; without it the one with most units counts as ours.",
        r"\S+",
        "the unit_id or NHS code of an organisation, such as RNB",
    ),
    "sustainability_mark": (
        "Total of the NHS sustainability model, of 100, from which a team has reason for optimism. Check before "
        "relying: 55 unless set otherwise.",
        r"\d{1,2}(\.\d+)?|100",
        "a number from 0 to 100",
    ),
    "organisation_name": (
        "What another organisation is called on pages, with its code in applies_to, where the units list does not name "
        "it.",
        r".*\S.*",
        "the name of the organisation",
    ),
    "survey_threshold": ("Smallest group of answers that is shown.", r"[1-9]\d+", "a whole number, 10 or more"),
    "people_threshold": ("Smallest number of people that is shown.", r"[5-9]|[1-9]\d+", "a whole number, 5 or more"),
}


def unfit(table: pa.Table) -> pa.Array:
    """True where a setting that the programme reads holds a value that it cannot use."""
    rows = zip(table["key"].to_pylist(), table["value"].to_pylist(), strict=True)
    return pa.array([_unfit(key, value) for key, value in rows], pa.bool_())


def _unfit(key: str | None, value: str | None) -> bool:
    setting = SETTING_KEYS.get((key or "").lower())
    return bool(setting and value is not None and not re.fullmatch(setting[1], value))


SETTINGS = Dataset(
    name="settings",
    title="Settings",
    grain="one setting from one day on",
    purpose="Which rule, thresholds and board dates hold, and since when. Known keys: "
    + "; ".join(f"{key}: {meaning}" for key, (meaning, _, _) in SETTING_KEYS.items()),
    key=("key", "applies_to", "valid_from"),
    columns=(
        ident("key", "Name of the setting.", "programme_rule", required=True),
        ident("applies_to", "What it holds for, such as a measure; blank: everything.", ""),
        date("valid_from", "The day from which it holds.", "2025-04-01", required=True, may_be_future=True),
        text("value", "Its value.", "mdc", required=True),
        text("source", "Who decided it.", "QI steering group"),
    ),
    rules=(
        rule(
            "setting_value",
            "value",
            "'{value}' does not fit {key}. Write: "
            + "; ".join(f"for {key} {said}" for key, (_, _, said) in SETTING_KEYS.items())
            + ".",
            unfit,
        ),
    ),
)
