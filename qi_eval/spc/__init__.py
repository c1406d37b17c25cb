"""Run charts and process control: arrays in, numbers out; every formula with its source."""

from qi_eval.spc.analysis import Analysis as Analysis
from qi_eval.spc.analysis import analyse as analyse
from qi_eval.spc.arguments import ALLOWED as ALLOWED
from qi_eval.spc.arguments import ArgumentError as ArgumentError
from qi_eval.spc.change import CHART as CHART
from qi_eval.spc.change import Since as Since
from qi_eval.spc.change import first_sign as first_sign
from qi_eval.spc.change import lag_one as lag_one
from qi_eval.spc.change import since_change as since_change
from qi_eval.spc.false_alarms import Alarm as Alarm
from qi_eval.spc.false_alarms import false_alarm as false_alarm
from qi_eval.spc.notes import PASSED_OVER as PASSED_OVER
from qi_eval.spc.reading import RunChart as RunChart
from qi_eval.spc.reading import Sign as Sign
from qi_eval.spc.reading import run_chart_of as run_chart_of
from qi_eval.spc.reading import signal_of as signal_of
from qi_eval.spc.rebasing import suggest_rebase as suggest_rebase
from qi_eval.spc.rules import RUN_CHART_SHIFT as RUN_CHART_SHIFT
from qi_eval.spc.rules import SHIFT as SHIFT
from qi_eval.spc.runs import longest_run_limit as longest_run_limit
from qi_eval.spc.segments import Segments as Segments
