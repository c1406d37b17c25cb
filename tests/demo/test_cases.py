"""The cases that the demo must hold, each by name: what goes wrong in real programmes stands in this one too."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from qi_eval.metrics import BY_ID
from qi_eval.store import Store
from qi_eval.views.results import results
from qi_eval.views.scope import scope_of

Frames = dict[str, pd.DataFrame]


def numbers(rows: pd.DataFrame, column: str) -> pd.Series:
    return pd.to_numeric(rows[column])


def test_three_projects_were_closed_as_unsuccessful_and_two_passed_on_what_they_learned(frames: Frames):
    projects, log = frames["projects"], frames["project_log"]
    closed = set(projects[projects["status"] == "closed_unsuccessful"]["project_id"])
    reviews = log[log["log_type"] == "closure_review"]
    lessons = log[(log["log_type"] == "lesson") & log["title"].isin(reviews["result"])]
    assert closed == set(reviews["project_id"]) == set(lessons["project_id"])
    assert len(closed) == 3
    assert (lessons["shared_with"] != "").sum() == 2


def test_a_gap_two_months_of_anticoagulation_were_never_sent(everyone: pd.DataFrame):
    days = pd.to_datetime(everyone[everyone["measure_id"] == "P012-1"]["period_start"])
    assert days.diff().max().days > 85


def test_missing_values_carry_their_reason(everyone: pd.DataFrame):
    missing = everyone[everyone["y"].isna()]
    assert len(missing) >= 3
    assert (missing["missing_reason"] != "").all()


def test_a_rebase_with_its_reason_stands_on_the_chart_and_in_the_log(frames: Frames):
    marks, log = frames["chart_marks"], frames["project_log"]
    rebase = marks[marks["kind"] == "phase_start"].iloc[0]
    logged = log[(log["log_type"] == "recalc_limits") & (log["applies_to_measure_id"] == rebase["measure_id"])]
    assert rebase["reason"]
    assert list(logged["log_date"]) == [rebase["on_date"]]


def test_an_excluded_point_is_far_from_the_others(frames: Frames, everyone: pd.DataFrame):
    mark = frames["chart_marks"].query("kind == 'excluded'").iloc[0]
    series = everyone[everyone["measure_id"] == mark["measure_id"]].set_index("period_start")["y"]
    assert series[mark["on_date"]] < series.drop(mark["on_date"]).min() - 10


def test_a_target_moves(frames: Frames):
    moved = frames["chart_marks"].query("kind == 'target_from'")
    targets = frames["measures"].set_index("measure_id")["target"]
    assert (numbers(moved, "value").to_numpy() != pd.to_numeric(targets[moved["measure_id"]]).to_numpy()).all()


def test_a_balancing_harm_more_people_come_back_after_going_home_earlier(frames: Frames, everyone: pd.DataFrame):
    measure = frames["measures"].set_index("measure_id").loc["P034-4"]
    change = frames["projects"].set_index("project_id").loc["P034"]
    series = everyone[everyone["measure_id"] == "P034-4"]
    after = series[series["period_start"] >= "2024-11-01"]["y"].mean()
    assert (measure["measure_type"], measure["direction"], change["status"]) == ("balancing", "decrease", "active")
    assert after > 1.6 * series[series["period_start"] < "2024-08-01"]["y"].mean()


def test_a_small_team_answers_seven_times_in_each_wave(frames: Frames):
    answers = frames["survey_responses"].query("unit_id == 'FETAL-MB' and survey_id == 'nqps'")
    assert (answers.groupby("wave")["response_id"].nunique() == 7).all()
    assert answers["wave"].nunique() == 3


def test_a_rare_event_is_counted_in_days_between(frames: Frames, everyone: pd.DataFrame):
    measure = frames["measures"].query("value_type == 'time_between'").iloc[0]
    series = everyone[everyone["measure_id"] == measure["measure_id"]]
    assert (series["y"] >= 1).all()
    assert list(pd.to_datetime(series["period_start"]).diff().dt.days.iloc[1:]) == list(series["y"].iloc[1:])


def test_a_bundle_breaks_its_bounds_in_one_month_only(frames: Frames, everyone: pd.DataFrame):
    bundle = frames["measures"].query("bundle_id == 'STROKE3'").set_index("bundle_role")["measure_id"]
    wide = everyone.pivot(index="period_start", columns="measure_id", values="y")
    above = wide[bundle["all_or_none"]] > wide[list(bundle[["element"]])].min(axis=1)
    assert list(above[above].index) == ["2026-03-01"]


def test_a_bundle_is_kept_in_twelve_wards_and_the_trust_is_their_sum(frames: Frames):
    bundle = frames["measures"].query("bundle_id == 'SKIN3'").set_index("bundle_role")["measure_id"]
    rows = frames["measurements"]
    rows = rows[rows["measure_id"].isin(bundle)]
    rows = rows.assign(good=numbers(rows, "numerator"), cases=numbers(rows, "denominator"))
    wards, trust = rows[rows["unit_id"] != ""], rows[rows["unit_id"] == ""].set_index(["measure_id", "period_start"])
    assert wards["unit_id"].nunique() == 12
    added = wards.groupby(["measure_id", "period_start"])[["good", "cases"]].sum()
    assert added.equals(trust.loc[added.index, ["good", "cases"]])
    wide = wards.pivot(index=["unit_id", "period_start"], columns="measure_id", values="good")
    assert (wide[bundle["all_or_none"]] <= wide[list(bundle[["element"]])].min(axis=1)).all()


def test_one_ward_of_the_bundle_has_not_begun(frames: Frames):
    whole = frames["measures"].query("bundle_id == 'SKIN3' and bundle_role == 'all_or_none'")["measure_id"].iloc[0]
    rows = frames["measurements"].query("unit_id != '' and period_start >= '2026-03-01'")
    rows = rows[rows["measure_id"] == whole]
    share = (
        numbers(rows, "numerator").groupby(rows["unit_id"]).sum()
        / numbers(rows, "denominator").groupby(rows["unit_id"]).sum()
    )
    assert share["COLO-NG"] < 0.35 < 0.45 < share.drop("COLO-NG").min()


def test_a_team_has_sent_nothing_since_june_though_its_project_runs(frames: Frames, everyone: pd.DataFrame):
    project = frames["projects"].set_index("project_id").loc["P023"]
    ids = frames["measures"].query("project_id == 'P023'")["measure_id"]
    assert project["status"] == "active"
    assert everyone[everyone["measure_id"].isin(ids)]["period_start"].max() == "2026-06-15"


def test_each_idea_is_tested_first_once_then_again_in_the_order_of_the_numbers(frames: Frames):
    cycles = frames["project_log"].query("log_type == 'pdsa'").assign(n=lambda rows: numbers(rows, "cycle_no"))
    ideas = [rows for _, rows in cycles.sort_values("log_date", kind="stable").groupby(["project_id", "change_idea"])]
    assert len(ideas) > 80
    assert all(list(rows["n"]) == list(range(1, len(rows) + 1)) for rows in ideas)
    assert all(rows["log_date"].is_unique for rows in ideas)


def test_the_hub_has_twelve_posts_and_the_board_was_asked_four_things(frames: Frames):
    plan = frames["plan"]
    assert list(plan.query("kind == 'wte' and code == 'hub'")["quantity"]) == ["12"]
    assert list(plan.query("kind == 'ask'")["code"]) == ["release_time", "sponsor", "analyst", "coach_hours"]
    assert (plan.query("kind == 'ask'")["valid_to"] <= "2026-09-30").sum() == 2  # two are over, with their answer


def test_since_the_board_met_in_june_a_project_failed_and_a_change_came_into_use_elsewhere(frames: Frames):
    closed = frames["projects"].query("close_date > '2026-06-03' and status == 'closed_unsuccessful'")
    adopted = frames["spread"].query("adopted_on > '2026-06-03'")
    assert list(closed["project_id"]) == ["P053"]
    assert set(adopted["project_id"]) >= {"P001", "P016"}
    assert (adopted["adopted_on"] < "2026-09-30").all()


def test_nothing_counts_as_sustained_before_half_a_year_of_use(frames: Frames):
    kept = frames["spread"].query("status == 'sustained'")
    used = pd.to_datetime(pd.Timestamp("2026-09-30")) - pd.to_datetime(kept["adopted_on"])
    assert (used.dt.days >= 180).all()


def test_stories_hold_every_case_of_consent(frames: Frames):
    stories = frames["stories"]
    assert {"internal_anonymous", "public_anonymous", "none"} <= set(stories["consent_level"])
    assert (stories["withdrawn_on"] != "").sum() == 1
    assert (stories["consent_expiry"] < "2026-09-30").sum() == 2
    assert (stories["identifiability_checked_on"] == "").sum() == 1
    told = stories["outcome_valence"].value_counts()
    assert told["negative"] + told["mixed"] > told["positive"] / 2


def test_volunteering_is_out_of_date_and_nothing_else_of_the_activity_is(frames: Frames):
    newest = frames["activity"].groupby("activity_type")["activity_date"].max()
    assert newest["volunteering"] == "2026-03-31"
    assert newest["coaching"] > "2026-09-01"


def test_learning_from_elsewhere_and_self_development_are_not_recorded(frames: Frames):
    assert (frames["projects"]["evidence_source"] == "").all()
    assert set(frames["spread"]["direction"]) == {"out"}
    assert not frames["survey_responses"]["item_code"].str.startswith("dev_").any()
    roles = frames["training"].groupby("person_key")["qi_role"].nunique()
    assert roles.max() == 1


def test_involvement_is_co_design_for_22_of_54_and_not_recorded_for_19(frames: Frames):
    rows = frames["involvement"]
    partners = rows[rows["ladder_level"].isin(["co_design", "co_production"])]["project_id"].nunique()
    assert partners == 22
    assert 54 - rows["project_id"].nunique() == 19


def test_six_of_44_settings_elsewhere_use_a_change_and_those_who_said_no_are_kept(frames: Frames):
    spread = frames["spread"]
    outside = spread[spread["adopter_org_code"] != "RNB"]["status"].value_counts()
    assert outside.sum() == 44
    assert outside["adopted"] + outside["sustained"] == 6
    assert outside["declined"] + outside["withdrawn"] == 10


def test_no_ward_takes_up_its_own_change_or_the_same_one_twice(frames: Frames):
    inside = frames["spread"].query("adopter_org_code == 'RNB'")
    home = frames["projects"].set_index("project_id")["unit_id"]
    assert (inside["adopter_unit_id"].to_numpy() != home[inside["project_id"]].to_numpy()).all()
    assert not inside.duplicated(["project_id", "adopter_unit_id"]).any()


def test_about_six_thousand_contacts_in_the_first_ten_months(frames: Frames):
    early = frames["activity"].query("activity_date < '2024-08-01'")
    contacts = numbers(early, "n_staff").sum() + numbers(early, "n_patients_public").sum()
    assert 5_500 <= contacts <= 6_800


def test_validated_benefits_are_0_31_million_and_the_modelled_ones_stay_apart(frames: Frames):
    benefits = frames["benefits"]
    worth = numbers(benefits, "quantity_central") * numbers(benefits, "unit_value_gbp_central")
    assert round(worth[benefits["validated_on"] != ""].sum() / 1e6, 2) == 0.31
    assert worth[benefits["validated_on"] == ""].sum() > 0


def test_the_places_lost_by_those_who_could_not_leave_the_ward_are_those_that_the_panel_shows(
    frames: Frames, demo_store: Store
):
    staff = frames["training"].query("person_type == 'staff' and session_date >= '2025-10-01'")
    booked = staff[staff["booked"] == "true"]
    kept = booked["not_attended_reason"].isin(["ward_pressure", "released_refused"]).sum()
    ask = frames["plan"].query("code == 'release_time'")["text"].iloc[0]
    assert f"{kept} of {len(booked):,} places" in ask
    found = results(demo_store, [BY_ID["o6_attendance"]], scope_of(demo_store, today=date(2026, 9, 30)))
    panel = found["o6_attendance"]
    assert panel.denominator == len(booked)
    assert panel.breakdown is not None
    why = panel.breakdown.table.set_index("label")["value"]
    assert why["Not released"] + why["Ward pressure"] == kept


def test_few_answered_after_three_months(frames: Frames):
    came = frames["training"].query("attended == 'true' and session_date <= '2026-06-30'")
    replied = (came["applied_3m"] != "").mean()
    assert 0.12 < replied < 0.25


def test_groups_of_people_add_up_to_everyone(frames: Frames):
    rows = frames["measurements"]
    grouped = rows[rows["subgroup_axis"] != ""].assign(
        good=lambda r: numbers(r, "numerator"), cases=lambda r: numbers(r, "denominator")
    )
    sums = grouped.groupby(["measure_id", "period_start"])[["good", "cases"]].sum()
    whole = rows[(rows["subgroup_axis"] == "") & (rows["unit_id"] == "")].set_index(["measure_id", "period_start"])
    assert len(sums) > 150
    assert np.array_equal(sums["good"], numbers(whole.loc[sums.index], "numerator"))
    assert np.array_equal(sums["cases"], numbers(whole.loc[sums.index], "denominator"))
