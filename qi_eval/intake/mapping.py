"""Mappings, from one door: what they are, how they are read, applied, suggested, and how a file's dataset is found."""

from __future__ import annotations

from qi_eval.intake.applying import apply as apply
from qi_eval.intake.mapping_file import Mapping as Mapping
from qi_eval.intake.mapping_file import from_toml as from_toml
from qi_eval.intake.mapping_file import to_toml as to_toml
from qi_eval.intake.suggesting import detect as detect
from qi_eval.intake.suggesting import likely as likely
from qi_eval.intake.suggesting import suggest as suggest
