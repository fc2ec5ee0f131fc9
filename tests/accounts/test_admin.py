from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from tests import factories
from tools.places import APPS

pytestmark = pytest.mark.django_db
LISTS = [reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in admin.site._registry]


def test_staff_open_every_page_of_the_admin_and_a_member_none(client: Client) -> None:
    member = Client()
    client.force_login(factories.member(is_staff=True, is_superuser=True))
    member.force_login(factories.member())

    assert {path: status for path in ("/admin/", *LISTS) if (status := client.get(path).status_code) != 200} == {}
    assert {member.get(path).status_code for path in ("/admin/", "/admin/login/", *LISTS)} <= {302, 403}


def test_the_admin_signs_in_through_the_sites_own_page(client: Client) -> None:
    answer = client.get("/admin/login/?next=/admin/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_nothing_of_the_record_can_be_changed_by_hand(client: Client) -> None:
    client.force_login(factories.member(is_staff=True, is_superuser=True))

    for name in ("gamify_ledgerentry", "gamify_activity", "community_modlogentry"):
        assert client.get(reverse(f"admin:{name}_add")).status_code == 403


def test_only_the_admin_has_the_looser_content_policy(client: Client) -> None:
    client.force_login(factories.member(is_staff=True, is_superuser=True))

    assert "unsafe-eval" in client.get("/admin/")["Content-Security-Policy"]
    assert "unsafe-eval" not in client.get("/settings/")["Content-Security-Policy"]


def test_staff_without_a_second_step_are_sent_to_set_one_up(client: Client, settings: Any) -> None:
    settings.HEARTH_ADMIN_SECOND_STEP = True
    person = factories.member(is_staff=True, is_superuser=True)
    client.force_login(person)

    turned_away = [client.get(path, follow=True) for path in ("/admin/", LISTS[0])]

    for answer in turned_away:
        assert answer.redirect_chain[-1][0] == reverse("mfa_index")
        assert "second step" in answer.content.decode()
    TOTP.activate(person, generate_totp_secret())
    assert client.get("/admin/").status_code == 200


def test_staff_find_their_rooms_from_every_page_and_members_do_not(client: Client) -> None:
    client.force_login(factories.member(is_staff=True))
    page = client.get("/").content.decode()
    assert page.count('href="/admin/"') == page.count('href="/review/campaigns/"') == 2  # the rail and the phone's menu

    client.force_login(factories.member())
    page = client.get("/").content.decode()
    assert 'href="/admin/"' not in page
    assert 'href="/review/' not in page
    assert page.count('href="/accounts/logout/"') == 2


def test_who_helps_members_gives_no_rights_takes_no_account_and_leaves_the_staff_alone(client: Client) -> None:
    helper, person, boss = factories.member(is_staff=True), factories.member(), factories.member(is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(helper)
    form = dict.fromkeys(("is_active", "is_staff", "is_superuser"), "on") | {
        **{name: getattr(person, name) for name in ("username", "bio", "locale", "time_zone")},
        "display_name": "Helped",
        "email": "mine@example.com",
    }

    def send(who: User, tail: str, said: dict[str, Any]) -> int:
        return client.post(f"/admin/accounts/user/{who.pk}/{tail}/", said).status_code

    assert [send(who, "change", form) for who in (person, boss, helper)] == [302, 403, 403]
    new = {"password1": "a new long one", "password2": "a new long one", "usable_password": "true"}
    assert [send(who, "password", new) for who in (person, boss, helper)] == [403, 403, 403]
    before = person.email, person.password
    person.refresh_from_db()
    assert (person.display_name, person.is_staff, person.is_superuser) == ("Helped", False, False)
    assert (person.email, person.password) == before
    assert "password" not in str(client.get(f"/admin/accounts/user/{person.pk}/change/").context["adminform"].fieldsets)


def test_an_account_gets_no_zone_and_no_language_that_the_site_does_not_know(client: Client) -> None:
    person = factories.member()
    client.force_login(factories.member(is_staff=True, is_superuser=True))
    kept = ("username", "display_name", "email", "bio", "locale", "time_zone")
    form = {name: getattr(person, name) for name in kept} | {"is_active": "on"}
    path = reverse("admin:accounts_user_change", args=[person.pk])

    assert client.post(path, form).status_code == 302
    for field, value in (("time_zone", "Mars/Olympus"), ("time_zone", "../x"), ("locale", "tlh")):
        answer = client.post(path, form | {field: value})

        assert answer.status_code == 200, value
        assert field in answer.context["adminform"].form.errors, value


def test_who_reads_chinese_finds_no_english_name_of_a_field() -> None:
    fields = [field for model in admin.site._registry for field in model._meta.local_fields]
    ours = [field for field in fields if field.model.__module__.partition(".")[0] in APPS]
    with translation.override("zh-hans"):
        names = {str(field.verbose_name) for field in ours if not field.primary_key}

    assert {name for name in names if name.isascii()} == {"HTML"}
