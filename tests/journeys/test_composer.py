"""Nothing that was written is lost: not by leaving, an expired session, a mistake or a dead network."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Page, Route, expect

from community.models import Post
from community.services import posts
from community.services.composition import Composition
from lib import clock, pictures
from tests.community import cast
from tests.factories import PASSWORD
from tests.journeys import steps
from tests.journeys.conftest import OpenPage, Problems, SignIn
from tests.journeys.town import Town, publish

WORDS = "Words that must not be lost"
# Tick these feelings, and forget what was said about those before.
CHOOSE = """(wanted) => {
  const boxes = [...document.querySelectorAll('#main [name="emotions"]')];
  if (wanted.includes("smug")) boxes[boxes.length - 1].value = "smug";
  boxes.forEach((box) => { box.disabled = false; box.checked = wanted.includes(box.value); });
  document.querySelectorAll("#main .errorlist").forEach((list) => list.replaceChildren());
}"""

HAND_OVER = """(element, [type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
  const made = { bubbles: true, cancelable: true, clipboardData: data, dataTransfer: data };
  element.dispatchEvent(type === "paste" ? new ClipboardEvent(type, made) : new DragEvent(type, made));
}"""


@pytest.fixture
def page(open_page: OpenPage, town: Town) -> Page:
    """Return Ben's composer for the group Tea."""
    page = open_page(town.ben)
    page.goto("/write/?group=tea")
    return page


def body(page: Page) -> str:
    return page.locator('#main textarea[name="body"]').input_value()


def end_session(page: Page) -> None:
    """Forget the session on the server, as when it expires."""
    name = settings.SESSION_COOKIE_NAME
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == name)
    import_module(settings.SESSION_ENGINE).SessionStore(key).delete()


def test_an_expired_session_keeps_the_words_until_after_signing_in(page: Page, town: Town, problems: Problems) -> None:
    problems.allow("401")
    steps.write(page, WORDS, "calm")
    end_session(page)

    page.get_by_role("button", name="Post it").click()

    page.locator('[name="login"]').fill(town.ben.email)
    page.locator('[name="password"]').fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/write/**")
    assert body(page) == WORDS
    expect(page.locator('[name="emotions"][value="calm"]')).to_be_checked()
    assert not Post.objects.filter(author=town.ben).exists()
    page.get_by_role("button", name="Post it").click()
    page.wait_for_url("**/p/**")
    assert Post.objects.get(author=town.ben).body == WORDS


def test_words_on_a_shared_device_come_back_to_their_writer_only(
    page: Page, town: Town, problems: Problems, sign_in: SignIn
) -> None:
    problems.allow("401|htmx:|ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource|dynamically imported module")
    steps.awake(page)
    page.context.set_offline(True)
    steps.write(page, WORDS, "calm")
    expect(page.locator("[data-saved]").first).to_contain_text("Saved on this device")
    end_session(page)
    page.context.set_offline(False)

    sign_in(page, town.founder)
    page.goto("/write/?group=tea")
    steps.awake(page)
    assert body(page) == ""

    sign_in(page, town.ben)
    page.goto("/write/?group=tea")
    expect(page.locator('#main textarea[name="body"]')).to_have_value(WORDS)


def test_sending_twice_makes_one_post(page: Page, town: Town) -> None:
    steps.write(page, WORDS, "calm")

    page.evaluate(
        """async () => {
          const form = document.getElementById("composer");
          const send = () => fetch(form.action, { method: "POST", body: new FormData(form) });
          await Promise.all([send(), send(), send()]);
        }"""
    )
    page.get_by_role("button", name="Post it").dispatch_event("click")  # below what may be celebrated already

    page.wait_for_url("**/p/**")
    assert Post.objects.get(author=town.ben).body == WORDS


def test_a_stale_edit_shows_both_versions_and_keeps_mine(open_page: OpenPage, town: Town, problems: Problems) -> None:
    problems.allow("422|409")
    post = publish(town.ben, town.tea, "As it was")
    page = open_page(town.ben)
    page.goto(f"/p/{post.public_id}/edit/")
    theirs = Composition(body="Changed elsewhere", emotions=("hope",))
    posts.edit(post=post, editor=town.ben, composition=theirs, edition=1, now=clock.now())
    page.locator('#main textarea[name="body"]').fill(WORDS)

    page.get_by_role("button", name="Save the changes").click()

    expect(page.locator("section", has=page.get_by_role("heading", name="As it is now"))).to_contain_text(
        "Changed elsewhere"
    )
    assert body(page) == WORDS
    page.get_by_role("button", name="Save the changes").click()
    page.wait_for_url(f"**/p/{post.public_id}/")
    expect(page.locator("#main .prose").first).to_have_text(WORDS)


