"""What the dashboard computes: every metric declared once, in the order in which a page shows them.

Metrics whose `select` is the same function share its frames: whoever computes many runs each function once.
"""

from qi_eval.metrics.academy import ACADEMY
from qi_eval.metrics.active_teams import P3_ACTIVE_TEAMS
from qi_eval.metrics.advice import F5_RATING, F5_REPLY, F5_REQUESTS
from qi_eval.metrics.agreement import O9_MANAGERS, O12_AWARE
from qi_eval.metrics.aims import J5_AIMS
from qi_eval.metrics.applied import P3_APPLIED
from qi_eval.metrics.attendance import O6_ATTENDANCE
from qi_eval.metrics.averted import C8_AVERTED
from qi_eval.metrics.benefits import Q2_WORTH
from qi_eval.metrics.bundles import Q4_BUNDLES
from qi_eval.metrics.capability import O7_DIVISIONS, O7_EQUITY
from qi_eval.metrics.capacity import O6_DOSES, O6_TRAINED
from qi_eval.metrics.cascade import O11_CASCADE, O11_SECOND
from qi_eval.metrics.coach_support import J9_CONTACTS, J9_LOAD, J9_WITHOUT_COACH
from qi_eval.metrics.coaches import O9_COACHES, O9_TRAINED
from qi_eval.metrics.coaching import O9_MODELS, O9_RATING
from qi_eval.metrics.collaboration import C4_CAME, C4_KEPT, C4_SHARED
from qi_eval.metrics.contacts import C1_CONTACTS, C1_STAFF
from qi_eval.metrics.culture import O8_CULTURE, O8_IMPACT
from qi_eval.metrics.data_health import F3_DATA_HEALTH
from qi_eval.metrics.data_in_hands import O13_PURPOSE, O13_UNITS
from qi_eval.metrics.development import P5_ASPIRATIONS, P5_OBJECTIVES
from qi_eval.metrics.domains import Q1_DOMAINS
from qi_eval.metrics.engagement import O1_ENGAGEMENT
from qi_eval.metrics.equal_weight import equal_weight_of
from qi_eval.metrics.equity import Q5_GAPS, Q5_REPORTED
from qi_eval.metrics.external_spread import C5_ADOPTION, C5_REACH, C5_SUSTAINED
from qi_eval.metrics.family import J3_MEASURES
from qi_eval.metrics.habits import P4_HABITS
from qi_eval.metrics.internal_spread import Q3_THIRDS, Q3_UNITS
from qi_eval.metrics.involvement import C2_BIG_I, C2_CO_DESIGN, C2_STARTED, C2_TOLD_AND_PAID
from qi_eval.metrics.involvement_stages import C2_STAGES
from qi_eval.metrics.knowledge import P2_CONFIDENCE, P2_KNOWLEDGE
from qi_eval.metrics.leadership import O10_BARRIERS, O10_EVENTS, O10_SPONSORS
from qi_eval.metrics.learning import C6_LEARNING
from qi_eval.metrics.lessons import J7_SHARED
from qi_eval.metrics.metric import Metric
from qi_eval.metrics.not_worked import J7_REVIEWED
from qi_eval.metrics.on_projects import P3_ON_PROJECT
from qi_eval.metrics.outcomes import J4_OUTCOMES
from qi_eval.metrics.pdsa_quality import J2_PDSA
from qi_eval.metrics.portfolio import F2_PORTFOLIO, F2_STAGE, F2_STATUS
from qi_eval.metrics.progress import J6_HUB, J6_SELF
from qi_eval.metrics.protected_time import O11_HOURS
from qi_eval.metrics.pulse import O1_PULSE
from qi_eval.metrics.reach import O14_REACH
from qi_eval.metrics.reactions import P1_PATIENTS, P1_STAFF
from qi_eval.metrics.recruitment import O5_DAYS_TO_HIRE, O5_JOINERS, O5_VACANCIES
from qi_eval.metrics.reproducible import J2_REPLICABILITY
from qi_eval.metrics.response import O2_RESPONSE
from qi_eval.metrics.retention import O3_LEAVERS, O4_STABILITY
from qi_eval.metrics.role_ladder import P5_FELLOWS, P5_LADDER
from qi_eval.metrics.score_and_data import J6_BESIDE
from qi_eval.metrics.spread_delivery import C5_COST, C5_FIDELITY, C5_PLAN
from qi_eval.metrics.spread_readiness import C5_READINESS
from qi_eval.metrics.stories import C7_STORIES
from qi_eval.metrics.sustainability import J8_SUSTAINABILITY
from qi_eval.metrics.team_context import J8_CONTEXT
from qi_eval.metrics.theory import J1_MEASUREMENT, J1_THEORY
from qi_eval.metrics.volunteering import C3_HOURS, C3_VOLUNTEERS

