"""trace: where a figure comes from, down to the files."""

from __future__ import annotations

import argparse

from qi_eval import submit
from qi_eval.commands import output
from qi_eval.commands.metrics import then
from qi_eval.commands.output import DONE, CommandError
from qi_eval.views.scope import scope_of
from qi_eval.views.trace import trace


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = commands.add_parser("trace", help="say where a figure comes from: formula, SQL, loads and files")
    command.add_argument("metric_id", metavar="METRIC_ID")
    command.add_argument("--as-at", metavar="DATE|EVENT", help="as it stood at the end of a day, or after an event")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_trace)


def _trace(chosen: argparse.Namespace) -> int:
    with submit.open_current() as store:
        shown, today = (store, output.today()) if chosen.as_at is None else then(store, chosen.as_at)
        try:
            found = trace(shown, scope_of(shown, today=today), chosen.metric_id)
        except KeyError:
            raise CommandError(f"There is no figure {chosen.metric_id!r}. The command metrics lists all.") from None
    if chosen.json:
        output.print_json(found.as_dict())
        return DONE
    print(
        f"{found.code}  {found.title}: {found.words} ({found.state})\nFormula: {found.formula}\nSource: {found.source}"
    )
    for name, sql in found.sql.items():
        print(f"\n-- {name}\n{sql}")
    print("\nRows behind it:")
    for one in found.behind:
        rows = "few rows" if one.rows is None else f"{one.rows:,} rows"
        print(f"  {one.dataset}: {rows} of load {one.load_id} ({one.file}, by {one.by}, {one.at[:10]})")
    if not found.behind:
        print("  none")
    return DONE
