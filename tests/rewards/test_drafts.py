"""Two people of a brand who write the same draft at once: the second hears of it and loses no word."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from rewards.models import Battle, Campaign, Coupon, Reward, Seed
from rewards.services import drafts
from tests.api.callers import Caller
from tests.factories import member
from tests.rewards import arena, couponing, factories as f, gardening, redeeming
from tests.rewards.browsing import signed_in

pytestmark = pytest.mark.django_db

MAKERS: dict[str, Callable[[Any], Campaign | Battle | Coupon | Reward | Seed]] = {
    "": f.draft,
    "battle-": arena.draft,
    "reward-": redeeming.draft,
    "seed-": gardening.draft,
    "coupon-": lambda shop: couponing.coupon(f.draft(shop), is_open=False),
}
OVER_THE_API = {
    "": "own-campaign",
    "battle-": "own-battle",
    "reward-": "own-reward",
    "seed-": "own-seed",
    "coupon-": "own-coupon",
}
_INPUT = re.compile(r'<input[^>]* name="([^"]+)"[^>]*>')
_VALUE = re.compile(r' value="([^"]*)"')


def typed(page: Any, **changes: str) -> dict[str, str]:
    """Return what the form of a builder sends when one only types `changes`."""
    html = page.content.decode()
    sent = {}
    for found in _INPUT.finditer(html):
        tag = found[0]
        if 'type="file"' in tag or (('type="radio"' in tag or 'type="checkbox"' in tag) and "checked" not in tag):
            continue
        value = _VALUE.search(tag)
        sent[found[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return (
        sent
        | {
            name: text.strip()
            for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL)
        }
        | changes
    )


@pytest.mark.parametrize("kind", MAKERS)
def test_the_second_to_save_a_draft_hears_of_it_and_loses_nothing(kind: str, clock: Any) -> None:
    editor = member("Editor")
    shop = f.brand(editor=editor)
    draft = MAKERS[kind](shop)
    path = reverse(f"rewards:console-{kind}edit", args=[shop.slug, draft.public_id])
    first, second = signed_in(shop.owner), signed_in(editor)
    early, late = (typed(browser.get(path), name=name) for browser, name in ((first, "Early"), (second, "Late")))

    kept, refused = first.post(path, early), second.post(path, late)
    draft.refresh_from_db()
    assert (kept.status_code, refused.status_code, draft.names["en"]) in ((303, 422, "Early"), (302, 422, "Early"))
    words = refused.content.decode()
    assert 'value="Late"' in words
    assert "Somebody else has changed this draft in the meantime." in words

    again = second.post(path, typed(refused))
    draft.refresh_from_db()
    assert (again.status_code in (302, 303), draft.names["en"]) == (True, "Late")


@pytest.mark.parametrize("kind", MAKERS)
def test_a_program_that_read_an_older_draft_is_refused(kind: str, clock: Any) -> None:
    shop = f.brand()
    draft = MAKERS[kind](shop)
    path = reverse(f"api-{OVER_THE_API[kind]}", args=[shop.slug, draft.public_id]).removeprefix("/api/v1/")
    program = Caller(shop.owner)
    read = program.get(path).json()["version"]
    body = {"names": {"en": "Early"}, "version": read}

    first = program.put(path, body).json()
    late = program.put(path, {"names": {"en": "Late"}, "version": read})

    assert (late.status_code, late.json()["code"]) == (409, "rewards.draft_changed")
    assert late.json()["data"]["version"] == first["version"] == program.get(path).json()["version"] != read
    assert program.put(path, {"names": {"en": "Late"}, "version": first["version"]}).status_code == 200
    assert program.put(path, {"names": {"en": "Later"}}).status_code == 422


def test_a_version_moves_with_every_word_and_with_the_teams(clock: Any) -> None:
    battle = arena.draft()
    seen = {drafts.version_of(battle)}

    battle.letters = {"en": "Dear you"}
    seen.add(drafts.version_of(battle))
    battle.teams.filter(position=1).update(names={"en": "Others"})
    seen.add(drafts.version_of(battle))

    assert len(seen) == 3
    assert drafts.version_of(battle) in seen
