"""Did not work: what we learned. Every project that did not work by the one judgement of J4, why, what it taught, and
where that was passed on.

Pages of the board lead to it, so ruling 8 holds: strategic projects are named, and others whose team agreed; of the
rest their type and division stand here, and what they learned. The hub and the teams may ask for all names, as on the
page Projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qi_eval.metrics.counting import codes
from qi_eval.metrics.lessons import J7_SHARED, NOT_SHARED
from qi_eval.metrics.metric import Scope, Selects, Tables
from qi_eval.metrics.not_worked import ENDED, J7_REVIEWED, NO_REASON, RUNNING, reason_of
from qi_eval.metrics.outcome_projects import ProjectOutcome, project_outcomes
from qi_eval.metrics.periods import Row, divisions, rows_of
from qi_eval.narrative import count, date_words, number, of
from qi_eval.store import Store
from qi_eval.views.kept import kept
from qi_eval.views.pareto import ParetoView, pareto_view
from qi_eval.views.project_log import LEARNED, LogLine, log_line
from qi_eval.views.results import counted
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import LogType, ProjectStatus, ProjectType

ALL = "all"
NO_DIVISION = "Trust-wide"
TITLE = "Why projects that have ended did not work"


@dataclass(frozen=True)
class Learnt:
    """One project that did not work. `name`: its title, or its type where it is not named; `project_id`: "" where it
    is not named; `lessons`: what its log says was learned; `asks`: what would still help, "" for nothing."""

    project_id: str
    name: str
    division: str
    reason: str
    told: str
    lessons: tuple[LogLine, ...]
    asks: str


@dataclass(frozen=True)
class LearningView:
    """`answer`: how many, looked back on, shared; `counts`: reason → projects, the most frequent first; `entries`: the
    projects, those that taught something first."""

    answer: str
    entries: tuple[Learnt, ...]
    table: TableView

    def counts(self, division: str = "") -> tuple[tuple[str, int], ...]:
        """Reason → how many projects (of a division), the most frequent first."""
        found = Counter(entry.reason for entry in self.entries if division in ("", entry.division))
        return tuple(found.most_common())

    @property
    def divisions(self) -> tuple[str, ...]:
        """The divisions that have such a project."""
        return tuple(sorted({entry.division for entry in self.entries}))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons that were found, the most frequent first."""
        return tuple(reason for reason, _ in self.counts())


def learning_view(store: Store, scope: Scope, names: str = "") -> LearningView:
    """What did not work; no entry where no project is known not to have worked, and `answer` says so. `names`: ALL for
    the names of all projects."""
    found = counted(store, (J7_REVIEWED, J7_SHARED), scope)
    frames = found.frames[J7_REVIEWED.id]
    failed = [project for project in project_outcomes(frames, scope) if project.did_not_work]
    if not failed:
        return LearningView(" ".join(found.found[J7_REVIEWED.id].notes), (), _table(()))
    extra = kept(store).answered([_select], scope)[_select].frames
    agreed = {row["project_id"] for row in rows_of(extra["named"])}
    named = {project.project_id for project in failed} if names == ALL else agreed
    lessons = _lessons(rows_of(extra["log"]))
    places = divisions(rows_of(extra["tree"]))
    reasons = {row["project_id"]: row["closure_reason"] for row in rows_of(frames["projects"])}
    entries = tuple(_entry(one, reasons, lessons.get(one.project_id, ()), places, named) for one in failed)
    ordered = tuple(
        sorted(entries, key=lambda entry: (not entry.lessons, not entry.project_id, entry.division, entry.name))
    )
    return LearningView(_answer(ordered, failed), ordered, _table(ordered))


def _select(t: Tables, scope: Scope) -> Selects:
    """What was learned in any project, which ones may be named, and the tree of units."""
    log, p, u = t.project_log, t.projects, t.units
    mine = log.select().where(log.c.log_type.in_(codes(LEARNED)), log.c.log_date <= scope.report_date)
    strategic = p.c.project_type == ProjectType.STRATEGIC.value
    named = p.select().where(strategic | p.c.named_to_board).with_only_columns(p.c.project_id)
    tree = u.select().with_only_columns(u.c.unit_id, u.c.unit_name, u.c.unit_level, u.c.parent_unit_id)
    return {"log": mine.order_by(log.c.log_date), "named": named, "tree": tree.where(u.c.parent_unit_id != "")}


