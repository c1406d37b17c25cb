"""demo: builds the made-up trust."""

from __future__ import annotations

import argparse

from qi_eval import submit
from qi_eval.commands import output
from qi_eval.commands.output import DONE, REFUSED
from qi_eval.demo import build


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = commands.add_parser("demo", help="build the demo trust, where it is not there yet")
    command.set_defaults(run=_demo)


def _demo(chosen: argparse.Namespace) -> int:
    with submit.open_demo() as store:
        if store.version():
            print("There are data in this store already; nothing was changed.")
            return DONE
        reports = build(store, output.step)
        for report in reports:
            output.tell(report)
    return DONE if all(report.accepted for report in reports) else REFUSED
