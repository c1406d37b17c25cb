"""Words of the improvement programme: projects, their journey, plans, spread and benefits."""

from __future__ import annotations

from qi_eval.vocabulary.word import Word


class Level(Word):
    PEOPLE = "people", "Our individuals and teams"
    ORGANISATION = "organisation", "Our organisation"
    COMMUNITY = "community", "Our wider community"


class UnitLevel(Word):
    ORGANISATION = "organisation"
    DIVISION = "division"
    DIRECTORATE = "directorate"
    SERVICE = "service"
    WARD = "ward"
    TEAM = "team"


class ProjectType(Word):
    STRATEGIC = "strategic", "Strategic", "Trust-wide, actively supported."
    SERVICE_LED = "service_led", "Service-led", "Led by a service, actively supported."
    CONSULTANCY = "consultancy", "Advice and support", "A discrete request to the hub; no outcome is expected."


class ProjectStatus(Word):
    PROPOSED = "proposed", "Proposed", "Asked for, not begun."
    ACTIVE = "active", "Active", "Work is going on."
    PAUSED = "paused", "Paused", "Begun, resting for now."
    COMPLETED = "completed", "Completed", "Finished as planned."
    CLOSED_UNSUCCESSFUL = (
        "closed_unsuccessful",
        "Closed, did not work",
        "Ended without reaching its aim; its lessons count.",
    )
    HANDED_OVER = "handed_over", "Handed over", "Now run by the service without the hub."


class Stage(Word):
    """The QI project journey."""

    IDEA = "idea", "Idea", "Somebody sees what could be better."
    FRAMING = "framing", "Framing", "The aim is put into words."
    DIAGNOSIS = "diagnosis", "Diagnosis", "The team finds out what happens and why."
    DESIGN = "design", "Design", "Change ideas, drivers and measures are chosen."
    TESTING = "testing", "Testing", "Changes are tested on a small scale."
    IMPLEMENTING = "implementing", "Implementing", "A change that works becomes usual practice."
    SUSTAINING = "sustaining", "Sustaining", "The gain is held without extra help."
    SPREADING = "spreading", "Spreading", "Other teams take it up."
    CLOSED = "closed", "Closed", "The project has ended."


class ClosureReason(Word):
    AIM_MET = "aim_met", "Aim met", "The aim was reached."
    ABSORBED = "absorbed", "Absorbed into usual work"
    NO_EFFECT = "no_effect", "No effect", "The changes were made, the measures did not move."
    WRONG_PROBLEM = "wrong_problem", "Wrong problem", "The problem turned out to be another."
    CONTEXT = "context", "Context was against it"
    LEADERSHIP_CHANGE = "leadership_change", "Leadership change", "The lead or the sponsor left."
    NO_CAPACITY = "no_capacity", "No capacity", "There was no time or staff for it."
    NO_DATA = "no_data", "No data", "There was nothing to judge it by."
    SUPERSEDED = "superseded", "Superseded", "Another project or decision took its place."


class EvidenceSource(Word):
    NICE_GUIDELINE = "nice_guideline", "NICE guideline"
    PUBLISHED_STUDY = "published_study"
    OTHER_TRUST = "other_trust"
    COLLABORATIVE = "collaborative"
    STAFF_IDEA = "staff_idea"
    PATIENT_IDEA = "patient_idea"
    AUDIT = "audit"
    INCIDENT = "incident"


class CqcDomain(Word):
    SAFE = "safe"
    EFFECTIVE = "effective"
    CARING = "caring"
    RESPONSIVE = "responsive"
    WELL_LED = "well_led", "Well-led"
    EFFICIENT = "efficient", "Efficient", "A local tag, not a CQC domain."
    EQUITABLE = "equitable", "Equitable", "A local tag, not a CQC domain."


class LogType(Word):
    PDSA = "pdsa", "PDSA cycle", "One plan-do-study-act cycle."
    INTERVENTION_START = (
        "intervention_start",
        "Change started",
        "The day from which a change is in use; the baseline is what lies before.",
    )
    BASELINE_END = "baseline_end", "Baseline ended", "The last day of the baseline."
    RECALC_LIMITS = "recalc_limits", "New limits", "Limits are worked out anew from here, with a reason."
    EXTERNAL_EVENT = "external_event", "External event", "Something outside the project that may move the measures."
    BARRIER = "barrier", "Barrier", "What stands in the way; end_date when it is cleared."
    ENABLER = "enabler", "Enabler", "What helps."
    LESSON = "lesson", "Lesson", "What was learned."
    CLOSURE_REVIEW = "closure_review", "Closure review", "Looking back when the project ends."
    RECOGNITION = "recognition", "Recognition", "A prize or public thanks."


class Decision(Word):
    ADOPT = "adopt", "Adopt", "Keep the change as tested."
    ADAPT = "adapt", "Adapt", "Change it and test again."
    ABANDON = "abandon", "Abandon", "Give it up."


