"""Pages about addresses for news: who is let in, what is shown once, and that nothing is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from accounts.models import BrandStep
from connect.models import Delivery, Endpoint
from connect.services.webhooks import endpoints, signing
from connect.webhook_urls import urlpatterns
from demo import receiver
from lib import clock, public_id
from live import registry
from live.selectors import topics
from tests.connect.hooking import endpoint, send
from tests.factories import member
from tests.rewards.buying import fresh
from tests.rewards.factories import brand, staff

pytestmark = pytest.mark.django_db
PEOPLE = ("visitor", "member", "rival", "editor", "owner", "staff")
# By GET and by POST for each of PEOPLE; 302 leads to signing in.
LOOKS = ("302 404 404 200 200 200", "302 404 404 403 303 403")
CHANGES = ("302 404 404 403 200 403", "302 404 404 403 200 403")
BUTTON = ("302 405 405 405 405 405", "302 404 404 403 303 403")
SITE_LOOKS = ("302 404 404 404 404 200", "302 404 404 404 404 303")
SITE_CHANGES = ("302 404 404 404 404 200", "302 404 404 404 404 200")
SITE_BUTTON = (BUTTON[0], "302 404 404 404 404 303")
TABLE = {
    "site-webhooks": ("302 404 404 404 404 200", "302 405 405 405 405 405"),
    "webhook-new": (CHANGES[0], "302 404 404 403 201 403"),
    "webhook": LOOKS,
    "webhook-state": (LOOKS[0], "302 405 405 405 405 405"),
    "webhook-secret": CHANGES,
    "site-webhook-new": (SITE_CHANGES[0], "302 404 404 404 404 201"),
    "site-webhook": SITE_LOOKS,
    "site-webhook-state": (SITE_LOOKS[0], "302 405 405 405 405 405"),
    "site-webhook-secret": SITE_CHANGES,
    **{f"webhook-{part}": BUTTON for part in ("switch", "test", "again", "remove")},
    **{f"site-webhook-{part}": SITE_BUTTON for part in ("switch", "test", "again", "remove")},
}
DONE = ("200", "201", "303")
SAID = {"url": "http://127.0.0.1:1/hook", "kinds": ["team.failed"]}


@pytest.fixture(autouse=True)
def _here(settings):
    settings.HEARTH_WEBHOOKS_HERE = True


def browser(user) -> Client:
    """Return the browser of somebody who typed their password a moment ago."""
    client = Client()
    if user is not None:
        client.force_login(user)
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, "password", reauthenticated=True)
        request.session.save()
    return client


def test_every_page_lets_in_whom_the_table_says():
    shop = brand(editor=member("Editor"))
    editor = shop.staff.get(role="editor").user
    people = dict(zip(PEOPLE, (None, member("M"), brand().owner, editor, shop.owner, staff()), strict=True))
    clients = {name: browser(user) for name, user in people.items()}
    assert {each.name for each in urlpatterns} == TABLE.keys()
    patterns = {each.name: re.findall(r"<slug:(\w+)>", str(each.pattern)) for each in urlpatterns}
    wrong = []
    for name, rows in TABLE.items():
        of = None if name.startswith("site-") else shop
        mine = endpoint("http://127.0.0.1:1", of, "team.failed")
        sent = endpoints.test(by=mine.created_by, endpoint=mine, now=clock.now())
        known = {"slug": shop.slug, "public_id": mine.public_id, "message_id": sent.public_id}
        url = reverse(f"connect:{name}", kwargs={part: known[part] for part in patterns[name]})
        before = Endpoint.objects.values().get()
        for method, statuses in zip(("get", "post"), rows, strict=True):
            for person, status in zip(PEOPLE, statuses.split(), strict=True):
                said = {**SAID, "public_id": public_id.new(), "is_on": "0"}
                with transaction.atomic():
                    response = getattr(clients[person], method)(url, said if method == "post" else None)
                    transaction.set_rollback(status in DONE)
                if response.status_code != int(status):
                    wrong.append(f"{person} {method} {name}: {response.status_code}, not {status}")
        assert Endpoint.objects.values().get() == before, name
        Endpoint.objects.all().delete()
    assert wrong == []


def test_the_secret_is_shown_once_and_a_form_that_comes_twice_adds_one():
    shop = brand()
    client = browser(shop.owner)
    new = reverse("connect:webhook-new", args=[shop.slug])
    said = {**SAID, "public_id": public_id.new()}

    made = client.post(new, said)
    again = client.post(new, said, follow=True)

    mine = Endpoint.objects.get()
    secret = signing.secret_of(mine)
    assert (made.status_code, secret in made.content.decode()) == (201, True)
    assert secret not in again.content.decode()
    assert BrandStep.objects.filter(brand=shop, kind="connected", data__what="127.0.0.1").count() == 1
    page = client.get(reverse("connect:webhook", args=[shop.slug, mine.public_id])).content.decode()
    assert secret not in page
    rotated = client.post(reverse("connect:webhook-secret", args=[shop.slug, mine.public_id])).content.decode()
    assert signing.secret_of(fresh(mine)) in rotated
    assert secret not in rotated


def test_what_is_wrong_is_said_beside_its_field_and_stays():
    shop = brand()
    client = browser(shop.owner)
    new = reverse("connect:webhook-new", args=[shop.slug])

    answer = client.post(new, {"url": "https://10.0.0.1/<b>", "kinds": ["team.failed"], "public_id": public_id.new()})

    page = answer.content.decode()
    assert (answer.status_code, Endpoint.objects.count()) == (422, 0)
    assert 'value="https://10.0.0.1/&lt;b&gt;"' in page
    assert "no number" in page
    assert re.search(r'value="team.failed"\s+checked', page)
    assert client.post(new, {**SAID, "kinds": ["award.granted"], "public_id": "x"}).status_code == 422


def test_the_log_shows_hostile_answers_as_text_page_by_page():
    shop = brand()
    mine = endpoint("http://127.0.0.1:1", shop, "team.failed")
    now = clock.now()
    for number in range(25):
        row = endpoints.test(by=shop.owner, endpoint=mine, now=now + timedelta(hours=number))
        answer = "<script>alert(1)</script>"
        Delivery.objects.filter(pk=row.pk).update(
            answer=answer, status=500, problem="refused", tried_at=now, attempts=1
        )
    client = browser(shop.owner)
    url = reverse("connect:webhook", args=[shop.slug, mine.public_id])

    page = client.get(url).content.decode()

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") == 20
    older = re.search(r'href="(\?after=[\w-]+)#log"', page)
    assert client.get(url + older[1]).content.decode().count("&lt;script&gt;alert(1)") == 5
    assert client.get(url + "?after=garbage").status_code == 200


def test_the_demo_takes_what_is_sent_and_refuses_what_is_forged(settings):
    settings.HEARTH_DEMO, settings.BASE_URL = True, "http://127.0.0.1:1"
    mine = endpoints.add(by=staff(), brand=None, url=receiver.url_of("tea"), kinds=["team.failed"], now=clock.now())
    message = endpoints.test(by=mine.created_by, endpoint=mine, now=clock.now())
    path, signed = reverse("demo-receiver", args=["tea"]), signing.headers(message, now=clock.now())
    client = Client(enforce_csrf_checks=True)

    right = client.post(path, message.body, "application/json", headers=signed)
    wrong = client.post(path, message.body + " <script>", "application/json", headers=signed)

    assert (right.status_code, wrong.status_code) == (204, 400)
    page = client.get(path).content.decode()
    assert ("signature right" in page, "refused" in page, "<script>\n" in page) == (True, True, False)
    assert message.message_id in page
    settings.HEARTH_DEMO = False
    assert client.get(path).status_code == 404


def test_its_state_is_heard_by_those_who_may_look_and_by_nobody_else():
    shop = brand(editor=member("Editor"))
    editor = shop.staff.get(role="editor").user
    people = (AnonymousUser(), member("M"), brand().owner, editor, shop.owner, staff())
    for of, hears in ((shop, [False, False, False, True, True, True]), (None, [False] * 5 + [True])):
        found = registry.find(f"endpoint:{endpoint('http://127.0.0.1:1', of, 'team.failed').public_id}")
        assert [found.may_listen(each) for each in people] == hears
    assert not registry.find("endpoint:000000000000").may_listen(staff())


def test_each_step_of_a_message_is_told():
    shop = brand()
    mine = endpoint("http://127.0.0.1:1", shop, "team.failed")
    topic = f"endpoint:{mine.public_id}"
    versions = [topics.versions([topic])[topic]]
    steps = (
        lambda: endpoints.test(by=shop.owner, endpoint=mine, now=clock.now()),
        send,
        lambda: endpoints.send_again(by=shop.owner, delivery=Delivery.objects.get(), now=clock.now()),
        lambda: endpoints.switch(by=shop.owner, endpoint=fresh(mine), is_on=False, now=clock.now()),
    )
    for step in steps:
        step()
        versions.append(topics.versions([topic])[topic])
    assert versions == sorted(set(versions))
