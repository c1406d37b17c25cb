"""Stories and benefits: what people tell, and what a project is worth."""

from __future__ import annotations

from qi_eval.datasets.column import code, date, ident, number, text, whole
from qi_eval.datasets.dataset import Dataset, RowRule
from qi_eval.datasets.organisation import UNIT
from qi_eval.datasets.projects import MEASURE, PROJECT
from qi_eval.datasets.rules import WARNING, at_most, blank, both, in_order, not_its_own, present, rule
from qi_eval.vocabulary import BenefitClass, BenefitKind, ConsentLevel, Level, Valence

BENEFIT = ("benefits", "benefit_id")

STORIES = Dataset(
    name="stories",
    title="Stories",
    private=True,
    grain="one story of one person, told with consent",
    purpose="What does it mean to people? Stories stand beside the numbers, the mixed and the bad ones too. A story is "
    "shown only while its consent lasts and after somebody checked that nobody can be recognised.",
    key=("story_id",),
    columns=(
        ident("story_id", "Short code.", "ST5", required=True),
        ident("project_id", "The project that it is about.", "P014", refers=PROJECT),
        ident("unit_id", "The unit that it is about.", "RNB", refers=UNIT),
        date("story_date", "The day on which it was told.", "2025-06-20", required=True),
        text("teller_role", "Who tells: patient, carer, nurse … no name.", "patient", required=True),
        code("level", Level, "The level that it speaks to.", "people", required=True),
        text("theme_codes", "What it is about, joined by |.", "feelings|behaviour", required=True),
        text("title", "A short title.", "Somebody came at once", required=True),
        text(
            "text",
            "The story, without names, dates of birth or anything that tells who it is.",
            "I said that I felt cold, and the nurse fetched the trolley at once.",
            required=True,
        ),
        code("outcome_valence", Valence, "How it ends.", "mixed"),
        code("consent_level", ConsentLevel, "Where it may be shown.", "internal_anonymous", required=True),
        date("consent_date", "The day on which consent was given.", "2025-06-18", required=True),
        date("consent_expiry", "The day on which consent ends.", "2028-06-18", may_be_future=True),
        text("anonymised_by", "Role of the person who took out what identifies.", "hub", required=True),
        date("identifiability_checked_on", "The day on which a second person checked it.", "2025-06-23"),
        date("withdrawn_on", "The day on which consent was withdrawn.", ""),
        ident("linked_measure_id", "The measure whose chart it stands beside.", "M031", refers=MEASURE),
    ),
    rules=(
        in_order("consent_date", "consent_expiry"),
        in_order("consent_date", "withdrawn_on"),
        rule(
            "story_unchecked",
            "identifiability_checked_on",
            "Nobody has checked yet that the teller cannot be recognised. The story is stored but not shown.",
            lambda t: both(blank(t["identifiability_checked_on"]), blank(t["withdrawn_on"])),
            severity=WARNING,
        ),
    ),
    form=True,
    dated_by=("story_date",),
)


def _range(name: str) -> tuple[RowRule, ...]:
    """Low, central and high stand in order, also where the middle one is blank."""
    low, central, high = (f"{name}_{end}" for end in ("low", "central", "high"))
    return at_most(low, central), at_most(central, high), at_most(low, high)


BENEFITS = Dataset(
    name="benefits",
    title="Benefits",
    grain="one benefit or one cost of one project over one period",
    purpose="What is it worth? Cashable and validated benefits stand apart from modelled ones, never in one total.",
    key=("benefit_id",),
    columns=(
        ident("benefit_id", "Short code.", "B01", required=True),
        ident("project_id", "The project.", "P014", required=True, refers=PROJECT),
        code("benefit_kind", BenefitKind, "What kind.", "events_averted", required=True),
        code("benefit_class", BenefitClass, "Whether it can be taken out as money.", "cost_avoided", required=True),
        date("period_start", "First day of the period.", "2024-06-03", required=True),
        date("period_end", "Last day of the period.", "2025-02-09", required=True),
        number("quantity_low", "How many at least.", "14"),
        number("quantity_central", "How many, the best estimate.", "27"),
        number("quantity_high", "How many at most.", "40"),
        text("quantity_unit", "How many of what.", "admissions", required=True),
        number("unit_value_gbp_low", "Worth of one in pounds, at least.", "900"),
        number("unit_value_gbp_central", "Worth of one in pounds, the best estimate.", "1350"),
        number("unit_value_gbp_high", "Worth of one in pounds, at most.", "2100"),
        whole("price_year", "The year whose prices are used.", "2025", low=1990, high=2100),
        number("cost_gbp", "What it cost in pounds.", "4200", low=0),
        text("method", "How it was worked out, such as counted or modelled.", "modelled", required=True),
        text("assumptions", "What was assumed.", "Every fourth delay leads to an admission", required=True),
        text("counterfactual", "What would have happened anyway.", "no change in prescribing", required=True),
        ident("overlap_with", "Another benefit that counts in part the same.", "", refers=BENEFIT, soft=True),
        text("validated_by", "Role of the person outside the project who checked it.", "finance"),
        date("validated_on", "The day on which it was checked.", "2025-03-03"),
    ),
    rules=(
        in_order("period_start", "period_end"),
        *_range("quantity"),
        *_range("unit_value_gbp"),
        not_its_own("overlap_with", "benefit_id"),
        rule(
            "validated_by_needed",
            "validated_by",
            "validated_on is {validated_on}, so validated_by must say in which role somebody checked it.",
            lambda t: both(present(t["validated_on"]), blank(t["validated_by"])),
            severity=WARNING,
        ),
    ),
    form=True,
    dated_by=("period_end",),
)
