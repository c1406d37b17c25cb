"""metrics: every published number, with what it rests on."""

from __future__ import annotations

import argparse
from datetime import date

from qi_eval import submit
from qi_eval.commands import output
from qi_eval.commands.output import DONE, CommandError
from qi_eval.submit import upkeep
from qi_eval.views.listing import listing
from qi_eval.vocabulary import Level


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = commands.add_parser("metrics", help="list every published number")
    command.add_argument("--level", choices=Level.codes(), metavar="LEVEL", help=", ".join(Level.codes()))
    command.add_argument("--unit", metavar="UNIT_ID", help="one unit and all below it")
    command.add_argument("--as-at", metavar="DATE|EVENT", help="as it stood at the end of a day, or after an event")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_metrics)


def _metrics(chosen: argparse.Namespace) -> int:
    with submit.open_current() as store:
        shown, today = (store, output.today()) if chosen.as_at is None else then(store, chosen.as_at)
        try:
            listed = listing(shown, level=chosen.level, unit_id=chosen.unit, today=today)
        except KeyError:
            raise CommandError(f"There is no unit {chosen.unit!r} in this store.") from None
    if chosen.json:
        output.print_json(listed)
        return DONE
    for one in listed["metrics"]:  # type: ignore[attr-defined]
        print(_line(one))
    return DONE


def then(store: submit.Store, asked: str) -> tuple[submit.Store, date]:
    """The store as it stood at a date or after an event, and the day that this was. Raises CommandError."""
    position, day = upkeep.asked_for(store, asked)
    if position is None or day is None:
        raise CommandError(f"{asked!r} is no date (2026-06-03) and no event of this store (1 to {store.version()}).")
    return upkeep.as_it_was(store, position), day


def _line(one: dict[str, object]) -> str:
    newest = one["newest_date"]
    dated = f", newest {newest}" if isinstance(newest, date) or newest else ""
    return f"{one['code']:>4}  {one['id']}: {one['shown']}{dated}"
