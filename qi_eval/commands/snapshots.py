"""snapshot and snapshots: the figures of a day kept under a name, and the list of what was kept."""

from __future__ import annotations

import argparse
import json

from qi_eval import submit
from qi_eval.commands import output
from qi_eval.commands.metrics import then
from qi_eval.commands.output import DONE, REFUSED, CommandError
from qi_eval.submit import StoreError, upkeep
from qi_eval.views.snapshots import digits, snapshot_view


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the two commands."""
    keep = commands.add_parser("snapshot", help="keep every figure under a name, for good")
    keep.add_argument("name", metavar="NAME")
    keep.add_argument("--as-at", metavar="DATE|EVENT", help="as it stood at the end of a day, or after an event")
    keep.add_argument("--by", metavar="NAME")
    keep.set_defaults(run=_keep)
    listing = commands.add_parser("snapshots", help="list what was kept")
    listing.add_argument("--json", action="store_true", help="with every digit")
    listing.set_defaults(run=_list)


def _keep(chosen: argparse.Namespace) -> int:
    with submit.open_current(for_writing=True) as store:
        shown, today = (store, output.today()) if chosen.as_at is None else then(store, chosen.as_at)
        told, on = digits(shown, today)
        try:
            upkeep.keep_snapshot(shown, chosen.name, told, on, by=output.person(chosen.by), now=output.now())
        except StoreError as error:
            raise CommandError(str(error), REFUSED) from None
    print(f"{chosen.name} is kept: figures of {on.isoformat()}.")
    return DONE


def _list(chosen: argparse.Namespace) -> int:
    with submit.open_current() as store:
        kept = upkeep.kept_snapshots(store)
    if chosen.json:
        named = ("snapshot_id", "name", "seq", "report_date", "by", "at", "program", "sha256")
        told = [{name: getattr(one, name) for name in named} for one in kept]
        output.print_json([one | {"figures": json.loads(kept[i].digits)["metrics"]} for i, one in enumerate(told)])
        return DONE
    for one in kept:
        changed = "" if one.untouched else " (CHANGED)"
        print(f"{one.name}: {snapshot_view(one).kept}, by {one.by}, after event {one.seq}{changed}")
    if not kept:
        print("No snapshot has been kept yet.")
    return DONE
