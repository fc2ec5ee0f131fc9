from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
LISTS = [reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in admin.site._registry]


@pytest.mark.parametrize("path", ["/admin/", *LISTS])
def test_staff_open_every_page_of_the_admin(client: Client, path: str) -> None:
    client.force_login(factories.member(is_staff=True, is_superuser=True))

    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", *LISTS])
def test_a_member_finds_no_admin(client: Client, path: str) -> None:
    client.force_login(factories.member())

    assert client.get(path).status_code in (302, 403)


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
