"""The organisation: its units and its workforce."""

from __future__ import annotations

from qi_eval.datasets.column import boolean, code, date, ident, number, text, whole
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.rules import at_most, in_order, not_its_own
from qi_eval.vocabulary import Frequency, StaffGroup, UnitLevel

UNIT = ("units", "unit_id")

UNITS = Dataset(
    name="units",
    title="Units",
    grain="one unit: the organisation, a division, a directorate, a service, a ward or a team",
    purpose="Which part of the trust is meant: every count by ward or division, and spread between them, rests on it.",
    key=("unit_id",),
    columns=(
        ident("unit_id", "Short code of the unit; the organisation's is its org code.", "RNB", required=True),
        text("unit_name", "Name of the unit as people say it.", "Northbank (made up)", required=True),
        ident("parent_unit_id", "The unit that this one belongs to; blank for the organisation.", "", refers=UNIT),
        code("unit_level", UnitLevel, "Where the unit stands in the tree.", "organisation", required=True),
        ident("org_code", "NHS code (ODS) of the organisation that the unit is part of.", "RNB", required=True),
        text("org_name", "Name of that organisation.", "Northbank University Hospitals NHS Trust (made up)"),
        text("org_type", "Kind of organisation, such as acute, community, mental_health or charity.", "acute"),
        boolean("is_corporate_area", "Yes for finance, estates, human resources and the like.", "false"),
        whole("headcount", "People employed in the unit today.", "10400"),
        number("funded_wte", "Whole-time equivalents that the unit has money for.", "9120.5", low=0),
        date("valid_from", "The day from which the unit has existed.", "2015-04-01", may_be_future=True),
        date("valid_to", "The day on which the unit ceased; blank while it exists.", "", may_be_future=True),
    ),
    rules=(in_order("valid_from", "valid_to"), not_its_own("parent_unit_id", "unit_id")),
)

WORKFORCE = Dataset(
    name="workforce",
    title="Workforce",
    private=True,
    grain="one unit and staff group at the end of one period, looking back over 12 months",
    purpose="Do staff stay, and are posts filled? Leaver rate, stability, vacancies; also how many staff there are to "
    "train. Leave out bank and honorary staff; doctors in training are medical_training.",
    key=("period_end", "unit_id", "staff_group"),
    scope=("period_end",),
    columns=(
        date("period_end", "Last day of the 12 months.", "2025-03-31", required=True),
        ident("unit_id", "The unit.", "RNB", required=True, refers=UNIT),
        code("staff_group", StaffGroup, "The staff group.", "nursing_midwifery", required=True),
        whole("headcount_start_12m", "People employed at the start of the 12 months.", "1180"),
        whole("headcount_end", "People employed at the end of the 12 months.", "1204", required=True),
        whole("stayers_12m", "Of those employed at the start, how many were still there at the end.", "1041"),
        whole("starters_12m", "People who started during the 12 months.", "163"),
        whole("starters_retained_12m", "Of those who started, how many were still there at the end.", "128"),
        whole("leavers_12m", "People who left the trust during the 12 months.", "139"),
        whole("leavers_voluntary_12m", "Of those, how many left of their own wish.", "101"),
        number("wte_in_post", "Whole-time equivalents in post at the end.", "1098.2", low=0),
        number("wte_funded", "Whole-time equivalents funded at the end.", "1240.0", low=0),
        number("days_to_hire_median", "Median days from advertising a post to the start.", "71", low=0),
        number("sickness_wte_days", "Whole-time-equivalent days lost to sickness.", "1410", low=0),
        number("available_wte_days", "Whole-time-equivalent days available.", "33900", low=0),
    ),
    rules=(
        at_most("stayers_12m", "headcount_start_12m"),
        at_most("leavers_voluntary_12m", "leavers_12m"),
        at_most("starters_retained_12m", "starters_12m"),
        at_most("sickness_wte_days", "available_wte_days"),
    ),
    frequency=Frequency.MONTHLY,
    dated_by=("period_end",),
)
