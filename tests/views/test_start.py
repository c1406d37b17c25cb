"""The next best file, computed from the declarations."""

from __future__ import annotations

from dataclasses import replace

from qi_eval.datasets import BY_NAME
from qi_eval.framework import BULLETS
from qi_eval.metrics import METRICS
from qi_eval.metrics.metric import Metric
from qi_eval.views.start import next_files, present
from tests.metrics.ground import Ground


def metric(id: str, bullets: tuple[str, ...], *inputs: str) -> Metric:
    """A metric that answers some bullets and needs some files."""
    return replace(METRICS[0], id=id, bullets=bullets, inputs=dict.fromkeys(inputs, ()), evidence=True)


def test_the_file_that_answers_most_comes_first() -> None:
    asked = [
        metric("a", ("people_1", "people_2"), "training"),
        metric("b", ("culture_1",), "survey_scores"),
    ]
    assert [file.dataset for file in next_files(asked, ())] == ["training", "survey_scores"]


def test_a_file_that_opens_many_goes_before_one_that_answers_one() -> None:
    asked = [
        metric("a", ("culture_1",), "survey_scores"),
        *(metric(bullet, (bullet,), "projects", name) for bullet, name in
          (("projects_1", "drivers"), ("projects_4", "project_log"), ("engagement_2", "involvement"))),
    ]  # fmt: skip
    first = next_files(asked, ())[0]
    assert first.dataset == "projects"
    assert first.answers == ()
    assert len(first.opens) == 3


def test_what_is_there_already_is_not_asked_for_again() -> None:
    asked = [metric("a", ("people_1",), "training"), metric("b", ("people_2",), "training", "projects")]
    files = next_files(asked, {"training"})
    assert [(file.dataset, file.answers) for file in files] == [("projects", (BULLETS["people_2"].text,))]


def test_units_and_measures_come_along_with_other_files() -> None:
    asked = [metric("a", ("projects_3",), "units", "measures", "measurements")]
    assert [file.dataset for file in next_files(asked, ())] == ["measurements"]


def test_a_metric_that_decides_no_bullet_asks_for_nothing() -> None:
    assert next_files([replace(metric("a", ("people_1",), "training"), evidence=False)], ()) == ()


def test_all_files_together_answer_every_bullet_that_a_metric_answers() -> None:
    files = next_files(METRICS, ())
    answered = {text for file in files for text in file.answers}
    computed = {BULLETS[bullet].text for metric in METRICS if metric.evidence for bullet in metric.bullets}
    assert answered == computed
    assert len(files) == len({file.dataset for file in files})
    assert all(file.columns == len(BY_NAME[file.dataset].required) for file in files)


def test_a_file_is_there_once_it_is_loaded(ground: Ground) -> None:
    ground.put("training")
    assert present(ground.loaded()) == {"units", "training"}
