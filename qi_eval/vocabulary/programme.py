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
    PROPOSED = "proposed"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    CLOSED_UNSUCCESSFUL = "closed_unsuccessful", "Closed, did not work"
    HANDED_OVER = "handed_over"


class Stage(Word):
    """The QI project journey."""

    IDEA = "idea"
    FRAMING = "framing"
    DIAGNOSIS = "diagnosis"
    DESIGN = "design"
    TESTING = "testing"
    IMPLEMENTING = "implementing"
    SUSTAINING = "sustaining"
    SPREADING = "spreading"
    CLOSED = "closed"


class ClosureReason(Word):
    AIM_MET = "aim_met"
    ABSORBED = "absorbed", "Absorbed into usual work"
    NO_EFFECT = "no_effect"
    WRONG_PROBLEM = "wrong_problem"
    CONTEXT = "context", "Context was against it"
    LEADERSHIP_CHANGE = "leadership_change"
    NO_CAPACITY = "no_capacity"
    NO_DATA = "no_data"
    SUPERSEDED = "superseded"


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
    PDSA = "pdsa", "PDSA cycle"
    INTERVENTION_START = "intervention_start", "Change started"
    BASELINE_END = "baseline_end", "Baseline ended"
    RECALC_LIMITS = "recalc_limits", "New limits"
    EXTERNAL_EVENT = "external_event"
    BARRIER = "barrier"
    ENABLER = "enabler"
    LESSON = "lesson"
    CLOSURE_REVIEW = "closure_review"
    RECOGNITION = "recognition"


class Decision(Word):
    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"


class BarrierCategory(Word):
    TIME = "time"
    CONFLICTING_DEMANDS = "conflicting_demands"
    CONNECTIVITY = "connectivity"
    SENIOR_SUPPORT = "senior_support"
    RESISTANCE = "resistance"
    DATA = "data"
    SKILLS = "skills"
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
    AIM = "aim"
    PRIMARY_DRIVER = "primary_driver"
    SECONDARY_DRIVER = "secondary_driver"
    CHANGE_IDEA = "change_idea"


class SpreadDirection(Word):
    OUT = "out", "From us to others"
    IN = "in", "From others to us"


class SpreadStatus(Word):
    IDENTIFIED = "identified"
    APPROACHED = "approached"
    AGREED = "agreed"
    STARTED = "started"
    ADOPTED = "adopted"
    SUSTAINED = "sustained"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class BenefitKind(Word):
    OUTCOME_EXPERIENCE = "outcome_experience", "Outcome and experience"
    STAFF_EXPERIENCE = "staff_experience"
    PRODUCTIVITY = "productivity"
    COST_AVOIDANCE = "cost_avoidance"
    COST_SAVING = "cost_saving"
    REVENUE = "revenue"
    EVENTS_AVERTED = "events_averted"


class BenefitClass(Word):
    CASHABLE = "cashable"
    NON_CASHABLE = "non_cashable", "Non-cashable"
    COST_AVOIDED = "cost_avoided"
    QUALITY_ONLY = "quality_only"
    CAPACITY_RELEASED = "capacity_released"


class PlanKind(Word):
    TARGET = "target"
    ELIGIBLE = "eligible", "People or settings eligible"
    ENROLLED = "enrolled"
    WTE = "wte", "Whole-time equivalents"
    COST_GBP = "cost_gbp", "Cost (£)"
    MILESTONE = "milestone"
    ASK = "ask", "Asked of the board"
    STRATEGIC_PRIORITY = "strategic_priority"


class TeamRole(Word):
    LEAD = "lead"
    MEMBER = "member"
    COACH = "coach"
    SPONSOR = "sponsor"
    PATIENT_PARTNER = "patient_partner", "Patient or carer partner"
