"""A brand's console: who may open it, who works there, and what its page says."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from accounts.models import Brand, BrandInvite, BrandStaff, BrandStep
from accounts.selectors import brands
from accounts.services import brand_pages, brand_people
from lib import errors, versions
from tests import factories
from tests.community import cast

pytestmark = pytest.mark.django_db
PAGES = ("console", "page", "people")


@pytest.fixture
def house(clock):
    brand = Brand.objects.create(slug="tea", names={"en": "Tea House"}, created_at=clock.now)
    people = {name: factories.member(name, handle=name) for name in ("owner", "editor", "guest")}
    people["keeper"] = factories.member("Keeper", handle="keeper", is_staff=True)
    for role in ("owner", "editor"):
        BrandStaff.objects.create(brand=brand, user=people[role], role=role)
    yield brand, people
    cache.clear()  # what counted as asked today


def test_the_console_opens_for_its_people_and_staff_and_only_owners_change_it(house, client):
    _brand, people = house
    for page in PAGES:
        url = f"/brands/tea/{page}/"
        client.logout()
        assert client.get(url).status_code == 302
        for name, status in {"guest": 404, "editor": 200, "owner": 200, "keeper": 200}.items():
            client.force_login(people[name])
            assert client.get(url).status_code == status, (page, name)
    for name, status in {"guest": 404, "editor": 403, "keeper": 403}.items():
        client.force_login(people[name])
        for url in ("page/", "page/picture-out/", "people/editor/role/", "people/owner/remove/"):
            assert client.post(f"/brands/tea/{url}", {"name": "X", "role": "owner"}).status_code == status, (url, name)
        assert client.post("/brands/tea/people/", {"to": "@guest", "role": "editor"}).status_code == status
    assert not BrandStep.objects.exists()


def test_whoever_works_for_a_brand_is_led_to_its_console_from_everywhere(house, client, django_assert_num_queries):
    _brand, people = house
    led = {}
    for name in ("guest", "editor", "keeper"):
        client.force_login(people[name])
        led[name] = client.get("/groups/").content.decode().count('href="/brands/tea/console/"')

    assert led == {"guest": 0, "editor": 2, "keeper": 0}  # in the rail, and in the menu of a phone
    client.force_login(people["editor"])
    asking = client.get("/").wsgi_request.user
    assert asking.works_at == "tea"
    with django_assert_num_queries(0):
        assert brands.works_for_any(asking)
    with django_assert_num_queries(1):
        assert not brands.works_for_any(people["guest"])
    BrandStaff.objects.filter(user=people["editor"]).delete()
    assert "/brands/tea/" not in client.get("/groups/").content.decode()
    assert Brand.objects.get().name == "Tea House"


def test_somebody_joins_only_by_their_own_yes(house, client):
    brand, people = house
    client.force_login(people["owner"])
    assert client.post("/brands/tea/people/", {"to": "@guest", "role": "editor"}).status_code == 303
    assert client.post("/brands/tea/people/", {"to": "@guest", "role": "editor"}).status_code == 303
    invite = BrandInvite.objects.get()  # asking twice is asking once
    url = f"/brands/invites/{invite.public_id}/"
    assert people["guest"].notifications.get().url == url
    assert client.get(url).status_code == 404
    client.force_login(people["guest"])
    assert "cannot moderate" in client.get(url).content.decode()
    assert not brand.staff.filter(user=people["guest"]).exists()
    assert client.post(url, {"answer": "yes"}).status_code == 303
    assert client.post(url, {"answer": "no"}).status_code == 303
    assert brand.staff.get(user=people["guest"]).role == "editor"
    assert list(brand.steps.order_by("pk").values_list("kind", flat=True)) == ["invited", "joined"]
    assert people["owner"].notifications.get().kind == "brand_answered"


def test_a_brand_asks_twenty_people_a_day_and_loses_no_word(house, client):
    brand, people = house
    client.force_login(people["owner"])
    sent = [
        client.post("/brands/tea/people/", {"to": f"p{number}@example.org", "role": "editor"}) for number in range(21)
    ]
    assert [answer.status_code for answer in sent] == [303] * 20 + [429]
    assert "p20@example.org" in sent[-1].content.decode()
    assert brand.invites.count() == 20
    assert client.post("/brands/tea/people/", {"to": "no@", "role": "chief"}).status_code == 422


def test_an_invitation_by_letter_is_for_that_address_alone(house, clock, client, django_capture_on_commit_callbacks):
    brand, people = house
    with django_capture_on_commit_callbacks(execute=True):
        made = brand_people.invite(by=people["owner"], brand=brand, to="New@Example.org", role="owner", now=clock.now)
    url = re.search(r"/brands/invites/\w+/", mail.outbox[0].body)[0]
    for name in ("guest", "editor", "keeper"):
        client.force_login(people[name])
        assert client.get(url).status_code == 404
    address = EmailAddress.objects.create(user=people["guest"], email="new@example.org", verified=False)
    client.force_login(people["guest"])
    assert client.get(url).status_code == 404  # not confirmed
    address.verified = True
    address.save()
    assert client.get(url).status_code == 200
    later = clock.now + timedelta(days=15)
    with pytest.raises(errors.NotFound):
        brand_people.answer(by=people["guest"], public_id=made.public_id, agrees=True, now=later)
    assert "new@example.org" not in str(list(brand.steps.values("data")))  # what is for ever holds no address


def test_the_last_owner_cannot_go_and_every_change_is_kept(house, clock):
    brand, people = house
    owner, editor = people["owner"], people["editor"]
    for deed in (
        lambda: brand_people.remove(by=owner, brand=brand, handle="owner", now=clock.now),
        lambda: brand_people.change_role(by=owner, brand=brand, handle="owner", role="editor", now=clock.now),
    ):
        with pytest.raises(brand_people.LastOwner):
            deed()
    brand_people.change_role(by=owner, brand=brand, handle="editor", role="owner", now=clock.now)
    brand_people.remove(by=owner, brand=brand, handle="owner", now=clock.now)
    with pytest.raises(brand_people.LastOwner):
        brand_people.remove(by=editor, brand=brand, handle="editor", now=clock.now)
    assert list(brand.staff.values_list("user__username", "role")) == [("editor", "owner")]
    assert list(brand.steps.order_by("pk").values_list("kind", flat=True)) == ["role", "left"]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_brandstep SET kind = 'joined'")


def test_a_page_is_written_in_place_of_what_was_read_and_nothing_typed_is_lost(house, clock, client):
    brand, people = house
    client.force_login(people["owner"])
    seen = brand_pages.version_of(brand)
    words = {"name": "Tea <b>House</b>", "story": "Ours & yours", "name_zh_hans": "茶桌", "seen": seen}
    assert client.post("/brands/tea/page/", words).status_code == 303
    brand.refresh_from_db()
    assert brand.names == {"en": "Tea <b>House</b>", "zh-hans": "茶桌"}
    late = client.post("/brands/tea/page/", words | {"story": "Another one"})
    assert late.status_code == 422
    assert "Another one" in late.content.decode()
    brand.refresh_from_db()
    assert brand.stories == {"en": "Ours & yours"}
    again = re.search(r'name="seen" value="(\w+)"', late.content.decode())[1]
    assert client.post("/brands/tea/page/", words | {"story": "Another one", "seen": again}).status_code == 303
    shown = client.get("/brands/tea/").content.decode()
    assert "Tea &lt;b&gt;House" in shown
    assert "Another one" in shown
    wrong = client.post("/brands/tea/page/", {"name": "x" * 61, "story": "kept", "seen": ""})
    assert wrong.status_code == 422
    assert "kept" in wrong.content.decode()
    texts = {"taglines": {}, "stories": {}, "alts": {}, "names": {"en": "B"}}
    with pytest.raises(versions.ChangedMeanwhile):
        brand_pages.edit(by=people["owner"], brand=brand, seen=seen, now=clock.now, **texts)


def test_a_picture_is_written_anew_shown_to_everybody_and_gone_when_it_is_taken_out(house, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    brand, people = house
    client.force_login(people["owner"])
    words = {"name": "Tea House", "alt": "A cup <3", "seen": ""}
    broken = SimpleUploadedFile("cup.png", b"no picture at all", "image/png")
    refused = client.post("/brands/tea/page/", words | {"picture": broken, "story": "kept"})
    assert refused.status_code == 422
    assert "kept" in refused.content.decode()
    assert client.post("/brands/tea/page/", words | {"picture": cast.picture((900, 600))}).status_code == 303
    brand.refresh_from_db()
    client.logout()
    page = client.get("/brands/tea/").content.decode()
    assert 'alt="A cup &lt;3"' in page
    for url in (f"/brands/tea/{brand.picture_key}.webp", f"/brands/tea/{brand.picture_key}/small.webp"):
        assert client.get(url)["Content-Type"] == "image/webp"
    assert client.get("/brands/tea/another.webp").status_code == 404
    client.force_login(people["owner"])
    assert client.post("/brands/tea/page/picture-out/").status_code == 303
    assert client.get(f"/brands/tea/{brand.picture_key}.webp").status_code == 404
