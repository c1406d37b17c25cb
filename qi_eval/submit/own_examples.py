"""Two made-up tables to try a chart with: they go the same way as anybody's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qi_eval.datasets.own_series import OwnAnswers, OwnKind, OwnMark, OwnMarkKind, OwnSettings
from qi_eval.vocabulary import Direction

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples"


@dataclass(frozen=True)
class OwnExample:
    """An example: its file, what a button calls it, and what its team has said and set."""

    file: str
    label: str
    answers: OwnAnswers
    settings: OwnSettings

    @property
    def data(self) -> bytes:
        """The file as it ships."""
        return (EXAMPLES / self.file).read_bytes()


OWN_EXAMPLES = (
    OwnExample(
        "own_falls.csv",
        "A list of falls",
        OwnAnswers(kind=OwnKind.EVENTS, first=date(2023, 1, 1), last=date(2024, 10, 31)),
        OwnSettings(
            name="Falls on our ward",
            direction=Direction.DECREASE,
            marks=(OwnMark(date(2024, 1, 1), OwnMarkKind.CHANGE, "Hourly rounds started"),),
        ),
    ),
    OwnExample(
        "own_sepsis.csv",
        "A weekly percentage",
        OwnAnswers(),
        OwnSettings(
            name="Antibiotics within 60 minutes",
            direction=Direction.INCREASE,
            target=90.0,
            marks=(OwnMark(date(2024, 4, 22), OwnMarkKind.CHANGE, "New handover form started"),),
        ),
    ),
)