def test_without_a_network_the_words_stay_and_come_back(page: Page, town: Town, problems: Problems) -> None:
    problems.allow("htmx:|ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource|dynamically imported module")
    steps.awake(page).context.set_offline(True)
    steps.write(page, WORDS, "calm")

    page.get_by_role("button", name="Post it").click()

    expect(page.locator(".toast.bad")).to_contain_text("No connection")
    assert body(page) == WORDS
    page.context.set_offline(False)
    page.reload()
    expect(page.locator('#main textarea[name="body"]')).to_have_value(WORDS)
    page.get_by_role("button", name="Post it").click()
    page.wait_for_url("**/p/**")
    assert Post.objects.get(author=town.ben).body == WORDS


def test_a_mistake_gets_a_sentence_and_loses_nothing(page: Page, town: Town, problems: Problems) -> None:
    problems.allow("422")
    mistakes: tuple[tuple[str, list[str], str], ...] = (
        ("", ["calm"], "Please write something here."),
        ("x" * 20_001, ["calm"], "20"),
        (WORDS, [], "Choose one or two feelings."),
        (WORDS, ["joy", "calm", "hope"], "Choose two feelings at most."),
        (WORDS, ["joy", "smug"], "feeling"),
    )
    for text, emotions, sentence in mistakes:
        page.locator('#main textarea[name="body"]').fill(text)
        page.evaluate(CHOOSE, emotions)

        page.get_by_role("button", name="Post it").click()

        expect(page.locator("#main .errorlist:has(li)")).to_contain_text(sentence)
        assert body(page) == text
        assert not Post.objects.filter(author=town.ben).exists()
        expect(page.locator("#main :focus")).to_have_count(1)


def test_a_picture_that_is_none_is_refused_in_words(page: Page, tmp_path: Path, problems: Problems) -> None:
    problems.allow("422")
    drawing = tmp_path / "drawing.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    photo = tmp_path / "photo.png"
    photo.write_bytes(cast.picture().read())
    picker = page.locator('#main [name="images"]')
    page.locator('#main textarea[name="body"]').fill(WORDS)

    picker.set_input_files([photo, drawing])

    expect(page.locator(".toast.bad")).to_contain_text("picture")
    expect(page.locator("#main [role=alert] li")).to_contain_text("picture")
    expect(picker).to_have_accessible_description(re.compile("picture"))
    expect(picker).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#main .preview")).to_have_count(1)
    assert body(page) == WORDS
    picker.set_input_files([photo])
    expect(page.locator("#main .preview")).to_have_count(2)
    page.locator('#main textarea[name="body"]').evaluate(HAND_OVER, ["paste", [*photo.read_bytes()]])
    expect(page.locator("#main .preview")).to_have_count(3)
    page.locator('#main textarea[name="body"]').evaluate(HAND_OVER, ["drop", [*photo.read_bytes()]])
    expect(page.locator("#main .preview")).to_have_count(4)
    expect(page.locator("#main [role=alert] li")).to_have_count(0)
    expect(picker).not_to_have_attribute("aria-invalid", "true")


def test_a_large_picture_chosen_before_the_scripts_came_is_sent_smaller_by_them_and_the_post_waits_for_it(
    page: Page, town: Town, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    Image.effect_noise((4000, 3000), 100).save(photo, quality=96)
    assert photo.stat().st_size > pictures.BYTE_LIMIT
    held: list[Route] = []
    page.route(re.compile("/pictures.js|/images/$"), lambda route, _request: held.append(route))
    page.reload(wait_until="domcontentloaded")
    steps.eventually(lambda: page.evaluate("document.readyState") and held)
    page.locator('#main [name="images"]').set_input_files([photo])
    held.pop().continue_()
    steps.write(page, WORDS, "calm")
    steps.eventually(lambda: page.evaluate("document.readyState") and held)

    page.get_by_role("button", name="Post it").dblclick()

    expect(page.locator('#composer button[aria-busy="true"]')).to_have_count(1)
    held.pop().continue_()
    page.wait_for_url("**/p/**")
    assert Post.objects.get(author=town.ben).images.get().width == pictures.SIDE
