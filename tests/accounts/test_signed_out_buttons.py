"""A button pressed after the session has ended leads through the sign-in and back to its page."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import member

PRESSED = reverse("inbox:notification-read-all")
PAGE = "/notifications/?tab=unread"


def next_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["next"][0]


def press(client: Client, referer: str = "", **headers: str) -> Any:
    return client.post(PRESSED, headers={**({"referer": referer} if referer else {}), **headers})


@pytest.mark.django_db
def test_signing_in_leads_back_to_the_page_of_the_button(client: Client) -> None:
    response = press(client, f"http://testserver{PAGE}")

    assert response.status_code == 302
    assert urlsplit(response["Location"]).path == reverse("account_login")
    assert next_of(response["Location"]) == PAGE


@pytest.mark.django_db
@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/trap", "http://testserver.evil/", "javascript:1"])
def test_a_page_elsewhere_is_never_led_back_to(client: Client, referer: str) -> None:
    assert next_of(press(client, referer)["Location"]) == "/"


@pytest.mark.django_db
def test_htmx_goes_to_the_sign_in_page_as_a_whole(client: Client) -> None:
    response = press(client, f"http://testserver{PAGE}", **{"hx-request": "true"})

    assert next_of(response["HX-Redirect"]) == PAGE


@pytest.mark.django_db
def test_a_page_asked_for_while_signed_out_is_led_back_to_itself(client: Client) -> None:
    response = client.get(PAGE, headers={"referer": "http://testserver/groups/"})

    assert next_of(response["Location"]) == PAGE


@pytest.mark.django_db
def test_the_address_of_a_button_shows_a_page_when_it_is_opened(client: Client) -> None:
    client.force_login(member("Mei", handle="mei"))

    response = client.get(PRESSED)

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert b"<h1" in response.content
