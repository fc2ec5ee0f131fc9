"""Nothing written is lost by a mistake, in another window or in a tunnel; and reactions that flip at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from community.models import Draft, FeelingAnswer, Reaction
from community.services import reactions
from lib import clock
from tests.community import cast
from tests.journeys import steps

pytestmark = pytest.mark.django_db(transaction=True)


def write(page: Page, base_url: str, body: str) -> None:
    page.goto(f"{base_url}/write/?group=tea")
    expect(page.locator("html[data-live]")).to_be_attached()
    page.fill("#id_body", body)


def test_a_mistake_brings_everything_back_with_the_cursor_on_it(open_page, problems, base_url, town):
    problems.allow("422")
    page = open_page(town.ben)
    write(page, base_url, "A fresh pot, thank you all")
    page.get_by_text("Story", exact=True).click()
    page.set_input_files("input[name=images]", [picture("pot.png")])
    page.fill(".preview .input", "A red pot")

    page.get_by_role("button", name="Post it").click()

    expect(page.locator("#id_title")).to_be_focused()
    expect(page.get_by_text("Choose one or two feelings.")).to_be_visible()
    expect(page.locator(".preview .input")).to_have_value("A red pot")
    page.fill("#id_title", "The pot")
    page.get_by_role("button", name="Gratitude choose it").press("Enter")
    expect(page.locator('[name="emotions"][value="gratitude"]')).to_be_focused()
    expect(page.locator(".suggestion")).to_have_count(0)
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_role("heading", name="The pot")).to_be_visible()
    expect(page.get_by_alt_text("A red pot")).to_be_visible()
    page.go_back()
    assert "/write/" not in page.url
    assert list(FeelingAnswer.objects.values_list("emotion", "answer")) == [("gratitude", "accepted")]
    page.goto(f"{base_url}/write/?group=tea")
    expect(page.locator("#id_body")).to_have_value("")


def test_a_mistake_far_down_a_small_page_is_in_view(open_page, problems, base_url, town):
    problems.allow("422")
    page = open_page(town.ben, viewport={"width": 390, "height": 844})
    write(page, base_url, "A long pot of tea\n" * 20)

    page.get_by_role("button", name="Post it").click()

    expect(page.get_by_text("Choose one or two feelings.")).to_be_in_viewport()
    page.wait_for_timeout(400)  # nothing scrolls it away again
    expect(page.get_by_text("Choose one or two feelings.")).to_be_in_viewport()


def test_what_is_written_is_saved_on_the_server_and_offered_again(open_page, problems, base_url, town):
    page = open_page(town.ben)
    write(page, base_url, "Half a thought")
    page.locator("label.mood", has_text="Calm").click()
    expect(page.locator("#composer [data-saved]")).to_contain_text("Saved")
    assert Draft.objects.get().payload["body"] == "Half a thought"

    elsewhere = open_page(town.ben)
    elsewhere.goto(f"{base_url}/write/?group=tea")

    expect(elsewhere.get_by_text("This is where you stopped last time.")).to_be_visible()
    expect(elsewhere.locator("#id_body")).to_have_value("Half a thought")
    expect(elsewhere.locator('[name="emotions"][value="calm"]')).to_be_checked()
    elsewhere.fill("#id_body", "A whole thought")
    expect(elsewhere.locator("#composer [data-saved]")).to_contain_text("Saved")
    problems.allow("409")
    page.fill("#id_body", "Half a letter")
    expect(page.locator("#composer [data-saved]")).to_contain_text("in another window")
    assert Draft.objects.get().payload["body"] == "A whole thought"


def test_a_comment_begun_here_does_not_write_over_what_was_written_elsewhere(open_page, problems, base_url, town):
    path, saved = f"{base_url}/p/{town.post.public_id}/", "#answer [data-saved]"
    page, elsewhere = open_page(town.ben), open_page(town.ben)
    for each in (page, elsewhere):
        each.goto(path)
        expect(each.locator("html[data-live]")).to_be_attached()
    page.fill("#answer-body", "A pot")
    expect(page.locator(saved)).to_contain_text("Saved")

    problems.allow("409")
    elsewhere.fill("#answer-body", "A kettle")

    expect(elsewhere.locator(saved)).to_contain_text("in another window")
    assert Draft.objects.get().payload["body"] == "A pot"
    elsewhere.reload()
    expect(elsewhere.locator("#answer-body")).to_have_value("A pot")


def test_what_a_device_kept_in_a_tunnel_does_not_write_over_what_was_written_since(open_page, problems, base_url, town):
    problems.allow("ERR_INTERNET_DISCONNECTED|ERR_FAILED|409")
    page = open_page(town.ben)
    write(page, base_url, "On the train")
    expect(page.locator("#composer [data-saved]")).to_contain_text("Saved")
    page.route("**/drafts/save/", lambda route: route.abort())
    page.fill("#id_body", "On the train, in a tunnel")
    expect(page.locator("#composer [data-saved]")).to_contain_text("on this device")
    desk = open_page(town.ben)
    write(desk, base_url, "At the desk")
    expect(desk.locator("#composer [data-saved]")).to_contain_text("Saved")

    page.unroute("**/drafts/save/")
    page.reload()

    expect(page.locator("#composer [data-saved]")).to_contain_text("in another window")
    expect(page.locator("#id_body")).to_have_value("On the train, in a tunnel")
    assert Draft.objects.get().payload["body"] == "At the desk"
    page.reload()
    expect(page.locator("#id_body")).to_have_value("At the desk")


def test_a_reaction_flips_changes_kind_and_goes(open_page, base_url, town):
    page = open_page(town.ben)
    page.goto(f"{base_url}/p/{town.post.public_id}/")
    expect(page.locator("html[data-live=on]")).to_be_attached()
    button = page.locator("article.post .reaction > .act")

    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.locator("article.post .reaction summary").click()
    with page.expect_response("**/react/"):
        page.get_by_role("button", name="A hug").click()
    expect(button).to_contain_text("A hug")
    expect(button).to_contain_text("1")
    with page.expect_response("**/react/"):
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false")
        expect(button).to_contain_text("Felt it")
    page.reload()

    expect(button).to_have_attribute("aria-pressed", "false")
    reaction = Reaction.objects.get()
    assert (reaction.is_on, reaction.kind) == (False, "hug")


def test_a_reaction_stands_while_its_answer_is_under_way_whatever_others_do(open_page, base_url, town):
    page = open_page(town.ben)
    held = []
    page.route("**/react/", lambda route: held.append(route))  # noqa: PLW0108  # a builtin takes no marks
    page.goto(f"{base_url}/p/{town.post.public_id}/")
    steps.listens(page)
    button = page.locator("article.post .reaction > .act")

    button.click()
    reactions.toggle(user=town.founder, target=town.post, kind="hug", now=clock.now())
    page.wait_for_timeout(1_000)
    expect(button).to_have_attribute("aria-pressed", "true")
    with page.expect_response("**/react/"):
        held[0].continue_()

    expect(button).to_contain_text("2")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_a_reaction_is_not_undone_by_what_was_asked_for_before(open_page, base_url, town):
    page = open_page(town.ben)
    page.goto(f"{base_url}/p/{town.post.public_id}/")
    steps.listens(page)
    button = page.locator("article.post .reaction > .act")
    asked = []
    page.route("**/card/?full=1", lambda route: asked.append((route, route.fetch())))
    reactions.toggle(user=town.founder, target=town.post, kind="hug", now=clock.now())
    while not asked:
        page.wait_for_timeout(20)

    with page.expect_response("**/react/"):
        button.click()
    asked[0][0].fulfill(response=asked[0][1])
    page.wait_for_timeout(300)

    expect(button).to_have_attribute("aria-pressed", "true", timeout=50)


def test_a_reply_stays_on_the_page_and_appears_for_others(open_page, base_url, town):
    cast.answer(town.founder, town.post, "Seven here.")
    writer, reader = open_page(town.ben), open_page(town.founder)
    for page in (writer, reader):
        page.goto(f"{base_url}/p/{town.post.public_id}/")
        expect(page.locator("html[data-live=on]")).to_be_attached()

    writer.get_by_role("link", name="Reply").click()
    expect(writer.locator("[data-replying]")).to_contain_text("Fen")
    writer.fill("#answer-body", "Eight on Sundays")
    writer.get_by_role("button", name="Comment", exact=True).click()

    expect(writer.locator("#comments .comments .comments")).to_contain_text("Eight on Sundays")
    expect(writer.locator("#answer-body")).to_have_value("")
    expect(reader.locator("#comments .comments .comments")).to_contain_text("Eight on Sundays")


def picture(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/png", "buffer": cast.picture((300, 200)).read()}