def _lessons(rows: Sequence[Row]) -> Mapping[str, tuple[LogLine, ...]]:
    """project_id → what it learned, newest first; the look back before the single lessons."""
    found: dict[str, list[LogLine]] = {}
    for row in rows:
        found.setdefault(str(row["project_id"] or ""), []).insert(0, log_line(row))
    return {
        project: tuple(sorted(lines, key=lambda line: line.type is not LogType.CLOSURE_REVIEW))
        for project, lines in found.items()
    }


def _entry(
    project: ProjectOutcome,
    reasons: Mapping[str, str | None],
    lessons: tuple[LogLine, ...],
    places: Mapping[str, str],
    named: set[str],
) -> Learnt:
    open_ = project.project_id in named
    kind = ProjectType(project.project_type).label.lower()
    return Learnt(
        project_id=project.project_id if open_ else "",
        name=project.title if open_ else f"A {kind} project",
        division=places.get(project.unit_id.lower(), NO_DIVISION),
        reason=reason_of(project, reasons.get(project.project_id)),
        told=_told(project, open_),
        lessons=lessons,
        asks=_asks(lessons),
    )


def _told(project: ProjectOutcome, named: bool) -> str:
    """What the points say; the measure of a project that is not named would name it."""
    if not project.points_after:
        return ""
    since = f" since {date_words(project.change_on)}" if project.change_on and named else ""
    measure = f"{project.measure_name}: " if named and project.measure_name else ""
    words = f"{measure}{count(project.points_after, 'point')} after the first change{since}, {_verdict(project)}"
    return f"{words[0].upper()}{words[1:]}."


def _verdict(project: ProjectOutcome) -> str:
    label = project.outcome.label
    return label[0].lower() + label[1:]


def _asks(lessons: Sequence[LogLine]) -> str:
    if not lessons:
        return "What it taught is not written down yet: a closure review or a lesson in its log would pass it on."
    return "" if any(line.shared for line in lessons) else "Not shared yet: who else could use this?"


def _answer(entries: Sequence[Learnt], failed: Sequence[ProjectOutcome]) -> str:
    """The first line of the page: those that were closed so apart from those without a sign when it was due."""
    every = [line for entry in entries for line in entry.lessons if line.type is LogType.LESSON]
    taught = sum(bool(entry.lessons) for entry in entries)
    shared = sum(bool(line.shared) for line in every)
    reviews = sum(any(line.type is LogType.CLOSURE_REVIEW for line in entry.lessons) for entry in entries)
    first = f"{_split(failed)} {of(taught, len(entries))} wrote down what they learned"
    passed = f"{of(shared, len(every))} lessons were shared" if every else "no lesson is in their logs yet"
    return f"{first}; {passed}. {of(reviews, len(entries))} were looked back on together."


def _split(failed: Sequence[ProjectOutcome]) -> str:
    closed = sum(one.status == ProjectStatus.CLOSED_UNSUCCESSFUL for one in failed)
    open_ = sum(one.status not in ENDED for one in failed)
    ended = len(failed) - closed - open_
    told = [f"{count(closed, 'project was', 'projects were')} closed as {'it' if closed == 1 else 'they'} did not work"]
    told += [f"{count(ended, 'other')} ended without a sign of change"] if ended else []
    told += [f"{number(open_)} still open {'shows' if open_ == 1 else 'show'} none though due"] if open_ else []
    return f"{'; '.join(told)}."


def reasons(entries: Sequence[Learnt]) -> ParetoView:
    """Why these projects did not work, the most frequent reason first; one that is still open has none yet. A reason
    that nobody wrote down is no kind of reason: how often is said beside."""
    given = [(entry.reason, 1) for entry in entries if entry.reason not in (RUNNING, NO_REASON)]
    silent = sum(entry.reason == NO_REASON for entry in entries)
    beside = f"{count(silent, 'project')} ended with no reason on record." if silent else ""
    return pareto_view(given, title=TITLE, unit="Projects", beside=beside)


def _table(entries: Sequence[Learnt]) -> TableView:
    headers = ("Project", "Division", "Why", "What the points say", "Learned on", "What was learned", "Shared with")
    rows = tuple(
        (entry.name, entry.division, entry.reason, entry.told, line.day, _words(line), line.shared or NOT_SHARED)
        for entry in entries
        for line in entry.lessons or (None,)
        if line
    )
    bare = tuple((e.name, e.division, e.reason, e.told, "", "", "") for e in entries if not e.lessons)
    return TableView("What did not work, and what it taught", headers, (*rows, *bare), (False,) * 7)


def _words(line: LogLine) -> str:
    return ". ".join(filter(None, [line.title, line.told.split(" Shared with: ")[0]]))
