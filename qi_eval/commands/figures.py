"""figures: every figure as rows for a statistics program, in an archive with codebook and methods."""

from __future__ import annotations

import argparse
from pathlib import Path

from qi_eval import submit
from qi_eval.commands import output
from qi_eval.commands.output import DONE, CommandError
from qi_eval.submit import upkeep
from qi_eval.views import evaluators
from qi_eval.views.scope import scope_of


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = commands.add_parser("figures", help="write every figure by unit and period as CSV files in an archive")
    command.add_argument("file", type=Path, metavar="FILE.zip")
    command.add_argument("--every-unit", action="store_true", help="wards and teams too: takes minutes")
    command.add_argument("--by", metavar="NAME")
    command.set_defaults(run=_figures)


def _figures(chosen: argparse.Namespace) -> int:
    file: Path = chosen.file
    if file.exists() or not file.parent.is_dir():
        raise CommandError(f"{file} cannot be made: name a new file in a folder that is there.")
    with submit.open_current() as store:
        scope = scope_of(store, today=output.today())
        if chosen.every_unit:
            print("Each figure is counted anew in every unit: this takes some minutes.", flush=True)
        made = evaluators.archive(store, scope, everywhere=chosen.every_unit)
        facts = {"bytes": len(made), "every_unit": bool(chosen.every_unit)}
        upkeep.taken(store, file.name, by=output.person(chosen.by), now=output.now(), where=upkeep.COMMAND, facts=facts)
        file.write_bytes(made)
    print(f"{len(evaluators.figures())} figures are in {file}, hidden as on the pages.")
    return DONE
