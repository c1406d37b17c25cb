"""Words about people: who they are, how they learn, take part and tell."""

from __future__ import annotations

from qi_eval.vocabulary.word import Word


class PersonType(Word):
    STAFF = "staff"
    PATIENT_PUBLIC = "patient_public", "Patients and public"


class StaffGroup(Word):
    """The staff groups of the Electronic Staff Record, and three of ours; where its name is not our label, it stands
    last."""

    ADD_PROF_SCI_TECH = (
        "add_prof_sci_tech",
        "Additional professional, scientific and technical",
        "",
        ("Add Prof Scientific and Technic", "Additional Professional Scientific and Technical"),
    )
    ADDITIONAL_CLINICAL = "additional_clinical", "Additional clinical services"
    ADMIN = "admin", "Administrative and clerical"
    AHP = "ahp", "Allied health professionals"
    ESTATES = "estates", "Estates and ancillary"
    HEALTHCARE_SCI = "healthcare_sci", "Healthcare scientists"
    MEDICAL = "medical", "Medical and dental"
    MEDICAL_TRAINING = "medical_training", "Doctors in training"
    NURSING_MIDWIFERY = "nursing_midwifery", "Nursing and midwifery", "", ("Nursing and Midwifery Registered",)
    STUDENTS = "students"
    OTHER = "other"


class RoleTier(Word):
    BOARD = "board", "Board", "Executive and non-executive directors."
    SENIOR = "senior", "Senior", "Leads a division or directorate."
    MIDDLE = "middle", "Middle", "Manages a ward, service or team."
    FRONTLINE = "frontline", "Frontline", "Works with patients or supports those who do."
    PATIENT_PUBLIC = "patient_public", "Patients and public", "Patients, carers and public who learn or take part."
    EDUCATOR = "educator", "Educator", "Teaches improvement."


class DoseLevel(Word):
    """How deep the training goes, and for how many (IHI dosing)."""

    EVERYONE = "everyone", "Everyone", "What everybody should know."
    MANY = "many", "Many", "For those who take part in projects."
    SOME = "some", "Some", "For those who lead projects."
    FEW = "few", "Few", "For those who coach and advise others."
    BOARD = "board", "Board", "For the board."


class TrainingMode(Word):
    ONLINE = "online"
    CLASSROOM = "classroom"
    BLENDED = "blended", "Blended", "Partly online, partly together."
    EXPERIENTIAL = "experiential", "Learning by doing", "On a project of one's own."


class ContactMode(Word):
    FACE_TO_FACE = "face_to_face"
    ONLINE = "online"
    PHONE = "phone"
    HYBRID = "hybrid"


class QiRole(Word):
    """The role ladder, lowest first."""

    NONE = "none", "No role", "Has none of these roles."
    CHAMPION = "champion", "QI champion", "Speaks for improvement in the own team."
    COACH = "coach", "QI coach", "Helps project teams."
    FELLOW = "fellow", "QI fellow", "Has time set aside to learn and to lead improvement."
    SPONSOR = "sponsor", "Sponsor", "Clears the way for a project."
    IMPROVEMENT_ADVISOR = (
        "improvement_advisor",
        "Improvement advisor",
        "Expert in the method, advises across the trust.",
    )


class YesNo(Word):
    YES = "yes"
    NO = "no"


class NotAttendedReason(Word):
    RELEASED_REFUSED = "released_refused", "Not released", "The manager did not release the person."
    WARD_PRESSURE = "ward_pressure", "Ward pressure", "The ward could not spare the person on the day."
    SICKNESS = "sickness"
    OTHER = "other"


class RespondentType(Word):
    STAFF = "staff"
    PATIENT_PUBLIC = "patient_public", "Patients and public"


class ActivityType(Word):
    WORKSHOP = "workshop"
    CONFERENCE = "conference"
    HUDDLE = "huddle", "Huddle", "A short stand-up meeting."
    TELECONFERENCE = "teleconference"
    SITE_VISIT = "site_visit"
    COACHING = "coaching"
    WALKROUND = "walkround", "Walkround", "Leaders visit a team to listen."
    CAMPAIGN = "campaign"
    VOLUNTEERING = "volunteering"
    OPEN_SESSION = "open_session", "Open session", "Anybody may come."
    CONSULTANCY = "consultancy", "Advice and support", "A discrete request to the hub."
    NETWORK = "network", "Network", "A meeting of people who do the same elsewhere."


class CoachingModel(Word):
    GROW = "grow", "GROW", "Goal, reality, options, will."
    CLEAR = "clear", "CLEAR", "Contract, listen, explore, action, review."
    OSCAR = "oscar", "OSCAR", "Outcome, situation, choices, actions, review."
    OTHER = "other"
    NONE = "none", "No model", "Talked without one of these."


class InvolvementStage(Word):
    INITIATION = "initiation"
    DESIGN = "design"
    DELIVERY = "delivery"
    EVALUATION = "evaluation"
    SPREAD = "spread"


class LadderLevel(Word):
    """The ladder of co-production, lowest rung first (TLAP)."""

    COERCION = "coercion", "Coercion", "Done to people, against their will."
    EDUCATING = "educating", "Educating", "People are taught what is good for them."
    INFORMING = "informing", "Informing", "People are told what will happen."
    CONSULTATION = "consultation", "Consultation", "People are asked, others decide."
    ENGAGEMENT = "engagement", "Engagement", "People express views and may influence some decisions."
    CO_DESIGN = "co_design", "Co-design", "People help to design, others carry it out."
    CO_PRODUCTION = "co_production", "Co-production", "People share in design, decisions and delivery as equals."


class ElftLevel(Word):
    NONE = "none", "Not involved", "Nobody was asked."
    LITTLE_I = "little_i", "Little i", "Asked for views."
    BIG_I = "big_i", "Big I", "A full member of the team."


class ConsentLevel(Word):
    INTERNAL_ANONYMOUS = "internal_anonymous", "Internal anonymous", "Inside the trust, nobody can be recognised."
    INTERNAL_NAMED = "internal_named", "Internal named", "Inside the trust, the teller may be named."
    PUBLIC_ANONYMOUS = "public_anonymous", "Public anonymous", "Anywhere, nobody can be recognised."
    PUBLIC_NAMED = "public_named", "Public named", "Anywhere, the teller may be named."
    NONE = "none", "Not to be shown", "Kept, never displayed."


class Valence(Word):
    POSITIVE = "positive"
    MIXED = "mixed"
    NEGATIVE = "negative"
