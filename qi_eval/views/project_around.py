"""What stands around a project: patients as partners, coaching, spread, benefits. Rows in, small tables in words out.

People are counted only from the smallest number that is shown (disclosure); organisations and contacts are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from qi_eval.metrics.money import worth
from qi_eval.metrics.periods import Row
from qi_eval.metrics.tier import Tier
from qi_eval.narrative import count, date_words, listed, pounds, pounds_about, trimmed
from qi_eval.views.project_words import coded, text
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import (
    BenefitClass,
    CoachingModel,
    ContactMode,
    ElftLevel,
    InvolvementStage,
    LadderLevel,
    SpreadDirection,
    SpreadStatus,
)

# how far a setting has come, the furthest first; then those that said no or gave it up
ORDER = (*list(SpreadStatus)[5::-1], *list(SpreadStatus)[6:])
YES = {True: "yes", False: "no"}


def involvement(rows: Sequence[Row], tier: Tier) -> TableView | None:
    """How patients and carers took part, the newest record of each stage; None where nothing is recorded."""
    newest = {row["stage"]: row for row in sorted(rows, key=lambda row: row["recorded_on"])}
    stages = [newest[stage.value] for stage in InvolvementStage if stage.value in newest]
    headers = ("Stage", "How they took part", "Big I / little i", "Who", "Idea from", "Told what came of it")
    cells = tuple(
        (
            InvolvementStage(row["stage"]).label,
            LadderLevel(row["ladder_level"]).label,
            ElftLevel(row["elft_level"]).label if row["elft_level"] else "",
            _people(row["n_patients_carers"], tier),
            coded(row["initiated_by"]),
            YES.get(row["feedback_given"], "not recorded"),
        )
        for row in stages
    )
    return TableView("Patients and carers", headers, cells, (False,) * 6) if cells else None


def _people(number: float | None, tier: Tier) -> str:
    if number is None:
        return "not recorded"
    if 0 < number < tier.people:
        return f"fewer than {tier.people} people"
    return count(int(number), "person", "people")


def coaching_words(rows: Sequence[Row], today: date) -> str:
    """How often the team met a coach, and how long ago; in the words of the facts."""
    if not rows:
        return "No coaching contact is on record."
    last = max(row["activity_date"] for row in rows)
    ago = (today - last).days
    return f"{count(len(rows), 'contact')}, the last on {date_words(last)} ({count(ago, 'day')} ago)."


def coaching(rows: Sequence[Row]) -> TableView | None:
    """Each contact with a coach, newest first; None without one. Who coached is no one's to read here."""
    cells = tuple(
        (
            date_words(row["activity_date"]),
            ContactMode(row["mode"]).label if row["mode"] else "",
            f"{row['minutes']:.0f}" if row["minutes"] else "",
            CoachingModel(row["coaching_model"]).label if row["coaching_model"] else "",
        )
        for row in sorted(rows, key=lambda row: row["activity_date"], reverse=True)
    )
    headers = ("Day", "How", "Minutes", "Model")
    return TableView("Contacts with a coach", headers, cells, (False, False, True, False)) if cells else None


def spread_words(rows: Sequence[Row]) -> str:
    """How many settings stand where, those who take it up and what was taken from others apart."""
    out = [row for row in rows if row["direction"] == SpreadDirection.OUT]
    taken = [row for row in rows if row["direction"] == SpreadDirection.IN]
    counts = [f"{n} {status.label.lower()}" for status in ORDER if (n := sum(row["status"] == status for row in out))]
    told = [f"{count(len(out), 'setting')}: {listed(counts)}."] if out else []
    sources = {text(row["source_org_code"]) for row in taken} - {""}
    origin = f", from {listed(sorted(sources))}" if sources else ""
    return " ".join([*told, *([f"{count(len(taken), 'change')} taken from others{origin}."] if taken else [])])


def spread(rows: Sequence[Row], names: Mapping[str, str]) -> TableView | None:
    """Each setting; `names`: our own units by id. None where nothing is recorded."""
    headers = ("Setting", "Which way", "Status", "Last step", "Core elements kept")
    cells = tuple(
        (
            _setting(row, names),
            SpreadDirection(row["direction"]).label,
            SpreadStatus(row["status"]).label,
            _last_step(row),
            f"{row['core_elements_kept']:.0f} of {row['core_elements_total']:.0f}"
            if row["core_elements_kept"] is not None and row["core_elements_total"]
            else "",
        )
        for row in rows
    )
    return TableView("Spread", headers, cells, (False,) * 5) if cells else None


def _setting(row: Row, names: Mapping[str, str]) -> str:
    org, unit = text(row["adopter_org_code"]), text(row["adopter_unit_id"])
    return names[unit] if unit in names else " ".join(filter(None, [org, unit]))


def _last_step(row: Row) -> str:
    steps = ("approached_on", "agreed_on", "started_on", "adopted_on", "sustained_6m_on", "stopped_on")
    days = [row[name] for name in steps if row[name]]
    return date_words(max(days)) if days else ""


def benefits(rows: Sequence[Row]) -> TableView | None:
    """Each benefit with its range and what it rests on; never added up. None where nothing is recorded."""
    headers = ("What", "How many", "Worth", "How", "Against what", "Checked")
    cells = tuple(
        (
            BenefitClass(row["benefit_class"]).label,
            f"{_range(row)} {text(row['quantity_unit'])}".strip(),
            _money(row),
            ", ".join(filter(None, [coded(row["method"]), text(row["assumptions"]).lower()])),
            text(row["counterfactual"]) or "not recorded",
            f"on {date_words(row['validated_on'])}" if row["validated_on"] else "an estimate, checked by nobody yet",
        )
        for row in rows
    )
    return TableView("Benefits, as estimated", headers, cells, (False,) * 6) if cells else None


def _range(row: Row) -> str:
    low, middle, high = (row[f"quantity_{end}"] for end in ("low", "central", "high"))
    if middle is None:
        return "not recorded"
    return trimmed(middle) + (f" ({trimmed(low)} to {trimmed(high)})" if low is not None and high is not None else "")


def _money(row: Row) -> str:
    low, middle, high = (worth(row, end) for end in ("low", "central", "high"))
    if middle is None:
        return "no price given"
    return pounds(middle) if low is None or high is None else pounds_about(middle, low, high)
