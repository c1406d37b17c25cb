"""loads, undo and redo: what was loaded, and taking it back."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from qi_eval import submit
from qi_eval.commands import output
from qi_eval.commands.output import DONE, REFUSED


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the three commands."""
    listing = commands.add_parser("loads", help="list all loads, newest first")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_loads)
    for name, run, tells in (("undo", _undo, "take a load back"), ("redo", _redo, "put a load back in force")):
        command = commands.add_parser(name, help=tells)
        command.add_argument("load_id", type=int, metavar="LOAD_ID")
        command.add_argument("--by", metavar="NAME")
        command.add_argument("--json", action="store_true")
        command.set_defaults(run=run)


def _loads(chosen: argparse.Namespace) -> int:
    with submit.open_current() as store:
        records = store.loads()
    if chosen.json:
        output.print_json([record.as_dict() for record in records])
        return DONE
    for one in records:
        counts = f"{one.new:,} new, {one.changed:,} changed, {one.unchanged:,} unchanged, {one.removed:,} removed"
        print(
            f"{one.load_id:>4}  {one.at:%Y-%m-%d %H:%M}  {one.dataset}  {one.file}  by {one.by}: {counts} ({one.state})"
        )
    if not records:
        print("Nothing has been loaded yet.")
    return DONE


def _undo(chosen: argparse.Namespace) -> int:
    with submit.open_current(for_writing=True) as store:
        return _tell(submit.undo(store, chosen.load_id, by=output.person(chosen.by), now=output.now()), chosen.json)


def _redo(chosen: argparse.Namespace) -> int:
    with submit.open_current(for_writing=True) as store:
        return _tell(submit.redo(store, chosen.load_id, by=output.person(chosen.by), now=output.now()), chosen.json)


def _tell(undone: submit.Undone, as_json: bool) -> int:
    output.print_json(asdict(undone)) if as_json else print(undone.message)
    return REFUSED if undone.refused else DONE
