"""The heat table: every cell says its number, and its colour says the same."""

from __future__ import annotations

from qi_eval.charts import heat
from qi_eval.charts.heat import MOST_ROWS, Row
from tests.charts.test_small_pictures import drawn, words

COLUMNS = ("Aim", "Driver diagram", "Measures", "Baseline and data", "Evaluation question")


def shades(cells: tuple[float | None, ...]) -> list[str | None]:
    picture = heat.heat([Row("Falls", "3", cells)], COLUMNS[: len(cells)], "falls 3", low=0, high=2)
    return [rect.get("class") for rect in drawn(picture, "rect")]


def test_a_darker_cell_is_a_higher_score() -> None:
    assert shades((0, 1, 2)) == ["f-hairline", "f-shade2", "f-shade1"]
    assert shades((-1, 3)) == ["f-hairline", "f-shade1"]  # outside the scale: its ends


def test_every_cell_prints_its_number_and_unknown_has_no_colour() -> None:
    picture = heat.heat([Row("Falls", "3.6", (0.55, None, 2))], COLUMNS[:3], "falls", low=0, high=2)
    assert {"Falls", "3.6", "0.6", "–", "2"} <= set(words(picture))
    assert len(drawn(picture, "rect")) == 2


def test_columns_are_numbered_and_named_below_within_the_width() -> None:
    picture = heat.heat([Row("Falls", "3", (1,) * 5)], COLUMNS, "falls", low=0, high=2)
    said = words(picture)
    assert said[:5] == ["1", "2", "3", "4", "5"]
    named = "   ".join(said[-3:])
    assert all(f"{n} {column}" in named for n, column in enumerate(COLUMNS, start=1))
    assert all(len(word) * 6.6 <= picture.width for word in said)


def test_rows_beyond_the_twentieth_are_counted() -> None:
    picture = heat.heat([Row(str(i), "1", (1,)) for i in range(MOST_ROWS + 3)], ("Aim",), "many", low=0, high=2)
    assert "3 more in the table" in words(picture)
