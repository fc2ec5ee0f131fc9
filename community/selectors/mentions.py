"""Those mentioned, by name. What is stored keeps the handle, which stays; a name may change, or be erased, so it is
filled in when the text is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import handles
from community.models import Case, Comment, Meetup, Post
from community.services import words

# As `text.render` writes it. What somebody typed cannot look so: it has no tags and no classes.
_LINK = re.compile(r'<a href="/@(?P<handle>[a-z0-9_]{3,20})/" class="mention"[^<>]*>[^<>]*</a>')
Written = TypeVar("Written", Post, Comment, Meetup)


def named(htmls: Iterable[str]) -> tuple[str, ...]:
    """Return the rendered texts with names for the handles mentioned.

    Queries: 1 for all of them, and 1 more when somebody has another handle now; none where nobody is mentioned.
    """
    texts = tuple(htmls)
    asked = {link["handle"] for html in texts for link in _LINK.finditer(html)}
    people = handles.holders(asked=asked)
    return tuple(_LINK.sub(lambda link: _link(link, people), html) for html in texts) if asked else texts


def fill(written: Iterable[Written]) -> list[Written]:
    """Return what is to be shown, not saved, with the names of those mentioned in its `html`. Queries: as `named`."""
    things = list(written)
    for thing, html in zip(things, named(thing.html for thing in things), strict=True):
        thing.html = html
    return things


def quoted(case: Case | None) -> str:
    """Return the text as it was reported, "" where a case is about no text. Queries: as `named`."""
    return named([case.snapshot.get("html", "") if case else ""])[0]


def _link(link: re.Match[str], people: Mapping[str, User | None]) -> str:
    if link["handle"] not in people:
        return link[0]
    person = people[link["handle"]]
    if person is None:
        return format_html("@<bdi>{}</bdi>", _("A former member"))
    path = words.profile_path(person.handle)
    return format_html(
        '<a href="{}" class="mention" rel="nofollow ugc noopener" title="@{}">@<bdi>{}</bdi></a>',
        path,
        person.handle,
        person.display_name,
    )
