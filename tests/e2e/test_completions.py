"""Completions under the search box, by keyboard and mouse, read aloud as a combobox."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def typed(page, text):
    box = page.get_by_role("combobox")
    box.press_sequentially(text)
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    return box


def test_arrows_and_enter_choose_a_completion(open_page):
    page = open_page("/en/")
    box = typed(page, "cajp/gt")
    (option,) = page.get_by_role("option").all()
    expect(option).to_contain_text("CAJP/GT/TM-14/04 add. 5")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "completion-0")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url("**/en/search?q=CAJP%2FGT%2FTM-14%2F04+add.+5")


def test_the_open_list_is_accessible(open_page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page("/en/")
    typed(page, "migra").press("ArrowDown")
    assert axe.run(page).response["violations"] == []


def test_a_click_chooses_one_too(open_page):
    page = open_page("/en/help")
    typed(page, "migra")
    first = page.get_by_role("option").first
    text = first.get_attribute("data-text")
    first.click()
    expect(page.get_by_role("combobox")).to_have_value(text)
    page.wait_for_url("**/en/search?q=**")


def test_escape_closes_the_list_and_keeps_what_was_typed(open_page):
    page = open_page("/en/")
    box = typed(page, "migra")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("migra")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")


def test_what_was_typed_is_searched_when_nothing_is_chosen(open_page):
    page = open_page("/en/")
    typed(page, "migra").press("Enter")
    page.wait_for_url("**/en/search?q=migra")


def test_the_box_of_the_concordance_completes_nothing(open_page):
    page = open_page("/en/concordance")
    page.locator("#q").press_sequentially("migra")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_service_that_fails_leaves_the_form_as_it_is(open_page):
    page = open_page("/en/")
    page.route("**/api/v1/suggest?*", lambda route: route.fulfill(status=503, body="{}"))
    box = page.get_by_role("combobox")
    with page.expect_response("**/api/v1/suggest?*"):
        box.press_sequentially("migra")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    page.wait_for_url("**/en/search?q=migra")
