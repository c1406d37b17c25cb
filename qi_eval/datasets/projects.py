"""The projects of the programme and the people who work on them."""

from __future__ import annotations

from qi_eval.datasets.column import boolean, code, codes, date, ident, number, text, whole
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.organisation import UNIT
from qi_eval.datasets.rules import WARNING, both, in_order, needed_when, one_of, present, rule
from qi_eval.vocabulary import (
    ClosureReason,
    CqcDomain,
    EvidenceSource,
    ProjectStatus,
    ProjectType,
    RoleTier,
    StaffGroup,
    Stage,
    TeamRole,
)

PROJECT = ("projects", "project_id")
MEASURE = ("measures", "measure_id")
ENDED = (ProjectStatus.COMPLETED, ProjectStatus.CLOSED_UNSUCCESSFUL, ProjectStatus.HANDED_OVER)
RUNNING = (ProjectStatus.PROPOSED, ProjectStatus.ACTIVE)

PROJECTS = Dataset(
    name="projects",
    title="Projects",
    grain="one improvement project or one request for advice and support",
    purpose="What did we do, where, and how far has each project come? Every project outcome starts here.",
    key=("project_id",),
    columns=(
        ident("project_id", "Short code of the project.", "P014", required=True),
        text("title", "Title of the project.", "Sepsis six in one hour", required=True),
        code("project_type", ProjectType, "How the project came to the hub.", "service_led", required=True),
        ident("unit_id", "The unit that leads the project.", "RNB", required=True, refers=UNIT),
        code("status", ProjectStatus, "Whether the project is running.", "active", required=True),
        date("start_date", "The day on which it began (proposed: was proposed).", "2025-01-13", required=True),
        date("close_date", "The day on which it ended; blank while it runs.", ""),
        code("stage", Stage, "How far it has come on the QI journey.", "testing", required=True),
        text(
            "aim_statement",
            "What will get better, by how much, by when, for whom.",
            "Antibiotics within one hour from 52% to 90% by March 2027",
        ),
        ident("aim_measure_id", "The measure that tells whether the aim is met.", "M031", refers=MEASURE, soft=True),
        number("aim_target", "The value of that measure to reach.", "90"),
        date("aim_due", "The day by which to reach it.", "2027-03-31", may_be_future=True),
        text("strategic_priority", "The trust's priority that the project serves.", "harm_free"),
        codes("cqc_domains", CqcDomain, "What the project makes better.", "safe|effective"),
        text("sponsor_role", "Role of the sponsor, no name.", "clinical_director"),
        whole("team_size", "People in the team.", "7"),
        text("orgs_involved", "Codes of all organisations that take part, joined by |.", "RNB"),
        text("origin", "Where the idea came from, such as staff_idea or incident.", "staff_idea"),
        code("evidence_source", EvidenceSource, "What the change rests on.", "nice_guideline"),
        code("closure_reason", ClosureReason, "Why it ended; blank while it runs.", ""),
        code("lead_role_tier", RoleTier, "The lead's place in the organisation.", "frontline"),
        code("lead_staff_group", StaffGroup, "The lead's staff group.", "nursing_midwifery"),
        text("professions_involved", "Professions in the team, joined by |.", "nurse|doctor|pharmacist"),
        boolean("named_to_board", "Yes if the team agrees to be named to the board.", "true"),
    ),
    rules=(
        in_order("start_date", "close_date"),
        in_order("start_date", "aim_due"),
        needed_when(
            "close_date",
            "status",
            ENDED,
            sentence="A project that is {status} needs the day on which it ended. Fill close_date.",
            severity=WARNING,
        ),
        rule(
            "close_date_while_running",
            "close_date",
            "The project is {status} but has a close_date ({close_date}). Blank it, or mend the status.",
            lambda t: both(one_of(t["status"], RUNNING), present(t["close_date"])),
            severity=WARNING,
        ),
    ),
)


PROJECT_TEAM = Dataset(
    name="project_team",
    title="Project teams",
    private=True,
    grain="one person in one role on one project",
    purpose="Do trained people work on projects, who leads, and how far does a coach's work reach?",
    key=("project_id", "person_key", "team_role"),
    scope=("project_id",),
    columns=(
        ident("project_id", "The project.", "P014", required=True, refers=PROJECT),
        ident(
            "person_key", "Code that stands for a person, never a name or a staff number.", "7f3ac2e9", required=True
        ),
        code("team_role", TeamRole, "What the person does on the project.", "lead", required=True),
        boolean("is_lead", "Yes for the person who leads.", "true"),
        date("joined_on", "The day on which the person joined.", "2025-01-13"),
        date("left_on", "The day on which the person left; blank while on it.", ""),
    ),
    rules=(in_order("joined_on", "left_on"),),
)
