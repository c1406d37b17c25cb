"""Run charts and process control: arrays in, numbers out; every formula with its source."""

from qi_eval.spc.analysis import Analysis as Analysis
from qi_eval.spc.analysis import analyse as analyse
from qi_eval.spc.arguments import ArgumentError as ArgumentError
