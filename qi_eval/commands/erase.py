"""erase: the text of stories that were taken back goes for good, also from the bytes of the data file."""

from __future__ import annotations

import argparse

from qi_eval import submit
from qi_eval.commands import output
from qi_eval.commands.output import DONE, REFUSED, CommandError
from qi_eval.submit import StoreError, erasing

WHY = {"withdrawn": "consent withdrawn", "removed": "row taken away", "undone": "its load is undone"}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    erase = commands.add_parser("erase", help="erase the text of stories that were taken back, for good")
    erase.add_argument("story", nargs="*", metavar="STORY_ID", help="default: all that were withdrawn or taken away")
    erase.add_argument("--list", action="store_true", dest="only_list", help="say what is kept, and change nothing")
    erase.add_argument("--withdraw", action="store_true", help="withdraw the consent of these stories first")
    erase.add_argument("--backups", action="store_true", help="also delete the backups that still hold erased texts")
    erase.add_argument("--by", metavar="NAME")
    erase.set_defaults(run=_erase)


def _erase(chosen: argparse.Namespace) -> int:
    by = output.person(chosen.by)
    with submit.open_current() as store:
        if chosen.only_list:
            _list(store)
            return DONE
        try:
            for story in chosen.story if chosen.withdraw else ():
                if story in erasing.standing(store):
                    erasing.withdraw(store, story, by=by, now=output.now())
            done = erasing.erase(store, chosen.story or None, by=by, now=output.now())
        except StoreError as error:
            raise CommandError(str(error), REFUSED) from None
        print(done.message)
        if chosen.backups:
            print(f"{erasing.delete_copies(store, by=by, now=output.now())} older backups deleted.")
        _copies(store)
    return DONE if done.gone else REFUSED


def _list(store: submit.Store) -> None:
    kept = erasing.kept_texts(store)
    for one in kept:
        print(f"{one.story_id}: text kept, {WHY[one.why]}")
    if not kept:
        print("No text of a story that was taken back is kept.")
    _copies(store)


def _copies(store: submit.Store) -> None:
    """The files that still hold an erased text, each with the day on which it goes."""
    for copy in erasing.copies(store):
        print(f"{copy.file.name} still holds erased texts; it is deleted on {copy.goes:%d %B %Y} at the latest.")
