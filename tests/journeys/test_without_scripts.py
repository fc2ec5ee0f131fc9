"""Everything that matters works in a browser that runs no JavaScript."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from community.models import Comment, Post, Reaction
from tests.factories import PASSWORD, member
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.town import Town


def picture(folder: Path) -> Path:
    path = folder / "kettle.png"
    Image.new("RGB", (64, 48), (200, 120, 40)).save(path)
    return path


def sign_in_by_the_form(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.locator('[name="login"]').fill(email)
    page.locator('[name="password"]').fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_visitor_reads_home_a_group_and_a_post(open_page: OpenPage, town: Town) -> None:
    page = open_page(java_script_enabled=False)

    page.goto("/")
    expect(page.locator("#feed article")).to_contain_text("The kettle sings at six.")
    page.locator("#feed").get_by_role("link", name="Tea", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tea")
    page.locator("#feed article a[data-open]").click()

    expect(page).to_have_url(f"{page.url.split('/p/')[0]}/p/{town.post.public_id}/")
    expect(page.locator("#main .prose")).to_have_text("The kettle sings at six.")
    expect(page.get_by_text("Sign in to comment.")).to_be_visible()


def test_a_member_joins_writes_answers_feels_and_signs_out(open_page: OpenPage, town: Town, tmp_path: Path) -> None:
    mei = member("Mei Lin")
    page = open_page(java_script_enabled=False)
    sign_in_by_the_form(page, mei.email)

    page.goto("/g/tea/")
    page.get_by_role("button", name="Join", exact=True).click()
    page.locator("#main").get_by_role("link", name="Write", exact=True).click()
    page.locator('[name="body"]').fill("A pot for two, and nobody came.")
    page.get_by_label("Calm").check()
    page.locator('[name="images"]').set_input_files(picture(tmp_path))
    page.locator('[name="new_alt"]').fill("An orange kettle")
    page.get_by_role("button", name="Post it").click()

    post = Post.objects.get(author=mei)
    expect(page.locator("#main .prose")).to_have_text("A pot for two, and nobody came.")
    expect(page.get_by_alt_text("An orange kettle")).to_be_visible()
    said = page.locator("#toasts .toast strong").all_inner_texts()  # `expect` overlooks what stands in <noscript>
    assert {"Your post is out in Tea.", "Sharing a moment: +10 growth", "Badge: First words"} <= set(said)
    assert page.locator("#toasts .toast").last.is_visible()
    assert page.request.get(f"/images/{post.images.get().public_id}/").body() != picture(tmp_path).read_bytes()

    page.goto(f"/p/{town.post.public_id}/")
    page.get_by_label("Your comment").fill("I heard it from the street.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#comments")).to_contain_text("I heard it from the street.")
    assert Comment.objects.get(author=mei).post == town.post

    page.locator("#main article.post").first.get_by_role("button", name="Felt it").first.click()
    assert Reaction.objects.get(user=mei).post == town.post
    expect(page.locator("#main article.post [aria-pressed=true]").first).to_be_attached()

    page.goto("/accounts/logout/")
    page.locator("#main form button").click()
    page.goto("/settings/")
    expect(page.locator('[name="login"]')).to_be_visible()


def test_mistakes_come_back_beside_their_fields_with_the_words(
    open_page: OpenPage, town: Town, problems: Problems
) -> None:
    problems.allow("422")
    page = open_page(town.ben, java_script_enabled=False)
    page.goto("/write/?group=tea")
    page.locator('[name="body"]').fill("Words that must not be lost")

    page.get_by_role("button", name="Post it").click()

    expect(page.get_by_text("Choose one or two feelings.")).to_be_visible()
    expect(page.locator('[name="body"]')).to_have_value("Words that must not be lost")
    assert not Post.objects.filter(author=town.ben).exists()
