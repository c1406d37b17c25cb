"""A whole trust is computed at once: the floors of benchmarks/spc.py, with room to spare."""

from __future__ import annotations

from benchmarks import spc


def test_ten_thousand_run_charts_take_less_than_ten_bare_passes_and_a_hundredth_of_the_field_s_package() -> None:
    found = spc.run_charts()
    assert found.to_bare < 10
    assert found.times_faster > 100


def test_a_thousand_xmr_charts_with_icons_take_less_than_a_sixtieth_of_the_field_s_package() -> None:
    assert spc.xmr_charts().times_faster > 60


def test_a_p_prime_chart_for_each_of_two_hundred_trusts_takes_less_than_fifty_milliseconds() -> None:
    assert spc.primed_charts().ours < 0.05
