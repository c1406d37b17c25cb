"""verify, backup, restore, export and go-on: is the store whole, and how to get it back."""

from __future__ import annotations

import argparse
from pathlib import Path

from qi_eval import dictionary, submit
from qi_eval.commands import output
from qi_eval.commands.output import DONE, REFUSED, CommandError
from qi_eval.submit import erasing, upkeep
from qi_eval.views.whole_tables import whole_tables


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the five commands."""
    check = commands.add_parser("verify", help="check the store, its audit log and the ledger beside it")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_verify)
    backup = commands.add_parser("backup", help="make a backup beside the store")
    backup.add_argument("--by", metavar="NAME")
    backup.set_defaults(run=_backup)
    back = commands.add_parser("restore", help="put a backup in the place of the store")
    back.add_argument(
        "backup",
        nargs="?",
        type=Path,
        metavar="FILE|DIR",
        help="default: the newest backup",
    )
    back.add_argument("--by", metavar="NAME")
    back.set_defaults(run=_restore)
    export = commands.add_parser("export", help="write every table as Parquet, and as CSV with the dictionary")
    export.add_argument("folder", type=Path, metavar="DIR")
    export.add_argument("--by", metavar="NAME")
    export.set_defaults(run=_export)
    on = commands.add_parser("go-on", help="go on with a store that holds less than its ledger")
    on.add_argument("why", metavar="REASON")
    on.add_argument("--by", metavar="NAME")
    on.set_defaults(run=_go_on)


def _verify(chosen: argparse.Namespace) -> int:
    verdict = upkeep.verify(submit.current_url())
    if chosen.json:
        output.print_json(verdict.as_dict())
    else:
        for where, message in verdict.findings:
            print(f"{where}: {message}")
        looked = (
            f"{verdict.rows:,} rows that stand, {verdict.loads:,} loads, {verdict.entries:,} entries of the audit log"
        )
        print(f"{'All is well' if verdict.well else 'Not all is well'}: {looked}.")
    return DONE if verdict.well else REFUSED


def _backup(chosen: argparse.Namespace) -> int:
    with submit.open_current() as store:
        made = upkeep.back_up(store, by=output.person(chosen.by), now=output.now())
    print(f"The backup is {made}. The secret file beside the store belongs to it: keep a copy of that apart.")
    return DONE


def _restore(chosen: argparse.Namespace) -> int:
    url = submit.current_url()
    backup = chosen.backup or next(iter(upkeep.backups(url)), None)
    if backup is None or not backup.exists():
        raise CommandError("There is no backup beside the store; name its file." if backup is None else (
            f"There is no file {backup.name}."
        ))  # fmt: skip
    aside = upkeep.restore(url, backup, by=output.person(chosen.by), now=output.now())
    print(f"{backup.name} is in place." + (f" What stood there before is {aside}." if aside else ""))
    return DONE


def _export(chosen: argparse.Namespace) -> int:
    folder: Path = chosen.folder
    with submit.open_current() as store:
        rows = upkeep.export(store, folder, by=output.person(chosen.by), now=output.now())
        people = folder / "for_people"
        people.mkdir()
        for name, content in whole_tables(store):
            (people / f"{name}.csv").write_bytes(content)
        (people / "DICTIONARY.md").write_text(dictionary.markdown(), "utf-8")
        kept = len(erasing.kept_texts(store))
    print(f"{sum(rows.values()):,} rows of {len(rows)} tables are in {folder}; as CSV to read in {people}.")
    print("They hold every answer that was loaded: keep them as you keep the data themselves.")
    if kept:
        print(f"The Parquet files hold the text of {kept} stories that are not shown any more; `erase` takes it out.")
    return DONE


def _go_on(chosen: argparse.Namespace) -> int:
    upkeep.go_on(submit.current_url(), by=output.person(chosen.by), now=output.now(), why=chosen.why)
    print("From now on the store counts as it is; its audit log and its ledger say so.")
    return DONE