COUNTED: tuple[Metric, ...] = (
    F2_PORTFOLIO,
    F2_STATUS,
    F2_STAGE,
    P1_STAFF,
    P1_PATIENTS,
    P2_KNOWLEDGE,
    P2_CONFIDENCE,
    P3_APPLIED,
    P3_ON_PROJECT,
    P3_ACTIVE_TEAMS,
    P4_HABITS,
    P5_OBJECTIVES,
    P5_ASPIRATIONS,
    P5_LADDER,
    P5_FELLOWS,
    J4_OUTCOMES,
    J6_BESIDE,
    J5_AIMS,
    J7_REVIEWED,
    J7_SHARED,
    J3_MEASURES,
    J1_THEORY,
    J1_MEASUREMENT,
    J2_PDSA,
    J2_REPLICABILITY,
    J6_HUB,
    J6_SELF,
    J8_SUSTAINABILITY,
    J8_CONTEXT,
    J9_WITHOUT_COACH,
    J9_CONTACTS,
    J9_LOAD,
    F5_REQUESTS,
    F5_REPLY,
    F5_RATING,
    O1_ENGAGEMENT,
    O1_PULSE,
    O2_RESPONSE,
    O3_LEAVERS,
    O4_STABILITY,
    O5_VACANCIES,
    O5_JOINERS,
    O5_DAYS_TO_HIRE,
    O6_TRAINED,
    *ACADEMY,
    O6_ATTENDANCE,
    *O6_DOSES,
    O14_REACH,
    O7_DIVISIONS,
    O7_EQUITY,
    O11_HOURS,
    O11_CASCADE,
    O11_SECOND,
    O12_AWARE,
    O13_UNITS,
    O13_PURPOSE,
    O8_CULTURE,
    O8_IMPACT,
    O9_MANAGERS,
    O9_TRAINED,
    O9_COACHES,
    O9_RATING,
    O9_MODELS,
    O10_EVENTS,
    O10_SPONSORS,
    O10_BARRIERS,
    Q1_DOMAINS,
    Q4_BUNDLES,
    Q5_REPORTED,
    Q5_GAPS,
    Q2_WORTH,
    Q3_THIRDS,
    Q3_UNITS,
    C1_CONTACTS,
    C1_STAFF,
    C2_CO_DESIGN,
    C2_STAGES,
    C2_BIG_I,
    C2_STARTED,
    C2_TOLD_AND_PAID,
    C3_HOURS,
    C3_VOLUNTEERS,
    C4_SHARED,
    C4_CAME,
    C4_KEPT,
    C5_ADOPTION,
    C5_PLAN,
    C5_SUSTAINED,
    C5_FIDELITY,
    C5_REACH,
    C5_COST,
    C5_READINESS,
    C6_LEARNING,
    C7_STORIES,
    C8_AVERTED,
    F3_DATA_HEALTH,
)
METRICS: tuple[Metric, ...] = (*COUNTED, equal_weight_of(COUNTED))
BY_ID = {metric.id: metric for metric in METRICS}
