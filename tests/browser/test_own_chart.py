"""A nurse with a spreadsheet: from the open page to a read chart in at most five actions, every one of them counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reading import DESK, PHONE, complaints, overflow, settle, shut_out, visit
from tests.source import ROOT

pytestmark = pytest.mark.browser

MOST = 5  # actions, from the open page to a read chart
TABLE = "\n".join(
    [
        "Week\tWithin 60 min\tPatients",
        *(f"{1 + 7 * (i % 4):02d}/{1 + i // 4:02d}/2024\t{17 + i % 3}\t24" for i in range(20)),
    ]
)
EXAMPLE = ROOT / "data" / "examples" / "own_sepsis.csv"


class Hand:
    """What a person does, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def click(self, name: str) -> None:
        """Presses a button."""
        self.actions += 1
        self.page.get_by_role("button", name=name).first.click()
        settle(self.page)

    def turn_to(self, way: str) -> None:
        """Turns to one of the ways to a chart."""
        self.actions += 1
        self.page.get_by_role("radio", name=way).click()
        settle(self.page)

    def paste(self, field: str, text: str) -> None:
        """Puts a copied text into a field."""
        self.actions += 1
        self.page.get_by_label(field).fill(text)

    def drop(self, file: Path) -> None:
        """Drops a file."""
        self.actions += 1
        self.page.locator('input[type="file"]').set_input_files(file)
        settle(self.page)

    def choose(self, field: str, option: str) -> None:
        """Chooses from a list, which takes two actions."""
        self.actions += 2
        self.page.get_by_role("combobox", name=field).click()
        self.page.get_by_role("option", name=option).click()
        settle(self.page)


@pytest.mark.parametrize("page", [DESK, PHONE], indirect=True)
def test_the_example_is_read_after_one_action(page: Page, demo_url: str) -> None:
    hand = Hand(page)
    visit(page, f"{demo_url}/run_charts")
    hand.turn_to("An example")
    _is_read(page, "Falls on our ward: sign of improvement")
    assert hand.actions <= MOST


def test_the_example_s_file_is_drawn_and_judged_within_five_actions(page: Page, demo_url: str) -> None:
    hand = Hand(page)
    visit(page, f"{demo_url}/run_charts")
    hand.turn_to("My own data")
    hand.drop(EXAMPLE)
    hand.choose("Which way is better?", "Higher is better")
    _is_read(page, "Antibiotics within 60 minutes: sign of improvement")
    assert hand.actions <= MOST


def test_a_pasted_table_is_drawn_within_five_actions(page: Page, demo_url: str) -> None:
    hand = Hand(page)
    visit(page, f"{demo_url}/run_charts")
    hand.turn_to("My own data")
    hand.paste("Your table, copied from a spreadsheet", TABLE)
    hand.click("Draw the chart")
    hand.choose("Which way is better?", "Higher is better")
    _is_read(page, "Within 60 min")
    expect(page.get_by_text("Weekly, 1 January 2024 to 22 May 2024, 20 points.")).to_be_visible()
    assert hand.actions <= MOST


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_what_cannot_be_read_is_said_and_stays_in_its_field(page: Page, demo_url: str) -> None:
    hand = Hand(page)
    visit(page, f"{demo_url}/run_charts?way=own")
    hand.paste("Your table, copied from a spreadsheet", "Patient name\tFalls\nx\t3")
    hand.click("Draw the chart")
    expect(page.get_by_text("There is nothing to draw yet")).to_be_visible()
    assert page.get_by_label("Your table, copied from a spreadsheet").input_value().startswith("Patient name")
    _is_calm(page)


def test_fields_follow_a_button_that_turns_them_and_are_empty_once_a_mark_stands(page: Page, demo_url: str) -> None:
    """A field that a person has not touched may not go on showing what is no longer so."""
    hand = Hand(page)
    visit(page, f"{demo_url}/run_charts?way=example")
    hand.click("Show the days between them")
    shown = page.get_by_role("combobox", name="What shall the chart show?")
    expect(shown).to_have_value("How many days lay between them")
    hand.click("Show how many there were")
    expect(shown).to_have_value("How many there were in each week or month")
    box = page.get_by_test_id("stExpander").filter(has_text="Put something on the chart")
    box.locator("summary").click()
    for part, digits in (("day", "01"), ("month", "06"), ("year", "2023")):
        box.locator(f'[data-type="{part}"]').first.click()
        page.keyboard.type(digits)
    words = box.get_by_label("In a few words")
    words.fill("Two nurses short")
    box.get_by_role("button", name="Put it on the chart").click()
    expect(box.get_by_text("1 June 2023: Two nurses short (a change)")).to_be_visible()
    expect(words).to_have_count(1)  # until the page is drawn anew, the old field stands beside the new one
    expect(words).to_have_value("")


def test_a_chart_is_kept_opened_among_the_others_and_set_there(page: Page, own_url: str) -> None:
    """What is refused leaves its form open, with all that was typed."""
    hand = Hand(page)
    visit(page, f"{own_url}/run_charts?way=own")
    hand.paste("Your table, copied from a spreadsheet", TABLE)
    hand.click("Draw the chart")
    hand.choose("Which way is better?", "Higher is better")
    box = _opened(page, "Keep it in the programme")
    box.get_by_role("textbox", name="Your name").fill("Ada")
    page.keyboard.press("Enter")
    settle(page)
    box.get_by_role("button", name="Keep this chart").click()
    expect(box.get_by_text("Say how it is counted")).to_be_visible()
    box.get_by_label("How is it counted").fill("Antibiotics given within an hour")
    hand.choose("Ward or team", "The whole trust")
    box.get_by_role("button", name="Keep this chart").click()
    box.get_by_role("button", name="Open it among the run charts").click()
    page.wait_for_url("**measure=within-60-min")
    expect(page.get_by_role("heading", name="Within 60 min")).to_be_in_viewport()
    settle(page)
    box = _opened(page, "Target, direction, baseline")
    settle(page)  # a form is made when it is unfolded
    box.get_by_label("Target", exact=True).fill("ninety")
    box.get_by_role("button", name="Save for everybody").click()
    expect(page.get_by_text("Target: 'ninety' is not a number.")).to_be_visible()
    expect(box.get_by_label("Target", exact=True)).to_have_value("ninety")
    box.get_by_label("Target", exact=True).fill("90")
    box.get_by_role("button", name="Save for everybody").click()
    expect(page.get_by_text("It can be undone in the upload history.")).to_be_visible()
    _is_calm(page)


def test_the_picture_and_the_page_for_the_wall_can_be_taken_away(page: Page, demo_url: str) -> None:
    visit(page, f"{demo_url}/run_charts?way=example")
    for label, start in (("Picture (PNG)", b"\x89PNG"), ("Page (PDF)", b"%PDF"), ("Slide (PPTX)", b"PK")):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert Path(download.value.path()).read_bytes().startswith(start)


def _opened(page: Page, name: str) -> Locator:
    """A part of the page that is folded away, opened."""
    box = page.get_by_test_id("stExpander").filter(has_text=name)
    box.locator("summary").click()
    return box


def _is_read(page: Page, title: str) -> None:
    expect(page.locator("h1")).to_contain_text(title)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    _is_calm(page)


def _is_calm(page: Page) -> None:
    """No error, nothing to scroll sideways, nothing that shuts anybody out."""
    assert complaints(page) == []
    assert overflow(page) <= 1
    assert shut_out(page) == []
