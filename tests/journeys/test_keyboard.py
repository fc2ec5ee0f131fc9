"""The whole way by keys alone, and no keys where a member wants none."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from community.models import Reaction
from community.services import images, posts
from community.services.composition import Composition, Picture
from lib import clock
from tests.community import cast
from tests.factories import member
from tests.journeys import axe, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.town import Town, publish

OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
}"""

# What is put into a region that was there before: a region that comes with its words is not read out.
HEARD = """() => {
  window.heard = [];
  new MutationObserver((changes) => changes.forEach(({ target, addedNodes }) => {
    if (addedNodes.length && target.getAttribute?.("role") === "status") window.heard.push(target.textContent);
  })).observe(document.body, { childList: true, subtree: true });
}"""

HEARD_OF_THE_NEXT_PAGE = """addEventListener("DOMContentLoaded", () => {
  window.heard = [];
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => {
    window.heard.push(node.textContent);
  }))).observe(document.getElementById("toasts"), { childList: true });
})"""


@pytest.fixture
def page(open_page: OpenPage, town: Town) -> Page:
    """Return the group's feed, newest first: a second cup, then the kettle."""
    publish(town.founder, town.tea, "A second cup")
    page = open_page(town.ben)
    page.goto("/g/tea/")
    return steps.listens(page)


def test_focus_can_be_seen_on_everything_that_takes_it_and_the_first_skips_to_the_content(page: Page) -> None:
    skip, unseen = page.locator("a.skip"), []
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0
    for _ in range(30):
        if not page.evaluate(OUTLINE):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
        page.keyboard.press("Tab")
    assert not unseen

    skip.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_keys_walk_through_posts_feel_open_and_answer(page: Page, town: Town) -> None:
    page.keyboard.press("j")
    expect(page.locator(".current[data-item]")).to_contain_text("A second cup")
    page.keyboard.press("j")
    expect(page.locator(".current[data-item]")).to_contain_text("The kettle sings")
    page.keyboard.press("k")
    page.keyboard.press("j")
    with page.expect_response(re.compile("/react/")):
        page.keyboard.press("l")
    assert Reaction.objects.get(user=town.ben, is_on=True).post == town.post

    page.keyboard.press("r")

    page.wait_for_url(re.compile(f"/p/{town.post.public_id}/"))
    page.goto("/g/tea/")
    steps.awake(page)
    page.keyboard.press("c")
    page.wait_for_url("**/write/**")
    page.locator('#main textarea[name="body"]').focus()
    page.keyboard.type("cjkl?")
    assert page.locator('#main textarea[name="body"]').input_value() == "cjkl?"


def test_a_name_behind_an_at_becomes_a_handle_and_the_answer_is_sent_from_where_it_was_written(
    page: Page, town: Town
) -> None:
    zhou = member("周小满", handle="m_0866e4")
    page.goto(f"/p/{town.post.public_id}/")
    steps.awake(page)
    answer = page.locator("#answer-body")
    answer.focus()
    page.keyboard.insert_text("谢谢@小")
    option = page.get_by_role("option", name="周小满")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(answer).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    page.keyboard.press("Enter")
    expect(answer).to_have_value(f"谢谢@{zhou.handle} ")
    expect(option).to_be_hidden()

    page.keyboard.press("Control+Enter")

    expect(page.locator("#comments").get_by_role("link", name=f"@{zhou.display_name}")).to_be_visible()


def test_keys_pressed_before_the_scripts_came_are_heard(page: Page) -> None:
    held: list[Route] = []
    page.route(re.compile("/main.js"), lambda route, _request: held.append(route))
    page.reload(wait_until="commit")
    steps.eventually(lambda: page.evaluate("document.earlyKeys") is not None and held)
    page.locator("#main article").first.wait_for()

    for key in ("j", "j"):
        page.keyboard.press(key)
    expect(page.locator(".current[data-item]")).to_have_count(0)
    held[0].continue_()

    expect(page.locator(".current[data-item]")).to_contain_text("The kettle sings")


