"""The staff help one member: find them, look up why, switch off, take away what they wrote."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.services import member_care
from community.models import Case, Comment, ModlogEntry, Post
from community.services import reports, sweeping
from gamify.models import LedgerEntry
from gamify.services import intake
from gamify.services.record import Ref
from gamify.services.reported import Report
from lib import errors
from tests import economy as economies
from tests.community import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SEARCH = "/review/members/"


@pytest.fixture
def keeper():
    person = cast.person("keeper", is_staff=True)
    person.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user"]))
    return person


@pytest.fixture
def scene():
    """Somebody who wrote in an open group and in a secret one."""
    place, secret = cast.group("tea"), cast.group("hidden", visibility="secret")
    spammer = cast.member(place, "spammer")
    cast.join(spammer, secret)
    first = cast.post(spammer, place, "Buy my pills now")
    cast.post(spammer, secret, "Nobody outside reads this")
    cast.answer(spammer, first, "And these, too")
    return spammer


def _points(user: User) -> int:
    return sum(LedgerEntry.objects.filter(account__user=user).values_list("amount", flat=True))


def _standing() -> set[str]:
    return {*Post.objects.values_list("state", flat=True), *Comment.objects.values_list("state", flat=True)}


def test_a_member_is_found_by_what_is_known_of_them_and_nobody_else_may_look(keeper, scene, client):
    reader = cast.person("reader", is_staff=True)
    client.force_login(keeper)

    pages = [client.get(SEARCH, {"q": known}).content.decode() for known in ("@spam", "spammer@example.org", "zzz")]
    desk = client.get(f"{SEARCH}spammer/").content.decode()
    nobody = [client.get(f"{SEARCH}{name}/").status_code for name in ("nobody", "%00", "a%00b")]
    others = []
    for other in (reader, scene):
        client.force_login(other)
        others += [client.get(path).status_code for path in (SEARCH, f"{SEARCH}spammer/")]
        others += [
            client.post(f"{SEARCH}spammer/{part}/", {"reason": "Why not"}).status_code for part in ("account", "words")
        ]

    assert ["@spammer" in page for page in pages] == [True, True, False]
    assert "Buy my pills now" in desk
    assert "Nobody outside reads this" not in desk
    assert (others, nobody) == ([404] * 8, [404] * 3)


def test_a_spammer_is_switched_off_and_swept_away_and_every_log_says_so(
    keeper, scene, client, django_capture_on_commit_callbacks
):
    economies.publish(now=cast.NOON)
    reporter = cast.member(Post.objects.get(body__startswith="Buy").group, "reporter")
    with django_capture_on_commit_callbacks(execute=True):
        extra = cast.post(scene, reporter.memberships.get().group, "Pills, pills and pills for everybody here")
    reports.report(reporter=reporter, target=extra, rule=None, note="Spam", now=cast.NOON)
    earned = _points(scene)
    client.force_login(keeper)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{SEARCH}spammer/account/", {"do": "off", "reason": "Spam in two groups"})
        client.post(f"{SEARCH}spammer/words/", {"reason": "Spam in two groups"})

    scene.refresh_from_db()
    assert not scene.is_active
    assert _standing() == {Post.State.REMOVED}
    assert earned > 0 == _points(scene)
    assert ModlogEntry.objects.filter(action="remove", actor=keeper, subject=scene).count() == 4
    assert Case.objects.get().state == Case.State.REMOVED
    assert {row.words for row in member_care.noted(person=scene)} == {
        "switched off: Spam in two groups",
        "everything they wrote was removed: Spam in two groups (4)",
    }
    assert sweeping.sweep(by=keeper, person=scene, reason="Again", now=cast.NOON) == 0


def test_an_account_comes_back_but_not_one_that_its_owner_closed(keeper, scene):
    given = {"by": keeper, "person": scene, "reason": "A mistake of ours", "now": cast.NOON}
    member_care.switch(is_on=False, **given)
    member_care.switch(is_on=True, **given)
    with pytest.raises(member_care.Settled):
        member_care.switch(is_on=True, **given)
    User.objects.filter(pk=scene.pk).update(is_active=False, closed_at=cast.NOON)

    with pytest.raises(member_care.Settled):
        member_care.switch(is_on=True, **given)


def test_staff_are_not_changed_here_and_a_reason_is_needed(keeper, scene):
    for act in (member_care.switch, sweeping.sweep):
        more = {"is_on": False} if act is member_care.switch else {}
        with pytest.raises(member_care.OfStaff):
            act(by=keeper, person=keeper, reason="Why not", now=cast.NOON, **more)
        with pytest.raises(errors.Invalid):
            act(by=keeper, person=scene, reason=" ", now=cast.NOON, **more)
        with pytest.raises(errors.NotAllowed):
            act(by=scene, person=cast.person(), reason="Why not", now=cast.NOON, **more)

    assert _standing() == {Post.State.PUBLISHED}


def test_who_lost_the_second_step_is_let_in_again_and_told(keeper, scene, client, django_capture_on_commit_callbacks):
    scene.authenticator_set.create(type="totp", data={"secret": "x"})
    scene.authenticator_set.create(type="recovery_codes", data={})
    client.force_login(keeper)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{SEARCH}spammer/account/", {"do": "second-step", "reason": "Lost the phone; known by voice"})

    assert not scene.authenticator_set.exists()
    assert [letter.to for letter in mail.outbox] == [["spammer@example.org"]]
    with pytest.raises(member_care.Settled):
        member_care.drop_second_step(by=keeper, person=scene, reason="Once more", now=cast.NOON)


def test_staff_read_why_a_badge_is_missing_and_take_back_what_a_program_said(
    keeper, scene, client, django_capture_on_commit_callbacks
):
    economies.publish(now=cast.NOON)
    said = Report(verb="create", object=Ref("recipe", "plum"), key="plum", data={"words": 30, "emotions": []})
    with django_capture_on_commit_callbacks(execute=True):
        activity, _is_new = intake.take(by=keeper, actor=scene, report=said, now=cast.NOON)
    client.force_login(keeper)
    path = reverse("gamify:member-activity", args=["spammer", activity.pk])

    page = client.get(f"{SEARCH}spammer/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path, {"do": "back", "reason": "Written by a robot"})
    elsewhere = client.post(path.replace("spammer", cast.person("other").handle), {"do": "again", "reason": "Mistaken"})
    undone = client.get(f"{SEARCH}spammer/").content.decode()

    assert elsewhere.status_code == 404, "one person's page does not change another's"
    assert "Ten moments" in page
    assert "Feel with three people (0 / 3)" in page
    assert "Did not count" in page
    assert path in page
    assert "Written by a robot" in undone
    assert "Let it count again" in undone


def test_what_is_not_asked_for_by_name_is_not_done(keeper, scene, client):
    client.force_login(keeper)

    answer = client.post(f"{SEARCH}spammer/account/", {"reason": "By mistake"})

    assert answer.status_code == 404
    assert User.objects.get(pk=scene.pk).is_active
