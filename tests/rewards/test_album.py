"""The album of a battle: one picture of each who brought something, once it is final; hidden with a reason."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation
from PIL import Image

from inbox.selectors import notifications
from lib import clock as clocks, errors
from rewards.models import AlbumPicture, AlbumReport, Battle
from rewards.selectors import battle_album
from rewards.services.battles import album, counting
from tests import economy
from tests.community import cast
from tests.factories import member
from tests.kept_scenes import kept
from tests.rewards import arena, factories as f
from tests.rewards.browsing import signed_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def over(clock: Any, settings: Any, tmp_path: Any) -> Battle:
    settings.MEDIA_ROOT = tmp_path
    return fought(clock)


@kept
def fought(clock: Any) -> Battle:
    """A battle that is final, in which the first player of each team brought something and a third nothing."""
    economy.publish(now=clock.now)
    battle = arena.running(clock, players=(2, 1))
    ana, _idle, bo = arena.players_of(battle)
    arena.bring(ana, 2), arena.bring(bo)
    return arena.finish(clock, battle)


@pytest.fixture
def ana(over: Battle) -> Any:
    return arena.players_of(over)[0]


def put(user: Any, battle: Battle, words: str = "Rain on the roof.", **more: Any) -> AlbumPicture:
    return album.put(actor=user, battle=battle, file=more.get("file", cast.picture()), words=words, now=clocks.now())


def at(name: str, battle: Battle, *more: str) -> str:
    return reverse(f"rewards:{name}", args=[battle.public_id, *more])


def test_who_brought_something_puts_a_picture_in_that_everybody_sees(over: Battle, ana: Any, client: Any) -> None:
    exif = Image.Exif()
    exif[0x010F] = "CAMERA"
    with cast.picture(kind="JPEG", exif=exif) as file:
        answer = signed_in(ana).post(at("album-put", over), {"file": file, "words": "  Rain on\nthe roof. "})

    picture = AlbumPicture.objects.get()
    story = client.get(at("battle-story", over))
    assert (answer.status_code, picture.words) == (303, "Rain on the roof.")
    assert "Rain on the roof." in text_of(story)
    photo = battle_album.photo(picture)
    for url in (photo.url, photo.small_url):
        sent = client.get(url)
        assert sent["Content-Type"] == "image/webp"
        assert not Image.open(io.BytesIO(sent.content)).getexif()


def test_again_takes_the_place_of_the_first_and_its_file_is_gone(over: Battle, ana: Any) -> None:
    first = put(ana, over).image.name
    again = put(ana, over, "Another one.")
    only_words = put(ana, over, "Other words.", file=None)

    assert AlbumPicture.objects.get().words == "Other words."
    assert again.image.name == only_words.image.name != first
    assert not default_storage.exists(first)


def test_it_is_of_those_who_brought_something_and_only_once_it_is_final(over: Battle, clock: Any) -> None:
    _ana, idle, _bo = arena.players_of(over)
    for nobody in (idle, member("Cy")):
        assert not battle_album.album(viewer=nobody, battle=over).may_add
        with pytest.raises(album.NotThere):
            put(nobody, over)
        assert signed_in(nobody).post(at("album-put", over), {"words": "x"}).status_code == 403
    early = arena.running(clock)
    with pytest.raises(errors.Conflict):
        put(arena.players_of(early)[0], early)
    assert not AlbumPicture.objects.exists()


def test_what_is_missing_or_no_picture_stands_beside_its_field_with_the_words_kept(over: Battle, ana: Any) -> None:
    browser = signed_in(ana)
    tries: list[tuple[dict[str, Any], str]] = [
        ({"words": "No file."}, "file"),
        ({"words": ""}, "words"),
        ({"words": "x" * 141}, "words"),
        ({"file": io.BytesIO(b"GIF89a nothing"), "words": "No picture."}, "file"),
    ]
    for sent, field in tries:
        answer = browser.post(at("album-put", over), sent)
        assert (answer.status_code, answer.context["wrong"].keys()) == (422, {field})
        assert b"errorlist" in answer.content
        assert f'value="{sent["words"]}"'.encode() in answer.content


def test_what_one_takes_out_is_gone_with_its_files(over: Battle, ana: Any, client: Any) -> None:
    photo = battle_album.photo(put(ana, over))

    assert signed_in(ana).post(at("album-out", over)).status_code == 303
    assert not AlbumPicture.objects.exists()
    assert not default_storage.exists(photo.picture.image.name)
    assert client.get(photo.url).status_code == 404


@pytest.mark.parametrize("who", ["owner", "staff"])
def test_brand_and_staff_hide_with_a_reason_that_its_owner_reads(over: Battle, ana: Any, client: Any, who: str) -> None:
    by = over.brand.staff.get(role="owner").user if who == "owner" else f.staff("Second")
    picture = put(ana, over)
    photo, path = battle_album.photo(picture), at("album-hide", over, picture.public_id)
    assert signed_in(by).post(path, {"reason": " "}).status_code == 422

    assert signed_in(by).post(path, {"reason": "It shows a stranger."}).status_code == 303

    with translation.override("en"):
        lines = [line.sentence for line in notifications.page(user=ana).lines if line.kind == "battle_picture"]
    assert lines == ["Your picture in the album of “Spring pick” was hidden: It shows a stranger."]
    assert client.get(photo.url).status_code == 404
    assert "Rain on the roof." not in text_of(client.get(at("battle-story", over)))
    mine = signed_in(ana)
    assert "It shows a stranger." in text_of(mine.get(at("battle-story", over)))
    assert mine.get(photo.url).status_code == 200
    assert mine.post(at("album-put", over), {"file": cast.picture(), "words": "Again."}).status_code == 409
    mine.post(at("album-out", over))
    assert not default_storage.exists(picture.image.name)
    with pytest.raises(album.Hidden):
        put(ana, over)


def test_a_picture_is_reported_once_and_those_who_may_hide_it_answer(over: Battle, ana: Any, client: Any) -> None:
    picture, owner, (cy, di) = put(ana, over), over.brand.staff.get(role="owner").user, (member("Cy"), member("Di"))
    report, keep = (at(f"album-{name}", over, picture.public_id) for name in ("report", "keep"))
    story = at("battle-story", over)
    assert signed_in(cy).post(report, {"note": " "}).status_code == 422
    assert signed_in(ana).post(report, {"note": "Mine, and bad."}).status_code == 403
    for who in (cy, cy, di):
        assert signed_in(who).post(report, {"note": "It shows <b>my child</b>."}).status_code == 303
    told = [line.kind for line in notifications.page(user=owner).lines if line.kind == "battle_report"]
    assert (AlbumReport.objects.count(), told) == (2, ["battle_report"])
    seen = signed_in(owner).get(story).content.decode()
    assert "2 people reported this" in seen
    assert "It shows &lt;b&gt;my child&lt;/b&gt;." in seen
    assert "my child" not in signed_in(cy).get(story).content.decode()

    assert [signed_in(who).post(keep).status_code for who in (cy, ana, owner)] == [404, 404, 303]
    assert "reported this" not in signed_in(owner).get(story).content.decode()
    signed_in(cy).post(report, {"note": "And again."})  # the same file was found all right
    assert not AlbumReport.objects.filter(settled_at=None).exists()
    put(ana, over, "Another one.")
    signed_in(cy).post(report, {"note": "This one too."})
    album.hide(by=owner, picture=picture, reason="It shows a child.", now=clocks.now())
    assert not AlbumReport.objects.filter(settled_at=None).exists()
    assert signed_in(di).post(report, {"note": "It is hidden."}).status_code == 404


def test_nobody_else_hides_a_picture(over: Battle, ana: Any) -> None:
    picture = put(ana, over)
    path = at("album-hide", over, picture.public_id)

    for user, status in ((None, 302), (member("Cy"), 404), (arena.players_of(over)[2], 404), (ana, 404)):
        assert signed_in(user).post(path, {"reason": "I do not like it."}).status_code == status
    assert AlbumPicture.objects.get().hidden_at is None


def test_a_battle_that_is_called_off_shows_no_album(over: Battle, ana: Any, client: Any) -> None:
    photo = battle_album.photo(put(ana, over))
    counting.call_off(by=f.staff("Second"), battle=over, reason="A fault.", now=clocks.now())

    assert client.get(photo.url).status_code == 404
    assert client.get(reverse("api-album", args=[over.public_id])).json()["results"] == []


def test_a_page_of_the_album_costs_one_query(over: Battle, monkeypatch: Any, django_assert_num_queries: Any) -> None:
    monkeypatch.setattr(battle_album, "PAGE", 2)
    for number in range(3):
        AlbumPicture.objects.create(
            battle=over,
            user=member(f"M{number}"),
            image=f"albums/{number}.webp",
            width=4,
            height=3,
            words=f"No. {number}",
            added_at=clocks.now(),
        )
        if number != 1:
            with django_assert_num_queries(1):
                found = battle_album.page(battle=over)

    both = found.photos + battle_album.page(battle=over, after=found.next_cursor).photos
    assert [photo.picture.words for photo in both] == ["No. 2", "No. 1", "No. 0"]


def test_the_database_keeps_the_album_in_order(over: Battle, ana: Any) -> None:
    put(ana, over)

    for damage in ({"image": ""}, {"reason": "Because."}, {"hidden_at": clocks.now()}):
        with pytest.raises(IntegrityError):
            AlbumPicture.objects.update(**damage)
