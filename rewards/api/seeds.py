"""A brand's seeds, and their review by staff."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.policies import require_staff
from lib import errors
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.garden import give_plant
from rewards.api.shapes import console as console_shapes, garden as shapes
from rewards.api.shapes.drafts import CHANGED
from rewards.models import Plant, Seed
from rewards.policies import Action
from rewards.selectors import garden as reads, roles
from rewards.services.garden import ending, seeds

TAG = "Brands"
EXAMPLE = {
    "names": {"en": "A tea bush", "zh-hans": "一棵茶树"},
    "stories": {"en": "Row seven lost half its bushes to the frost."},
    "harvests": {"en": "A bush with your group’s name on a slate."},
    "goal": 400,
    "most_each": 80,
    "stock": 12,
}


def own_seed(endpoint: MemberEndpoint, slug: str, public_id: str, action: Action = Action.SEE) -> Seed:
    """Return the seed if whoever asks may take `action` in it. Raises: NotFound, NotAllowed."""
    return roles.access_seed(user=endpoint.member, slug=slug, public_id=public_id, action=action)[0]


class OwnSeeds(MemberEndpoint):
    """All of a brand's."""

    @operation("own_seed_list", TAG, "The seeds of a brand I work for, 60 at most", gives=shapes.OwnSeedPage)
    def get(self, request: Request, slug: str) -> Response:
        brand, _role = roles.access_brand(user=self.member, slug=slug)
        return self.give_page(shapes.OwnSeedPage, reads.of_brand(brand=brand))

    @operation(
        "own_seed_draft",
        TAG,
        "Begin a seed, as unfinished as I like",
        takes=shapes.SeedTermsSerializer,
        gives=shapes.OwnSeedSerializer,
        status=201,
        example=EXAMPLE,
    )
    def post(self, request: Request, slug: str) -> Response:
        brand, _role = roles.access_brand(user=self.member, slug=slug, action=Action.WRITE)
        terms = seeds.Terms(**self.read(shapes.SeedTermsSerializer))
        return self.give(
            shapes.OwnSeedSerializer, seeds.draft(by=self.member, brand=brand, terms=terms, now=self.now), 201
        )


class OwnSeed(MemberEndpoint):
    """A seed."""

    @operation("own_seed_read", TAG, "A seed as its brand sees it", gives=shapes.OwnSeedSerializer)
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        return self.give(shapes.OwnSeedSerializer, own_seed(self, slug, public_id))

    @operation(
        "own_seed_update",
        TAG,
        "Change a draft",
        takes=shapes.SeedEditSerializer,
        gives=shapes.OwnSeedSerializer,
        example={**EXAMPLE, "version": "9f2c61d0aa37be04"},
        description=CHANGED,
    )
    def put(self, request: Request, slug: str, public_id: str) -> Response:
        seed = own_seed(self, slug, public_id, Action.WRITE)
        said = self.read(shapes.SeedEditSerializer)
        seen = said.pop("version")
        kept = seeds.edit(by=self.member, seed=seed, terms=seeds.Terms(**said), seen=seen)
        return self.give(shapes.OwnSeedSerializer, kept)


class SeedSubmission(MemberEndpoint):
    """Handing in."""

    @operation("own_seed_submit", TAG, "Hand a seed in for review", gives=shapes.OwnSeedSerializer)
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        seed = own_seed(self, slug, public_id, Action.WRITE)
        return self.give(shapes.OwnSeedSerializer, seeds.submit(by=self.member, seed=seed, now=self.now))


class SeedClosing(MemberEndpoint):
    """The end of the planting."""

    @operation("own_seed_close", TAG, "Let nobody plant it any more", gives=shapes.OwnSeedSerializer)
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        seed = own_seed(self, slug, public_id, Action.PAUSE)
        return self.give(shapes.OwnSeedSerializer, seeds.close(by=self.member, seed=seed, now=self.now))


class Harvest(MemberEndpoint):
    """Bringing in the harvest."""

    @operation(
        "own_plant_harvest",
        TAG,
        "Say how a ripe plant was harvested",
        takes=shapes.HarvestSerializer,
        gives=shapes.WholePlantSerializer,
        example={"note": "Row 7, south slope, planted on Saturday."},
    )
    def post(self, request: Request, slug: str, public_id: str, plant_id: str) -> Response:
        seed = own_seed(self, slug, public_id, Action.SHIP)
        plant = Plant.objects.filter(seed=seed, public_id=plant_id).first()
        if plant is None:
            raise errors.NotFound(code="rewards.plant_not_found")
        note = self.read(shapes.HarvestSerializer)["note"]
        return give_plant(self, ending.harvest(by=self.member, plant=plant, note=note, now=self.now))


class ReviewSeeds(MemberEndpoint):
    """What waits."""

    @operation("review_seed_list", "Review", "Seeds in review, longest waiting first", gives=shapes.OwnSeedPage)
    def get(self, request: Request) -> Response:
        require_staff(self.member)
        return self.give_page(shapes.OwnSeedPage, reads.in_review(viewer=self.member))


class ReviewSeed(MemberEndpoint):
    """A seed in review."""

    @operation(
        "review_seed_decide",
        "Review",
        "Put a seed into the garden, or send it back with a reason",
        takes=console_shapes.ReviewSerializer,
        gives=shapes.OwnSeedSerializer,
        example={"approve": True},
    )
    def post(self, request: Request, public_id: str) -> Response:
        require_staff(self.member)
        seed = reads.find_seed(viewer=self.member, public_id=public_id)
        roles.require(user=self.member, brand=seed.brand, action=Action.REVIEW)
        said = self.read(console_shapes.ReviewSerializer)
        if said["approve"]:
            found = seeds.approve(by=self.member, seed=seed, now=self.now)
        else:
            found = seeds.send_back(by=self.member, seed=seed, reason=said["reason"], now=self.now)
        return self.give(shapes.OwnSeedSerializer, found)
