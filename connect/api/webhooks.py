"""Addresses that news goes to: of a brand, and without one of the site. One class each, reached by two addresses."""

from __future__ import annotations

import hashlib
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from connect.api import shapes
from connect.models import Endpoint
from connect.selectors import webhooks
from connect.selectors.webhooks import Desk
from connect.services.webhooks import endpoints, signing
from lib.api.describing import AFTER, operation
from lib.api.endpoint import MemberEndpoint, SecretResponse

EXAMPLE = {"url": "https://shop.example.com/hearth", "kinds": ["team.succeeded", "order.captured"]}


class _AtDesk(MemberEndpoint):
    """What all of them begin with."""

    def desk(self) -> Desk:
        return webhooks.desk(user=self.viewer, slug=self.kwargs.get("slug", ""))

    def endpoint(self) -> Endpoint:
        return webhooks.get(desk=self.desk(), public_id=self.kwargs["public_id"])

    def with_secret(self, endpoint: Endpoint, status: int) -> Response:
        """Answer with the secret; nothing keeps this answer."""
        shown = shapes.WebhookSerializer(endpoint).data | {"secret": signing.secret_of(endpoint)}
        return SecretResponse(shown, status)


def _kinds(name: str, tag: str) -> type[_AtDesk]:
    class Kinds(_AtDesk):
        @operation(f"{name}_kind_list", tag, "What there is to hear of", gives=shapes.NewsKindPage)
        def get(self, request: Request, **_path: str) -> Response:
            return self.give_page(shapes.NewsKindPage, webhooks.kinds_for(self.desk().brand))

    return Kinds


def _all(name: str, tag: str) -> type[_AtDesk]:
    class All(_AtDesk):
        @operation(f"{name}_list", tag, "The addresses that news goes to", gives=shapes.WebhookPage)
        def get(self, request: Request, **_path: str) -> Response:
            return self.give_page(shapes.WebhookPage, webhooks.of_desk(brand=self.desk().brand))

        @operation(
            f"{name}_add",
            tag,
            "Send news to an address from now on; the answer has its secret, this once",
            takes=shapes.WebhookTermsSerializer,
            gives=shapes.WebhookWithSecretSerializer,
            status=201,
            example=EXAMPLE,
        )
        def post(self, request: Request, **_path: str) -> Response:
            desk, said = self.desk(), self.read(shapes.WebhookTermsSerializer)
            public_id = hashlib.sha256(f"{self.member.public_id}:{self.key}".encode()).hexdigest()[:12]
            made = endpoints.add(by=self.member, brand=desk.brand, public_id=public_id, now=self.now, **said)
            return self.with_secret(made, 201)

    return All


def _one(name: str, tag: str) -> type[_AtDesk]:
    class One(_AtDesk):
        @operation(f"{name}_read", tag, "An address and how it does", gives=shapes.WebhookSerializer)
        def get(self, request: Request, **_path: str) -> Response:
            return self.give(shapes.WebhookSerializer, self.endpoint())

        @operation(
            f"{name}_update",
            tag,
            "Change where it leads, or what it hears of from now on",
            takes=shapes.WebhookTermsSerializer,
            gives=shapes.WebhookSerializer,
            example=EXAMPLE,
        )
        def put(self, request: Request, **_path: str) -> Response:
            said = self.read(shapes.WebhookTermsSerializer)
            endpoints.edit(by=self.member, endpoint=self.endpoint(), now=self.now, **said)
            return self.give(shapes.WebhookSerializer, self.endpoint())

        @operation(f"{name}_remove", tag, "Take it away with its log", status=204)
        def delete(self, request: Request, **_path: str) -> Response:
            endpoints.remove(by=self.member, endpoint=self.endpoint(), now=self.now)
            return Response(status=204)

    return One


def _state(name: str, tag: str) -> type[_AtDesk]:
    class State(_AtDesk):
        @operation(
            f"{name}_switch",
            tag,
            "Switch it on or off",
            takes=shapes.WebhookStateSerializer,
            gives=shapes.WebhookSerializer,
            example={"is_on": False},
        )
        def put(self, request: Request, **_path: str) -> Response:
            is_on = self.read(shapes.WebhookStateSerializer)["is_on"]
            found = endpoints.switch(by=self.member, endpoint=self.endpoint(), is_on=is_on, now=self.now)
            return self.give(shapes.WebhookSerializer, found)

    return State


def _secret(name: str, tag: str) -> type[_AtDesk]:
    class Secret(_AtDesk):
        @operation(
            f"{name}_rotate",
            tag,
            "Give it a new secret; for a day messages are signed with both",
            gives=shapes.WebhookWithSecretSerializer,
        )
        def post(self, request: Request, **_path: str) -> Response:
            changed = endpoints.rotate(by=self.member, endpoint=self.endpoint(), now=self.now)
            return self.with_secret(changed, 200)

    return Secret


def _messages(name: str, tag: str) -> type[_AtDesk]:
    class Messages(_AtDesk):
        @operation(
            f"{name}_message_list", tag, "What was sent, newest first", gives=shapes.WebhookMessagePage, asks=[AFTER]
        )
        def get(self, request: Request, **_path: str) -> Response:
            found = webhooks.messages(endpoint=self.endpoint(), after=self.after)
            return self.give_page(shapes.WebhookMessagePage, found.rows, found.next_cursor)

        @operation(
            f"{name}_test", tag, "Send a message that means nothing", gives=shapes.WebhookMessageSerializer, status=201
        )
        def post(self, request: Request, **_path: str) -> Response:
            made = endpoints.test(by=self.member, endpoint=self.endpoint(), now=self.now)
            return self.give(shapes.WebhookMessageSerializer, made, 201)

    return Messages


def _again(name: str, tag: str) -> type[_AtDesk]:
    class Again(_AtDesk):
        @operation(f"{name}_send_again", tag, "Send a message once more", gives=shapes.WebhookMessageSerializer)
        def post(self, request: Request, **_path: Any) -> Response:
            found = webhooks.message(endpoint=self.endpoint(), public_id=self.kwargs["message_id"])
            return self.give(
                shapes.WebhookMessageSerializer, endpoints.send_again(by=self.member, delivery=found, now=self.now)
            )

    return Again


def described(name: str, tag: str) -> tuple[type[_AtDesk], ...]:
    """Return the classes of one desk: their operations are called `<name>_list` and so on, under `tag`."""
    makers = (_kinds, _all, _one, _state, _secret, _messages, _again)
    return tuple(make(name, tag) for make in makers)
