"""Made-up files for the academy and for spread as it was meant: groups, waiting lists, coaching, plans, readiness."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tests.build import Row, bare
from tests.twin.made_up import NOW, Chance
from tests.twin.made_up_trust import files as trust_files

MODES = ("online", "classroom", "blended", "experiential")
READY = ("awareness", "desire", "knowledge", "skills_resources", "sustaining_process")


def files(seed: int) -> dict[str, list[Row]]:
    """Dataset → rows; those of the made-up trust with more cells filled."""
    rng, made = Chance(1000 + seed), trust_files(seed)
    ids = [row["project_id"] for row in made["projects"]]
    return made | {
        "training": [row | {"mode": rng.choice(MODES), "booked": rng.choice(["true", "false", ""])}
                     for row in made["training"]],
        "activity": [_event(rng, row) for row in made["activity"]],
        "spread": [*(_kept(rng, row) for row in made["spread"]), *(_elsewhere(rng, n, ids) for n in range(30))],
        "plan": [*made["plan"], *(_plan(rng, n, ids) for n in range(rng.randint(0, 8)))],
        "assessments": [*made["assessments"], *_ready(rng, ids)],
    }  # fmt: skip


def _event(rng: Chance, row: Row) -> Row:
    more = {"places": rng.maybe(rng.randint(0, 30)), "waiting": rng.maybe(rng.randint(0, 9))}
    return row | {name: "" if cell is None else str(cell) for name, cell in more.items()}


def _kept(rng: Chance, row: Row) -> Row:
    more = {
        "core_elements_kept": rng.maybe(rng.randint(0, 6)),
        "core_elements_total": rng.maybe(6),
        "sustained_6m_on": rng.maybe(rng.date_(300, 10), 0.4),
    }
    return row | {name: "" if cell is None else str(cell) for name, cell in more.items()}


def _elsewhere(rng: Chance, n: int, ids: Sequence[str]) -> Row:
    approached = rng.date_(900, 10)
    row = bare(
        "spread",
        spread_id=f"E{n}",
        project_id=rng.choice(ids),
        direction="out",
        adopter_org_code=f"RX{n}",
        setting_eligible=rng.random() < 0.9,
        status=rng.choice(["adopted", "adopted", "sustained", "started", "declined"]),
        approached_on=approached,
        adopted_on=rng.maybe(approached + timedelta(days=rng.randint(0, 200)), 0.9),
    )
    return _kept(rng, row)


def _plan(rng: Chance, n: int, ids: Sequence[str]) -> Row:
    project = rng.maybe(rng.choice([id_.lower() for id_ in ids]), 0.8)
    return bare(
        "plan",
        plan_id=f"PX{n}",
        kind=rng.choice(["target", "cost_gbp"]),
        code="external_adoption",
        subject_type="project" if project else "programme",
        subject_id=project,
        quantity=rng.randint(1, 900),
        valid_from=NOW - timedelta(days=500 + n),
        valid_to=rng.maybe(NOW + timedelta(days=30), 0.5),
    )


def _ready(rng: Chance, ids: Sequence[str]) -> list[Row]:
    rows = {}
    for _ in range(rng.randint(0, 300)):
        key = (rng.choice(ids), rng.choice(READY), rng.date_(400, 20), f"a{rng.randint(0, 2)}")
        rows[key] = bare(
            "assessments",
            subject_type="project",
            subject_id=key[0],
            instrument="spread_readiness",
            item_code=key[1],
            score=rng.randint(0, 2),
            assessed_on=key[2],
            assessor_role="hub",
            assessor_key=key[3],
        )
    return list(rows.values())
