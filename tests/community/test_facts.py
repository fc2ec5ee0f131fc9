"""What activities tell the game: the table in the documentation is what the code records."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from community.services import reactions
from gamify.models import Activity
from tests.community import cast

pytestmark = pytest.mark.django_db
ROW = re.compile(r"^\| `(\w+)` \|[^|]*\|[^|]*\|(?P<data>[^|]*)\|$", re.MULTILINE)


def test_the_documented_facts_are_the_recorded_ones():
    place = cast.group()
    author, reader = cast.member(place), cast.member(place)
    post = cast.post(author, place)
    cast.answer(reader, post)
    reactions.toggle(user=reader, target=post, kind="felt", now=cast.NOON)
    text = Path("docs/extending/badges.md").read_text("utf-8")

    documented = {found[1]: set(re.findall(r"`(\w+)`", found["data"])) for found in ROW.finditer(text)}

    recorded = {verb: set(data) for verb, data in Activity.objects.values_list("verb", "data")}
    assert recorded.keys() == {"create", "comment", "like", "receive"}
    assert {verb: documented[verb] for verb in recorded} == recorded
