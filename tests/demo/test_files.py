"""The demo's files: their sizes, their sameness, and that the intake takes them as it takes any upload."""

from __future__ import annotations

import re
import subprocess
import sys
from hashlib import sha256

import pandas as pd

from qi_eval.datasets import DATASETS
from qi_eval.datasets.column import Kind
from qi_eval.datasets.known import Known
from qi_eval.demo import demo_files
from qi_eval.demo.build import REPORT_DATE
from qi_eval.intake.checking import check
from qi_eval.intake.reading import read
from qi_eval.vocabulary import ProjectType

Frames = dict[str, pd.DataFrame]
FINGERPRINT = """
from hashlib import sha256
from qi_eval.demo import demo_files
print(sha256("".join(demo_files().values()).encode()).hexdigest())
"""


def test_every_dataset_has_a_file_with_the_declared_columns_in_order(files: dict[str, str]):
    assert list(files) == [dataset.name for dataset in DATASETS]
    for dataset in DATASETS:
        assert files[dataset.name].splitlines()[0].split(",") == [column.name for column in dataset.columns]


def test_the_same_seed_gives_the_same_bytes_in_another_process(files: dict[str, str]):
    done = subprocess.run([sys.executable, "-c", FINGERPRINT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == sha256("".join(files.values()).encode()).hexdigest()


def test_another_seed_gives_another_trust(files: dict[str, str]):
    other = demo_files(seed=1)
    assert other["measurements"] != files["measurements"]
    assert other["units"] == files["units"]


def test_every_file_passes_the_intake_without_an_error(files: dict[str, str]):
    known = Known()
    for dataset in DATASETS:
        cells = read(files[dataset.name].encode(), f"{dataset.name}.csv")
        checked = check(cells, dataset, known, today=REPORT_DATE)
        assert checked.error_count == 0, [problem.message for problem in checked.problems]
        assert checked.table.num_rows == checked.rows
        known = known.learn(dataset.name, checked.table)


def test_the_only_warnings_are_measures_that_arrive_later_and_one_unchecked_story(files: dict[str, str]):
    known, rules = Known(), set()
    for dataset in DATASETS:
        checked = check(read(files[dataset.name].encode(), dataset.name), dataset, known, today=REPORT_DATE)
        rules |= {(dataset.name, rule) for rule in checked.counts}
        known = known.learn(dataset.name, checked.table)
    assert rules == {
        ("projects", "unknown_reference"),
        ("project_log", "unknown_reference"),
        ("stories", "story_unchecked"),
    }


def test_the_portfolio_is_ten_strategic_forty_four_service_led_and_eighty_four_pieces_of_advice(frames: Frames):
    kinds = frames["projects"]["project_type"].value_counts()
    assert kinds.to_dict() == {ProjectType.STRATEGIC: 10, ProjectType.SERVICE_LED: 44, ProjectType.CONSULTANCY: 84}


def test_the_trust_has_five_hospitals_four_divisions_and_about_sixty_wards_and_teams(frames: Frames):
    units = frames["units"]
    levels = units["unit_level"].value_counts()
    assert levels["organisation"] == 1
    assert levels["division"] == 5  # four and the corporate areas
    assert 55 <= levels["ward"] + levels["team"] <= 65
    hospitals = {name.split(", ")[-1] for name in units[units["unit_level"] == "directorate"]["unit_name"]}
    assert len(hospitals) == 5
    assert 10_000 <= int(units["headcount"].iloc[0]) <= 10_800


def test_headcounts_add_up_from_the_wards_to_the_trust(frames: Frames):
    units = frames["units"].assign(heads=pd.to_numeric(frames["units"]["headcount"]))
    children = units.groupby("parent_unit_id")["heads"].sum()
    for _, unit in units[units["unit_id"].isin(children.index)].iterrows():
        assert unit["heads"] == children[unit["unit_id"]], unit["unit_id"]


def test_row_counts_are_those_of_a_real_programme_and_small_enough_to_load_quickly(frames: Frames):
    sizes = {name: len(frame) for name, frame in frames.items()}
    assert sizes["measures"] == 223
    assert 10_000 <= sizes["measurements"] <= 15_000
    assert 3_000 <= sizes["training"] <= 8_000
    assert 25_000 <= sizes["survey_responses"] <= 35_000
    assert 2_000 <= sizes["activity"] <= 5_000


def test_each_measured_series_has_24_to_80_points(everyone: pd.DataFrame):
    points = everyone.groupby("measure_id").size()
    assert len(points) > 200
    assert points.between(24, 80).all(), points[~points.between(24, 80)]


def test_nothing_but_plans_lies_after_the_report_date(frames: Frames):
    for dataset in DATASETS:
        for column in (c for c in dataset.columns if c.kind is Kind.DATE and not c.may_be_future):
            assert frames[dataset.name][column.name].max() <= REPORT_DATE.isoformat(), (dataset.name, column.name)


def test_people_are_pseudonyms_and_nothing_looks_like_personal_data(files: dict[str, str], frames: Frames):
    for dataset, column in (("training", "person_key"), ("project_team", "person_key"), ("activity", "coach_key")):
        assert frames[dataset][column].str.fullmatch(r"p[0-9a-f]{12}|").all()
    everything = "\n".join(files.values())
    for looks_like in (r"\S+@\S+", r"\b\d{10}\b", r"\b\d{3} \d{3} \d{4}\b", r"\b0\d{10}\b", r"\b[A-Z]{2}\d{6}[A-D]\b"):
        assert not re.search(looks_like, everything)