class BarrierCategory(Word):
    TIME = "time"
    CONFLICTING_DEMANDS = "conflicting_demands", "Conflicting demands", "Other tasks come first."
    CONNECTIVITY = "connectivity", "Connectivity", "Teams, systems or people that do not reach each other."
    SENIOR_SUPPORT = "senior_support", "Senior support", "Leaders do not back it."
    RESISTANCE = "resistance", "Resistance", "People do not want the change."
    DATA = "data", "Data", "Figures cannot be had."
    SKILLS = "skills", "Skills", "People do not know how."
    FUNDING = "funding"
    STAFFING = "staffing"
    OTHER = "other"


class SubjectType(Word):
    PROJECT = "project"
    UNIT = "unit"
    ORGANISATION = "organisation"
    PERSON = "person"
    PROGRAMME = "programme"


class Instrument(Word):
    IHI_PROGRESS = "ihi_progress", "IHI progress score (0.5 to 5)"
    PROJECT_THEORY = "project_theory", "Theory and measurement plan (0 to 2 an item)"
    PDSA_QUALITY = "pdsa_quality", "PDSA quality"
    REPLICABILITY = "replicability"
    MEASUREMENT_QUALITY = "measurement_quality"
    NHS_SUSTAINABILITY = "nhs_sustainability", "NHS sustainability model"
    MUSIQ = "musiq", "MUSIQ (1 to 7)"
    NHS_IMPACT = "nhs_impact", "NHS IMPACT self-assessment"
    CLP_CULTURE = "clp_culture", "Culture and leadership programme"
    COACHING_CULTURE = "coaching_culture"
    SPREAD_READINESS = "spread_readiness"
    QIKAT_R = "qikat_r", "QIKAT-R"
    SQUIRE2 = "squire2", "SQUIRE 2.0"
    PSYCH_SAFETY = "psych_safety", "Psychological safety"


class DriverKind(Word):
    AIM = "aim", "Aim", "What is to be reached, at the top."
    PRIMARY_DRIVER = "primary_driver", "Primary driver", "What must change for the aim."
    SECONDARY_DRIVER = "secondary_driver", "Secondary driver", "What a primary driver consists of."
    CHANGE_IDEA = "change_idea", "Change idea", "What can be tested."


class SpreadDirection(Word):
    OUT = "out", "From us to others"
    IN = "in", "From others to us"


class SpreadStatus(Word):
    IDENTIFIED = "identified", "Identified", "The change would suit them."
    APPROACHED = "approached", "Approached", "They were asked."
    AGREED = "agreed", "Agreed", "They said yes."
    STARTED = "started", "Started", "They have begun."
    ADOPTED = "adopted", "Adopted", "It is usual practice there."
    SUSTAINED = "sustained", "Sustained", "Still in use six months later."
    DECLINED = "declined", "Declined", "They said no."
    WITHDRAWN = "withdrawn", "Withdrawn", "They gave it up."


class BenefitKind(Word):
    OUTCOME_EXPERIENCE = "outcome_experience", "Outcome and experience"
    STAFF_EXPERIENCE = "staff_experience"
    PRODUCTIVITY = "productivity"
    COST_AVOIDANCE = "cost_avoidance"
    COST_SAVING = "cost_saving"
    REVENUE = "revenue"
    EVENTS_AVERTED = "events_averted"


class BenefitClass(Word):
    CASHABLE = "cashable", "Cashable", "Money that can be taken out of a budget."
    NON_CASHABLE = "non_cashable", "Non-cashable", "Worth money, but no budget gets smaller."
    COST_AVOIDED = "cost_avoided", "Cost avoided", "A cost that did not arise."
    QUALITY_ONLY = "quality_only", "Quality only", "Better care, no money counted."
    CAPACITY_RELEASED = "capacity_released", "Capacity released", "Time or beds freed for other patients."


class PlanKind(Word):
    TARGET = "target", "Target", "How many are to be reached, such as people trained."
    ELIGIBLE = "eligible", "People or settings eligible", "How many there are to reach."
    ENROLLED = "enrolled", "Enrolled", "Organisations or teams that have joined."
    WTE = "wte", "Whole-time equivalents", "Staff of the hub."
    COST_GBP = "cost_gbp", "Cost (£)", "What the programme costs."
    MILESTONE = "milestone", "Milestone", "What is due by when."
    ASK = "ask", "Asked of the board", "What the board is asked for, and whether it was answered."
    STRATEGIC_PRIORITY = "strategic_priority", "Strategic priority", "A priority of the trust that projects serve."


class TeamRole(Word):
    LEAD = "lead", "Lead", "Leads the project day by day."
    MEMBER = "member"
    COACH = "coach", "Coach", "Helps with the method."
    SPONSOR = "sponsor", "Sponsor", "Clears the way for it."
    PATIENT_PARTNER = "patient_partner", "Patient or carer partner"
