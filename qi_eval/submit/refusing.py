"""Files that a page refused, in the books: once each, by rule and number, without a word of what they held."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from qi_eval.datasets.problem import Problem
from qi_eval.store import Store
from qi_eval.submit.doors import record_refusal
from qi_eval.submit.report import Request, Submission


def refused(store: Store, submission: Submission, *, by: str, now: datetime) -> None:
    """Leaves the record of a file that a person takes back to mend it; of the same file there is one record."""
    report = submission.report
    known = {(one.dataset, one.sha256) for one in store.refusals()}
    if not report.accepted and (report.dataset, report.sha256) not in known:
        record_refusal(store, submission, by=by, now=now)


def unreadable(store: Store, file: str, data: bytes, problems: Sequence[Problem], *, by: str, now: datetime) -> None:
    """Writes into the audit log that a file could not be read as a table. It counts for no dataset."""
    rules = dict(Counter(problem.rule for problem in problems))
    facts = {"file": Request("", b"", file).bare_file, "sha256": hashlib.sha256(data).hexdigest(), "problems": rules}
    store.books.note("refused", by=by, at=now, facts=facts)
