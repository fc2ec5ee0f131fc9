"""Browsers of people, and the words of a page, for tests of the pages of buying together."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client


def signed_in(user: Any) -> Client:
    """Return the browser of `user`; of a visitor when there is none."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def text_of(response: Any) -> str:
    """Return the words of the page's main part."""
    html = response.content.decode()
    main = html[html.index('id="main"') :] if 'id="main"' in html else html
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
