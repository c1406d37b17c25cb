"""The rows of a team's table as points: in order of time, one a date, what cannot be charted left empty and named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from qi_eval.datasets.own_series import OwnKind, listed
from qi_eval.datasets.problem import Problem, Severity, located
from qi_eval.intake.columns import ReadColumn, report
from qi_eval.intake.dates import Style, in_words
from qi_eval.intake.findings import Findings, quoted
from qi_eval.intake.privacy import personal
from qi_eval.submit.own_column import DAY, NUMBER, OwnColumn
from qi_eval.submit.own_groups import NOUNS
from qi_eval.submit.own_reading import Meant
from qi_eval.submit.own_shares import counts_behind

PER_CENT = 100.0
MIXED = "not_a_percentage"  # the rule of measurements that percentages of two scales break
SELDOM = 6  # where one date in so many, or fewer, stands in several rows, it looks like a slip


@dataclass
class Points:
    """`frame`: x (day), y, numerator, denominator, note, row; one row a point, in order of time. `known`: rows of the
    table that gave a value. `caution`: what is said wherever the points go, "" for nothing."""

    frame: pd.DataFrame
    known: int = 0
    caution: str = ""
    said: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def points_of(
    meant: Meant,
    group: OwnColumn | None,
    note: OwnColumn | None,
    rows: np.ndarray,
    style: Style,
    again: Sequence[int] = (),
    typed: Collection[int] = (),
) -> Points:
    """The points of a table, `rows` being the row numbers that a person sees, `again` the places of those that say
    what another row says already: counts are not added twice. `typed`: the numbers of rows that wait for nothing more,
    as they were typed on the page."""
    points = Points(_frame(meant, note, rows))
    if meant.of_shares and meant.whole is not None:
        points.caution = f"Counts were worked out from percentages of “{meant.whole.name}”, to the nearest whole."
    if meant.adds:
        points.frame = points.frame.drop(index=list(again))
    if group is not None:
        _of_group(meant, group, points)
    _unread(meant, points, rows, style, typed)
    _without_day(meant, points, typed)
    if meant.value is not None:
        _doubt(meant, points)
    if meant.value is not None and meant.value.is_answers:
        _only_answered(points, meant.value.unclear)
    points.known = int(points.frame[["y", "numerator"]].notna().any(axis=1).sum())
    _in_order(points)
    if not meant.kind.is_time and not meant.kind.from_events:
        _together(meant, points)
    points.frame = worked_out(meant, points.frame).reset_index(drop=True)
    return points


def _of_group(meant: Meant, group: OwnColumn, points: Points) -> None:
    """Keeps the rows that are asked for, none twice: those that sum up others are not added to them."""
    names = np.array(group.encoded.texts.to_pylist())[group.encoded.places][points.frame.index]
    if shown := meant.grouped.group:
        points.frame = points.frame[names == shown]
        points.said.append(f"Only the rows of {shown} are shown.")
    elif sums := meant.grouped.without:
        points.frame = points.frame[~np.isin(names, sums)]
        points.said.append(f"The rows of {listed(sums)} were left out: they sum up the others.")


def _frame(meant: Meant, note: OwnColumn | None, rows: np.ndarray) -> pd.DataFrame:
    nothing = np.full(len(rows), np.nan)
    value = nothing if meant.value is None else meant.value.values
    if meant.of_shares and meant.value is not None and meant.whole is not None:
        value = counts_behind(meant.value, meant.whole)
    return pd.DataFrame(
        {
            "x": pd.to_datetime(pd.Series(meant.date.dates, dtype=object)).astype("datetime64[us]"),
            "y": nothing if meant.whole is not None else value,
            "numerator": value if meant.whole is not None else nothing,
            "denominator": nothing if meant.whole is None else meant.whole.values,
            "note": _notes(note, len(rows)),
            "row": rows,
        }
    )


def _notes(note: OwnColumn | None, size: int) -> list[str]:
    """What was written beside each value; what holds an address or a telephone number stays out."""
    if note is None:
        return [""] * size
    texts = ["" if text and personal(text) else text for text in note.encoded.texts.to_pylist()]
    return [texts[place] for place in note.encoded.places]


def _unread(meant: Meant, points: Points, rows: np.ndarray, style: Style, typed: Collection[int]) -> None:
    """Names the cells that are no date or no number."""
    findings = Findings(rows)
    kept = set(points.frame["row"])
    for column, read in ((DAY, meant.date), (NUMBER, meant.value), (NUMBER, meant.whole)):
        if read is not None:
            parsed = type(read.numbers)(pa.nulls(0), (read.days if column is DAY else read.numbers).faults, {})
            report(ReadColumn(column, read.encoded, parsed, read.name), findings, style, _under(read.name))
    found = [problem for problem in findings.problems(None) if problem.row in kept]
    waiting = set() if meant.value is None else _future_and_empty(points)  # in a list of events each row is one of them
    empty = waiting.difference(typed)
    points.problems += [one for one in found if one.row not in empty]
    if empty:
        rows_were = "1 row was" if len(empty) == 1 else f"{len(empty):,} rows were"
        points.said.append(f"{rows_were} left out, with no day that has been and no value.")


def _under(name: str) -> Callable[[int], str | None]:
    return lambda _: name


def _future_and_empty(points: Points) -> set[int]:
    """The rows that wait to be filled: no day that has been, and no number."""
    frame = points.frame
    waiting = frame["x"].isna() & frame["y"].isna() & frame["numerator"].isna() & frame["denominator"].isna()
    return set(frame.loc[waiting, "row"]) if not frame["x"].isna().all() else set()


def _without_day(meant: Meant, points: Points, typed: Collection[int]) -> None:
    """Leaves out the rows without a date; those in which a date was meant are named already."""
    frame, named = points.frame, {problem.row for problem in points.problems}
    without = frame[frame["x"].isna()]
    holding = without[without[["y", "numerator"]].notna().any(axis=1) | without["row"].isin(typed)]
    for row in holding["row"]:
        if int(row) not in named:
            sentence = located(int(row), meant.date.name, "this cell is blank, so the row was left out.")
            points.problems.append(Problem(int(row), meant.date.name, None, "required", sentence))
    points.frame = frame[frame["x"].notna()]


def _doubt(meant: Meant, points: Points) -> None:
    """Empties what the kind of number rules out: counts below 0, a denominator of 0, more than all."""
    assert meant.value is not None
    value, whole = meant.value.name, meant.whole.name if meant.whole else ""
    frame, scale = points.frame, PER_CENT if meant.is_fraction else 1.0
    part = frame["numerator"] if meant.whole else frame["y"]
    counts = meant.kind in (OwnKind.COUNT, OwnKind.RATE) or meant.kind is OwnKind.PART
    wrong = {
        "below_lowest": (part < 0) if counts or meant.kind.is_time else None,
        "denominator_below": frame["denominator"] < 0,
        "denominator_zero": frame["denominator"] == 0,
        "numerator_above_denominator": (part > frame["denominator"]) & (frame["denominator"] > 0)
        if meant.kind is OwnKind.PART else None,
        "not_a_percentage": (part * scale > PER_CENT) if meant.kind is OwnKind.PART and not meant.whole else None,
    }  # fmt: skip
    emptied = pd.Series(False, index=frame.index)
    for rule, found in wrong.items():
        if found is None:
            continue
        for row in frame[found & ~emptied].itertuples():
            points.problems.append(_doubted(rule, row, value, whole))
        emptied |= found
    points.frame = frame.assign(**{name: frame[name].mask(emptied) for name in ("y", "numerator", "denominator")})
    _mixed_scales(meant, points)


def _doubted(rule: str, row: object, value: str, whole: str) -> Problem:
    number = int(row.row)  # type: ignore[attr-defined]
    part = row.numerator if whole else row.y  # type: ignore[attr-defined]
    total = row.denominator  # type: ignore[attr-defined]
    column = whole if rule.startswith("denominator") else value
    said = {
        "below_lowest": f"{part:g} is below 0, which this number cannot be. The point is left empty.",
        "denominator_below": f"{total:g} is below 0, which it cannot be. The point is left empty.",
        "denominator_zero": f"{whole} is 0, so there is nothing to divide by. The point is left empty.",
        "numerator_above_denominator": f"{part:g} of {total:g} is no part of a whole. Are the two swapped? "
        "The point is left empty.",
        "not_a_percentage": f"{part:g} is no percentage: it goes up to 100. The point is left empty.",
    }[rule]
    named = "below_lowest" if rule == "denominator_below" else rule
    return Problem(number, column, None, named, located(number, column, said))


def _mixed_scales(meant: Meant, points: Points) -> None:
    """Says where most percentages are above 1 and a few between 0 and 1."""
    if meant.kind is not OwnKind.PART or meant.whole is not None or meant.is_fraction:
        return
    known = points.frame["y"].dropna()
    small = known[(known > 0) & (known < 1)]
    if len(small) and (known > 1).any():
        one = float(small.iloc[0])
        said = f"1 of the percentages lies below 1: {one:g}. It was read as it stands"
        if len(small) > 1:
            said = f"{len(small)} of the percentages lie below 1, such as {one:g}. They were read as they stand"
        whole = " So was 1, as 1%." if (known == 1).any() else ""
        sentence = f"{said}; if {one:g} means {one * 100:.4g}%, mend it.{whole}"
        points.problems.append(Problem(None, None, None, MIXED, sentence, Severity.WARNING))


def _only_answered(points: Points, unclear: Mapping[int, tuple[str, str]]) -> None:
    """Leaves out the rows that lack an answer, and names those whose answer is neither yes nor no."""
    without = points.frame[points.frame["denominator"].isna()]
    for place, row in zip(without.index.tolist(), without["row"].tolist(), strict=True):
        if said := unclear.get(place):
            told = f"{quoted(said[1])} says neither yes nor no, so the row was left out. Write yes or no."
            points.problems.append(
                Problem(int(row), said[0], said[1], "not_an_answer", located(int(row), said[0], told))
            )
    if lacking := len(without) - sum(place in unclear for place in without.index):
        rows_were = "1 row lacks an answer and was" if lacking == 1 else f"{lacking:,} rows lack an answer and were"
        points.said.append(f"{rows_were} left out.")
    points.frame = points.frame.drop(index=without.index)


def _in_order(points: Points) -> None:
    if not points.frame["x"].is_monotonic_increasing:
        points.said.append("The rows were not in order of time; they are now.")
        points.frame = points.frame.sort_values("x", kind="stable")


def _together(meant: Meant, points: Points) -> None:
    """One point a date: counts are added, other numbers averaged, and it is said."""
    twice = points.frame["x"].duplicated(keep=False)
    if not twice.any():
        return
    again = points.frame.loc[twice, ["x", "row"]]
    dates, all_dates = again["x"].nunique(), points.frame["x"].nunique()
    how = combine(meant, points)
    if meant.value is not None and meant.value.is_answers:
        return  # many rows a day are what such a table is made of
    stand = "1 date stands" if dates == 1 else f"{dates:,} dates stand"
    points.said.append(f"{stand} in several rows, which were taken together: {how}.")
    if dates * SELDOM <= all_dates:
        points.problems += [_stands_again(meant, again[again["x"] == day], how) for day in again["x"].unique()]


def _stands_again(meant: Meant, rows: pd.DataFrame, how: str) -> Problem:
    """The warning of a date that stands twice where nearly all others stand once: the one may correct the other."""
    numbers = sorted(map(int, rows["row"]))
    sentence = (
        f"Rows {listed([str(number) for number in numbers])} have the same date, {in_words(rows['x'].iloc[0].date())}: "
        f"{how}. If one of them corrects the other, take the wrong one out."
    )
    return Problem(numbers[-1], meant.date.name, None, "two_in_a_period", sentence, Severity.WARNING)


def combine(meant: Meant, points: Points) -> str:
    """Makes the rows of a date one; gives the way in words."""
    frame = points.frame
    whole = frame[["numerator", "denominator"]].notna().all(axis=1)
    counts = frame[["numerator", "denominator"]].where(whole).assign(x=frame["x"]).groupby("x").sum(min_count=1)
    by_day = frame.groupby("x")
    values = by_day["y"].sum(min_count=1) if meant.kind is OwnKind.COUNT else by_day["y"].mean()
    written = frame[frame["note"] != ""].groupby("x")["note"].agg(lambda notes: "; ".join(dict.fromkeys(notes)))
    joined = counts.assign(y=values, note=written, row=by_day["row"].first())
    points.frame = joined.assign(note=joined["note"].fillna("")).reset_index()
    if meant.adds:
        return "their counts were added"
    points.caution = _averaged(meant)
    return "their values were averaged"


def _averaged(meant: Meant) -> str:
    """What a reader must know of averages of what was worked out already; "" where each value counts as one."""
    if not (meant.grouped.mixed or meant.kind in (OwnKind.PART, OwnKind.RATE)):
        return ""
    some = f"several {NOUNS[meant.kind]}s, without weights"
    if word := meant.grouped.mixed:
        return f"Points are plain averages of {some}: a small {word} counts as much as a large one."
    return f"Where a point stands for several rows, it is the plain average of {some}."


def worked_out(meant: Meant, frame: pd.DataFrame) -> pd.DataFrame:
    """The points with y as it is charted: in per cent, or for so many."""
    if meant.whole is not None:
        times = PER_CENT if meant.kind is OwnKind.PART else meant.multiplier
        return frame.assign(y=times * frame["numerator"] / frame["denominator"])
    return frame.assign(y=frame["y"] * PER_CENT) if meant.is_fraction else frame
