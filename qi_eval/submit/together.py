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
    """What is known once a file has been read. The good rows of a file with errors count too: the whole drop is refused
    anyway, and nobody wants to hear of a faulty unit once more with each row that names it."""
    for part in submission.parts[:-1]:
        known = known.learn(part.dataset.name, part.table)
    return known if submission.table is None else known.learn(submission.request.dataset, submission.table)


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
        return tuple(_held_back(submission.report) for submission in submissions)
    progress("Storing")
    try:
        loaded = iter(store.load([part for one in submissions for part in one.parts], by=by, at=now))
    except LoadRefused as refusal:
        return tuple(turned_down(one.report, refusal) for one in submissions)
    reports = tuple(stored(one.report, [next(loaded) for _ in one.parts]) for one in submissions)
    progress("Done")
    return reports


def _held_back(report: Report) -> Report:
    """The report of a file that is right itself but was held back because another file of the set is not."""
    if not report.accepted:
        return report
    sentence = "This file is right, but nothing was stored because another file of the set was refused."
    held = report.with_warning(Problem(None, None, None, "held_back", sentence, Severity.WARNING))
    return replace(held, outcome=Outcome.REJECT)
