"""What follows when something happens in the garden: lines in inboxes, activities for the game. In its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.selectors import brands
from gamify.services import record
from gamify.services.record import Ref
from inbox.services import notifications
from live.services import topics
from rewards import paths
from rewards.models import Plant, Seed

SOURCE = "rewards"
COMPLETE = "complete"


def submitted(seed: Seed, *, by: User, now: datetime) -> None:
    """A seed waits for review: staff who do not work for the brand hear of it."""
    staff = brands.other_staff(seed.brand_id)
    _tell(staff, "seed_submitted", seed, seed.seq, reverse("rewards:review-seed", args=[seed.public_id]), now, by)


def approved(seed: Seed, *, by: User, now: datetime) -> None:
    """A seed is in the garden."""
    _tell(brands.people_of(seed.brand_id), "seed_approved", seed, seed.seq, reverse("rewards:garden"), now, by)


def sent_back(seed: Seed, *, by: User, now: datetime) -> None:
    """A seed came back from review; its reason says what to mend."""
    url = reverse("rewards:console-seed-edit", args=[seed.brand.slug, seed.public_id])
    _tell(brands.people_of(seed.brand_id), "seed_sent_back", seed, seed.seq, url, now, by)


def ripe(plant: Plant, waterers: Sequence[User], now: datetime) -> None:
    """It is ripe: all who watered it hear of it, and the brand, which brings in the harvest."""
    _tell(waterers, "plant_ripe", plant.seed, plant.pk, paths.of_plant(plant), now)
    console = reverse("rewards:console-seed", args=[plant.seed.brand.slug, plant.seed.public_id])
    _tell(brands.people_of(plant.seed.brand_id), "plant_to_harvest", plant.seed, plant.pk, console, now)


def still_ripe(plant: Plant, *, with_staff: bool, now: datetime) -> None:
    """It waits for its harvest for long: the brand hears of it again, and at last staff."""
    brand = plant.seed.brand
    console = reverse("rewards:console-seed", args=[brand.slug, plant.seed.public_id])
    people = [*brands.people_of(brand.pk), *(brands.other_staff(brand.pk) if with_staff else ())]
    _tell(people, "plant_waits", plant.seed, f"{plant.pk}:{now:%Y-%m-%d}", console, now)


def harvested(plant: Plant, waterers: Sequence[User], now: datetime) -> None:
    """The harvest is in: all who watered it hear how, and the game."""
    for user in waterers:
        record.activity(
            actor=user,
            verb=COMPLETE,
            object=Ref("plant", str(plant.pk)),
            key=key_of(plant, user),
            source=SOURCE,
            data={"people": len(waterers)},
            now=now,
        )
    _tell(waterers, "plant_harvested", plant.seed, plant.pk, paths.of_plant(plant), now)


def withered(plant: Plant, waterers: Sequence[User], now: datetime) -> None:
    """It did not make it, or was taken away."""
    _tell(waterers, "plant_withered", plant.seed, plant.pk, paths.of_plant(plant), now)


def key_of(plant: Plant, user: User) -> str:
    """Return the key of the activity of somebody whose plant was harvested."""
    return f"plant:{plant.public_id}:{user.public_id}"


def _tell(
    to: Iterable[User], kind: str, seed: Seed, name: int | str, url: str, now: datetime, by: User | None = None
) -> None:
    """Write one line each; nobody is told of what they did themselves. Queries: 2 for any number."""
    data: dict[str, Any] = {"seed": seed.names, "reason": seed.reason}
    lines = [
        notifications.Line(person.pk, person.public_id, kind, f"{kind}:{seed.public_id}:{name}", url, data, now)
        for person in to
        if by is None or person.pk != by.pk
    ]
    topics.touch(*notifications.send_many(lines=lines))
