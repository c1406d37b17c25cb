"""Nobody can work a small group out: rules by example, and an attack that knows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_eval.disclosure import ROUNDED, hidden_groups, marker, near, nearest, protect, protect_table
from qi_eval.metrics.judging import MISSING, SMALL, bounded, proportion
from qi_eval.metrics.metric import Breakdown, Protects, Result, Scope
from qi_eval.metrics.tier import PAST, Tier, tier_of
from qi_eval.vocabulary import State
from tests.metrics.ground import NOW, REPORT_DATE

INTERNAL = Tier(5, 11)


def scope(**settings: str) -> Scope:
    return Scope(REPORT_DATE, settings=settings)


def people(part: int, whole: int, protects: Protects = Protects.PEOPLE) -> Result:
    low_high = proportion(part, whole)
    return Result(
        State.MEASURED, low_high.value, low_high.low, low_high.high, n=whole, numerator=part, denominator=whole,
        protects=protects, facts={"people_left": 3, "people_stayed": 40, "ratio": 0.5},
    )  # fmt: skip


def table(counts: list[int], *, add_up: bool, protects: Protects = Protects.PEOPLE) -> Breakdown:
    rows = [(f"group {i}", 10.0 * i, count) for i, count in enumerate(counts)]
    frame = pd.DataFrame(rows, columns=["label", "value", "n"])
    return Breakdown(frame, {"label": "Group", "value": "Score", "n": "People"}, protects, "n", ("value",), add_up)


def shown(breakdown: Breakdown, column: str = "n") -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in breakdown.table[column]]


class TestRules:
    @pytest.mark.parametrize(("part", "whole"), [(3, 4), (0, 4), (4, 4)])
    def test_fewer_than_five_people_are_hidden(self, part: int, whole: int) -> None:
        result = protect(people(part, whole), NOW)
        assert result.state is State.SUPPRESSED
        assert (result.value, result.low, result.high, result.n, result.numerator, result.denominator) == (None,) * 6
        assert result.notes == ("Hidden: fewer than 5 people.",)
        assert set(result.facts.values()) == {None}

    def test_a_small_part_of_many_becomes_a_range(self) -> None:
        result = protect(people(3, 100), NOW)
        assert (result.state, result.value, result.numerator) == (State.SUPPRESSED, None, None)
        assert (result.low, result.high, result.bounds_are) == (1, 4, SMALL)
        assert {protect(people(part, 100), NOW).facts == result.facts for part in range(1, 5)} == {True}
        assert len({(r.low, r.high, r.notes) for r in (protect(people(part, 100), NOW) for part in range(1, 5))}) == 1

    def test_all_but_a_few_is_as_good_as_a_few(self) -> None:
        result = protect(people(98, 100), NOW)
        assert (result.state, result.value, result.numerator) == (State.SUPPRESSED, None, None)
        assert (result.low, result.high) == (96, 99)
        assert protect(people(95, 100), NOW).value == 95
        assert protect(replace(people(98, 100), n=98), NOW).value == 98  # places of a plan are no people
        assert protect(people(98, 100, Protects.SURVEY), NOW).value == 98  # answers of a group that is large enough

    def test_zero_stays_zero_and_enough_stays(self) -> None:
        assert protect(people(0, 100), NOW).value == 0
        assert protect(people(5, 100), NOW).value == 5

    @pytest.mark.parametrize(("part", "low", "high"), [(0, 0, 5), (12, 95, 100)])
    def test_all_or_none_of_a_small_group_is_a_band(self, part: int, low: float, high: float) -> None:
        result = protect(people(part, 12, Protects.SURVEY), NOW)
        assert (result.value, result.numerator, result.state) == (None, None, State.MEASURED)
        assert (result.low, result.high) == (pytest.approx(low), pytest.approx(high))
        assert protect(people(part and 20, 20, Protects.SURVEY), NOW).value in (0, 100)
        assert protect(people(part, 12), NOW).value in (0, 100)  # 12 of a plan of 12 is no answer

    def test_a_band_beside_missing_answers_does_not_give_the_answers_away(self) -> None:
        one, four, everyone = (
            protect(replace(bounded(part, 12, 15), protects=Protects.SURVEY), NOW) for part in (1, 4, 12)
        )
        assert (one.low, one.high, one.notes) == (four.low, four.high, four.notes)
        assert (everyone.low, everyone.high) == (pytest.approx(76), 100)
        assert bounded(12, 12, 15).bounds_are == MISSING

    def test_answers_of_fewer_than_eleven_are_hidden(self) -> None:
        assert protect(people(6, 10, Protects.SURVEY), NOW).state is State.SUPPRESSED
        assert protect(people(6, 11, Protects.SURVEY), NOW).value == pytest.approx(100 * 6 / 11)

    def test_small_counts_among_the_facts_become_words(self) -> None:
        facts = protect(people(50, 100), NOW).facts
        assert facts == {"people_left": "fewer than 5", "people_stayed": 40, "ratio": 0.5}

    def test_projects_need_no_protection(self) -> None:
        assert protect(people(1, 3, Protects.NOBODY), NOW) == people(1, 3, Protects.NOBODY)

    def test_what_is_unknown_stays_as_it_is(self) -> None:
        assert protect(Result(State.NO_DATA, notes=("Load it.",)), NOW).notes == ("Load it.",)


class TestSettings:
    def test_they_can_only_raise_a_threshold(self) -> None:
        assert tier_of(scope()) == Tier(5, 11)
        assert tier_of(scope(people_threshold="3", survey_threshold="2")) == Tier(5, 10)
        assert tier_of(scope(people_threshold="8", survey_threshold="15")) == Tier(8, 15)
        assert tier_of(scope(tier="published", people_threshold="5")) == Tier(8, 11, published=True)

    @pytest.mark.parametrize(("count", "rounded"), [(0, 0), (8, 10), (12, 10), (13, 15)])
    def test_acceptance_g_hes_rounding(self, count: int, rounded: int) -> None:
        assert nearest(count) == rounded

    def test_acceptance_g_seven_is_a_star(self) -> None:
        published = protect_table(table([7, 8, 12, 13, 0], add_up=False), tier_of(scope(tier="published")))
        assert shown(published) == [None, 10, 10, 15, 0]
        assert marker(published, scope(tier="published")) == "*"
        assert protect(people(5, 7), scope(tier="published")).state is State.SUPPRESSED

    def test_published_shares_come_from_rounded_counts(self) -> None:
        result = protect(people(33, 98), scope(tier="published"))
        assert (result.numerator, result.denominator, result.n) == (35, 100, 100)
        assert result.value == 35


class TestTables:
    def test_a_small_group_is_hidden_with_what_hangs_on_it(self) -> None:
        hidden = protect_table(table([0, 4, 5], add_up=False), INTERNAL)
        assert (shown(hidden), shown(hidden, "value")) == ([0, None, 5], [0, None, 20])
        assert list(hidden.table["hidden"]) == [False, True, False]
        assert marker(hidden, NOW) == "fewer than 5"

    def test_a_table_without_small_groups_is_left_alone(self) -> None:
        plain = table([0, 5, 6], add_up=True)
        assert "hidden" not in protect_table(plain, INTERNAL).table

    def test_where_groups_add_up_the_next_smallest_goes_too(self) -> None:
        hidden = protect_table(table([40, 3, 12, 30], add_up=True), INTERNAL)
        assert shown(hidden) == [40, None, None, 30]
        assert marker(hidden, NOW) == "hidden"

    def test_a_group_is_hidden_where_the_rest_is_small(self) -> None:
        assert shown(protect_table(table([50, 2, 1], add_up=True), INTERNAL)) == [None, None, None]

    def test_months_outside_the_headline_do_not_count_as_cover(self) -> None:
        source = table([30, 4, 6, 20], add_up=True)
        inside = replace(source, table=source.table.assign(in_total=[False, True, True, True]))
        assert shown(protect_table(inside, INTERNAL)) == [30, None, None, 20]
        outside = replace(source, table=source.table.assign(in_total=[True, False, True, True]))
        assert shown(protect_table(outside, INTERNAL)) == [30, None, 6, 20]

    def test_what_the_total_has_more_than_the_rows_is_a_group_too(self) -> None:
        assert shown(protect_table(table([40, 30], add_up=True), INTERNAL, [73])) == [40, None]
        assert shown(protect_table(table([40, 30], add_up=True), INTERNAL, [70, 75])) == [40, 30]

    def test_a_count_so_far_is_told_where_enough_people_came_with_it(self) -> None:
        so_far = replace(table([6, 8, 12, 12, 20, 22], add_up=False), grows=True)
        assert shown(protect_table(so_far, INTERNAL)) == [6, 12, 12, 22]

    def test_the_note_says_that_groups_are_hidden(self) -> None:
        result = protect(Result(State.MEASURED, 50, breakdown=table([3, 20], add_up=False)), NOW)
        assert result.notes == ("Groups of fewer than 5 people are hidden.",)


class TestDays:
    def test_an_earlier_day_is_rounded_for_two_days_could_be_subtracted(self) -> None:
        past = scope(**{PAST: "yes"})
        before, after = (protect(people(n // 2, n, Protects.SURVEY), past) for n in (51, 52))
        assert (before.n, before.numerator, before.value) == (after.n, after.numerator, after.value) == (50, 25, 50)
        assert before.notes == (ROUNDED,)
        assert protect(people(1, 3, Protects.NOBODY), past).value == people(1, 3, Protects.NOBODY).value

    @pytest.mark.parametrize(("then", "close"), [(50, False), (49, True), (46, True), (45, False), (54, True)])
    def test_figures_that_differ_by_a_small_group_are_near(self, then: int, close: bool) -> None:
        assert near({"n": then}, {"n": 50, "numerator": 3}, 5) is close


class TestAttack:
    """An attacker sees the table and its total, knows the rule, and looks for every table that gives the same page."""

    @pytest.mark.parametrize(("least", "groups", "most"), [(5, 1, 20), (5, 2, 20), (5, 3, 14), (3, 4, 9)])
    def test_no_hidden_cell_follows_from_what_is_shown(self, least: int, groups: int, most: int) -> None:
        pages: Mapping[object, list[tuple[int, ...]]] = defaultdict(list)
        for counts in product(range(most + 1), repeat=groups):
            hidden = hidden_groups(counts, least)
            total = None if 0 < sum(counts) < least else sum(counts)
            pages[tuple(None if h else c for h, c in zip(hidden, counts, strict=True)), total].append(counts)
        for (cells, _), behind in pages.items():
            for i, cell in enumerate(cells):
                assert cell is not None or len({counts[i] for counts in behind}) > 1, (cells, behind)
                assert cell is None or cell == 0 or cell >= least

    @settings(deadline=None)
    @given(st.lists(st.integers(0, 60), min_size=1, max_size=9), st.sampled_from([5, 8, 11]))
    def test_random_breakdowns_hide_at_least_a_group_s_worth(self, counts: list[int], least: int) -> None:
        hidden = [c for c, h in zip(counts, hidden_groups(counts, least), strict=True) if h]
        left = [c for c, h in zip(counts, hidden_groups(counts, least), strict=True) if not h]
        assert all(c == 0 or c >= least for c in left)
        if hidden and any(left):
            assert sum(hidden) >= least
            assert len(set(hidden)) > 1

    @settings(deadline=None)
    @given(st.lists(st.integers(1, 30), min_size=2, max_size=6))
    def test_changing_places_leaves_the_page_as_it_was(self, counts: list[int]) -> None:
        hidden = hidden_groups(counts, 5)
        places = [i for i, h in enumerate(hidden) if h]
        for i, j in pairwise(places):
            swapped = list(counts)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            assert hidden_groups(swapped, 5) == hidden
