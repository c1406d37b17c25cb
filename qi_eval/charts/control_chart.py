"""A measure over time: one description, and its faces — a figure to study, a drawing for grids and print, a poster that
speaks for itself. All faces come from one geometry, so they cannot disagree."""

from __future__ import annotations

from qi_eval.charts.changes import Change, numbered
from qi_eval.charts.described import ControlChart, Line
from qi_eval.charts.drawn import drawing
from qi_eval.charts.plotted import Figure, figure
from qi_eval.charts.poster import listed, poster

__all__ = ["Change", "ControlChart", "Figure", "Line", "drawing", "figure", "listed", "numbered", "poster"]
