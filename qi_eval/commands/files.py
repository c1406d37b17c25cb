"""templates, check, load and load-all: files in, without a browser."""

from __future__ import annotations

import argparse
from pathlib import Path

from qi_eval import dictionary, submit
from qi_eval.commands import output
from qi_eval.commands.output import DONE, REFUSED, CommandError
from qi_eval.datasets import BY_NAME
from qi_eval.submit import Mapping, Refused, Request

TEMPLATES = Path("data") / "templates"
DATE_ORDERS = ("day_first", "month_first")
WORKBOOK = "templates.xlsx"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the four commands."""
    templates = commands.add_parser("templates", help="write the CSV templates and the workbook")
    templates.add_argument("folder", nargs="?", type=Path, default=TEMPLATES, metavar="DIR")
    templates.set_defaults(run=_templates)
    for name, run, tells in (("check", _check, "say what a file would do"), ("load", _load, "check and store a file")):
        command = commands.add_parser(name, help=tells)
        _file_arguments(command)
        command.set_defaults(run=run)
        if name == "load":
            command.add_argument("--by", metavar="NAME", help="who loads (default: the user of this machine)")
    everything = commands.add_parser("load-all", help="store all files of a folder or workbook, or none")
    everything.add_argument("source", type=Path, metavar="DIR|XLSX")
    everything.add_argument("--by", metavar="NAME")
    everything.add_argument("--json", action="store_true")
    everything.set_defaults(run=_load_all)


def _file_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("dataset", choices=list(BY_NAME), metavar="DATASET")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--map", metavar="M", help="a saved mapping's name, or a file ending in .toml")
    command.add_argument("--good-rows", action="store_true", help="leave out the rows with an error")
    command.add_argument("--whole-list", action="store_true", help="stored rows that the file lacks are to go")
    command.add_argument(
        "--confirm", action="append", default=[], choices=list(submit.CONFIRMABLE), metavar="RULE",
        help=f"personal data in text that a person has looked at: {', '.join(submit.CONFIRMABLE)}",
    )  # fmt: skip
    command.add_argument("--rest", type=Path, metavar="FILE", help="where the rows with an error go, .csv or .xlsx")
    command.add_argument("--date-order", choices=DATE_ORDERS, help="what 03/04/2024 means, where no date proves it")
    command.add_argument("--json", action="store_true")


def _templates(chosen: argparse.Namespace) -> int:
    written = dictionary.write_templates(chosen.folder)
    (chosen.folder / WORKBOOK).write_bytes(dictionary.workbook())
    print(f"{len(written)} templates and {WORKBOOK} written to {chosen.folder}")
    return DONE


def _check(chosen: argparse.Namespace) -> int:
    with submit.open_current() as store:
        submission = submit.preview(store, _request(chosen, store), today=output.today())
    _write_rest(chosen.rest, submission)
    output.print_json(submission.report.as_dict()) if chosen.json else output.tell(submission.report, would=True)
    return DONE if submission.report.accepted else REFUSED


def _load(chosen: argparse.Namespace) -> int:
    with submit.open_current(for_writing=True) as store:
        progress = (lambda text: None) if chosen.json else output.step
        submission = submit.preview(store, _request(chosen, store), today=output.today(), progress=progress)
        by, now = output.person(chosen.by), output.now()
        report = submit.load(store, submission, by=by, today=output.today(), now=now, progress=progress)
    _write_rest(chosen.rest, submission)
    output.print_json(report.as_dict()) if chosen.json else output.tell(report)
    return DONE if report.accepted else REFUSED


def _write_rest(path: Path | None, submission: submit.Submission) -> None:
    """Writes the rows with an error, each with its problems, where somebody wants them."""
    if path and submission.bad_rows:
        path.write_bytes(submit.rest(submission, as_workbook=path.suffix.lower() == ".xlsx"))


def _load_all(chosen: argparse.Namespace) -> int:
    requests, refusals = submit.found_files(_files(chosen.source))
    if not requests and not refusals:
        raise CommandError(f"{chosen.source.name} holds nothing but the examples of the templates.", REFUSED)
    reports = refusals
    if requests and not refusals:
        with submit.open_current(for_writing=True) as store:
            progress = (lambda text: None) if chosen.json else output.step
            by, now = output.person(chosen.by), output.now()
            reports = submit.load_all(store, requests, by=by, today=output.today(), now=now, progress=progress)
    if chosen.json:
        output.print_json([report.as_dict() for report in reports])
    else:
        for report in reports:
            output.tell(report)
    return DONE if reports and all(report.accepted for report in reports) else REFUSED


def _request(chosen: argparse.Namespace, store: submit.Store) -> Request:
    return Request(
        chosen.dataset,
        _bytes(chosen.file),
        chosen.file.name,
        mapping=_mapping(chosen.map, store),
        good_rows=chosen.good_rows,
        whole_list=chosen.whole_list,
        confirmed=frozenset(chosen.confirm),
        date_order=chosen.date_order,
    )


def _mapping(named: str | None, store: submit.Store) -> Mapping | None:
    if named is None:
        return None
    path = Path(named)
    text = _bytes(path).decode("utf-8", "replace") if named.endswith(".toml") else store.mappings().get(named)
    if text is None:
        saved = ", ".join(store.mappings()) or "none"
        raise CommandError(f"There is no saved mapping {named!r}. Saved are: {saved}. A file's name ends in .toml.")
    try:
        return submit.from_toml(text, path.stem)
    except Refused as refusal:
        raise CommandError("\n".join(problem.message for problem in refusal.problems)) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path.name} cannot be read: {error.strerror}.") from None


def _files(source: Path) -> list[tuple[str, bytes]]:
    """The files of a folder in the order of their names, or the one workbook."""
    if source.is_dir():
        found = sorted(path for path in source.iterdir() if path.suffix.lower() in {".csv", ".tsv", ".xlsx"})
        if not found:
            raise CommandError(f"There is no CSV, TSV or XLSX file in {source.name}.")
        return [(path.name, _bytes(path)) for path in found]
    return [(source.name, _bytes(source))]
