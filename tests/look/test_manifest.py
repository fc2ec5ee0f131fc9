from __future__ import annotations

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image


@pytest.mark.django_db
def test_a_phone_finds_icons_of_the_size_it_is_told_and_words_in_its_language() -> None:
    client = Client()
    head = client.get("/groups/").content.decode()

    found = client.get("/app.webmanifest", headers={"accept-language": "zh-CN"})
    document = found.json()

    assert 'rel="manifest" href="/app.webmanifest"' in head
    assert found["Content-Type"] == "application/manifest+json"
    assert (document["lang"], document["start_url"], document["display"]) == ("zh-hans", "/", "standalone")
    for icon in document["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        with Image.open(path) as drawn:
            assert "{}x{}".format(*drawn.size) == icon["sizes"]
