"""The console of a brand's battles and the staff's review: what is written is kept, and what is missing is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from inbox.selectors import notifications
from lib import clock as clocks
from rewards.models import Battle, Objection
from rewards.services.battles import counting, running as stages
from tests.factories import member
from tests.rewards import arena, factories as f
from tests.rewards.browsing import signed_in, text_of

pytestmark = pytest.mark.django_db


def at(name: str, battle: Battle) -> str:
    return reverse(f"rewards:{name}", args=[battle.brand.slug, battle.public_id])


def sent(**changes: Any) -> dict[str, Any]:
    """Return what the builder sends."""
    sides = changes.pop("sides", [("Early Birds", "早"), ("Slow Steepers", ""), ("", "")])
    rows = {f"sides-{n}-name": side[0] for n, side in enumerate(sides)}
    rows |= {f"sides-{n}-name_zh_hans": side[1] for n, side in enumerate(sides)}
    rows |= {f"sides-{n}-scope": "" for n in range(len(sides))}
    return {
        "name": "Spring pick",
        "story": "Two kettles.\n\nOne lid.",
        "prize": "Your names.",
        "thank": "A letter.",
        "points_stories": "3",
        "points_welcomes": "",
        "points_tasks": "0",
        "points_seats": "",
        "daily_cap": "9",
        "best_of": "0",
        "most_players": "20",
        "starts_at": "2026-03-04T12:00",
        "ends_at": "2026-03-06T12:00",
        "campaign": "",
        "sides-TOTAL_FORMS": len(sides),
        "sides-INITIAL_FORMS": 0,
        **rows,
        **changes,
    }


def review(battle: Battle, who: Any, **said: str) -> Any:
    return signed_in(who).post(reverse("rewards:review-battle", args=[battle.public_id]), said)


def test_a_draft_begins_with_a_name_and_leads_to_the_builder(clock: Any) -> None:
    shop = f.brand()

    response = signed_in(shop.owner).post(reverse("rewards:console-battle-new", args=[shop.slug]), {"name": "Kettles"})

    battle = Battle.objects.get()
    assert response["Location"] == at("console-battle-edit", battle)
    assert (battle.name, battle.state) == ("Kettles", "draft")


def test_what_is_typed_is_kept_with_its_teams_points_and_paragraphs(clock: Any) -> None:
    shop = f.brand()
    battle = arena.draft(shop)

    assert signed_in(shop.owner).post(at("console-battle-edit", battle), sent()).status_code == 303

    battle.refresh_from_db()
    assert battle.stories == {"en": "Two kettles.\n\nOne lid."}
    assert battle.sources == {"stories": 3}
    assert (battle.daily_cap, battle.best_of, battle.most_players) == (9, 0, 20)
    assert [team.names for team in battle.teams.all()] == [
        {"en": "Early Birds", "zh-hans": "早"},
        {"en": "Slow Steepers"},
    ]
    page = text_of(signed_in(shop.owner).get(at("console-battle-edit", battle)))
    assert "Nothing is missing: it can be handed in." in page


def test_what_does_not_fit_is_said_beside_its_field_and_nothing_typed_is_lost(clock: Any) -> None:
    shop = f.brand()
    battle = arena.draft(shop)
    wrong = sent(ends_at="2026-03-03T12:00", daily_cap="0", prize="x" * 501)

    response = signed_in(shop.owner).post(at("console-battle-edit", battle), wrong)

    assert response.status_code == 422
    html = response.content.decode()
    assert "2026-03-03T12:00" in html
    assert "x" * 501 in html
    battle.refresh_from_db()
    assert battle.daily_cap == 12


def test_handing_in_needs_a_whole_battle_and_the_preview_says_what_is_missing(clock: Any) -> None:
    shop = f.brand()
    battle = arena.draft(shop)
    client = signed_in(shop.owner)
    lacking = sent(thank="", submit="1", sides=[("Alone", "")])

    preview = client.post(at("console-battle-edit", battle), lacking, headers={"hx-request": "true"})
    assert "2 things are missing before review" in text_of(preview)
    assert client.post(at("console-battle-edit", battle), lacking).status_code == 422

    assert client.post(at("console-battle-edit", battle), sent(submit="1")).status_code == 303
    battle.refresh_from_db()
    assert battle.state == "review"
    assert client.get(at("console-battle-edit", battle)).status_code == 303
    assert client.get(at("console-battle-preview", battle)).status_code == 200


def test_a_campaign_or_a_place_of_others_cannot_be_chosen(clock: Any) -> None:
    shop, other = f.brand(), f.campaign()
    battle = arena.draft(shop)
    client = signed_in(shop.owner)

    for wrong in (sent(campaign=str(other.pk)), sent() | {"sides-0-scope": "group:1"}):
        assert client.post(at("console-battle-edit", battle), wrong).status_code == 422

    battle.refresh_from_db()
    assert battle.campaign is None


def test_staff_send_back_with_a_reason_or_announce(clock: Any) -> None:
    shop, keeper = f.brand(), f.staff()
    battle = arena.in_review(shop)

    assert review(battle, keeper, answer="back", reason="").status_code == 422
    assert review(battle, keeper, answer="back", reason="Say who blows the jar.").status_code == 303
    assert "It came back from review" in text_of(signed_in(shop.owner).get(at("console-battle-edit", battle)))

    waiting = arena.in_review(shop)
    assert review(waiting, keeper, answer="approve").status_code == 303
    assert arena.fresh(waiting).state == "announced"


def test_staff_answer_objections_and_the_battle_becomes_final(clock: Any) -> None:
    battle, keeper = arena.running(clock), f.staff()
    ana = arena.players_of(battle)[0]
    arena.bring(ana)
    battle = arena.end(clock, battle)
    counting.object_to(actor=ana, battle=battle, words="Look again.", now=clocks.now())
    row = Objection.objects.get()

    assert "1 objection" in text_of(signed_in(keeper).get(reverse("rewards:review-battles")))
    assert "Look again." in text_of(signed_in(keeper).get(reverse("rewards:review-battle", args=[battle.public_id])))
    assert review(battle, keeper, answer=str(row.pk), words=" ").status_code == 422
    assert review(battle, keeper, answer=str(row.pk), words="It stands.").status_code == 303
    clock.tick(hours=25)
    counting.finish_due(now=clocks.now())

    assert arena.fresh(battle).state == "final"
    assert "It stands." in text_of(signed_in(ana).get(reverse("rewards:battle", args=[battle.public_id])))


def test_an_owner_calls_off_before_it_begins_and_staff_after(clock: Any) -> None:
    battle, keeper = arena.running(clock), f.staff()
    owner = battle.brand.staff.get(role="owner").user

    assert signed_in(owner).post(at("console-battle-cancel", battle), {"reason": "Rain."}).status_code == 403
    assert review(battle, keeper, answer="off", reason="The kettle broke.").status_code == 303

    page = text_of(signed_in(member("Ana")).get(reverse("rewards:battle", args=[battle.public_id])))
    assert "It was called off, and nobody has won or lost: The kettle broke." in page


def test_every_line_in_an_inbox_says_something_in_both_languages(clock: Any) -> None:
    keeper, battle = f.staff(), arena.running(clock)
    ana = arena.players_of(battle)[0]
    arena.bring(ana)
    clock.set(battle.ends_at - timedelta(minutes=50))
    stages.tell_due(now=clocks.now())
    battle = arena.end(clock, battle)
    objection = counting.object_to(actor=ana, battle=battle, words="Look again.", now=clocks.now())
    counting.answer(by=keeper, objection=objection, words="It stands.", now=clocks.now())
    clock.tick(hours=25)
    counting.finish_due(now=clocks.now())
    counting.call_off(by=keeper, battle=arena.fresh(battle), reason="A fault.", now=clocks.now())

    told = {"battle_begun", "battle_last_hour", "battle_counted", "battle_answer", "battle_story", "battle_void"}
    assert {line.kind for line in notifications.page(user=ana).lines} >= told
    for user in (ana, keeper, battle.brand.staff.get(role="owner").user):
        for locale, name in (("en", "Spring pick"), ("zh-hans", "春茶对决")):
            with translation.override(locale):
                lines = [line for line in notifications.page(user=user).lines if line.kind.startswith("battle_")]
                assert lines
                assert all(name in line.sentence and "%(" not in line.sentence for line in lines), locale
