"""A battle in each state that the endpoints of battles are about, and who may do what there."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from lib import clock
from rewards.models import AlbumPicture, Battle, BattlePlayer, Campaign, Objection
from rewards.services import drafts
from tests.api.callers import Row
from tests.rewards import arena

READ = "200 200 200 200 200 200"
OWN = "401 200 200 200 200 200"
BUYER = "401 403 200 403 403 403"  # who leads the team that buys, and plays
BRAND = "401 404 404 200 200 403"
CONSOLE = "401 404 404 200 200 200"
OWNER = "401 404 404 403 200 200"
STAFF = "401 404 404 404 404 200"
ONE, OWN_ONE = "battles/{public_id}", "brands/{slug}/battles/{public_id}"
OPEN, COUNTED = {"public_id": "battle"}, {"public_id": "counted"}
OVER, REASON = {"public_id": "over"}, {"reason": "It shows a stranger."}
NOTE = {"note": "It shows my child."}
PHOTO = OVER | {"picture_id": "photo"}
DRAFT, WAITING = {"public_id": "battle_draft"}, {"public_id": "battle_waiting"}
WORDS = {"words": "My story of Tuesday is missing."}

TABLE = (
    Row("GET", "battles", READ),
    Row("GET", ONE, READ, fill=OPEN),
    Row("GET", f"{ONE}/events", READ, fill=OPEN),
    Row("GET", f"{ONE}/result", READ, fill=OPEN),
    Row("PUT", f"{ONE}/place", OWN, body={"team": "{battle_team}"}, fill=OPEN),
    Row("DELETE", f"{ONE}/place", OWN, fill=OPEN),
    Row("POST", f"{ONE}/entries", BUYER, body={"buyteam": "{team}"}, fill=OPEN),
    Row("POST", f"{ONE}/objections", BUYER.replace("200", "201"), body=WORDS, fill=COUNTED),
    Row("GET", f"{ONE}/album", READ, fill=OVER),
    Row("POST", f"{ONE}/album/mine", BUYER, body="picture", fill=OVER),
    Row("DELETE", f"{ONE}/album/mine", OWN.replace("200", "204"), fill=OVER),
    Row("POST", f"{ONE}/album/{{picture_id}}/reports", OWN.replace("200", "204"), body=NOTE, fill=PHOTO),
    Row("DELETE", f"{ONE}/album/{{picture_id}}/reports", CONSOLE.replace("200", "204"), fill=PHOTO),
    Row("POST", f"{ONE}/album/{{picture_id}}/hiding", CONSOLE.replace("200", "204"), body=REASON, fill=PHOTO),
    Row("GET", "brands/{slug}/battles", CONSOLE),
    Row("POST", "brands/{slug}/battles", BRAND.replace("200", "201"), body={"names": {"en": "A new one"}}),
    Row("GET", OWN_ONE, CONSOLE, fill=DRAFT),
    Row("PUT", OWN_ONE, BRAND, body={"names": {"en": "Another"}, "version": "{battle_version}"}, fill=DRAFT),
    Row("POST", f"{OWN_ONE}/submission", BRAND, fill=DRAFT),
    Row("POST", f"{OWN_ONE}/cancellation", OWNER, body={"reason": "The kiln broke."}, fill=DRAFT),
    Row("GET", "review/battles", STAFF),
    Row("POST", "review/battles/{public_id}", STAFF, body={"approve": True}, fill=WAITING),
    Row("PUT", "review/battles/{public_id}/objections/{pk}", STAFF, body=WORDS, fill=COUNTED | {"pk": "objection"}),
)


def build(shop: Any, buyer: User, campaign: str) -> dict[str, str]:
    """Return the ids that paths and bodies are filled with."""
    battle = arena.announced(shop, campaign=Campaign.objects.get(public_id=campaign))
    counted = arena.announced(shop)
    rival = arena.play(counted, 1)
    arena.play(counted, 0, buyer)
    Battle.objects.filter(pk=counted.pk).update(state=Battle.State.TALLIED, tallied_at=clock.now())
    objection = Objection.objects.create(battle=counted, user=rival, words="Hm.", made_at=clock.now())
    assert BattlePlayer.objects.filter(battle=counted).count() == 2
    over = arena.announced(shop)
    arena.play(over, 0, buyer)
    Battle.objects.filter(pk=over.pk).update(state=Battle.State.FINAL)
    BattlePlayer.objects.filter(battle=over).update(points=3)
    photo = AlbumPicture(battle=over, user=rival, image="albums/1.webp", width=4, height=3, words="Rain.")
    photo.added_at = clock.now()
    photo.save()
    draft = arena.draft(shop)
    return {
        "over": over.public_id,
        "photo": photo.public_id,
        "battle": battle.public_id,
        "battle_team": arena.team(battle).public_id,
        "counted": counted.public_id,
        "objection": str(objection.pk),
        "battle_draft": draft.public_id,
        "battle_version": drafts.version_of(draft),
        "battle_waiting": arena.in_review(shop).public_id,
    }
