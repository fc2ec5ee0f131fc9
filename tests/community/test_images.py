"""Pictures: what is refused, what is stripped, who may see them."""

from __future__ import annotations

import io
import resource
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Lock

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms

from community.models import PostImage
from community.services import images, posts
from community.services.composition import Picture
from lib import errors, pictures
from tests.community import cast

pytestmark = pytest.mark.django_db


def upload(owner, file, **fields):
    return images.upload(owner=owner, file=file, now=fields.pop("now", cast.NOON), **fields)


def named(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def empty_png(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that claims, and holds, width x height pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" + bytes((width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def turned_jpeg_with_words_for_its_width() -> bytes:
    """A JPEG whose EXIF says that it is to be turned, and holds a text where a number belongs."""
    entries = ((0x0100, 2, 4, b"abc\0"), (0x0112, 3, 1, b"\6\0\0\0"))
    table = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHI4s", *entry) for entry in entries) + bytes(4)
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0" + table)
    return out.getvalue()


def test_a_picture_with_broken_exif_is_refused_with_a_sentence():
    with pytest.raises(errors.Invalid):
        pictures.encode(io.BytesIO(turned_jpeg_with_words_for_its_width()), field="pictures")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_four_kinds_become_webp_of_sixteen_hundred_pixels_at_most(kind):
    image = upload(cast.person(), cast.picture((2000, 1000), kind))

    with default_storage.open(image.file.name) as stored, Image.open(stored) as picture:
        assert (picture.format, picture.size) == ("WEBP", (1600, 800))
    with default_storage.open(pictures.small_name(image.file.name)) as stored, Image.open(stored) as picture:
        assert (picture.format, picture.size) == ("WEBP", (640, 320))
    assert (image.width, image.height) == (1600, 800)


def test_where_and_when_it_was_taken_is_gone_but_it_stands_upright():
    source = Image.new("RGB", (60, 40), "red")
    exif = source.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0)})
    out = io.BytesIO()
    source.save(out, "JPEG", exif=exif, comment=b"SecretComment")
    assert b"SecretCamera" in out.getvalue()

    image = upload(cast.person(), named("a.jpg", out.getvalue()))

    with default_storage.open(image.file.name) as stored:
        data = stored.read()
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (40, 60)
        assert dict(picture.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile"} & set(picture.info)
    assert b"Secret" not in data


def shown(picture: Image.Image, kind: str, **how: object) -> tuple[int, ...]:
    """Return the middle pixel of what is kept of a picture."""
    file = io.BytesIO()
    picture.save(file, kind, **how)
    file.seek(0)
    with Image.open(io.BytesIO(pictures.encode(file, field="pictures").large)) as kept:
        return kept.convert("RGB").getpixel((kept.width // 2, kept.height // 2))


def test_a_picture_in_the_colours_of_its_device_is_kept_in_those_of_the_web():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"hold").replace(b"bXYZ", b"rXYZ").replace(b"hold", b"bXYZ")
    red = Image.new("RGB", (40, 40), "red")

    assert shown(red, "PNG", icc_profile=swapped)[2] > 240 > 15 > shown(red, "PNG", icc_profile=swapped)[0]
    for none in (srgb, b"x" * 600, swapped[:200], b"", swapped + b"\0" * pictures.PROFILE_LIMIT):
        assert shown(red, "PNG", icc_profile=none)[0] > 240


def test_grey_of_sixteen_bits_stays_grey():
    assert 120 < shown(Image.new("I;16", (40, 40), 128 * 257), "PNG")[0] < 136


def test_an_animation_keeps_its_first_frame_only():
    frames = [Image.new("P", (20, 20), colour) for colour in range(0, 250, 5)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

    image = upload(cast.person(), named("a.gif", out.getvalue()))

    with default_storage.open(image.file.name) as stored, Image.open(stored) as picture:
        assert getattr(picture, "n_frames", 1) == 1


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "file",
    [
        named("a.svg", SVG),
        named("a.png", SVG),
        named("a.png", b"\x89PNG\r\n\x1a\n" + SVG),
        named("a.gif", b"GIF89a/*<script>alert(1)</script>*/"),
        named("a.jpg", b"\xff\xd8\xff" + b"\0" * 100),
        named("a.png", cast.picture().read()[:60]),
        named("a.bmp", cast.picture(kind="BMP").read()),
        named("a.tiff", cast.picture(kind="TIFF").read()),
        named("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
        named("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n"),
        named("empty.png", b""),
    ],
    ids=lambda file: f"{file.name}-{file.size}",
)
def test_what_is_not_one_of_the_four_kinds_is_refused(file):
    with pytest.raises(errors.Invalid) as caught:
        upload(cast.person(), file)

    assert set(caught.value.fields) == {"pictures"}
    assert not PostImage.objects.exists()


@pytest.mark.parametrize("side", [5_001, 9_000, 12_000, 30_000])
def test_a_bomb_is_refused_before_it_is_decoded(side):
    bomb = (
        empty_png(side, side)
        if side <= 12_000
        else empty_png(30_000, 2)[:60].replace(struct.pack(">I", 2), struct.pack(">I", side), 1)
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(errors.Invalid):
        upload(cast.person(), named("bomb.png", bomb))

    assert (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
    )  # kilobytes: the pixels would need 25 MB and more


def test_many_large_pictures_at_once_are_decoded_by_turns(monkeypatch):
    """Twelve files of 70 KB, sent together, took five gigabytes."""
    at_work, most, lock = 0, 0, Lock()
    read = pictures._read

    def counted(*given):
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        try:
            return read(*given)
        finally:
            with lock:
                at_work -= 1

    monkeypatch.setattr(pictures, "_read", counted)
    file = empty_png(1800, 1800)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: pictures.encode(io.BytesIO(file), field="pictures"), range(4)))

    assert [one.size for one in done] == [(1600, 1600)] * 4
    assert most == pictures.AT_ONCE


def test_who_waits_too_long_for_a_turn_is_asked_to_come_again(monkeypatch):
    monkeypatch.setattr(pictures, "PATIENCE_SECONDS", 0.01)
    with pictures._turn(), pictures._turn(), pytest.raises(errors.RateLimited):
        pictures.encode(io.BytesIO(empty_png(8, 8)), field="pictures")
    assert pictures.encode(io.BytesIO(empty_png(8, 8)), field="pictures").size == (8, 8)


def test_a_file_over_eight_megabytes_is_refused():
    with pytest.raises(errors.Invalid, match="Please check"):
        upload(cast.person(), named("a.png", b"0" * (pictures.BYTE_LIMIT + 1)))


def test_what_hides_behind_a_picture_is_not_stored():
    polyglot = cast.picture().read() + b"<script>alert(1)</script>PK\x03\x04"

    image = upload(cast.person(), named("a.png", polyglot))

    with default_storage.open(image.file.name) as stored:
        assert b"script" not in stored.read()


def test_only_so_many_pictures_may_wait_and_old_ones_are_swept():
    owner = cast.person()
    first = upload(owner, cast.picture())
    PostImage.objects.bulk_create(
        PostImage(owner=owner, file=f"none-{n}.webp", width=1, height=1, created_at=cast.NOON)
        for n in range(images.WAITING_LIMIT - 1)
    )
    with pytest.raises(errors.RateLimited):
        upload(owner, cast.picture())

    assert images.sweep(now=cast.NOON + timedelta(days=1)) == 0
    assert images.sweep(now=cast.NOON + timedelta(days=3)) == images.WAITING_LIMIT
    assert not PostImage.objects.filter(pk=first.pk).exists()


def test_another_members_picture_cannot_be_posted():
    place = cast.group()
    image = upload(cast.member(place), cast.picture())

    with pytest.raises(errors.Invalid) as caught:
        cast.post(cast.member(place), place, pictures=(Picture(image.public_id),))

    assert set(caught.value.fields) == {"pictures"}


def test_an_edit_lets_go_of_a_picture_and_takes_another():
    place = cast.group()
    author = cast.member(place)
    old, new = upload(author, cast.picture()), upload(author, cast.picture())
    made = cast.post(author, place, pictures=(Picture(old.public_id, "old"),))

    posts.edit(
        post=made,
        editor=author,
        composition=cast.words(pictures=(Picture(new.public_id, "new"),)),
        edition=1,
        now=cast.NOON,
    )

    assert list(made.images.values_list("public_id", "alt")) == [(new.public_id, "new")]
    assert PostImage.objects.get(pk=old.pk).post is None


def test_a_picture_is_shown_to_whoever_may_read_its_post(client):
    place = cast.group(visibility="listed")
    author, outsider = cast.member(place), cast.person()
    image = upload(author, cast.picture())
    addresses = [reverse(f"community:image-{name}", args=[image.public_id]) for name in ("show", "small")]

    def statuses(user):
        client.force_login(user)
        return [client.get(address).status_code for address in addresses]

    assert (statuses(author), statuses(cast.member(place))) == ([200, 200], [404, 404])
    made = cast.post(author, place, pictures=(Picture(image.public_id),))
    assert (statuses(cast.member(place)), statuses(outsider)) == ([200, 200], [404, 404])
    client.logout()
    assert client.get(addresses[0]).status_code == 404
    client.force_login(author)
    answer = client.get(addresses[0])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/webp"
    assert "immutable" in answer["Cache-Control"]
    from community.services import removals

    removals.delete(target=made, author=author, now=cast.NOON)
    assert statuses(cast.member(place)) == [404, 404]


def test_the_endpoint_answers_with_an_id_or_a_sentence(client):
    owner = cast.person()
    client.force_login(owner)

    good = client.post(reverse("community:image-upload"), {"file": cast.picture()})
    bad = client.post(reverse("community:image-upload"), {"file": named("a.svg", SVG)})

    assert good.status_code == 201
    assert client.get(good.json()["url"]).status_code == 200
    assert bad.status_code == 422
    assert "JPEG" in bad.json()["error"]
    assert client.post(reverse("community:image-discard", args=[good.json()["id"]])).status_code == 204
    assert not PostImage.objects.exists()
