"""Several files at once: checked against each other, previewed, and stored in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from qi_eval.datasets import DATASETS
from qi_eval.datasets.known import Known
from qi_eval.datasets.problem import Problem, Severity
from qi_eval.store import LoadRefused, Store
from qi_eval.submit.doors import record_refusal
from qi_eval.submit.preparing import Progress, compared, prepare, quiet
from qi_eval.submit.report import Outcome, PreviewMovedError, Report, Request, Submission, stored, turned_down

NAMED = 2  # refused files that a held-back one names
UNKNOWN = "unknown_reference"  # the rule for an id that nothing known has


def preview_all(
    store: Store, requests: Sequence[Request], *, today: date, progress: Progress = quiet
) -> tuple[Submission, ...]:
    """What loading the files would do, in the order in which they refer to each other. Nothing is written."""
    submissions = _prepared(store, requests, today=today, progress=progress)
    progress("Comparing with what is stored")
    return tuple(compared(store, submission) for submission in submissions)


def load_previewed(
    store: Store,
    submissions: Sequence[Submission],
    *,
    by: str,
    today: date,
    now: datetime,
    progress: Progress = quiet,
) -> tuple[Report, ...]:
    """Stores the previewed files in one transaction, all or none. Raises PreviewMovedError, with new previews, where
    the store has changed since and would now do something else with them."""
    version = store.version()
    if any(one.store_version != version for one in submissions if one.report.accepted):
        anew = preview_all(store, [one.request for one in submissions], today=today, progress=progress)
        if [one.report.effects for one in anew] != [one.report.effects for one in submissions]:
            raise PreviewMovedError(*anew)
        submissions = anew
    return _stored(store, submissions, by=by, now=now, progress=progress)


def load_all(
    store: Store,
    requests: Sequence[Request],
    *,
    by: str,
    today: date,
    now: datetime,
    progress: Progress = quiet,
) -> tuple[Report, ...]:
    """Stores several files in one transaction, all or none, in the order in which they refer to each other."""
    submissions = _prepared(store, requests, today=today, progress=progress)
    return _stored(store, submissions, by=by, now=now, progress=progress)


def _prepared(store: Store, requests: Sequence[Request], *, today: date, progress: Progress) -> list[Submission]:
    """The files checked, each against what is stored and what the others bring."""
    places = {dataset.name: place for place, dataset in enumerate(DATASETS)}
    ordered = sorted(requests, key=lambda request: places[request.dataset])
    known, submissions = store.known(), []
    for request in ordered:
        progress(f"Checking {request.bare_file}")
        submission = prepare(store, request, known, today=today)
        known = _learnt(known, submission)
        submissions.append(submission)
    return [_looked_at_again(store, one, known, today) for one in submissions]


def _learnt(known: Known, submission: Submission) -> Known:
    """What is known once a file has been read. The rows of a refused file count too, those with errors as well: the
    whole drop is refused anyway, and nobody wants to hear of a faulty unit once more with each row that names it."""
    for part in submission.parts[:-1]:
        known = known.learn(part.dataset.name, part.table)
    name, checked, is_refused = submission.request.dataset, submission.checked, not submission.report.accepted
    named = checked.named if checked is not None else None
    if is_refused and (named is None or not named.num_rows):
        return known.lacking(name, submission.request.bare_file)
    table = named if is_refused else submission.table
    return known if table is None else known.learn(name, table)


def _looked_at_again(store: Store, submission: Submission, known: Known, today: date) -> Submission:
    """A file that names what a later file of the drop brings (a project's aim measure) is checked once more."""
    if not submission.counts.get(UNKNOWN):
        return submission
    return prepare(store, submission.request, known, today=today)


def _stored(
    store: Store, submissions: Sequence[Submission], *, by: str, now: datetime, progress: Progress
) -> tuple[Report, ...]:
    if not all(submission.report.accepted for submission in submissions):
        for submission in submissions:
            if not submission.report.accepted:
                record_refusal(store, submission, by=by, now=now)
        refused = [one.request.bare_file for one in submissions if not one.report.accepted]
        return tuple(_held_back(submission.report, refused) for submission in submissions)
    progress("Storing")
    try:
        loaded = iter(store.load([part for one in submissions for part in one.parts], by=by, at=now))
    except LoadRefused as refusal:
        return tuple(turned_down(one.report, refusal) for one in submissions)
    reports = tuple(stored(one.report, [next(loaded) for _ in one.parts]) for one in submissions)
    progress("Done")
    return reports


def _held_back(report: Report, refused: Sequence[str]) -> Report:
    """The report of a file that is right itself but was held back because another file of the set is not."""
    if not report.accepted:
        return report
    first = f"{refused[0]} and {len(refused) - 1} more" if len(refused) > NAMED else " and ".join(refused)
    were = "was refused: mend that" if len(refused) == 1 else "were refused: mend these"
    nothing = f"Nothing of this file was stored, for {first} {were} first."
    sentence = nothing if report.says("refused_file") else f"This file is right. {nothing}"
    held = report.with_warning(Problem(None, None, None, "held_back", sentence, Severity.WARNING))
    return replace(held, outcome=Outcome.REJECT)
