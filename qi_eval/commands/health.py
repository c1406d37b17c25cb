"""health: a short look at the store for a monitor, while the dashboard runs or while it does not."""

from __future__ import annotations

import argparse

from qi_eval import submit
from qi_eval.commands import output
from qi_eval.commands.output import DONE, REFUSED
from qi_eval.submit.condition import condition

MARKS = {True: "ok", False: "NOT OK", None: "not seen"}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = commands.add_parser("health", help="say in a moment whether the store is well; exit 1 where it is not")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_health)


def _health(chosen: argparse.Namespace) -> int:
    found = condition(submit.current_url(), output.now())
    if chosen.json:
        output.print_json(found.as_dict())
    else:
        for check in found.checks:
            print(f"{MARKS[check.ok]:>8}  {check.name}: {check.says}")
    return DONE if found.ok else REFUSED
