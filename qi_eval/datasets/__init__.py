"""What each upload must hold, declared once: the 20 datasets, in the order in which they refer to each other."""

from qi_eval.datasets.community import ACTIVITY, INVOLVEMENT, SPREAD
from qi_eval.datasets.dataset import Dataset as Dataset
from qi_eval.datasets.journey import ASSESSMENTS, DRIVERS, PROJECT_LOG
from qi_eval.datasets.measurements import MEASUREMENTS
from qi_eval.datasets.measures import CHART_MARKS, MEASURES
from qi_eval.datasets.organisation import UNITS, WORKFORCE
from qi_eval.datasets.programme import PLAN, SETTINGS
from qi_eval.datasets.projects import PROJECT_TEAM, PROJECTS
from qi_eval.datasets.stories import BENEFITS, STORIES
from qi_eval.datasets.surveys import SURVEY_RESPONSES, SURVEY_SCORES
from qi_eval.datasets.training import TRAINING

DATASETS = (
    UNITS,
    PROJECTS,
    PROJECT_TEAM,
    PROJECT_LOG,
    ASSESSMENTS,
    MEASURES,
    MEASUREMENTS,
    TRAINING,
    SURVEY_RESPONSES,
    SURVEY_SCORES,
    WORKFORCE,
    ACTIVITY,
    INVOLVEMENT,
    SPREAD,
    BENEFITS,
    STORIES,
    DRIVERS,
    PLAN,
    CHART_MARKS,
    SETTINGS,
)
BY_NAME = {dataset.name: dataset for dataset in DATASETS}