def test_lists_and_menus_give_the_focus_back_and_keys_lead_to_places(page: Page) -> None:
    link, menu = (
        page.locator("#main article a").first,
        page.locator("#main article").first.get_by_label("More", exact=True),
    )
    link.focus()
    page.keyboard.press("?")
    expect(page.locator("dialog#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#shortcuts")).to_be_hidden()
    expect(link).to_be_focused()

    menu.focus()
    page.keyboard.press("Enter")
    report = page.get_by_role("link", name="Report", exact=True).first
    expect(report).to_be_visible()
    page.keyboard.press("Escape")
    expect(report).to_be_hidden()
    expect(menu).to_be_focused()

    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/notifications/")
    steps.awake(page)
    page.keyboard.press("/")
    page.keyboard.type("kettles")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=kettles")
    expect(page.locator("#feed [data-item]")).to_have_count(1)
    steps.awake(page)
    page.keyboard.press("/")
    expect(page.locator("#rail-q")).to_be_focused()


def test_pictures_open_over_the_post_and_close_where_they_were_opened(page: Page, town: Town) -> None:
    kept = [images.upload(owner=town.founder, file=cast.picture((900, 600)), now=clock.now()) for _ in range(2)]
    shown = tuple(Picture(image.public_id, alt) for image, alt in zip(kept, ("A cup", "A pot"), strict=True))
    post = posts.publish(
        author=town.founder,
        group=town.tea,
        composition=Composition(body="Two pictures", emotions=("calm",), pictures=shown),
        key="pictures",
        now=clock.now(),
    ).post
    page.goto(f"/p/{post.public_id}/")
    steps.awake(page)
    second, viewer = page.locator(".media.full a").nth(1), page.locator("dialog.viewer")

    second.focus()
    page.keyboard.press("Enter")

    expect(viewer.get_by_role("img")).to_have_attribute("alt", "A pot")
    assert not axe.faults(page)
    expect(viewer.get_by_label("The next picture")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(viewer.get_by_role("img")).to_have_attribute("alt", "A cup")
    viewer.get_by_label("The next picture").click()
    expect(viewer.locator("figcaption")).to_have_text("A pot")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(second).to_be_focused()


def test_who_wants_no_single_keys_has_none(page: Page) -> None:
    page.goto("/settings/preferences/")
    page.locator('[name="shortcuts_on"]').uncheck()
    page.locator("#main").get_by_role("button", name="Save").click()
    page.goto("/g/tea/")
    steps.listens(page)

    for key in ("j", "c", "?"):
        page.keyboard.press(key)

    expect(page.locator(".current[data-item]")).to_have_count(0)
    expect(page.locator("dialog#shortcuts")).to_be_hidden()
    assert page.url.endswith("/g/tea/")


def test_the_focus_stays_where_something_was_sent_or_chosen_and_a_voice_hears_of_it(page: Page, town: Town) -> None:
    page.goto(f"/p/{town.post.public_id}/")
    steps.listens(page)
    page.evaluate(HEARD)
    page.locator("article .reactions summary, article details.menu summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    with page.expect_response(re.compile("/react/")):
        page.keyboard.press("Enter")
    expect(page.locator("article .act[aria-pressed='true']").first).to_be_focused()

    page.locator("#answer-body").focus()
    page.keyboard.type("It sings in tune.")
    page.keyboard.press("Tab")

    page.keyboard.press("Enter")

    expect(page.locator("#comments")).to_contain_text("It sings in tune.")
    expect(page.locator("#answer button.btn")).to_be_focused()
    steps.eventually(lambda: "Your comment is there." in page.evaluate("window.heard"))


def test_a_voice_hears_what_became_of_a_form_that_led_to_a_new_page(page: Page) -> None:
    page.add_init_script(HEARD_OF_THE_NEXT_PAGE)
    page.goto("/settings/preferences/")

    page.locator("#main").get_by_role("button", name="Save").click()

    expect(page.locator("#toasts .toast")).to_have_count(1)
    steps.eventually(lambda: any("Saved." in words for words in page.evaluate("window.heard")))
