"""Q2 to Q5, C3 to C8 a second time: plain loops over the raw cells of the CSV files. It shares no code with what it
checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tests.twin.naive import Files, Row, back, month, ours, running
from tests.twin.naive_hub_trust import home, lately, planned
from tests.twin.naive_trust import Value, ratio

ENDS = ("low", "central", "high")


def worth(row: Row, end: str) -> Value:
    quantity, price = row[f"quantity_{end}"], row[f"unit_value_gbp_{end}"]
    return float(quantity) * float(price) if quantity and price else None


def apart(rows: list[Row], now: date) -> list[Row]:
    """Pair by pair in the order of the ids: the less certain of two that overlap goes, once."""
    kept = sorted(rows, key=lambda r: r["benefit_id"])
    for r in list(kept):
        others = [o for o in kept if o is not r and o["benefit_id"].lower() == r["overlap_with"].lower()]
        if r in kept and others:
            other = others[0]
            kept.remove(other if certain(other, now) < certain(r, now) else r)
    return kept


def certain(row: Row, now: date) -> int:
    checked = "" < row["validated_on"] <= now.isoformat()
    return 2 * checked + (worth(row, "central") is not None)


def q2(files: Files, now: date) -> Value:
    """Validated and cashable."""
    begun = [r for r in files["benefits"] if r["period_end"] <= now.isoformat()]
    if not begun:
        return None
    last = max(r["period_end"] for r in begun)
    since = now if last >= date(now.year - 1, now.month, 1).isoformat() else date.fromisoformat(last)
    index = month(since) - 12
    first = date(index // 12, index % 12 + 1, 1).isoformat()
    own = [r for r in begun if r["period_end"] >= first]
    checked = [r for r in apart(own, now) if certain(r, now) >= 2]
    cash = [worth(r, "central") for r in checked if r["benefit_class"] == "cashable"]
    known = [w for w in cash if w is not None]
    return sum(known) if known or (checked and not cash) else None


def c8(files: Files, now: date) -> Value:
    begun = [r for r in files["benefits"] if r["period_start"] <= now.isoformat()]
    averted = apart([r for r in begun if r["benefit_kind"] == "events_averted"], now)
    sums = [w for r in averted if (w := worth(r, "central")) is not None]
    return sum(sums) if sums else None


def whole_year(now: date) -> int:
    """The newest whole month."""
    return month(now) if (now + timedelta(days=1)).month != now.month else month(now) - 1


def q4(files: Files, now: date) -> tuple[float, float] | None:
    """Cases that got everything, cases."""
    led = {p["project_id"]: p["unit_id"] for p in files["projects"] if p["start_date"] <= now.isoformat()}
    mine = {
        m["measure_id"]: m
        for m in files["measures"]
        if m["bundle_role"] and m["value_type"] == "proportion" and m["project_id"] in led
    }
    counted = [x for x in files["measurements"] if x["measure_id"] in mine and x["period_start"] <= now.isoformat()]
    counted = [x for x in counted if not x["subgroup"] and x["numerator"] and float(x["denominator"] or 0) > 0]
    units = [x["unit_id"] or home(files, mine[x["measure_id"]]) for x in counted]
    own = [led[mine[x["measure_id"]]["project_id"]] for x in counted]
    rows = [(x["measure_id"], unit == at, x) for x, unit, at in zip(counted, units, own, strict=True)]
    at_home = {id_ for id_, here, _ in rows if here}
    kept = [(id_, x) for id_, here, x in rows if here or id_ not in at_home]
    last = whole_year(now)
    kept = [(id_, x) for id_, x in kept if month(date.fromisoformat(x["period_start"])) <= last]
    whole = [x for id_, x in kept if mine[id_]["bundle_role"] == "all_or_none"]
    if not whole:
        return None
    newest = max(month(date.fromisoformat(x["period_start"])) for x in whole)
    recent = [x for x in whole if month(date.fromisoformat(x["period_start"])) > newest - 12]
    return sum(float(x["numerator"]) for x in recent), sum(float(x["denominator"]) for x in recent)


def groups(files: Files, now: date) -> tuple[list[Row], list[Row]]:
    """The outcome measures of our projects, and their measurements by group."""
    begun = {p["project_id"] for p in ours(files) if p["start_date"] <= now.isoformat() and p["status"] != "proposed"}
    measures = [m for m in files["measures"] if m["measure_type"] == "outcome" and m["project_id"] in begun]
    ids = {m["measure_id"] for m in measures}
    rows = [x for x in files["measurements"] if x["measure_id"] in ids and x["subgroup_axis"]]
    return measures, [x for x in rows if x["period_start"] <= now.isoformat()]


def q5_reported(files: Files, now: date) -> Value:
    measures, rows = groups(files, now)
    return ratio(len({x["measure_id"] for x in rows}), len(measures)) if rows else None


def q5_distances(files: Files, now: date) -> list[float]:
    """Best less worst of each measure and axis, in points."""
    measures, rows = groups(files, now)
    found, since = [], back(now, 12).isoformat()
    for m in measures:
        if m["value_type"] != "proportion" or m["direction"] == "neutral":
            continue
        for axis in sorted({x["subgroup_axis"] for x in rows if x["measure_id"] == m["measure_id"]}):
            own = [x for x in rows if (x["measure_id"], x["subgroup_axis"]) == (m["measure_id"], axis)]
            own = [x for x in own if x["numerator"] and x["denominator"] and float(x["denominator"]) > 0]
            sums = added(x for x in own if x["period_start"] > since)
            if len(sums) < 2 or min(n for _, n in sums.values()) < 11:
                sums = added(own)
            rates = [100 * part / n for part, n in sums.values() if n >= 11]
            found += [max(rates) - min(rates)] if len(rates) > 1 else []
    return sorted(found)


def added(rows: Iterable[Row]) -> dict[str, tuple[float, float]]:
    sums: dict[str, tuple[float, float]] = {}
    for x in rows:
        part, cases = sums.get(x["subgroup"], (0.0, 0.0))
        sums[x["subgroup"]] = (part + float(x["numerator"]), cases + float(x["denominator"]))
    return sums


def volunteering(files: Files, now: date) -> list[Row]:
    rows = [r for r in files["activity"] if r["activity_date"] <= now.isoformat()]
    return [
        r
        for r in rows
        if r["activity_type"] == "volunteering" or float(r["volunteer_hours"] or 0) or int(r["n_volunteers"] or 0)
    ]


def c3_hours(files: Files, now: date) -> Value:
    own = lately([r for r in volunteering(files, now) if r["volunteer_hours"]], now)
    return sum(float(r["volunteer_hours"]) for r in own) if own else None


def c3_volunteers(files: Files, now: date) -> Value:
    told = [r for r in volunteering(files, now) if int(r["n_volunteers"] or 0)]
    if not told:
        return None
    last = max(r["activity_date"][:7] for r in told)
    return float(sum(int(r["n_volunteers"]) for r in told if r["activity_date"].startswith(last)))


def c4_shared(files: Files, now: date) -> tuple[int, int, int] | None:
    """(with a partner, recorded, running)."""
    own = [p for p in ours(files) if running(p, now)]
    told = [{w.strip().upper() for w in p["orgs_involved"].split("|") if w.strip()} for p in own]
    known = [orgs for orgs in told if orgs]
    return (sum(bool(orgs - {"RNB"}) for orgs in known), len(known), len(own)) if known else None


def visits(files: Files, now: date) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for r in files["activity"]:
        org = r["org_code"].upper()
        if r["activity_type"] == "network" and org and org != "RNB" and r["activity_date"] <= now.isoformat():
            found.setdefault(org, []).append(date.fromisoformat(r["activity_date"]))
    return found


def quarter(d: date) -> int:
    return d.year * 4 + (d.month - 1) // 3


def c4_came(files: Files, now: date) -> Value:
    came, enrolled = visits(files, now), planned(files, now, "enrolled", "network")
    if not came:
        return None
    last = max(quarter(d) for days in came.values() for d in days)
    n = sum(any(quarter(d) == last for d in days) for days in came.values())
    return ratio(min(n, enrolled), enrolled)


def c4_kept(files: Files, now: date) -> Value:
    came = visits(files, now)
    if not came:
        return None
    last = max(quarter(d) for days in came.values() for d in days)
    return ratio(sum(max(quarter(d) for d in days) >= last - 1 for days in came.values()), len(came))


def c6(files: Files, now: date) -> tuple[int, int, int] | None:
    """(from elsewhere, recorded, begun)."""
    own = [p for p in ours(files) if p["start_date"] <= now.isoformat() and p["status"] != "proposed"]
    taken = {
        s["project_id"] for s in files["spread"] if s["direction"] == "in" and s["approached_on"] <= now.isoformat()
    }
    outside = ("nice_guideline", "published_study", "other_trust", "collaborative")
    met = [p["evidence_source"] in outside or (p["project_id"] in taken and not p["evidence_source"]) for p in own]
    met = [m or p["project_id"] in taken for m, p in zip(met, own, strict=True)]
    known = [p for p in own if p["evidence_source"] or p["project_id"] in taken]
    return (sum(met), len(known), len(own)) if known else None
