"""Words about people: who they are, how they learn, take part and tell."""

from __future__ import annotations

from qi_eval.vocabulary.word import Word


class PersonType(Word):
    STAFF = "staff"
    PATIENT_PUBLIC = "patient_public", "Patients and public"


class StaffGroup(Word):
    ADD_PROF_SCI_TECH = "add_prof_sci_tech", "Additional professional, scientific and technical"
    ADDITIONAL_CLINICAL = "additional_clinical", "Additional clinical services"
    ADMIN = "admin", "Administrative and clerical"
    AHP = "ahp", "Allied health professionals"
    ESTATES = "estates", "Estates and ancillary"
    HEALTHCARE_SCI = "healthcare_sci", "Healthcare scientists"
    MEDICAL = "medical", "Medical and dental"
    MEDICAL_TRAINING = "medical_training", "Doctors in training"
    NURSING_MIDWIFERY = "nursing_midwifery", "Nursing and midwifery"
    STUDENTS = "students"
    OTHER = "other"


class RoleTier(Word):
    BOARD = "board"
    SENIOR = "senior"
    MIDDLE = "middle"
    FRONTLINE = "frontline"
    PATIENT_PUBLIC = "patient_public", "Patients and public"
    EDUCATOR = "educator"


class DoseLevel(Word):
    """How deep the training goes, and for how many (IHI dosing)."""

    EVERYONE = "everyone"
    MANY = "many"
    SOME = "some"
    FEW = "few"
    BOARD = "board"


class TrainingMode(Word):
    ONLINE = "online"
    CLASSROOM = "classroom"
    BLENDED = "blended"
    EXPERIENTIAL = "experiential", "Learning by doing"


class ContactMode(Word):
    FACE_TO_FACE = "face_to_face"
    ONLINE = "online"
    PHONE = "phone"
    HYBRID = "hybrid"


class QiRole(Word):
    """The role ladder, lowest first."""

    NONE = "none"
    CHAMPION = "champion", "QI champion"
    COACH = "coach", "QI coach"
    FELLOW = "fellow", "QI fellow"
    SPONSOR = "sponsor"
    IMPROVEMENT_ADVISOR = "improvement_advisor"


class YesNo(Word):
    YES = "yes"
    NO = "no"


class NotAttendedReason(Word):
    RELEASED_REFUSED = "released_refused", "Not released"
    WARD_PRESSURE = "ward_pressure"
    SICKNESS = "sickness"
    OTHER = "other"


class RespondentType(Word):
    STAFF = "staff"
    PATIENT_PUBLIC = "patient_public", "Patients and public"


class ActivityType(Word):
    WORKSHOP = "workshop"
    CONFERENCE = "conference"
    HUDDLE = "huddle"
    TELECONFERENCE = "teleconference"
    SITE_VISIT = "site_visit"
    COACHING = "coaching"
    WALKROUND = "walkround"
    CAMPAIGN = "campaign"
    VOLUNTEERING = "volunteering"
    OPEN_SESSION = "open_session"
    CONSULTANCY = "consultancy", "Advice and support"
    NETWORK = "network"


class CoachingModel(Word):
    GROW = "grow", "GROW"
    CLEAR = "clear", "CLEAR"
    OSCAR = "oscar", "OSCAR"
    OTHER = "other"
    NONE = "none"


class InvolvementStage(Word):
    INITIATION = "initiation"
    DESIGN = "design"
    DELIVERY = "delivery"
    EVALUATION = "evaluation"
    SPREAD = "spread"


class LadderLevel(Word):
    """The ladder of co-production, lowest rung first (TLAP)."""

    COERCION = "coercion"
    EDUCATING = "educating"
    INFORMING = "informing"
    CONSULTATION = "consultation"
    ENGAGEMENT = "engagement"
    CO_DESIGN = "co_design", "Co-design"
    CO_PRODUCTION = "co_production", "Co-production"


class ElftLevel(Word):
    NONE = "none"
    LITTLE_I = "little_i", "Little i", "Asked for views."
    BIG_I = "big_i", "Big I", "A full member of the team."


class ConsentLevel(Word):
    INTERNAL_ANONYMOUS = "internal_anonymous"
    INTERNAL_NAMED = "internal_named"
    PUBLIC_ANONYMOUS = "public_anonymous"
    PUBLIC_NAMED = "public_named"
    NONE = "none", "Not to be shown"


class Valence(Word):
    POSITIVE = "positive"
    MIXED = "mixed"
    NEGATIVE = "negative"
