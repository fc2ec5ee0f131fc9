"""The garden: what can be planted, what grows, and watering it."""

from __future__ import annotations

from dataclasses import asdict

from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.describing import operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend
from rewards import rate_limits
from rewards.api.shapes import garden as shapes
from rewards.models import Plant
from rewards.selectors import garden as reads
from rewards.services.garden import planting, watering

TAG = "Garden"


def give_plant(endpoint: Endpoint, plant: Plant, status: int = 200) -> Response:
    """Answer with a plant and one's own part in it. Queries: at most 8."""
    board = reads.board(pk=plant.pk)
    shown = {name: getattr(board, name) for name in ("plant", "place", "url", "people", "stage")}
    pours = [{"user": pour.user, "watering": pour.watering} for pour in board.pours]
    mine = asdict(reads.mine(viewer=endpoint.viewer, plant=board.plant))
    return endpoint.give(shapes.WholePlantSerializer, {**shown, "pours": pours, "mine": mine}, status)


class Seeds(Endpoint):
    """What can be planted."""

    @operation("seed_list", TAG, "What can be planted, 30 at most", gives=shapes.SeedPage)
    def get(self, request: Request) -> Response:
        return self.give_page(shapes.SeedPage, reads.offered())


class Planting(MemberEndpoint):
    """Planting a seed."""

    @operation(
        "plant_create",
        TAG,
        "Plant a seed in a place of mine; its harvest is kept for it",
        takes=shapes.PlantingSerializer,
        gives=shapes.WholePlantSerializer,
        status=201,
        example={"place": "group:7"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        seed = reads.find_seed(viewer=self.member, public_id=public_id)
        place = self.read(shapes.PlantingSerializer)["place"]
        return give_plant(self, planting.plant(actor=self.member, seed=seed, scope=place, now=self.now), 201)


class Plants(MemberEndpoint):
    """What grows where I belong."""

    @operation("plant_list", TAG, "What grows where I belong, 60 at most", gives=shapes.PlantPage)
    def get(self, request: Request) -> Response:
        return self.give_page(shapes.PlantPage, reads.own(user=self.member))


class OnePlant(Endpoint):
    """A plant."""

    @operation("plant_read", TAG, "A plant, who watered it lately, my part", gives=shapes.WholePlantSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return give_plant(self, reads.find(viewer=self.viewer, public_id=public_id))


class Water(MemberEndpoint):
    """Giving sunshine."""

    @operation(
        "plant_water",
        TAG,
        "Give a plant sunshine; what it does not need is kept",
        takes=shapes.WaterSerializer,
        gives=shapes.WholePlantSerializer,
        example={"amount": 10},
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.WATER, who=self.member.public_id, now=self.now)
        plant = reads.find(viewer=self.member, public_id=public_id)
        amount = self.read(shapes.WaterSerializer)["amount"]
        watering.water(actor=self.member, plant=plant, amount=amount, key=self.key, now=self.now)
        return give_plant(self, plant)
