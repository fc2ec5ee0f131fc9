"""Who may reach what of a proposal: drafts, those of closed groups, what only its authors do; no URL without a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from community import rights
from community.models import Amendment, Argument, Authorship, Proposal, ProposalPicture, Stance, Support
from community.models.proposal import TEXTS
from community.proposal_urls import urlpatterns
from community.services.proposals import amending, arguing, authors, picturing
from tests.community import cast, proposing
from tests.community.proposing import NOW
from tests.security.house import signed_in

pytestmark = pytest.mark.django_db
CANARY = "zimtstern-canary"
HOSTILE = ("", "\x00", "\u202e", "9" * 400, "-1", "NaN", "x" * 9_000, "[" * 900, "<script>", "{}")


class Scene:
    """A secret group with an open proposal and the draft of two, one of whom has not answered yet."""

    def __init__(self) -> None:
        self.group = cast.group("attic", visibility="secret", join_policy="invite")
        self.member, self.author, self.guest = (cast.member(self.group) for _ in range(3))
        self.judge = proposing.judge(self.group)
        self.brand = proposing.brand()
        self.open = proposing.opened(self.group, self.author, of=self.brand, by=self.judge, problem=f"Why: {CANARY}")
        self.draft = proposing.draft(self.group, self.author, problem=f"Why: {CANARY}")
        authors.invite(by=self.author, proposal=self.draft, user=self.guest, now=NOW)
        picture = {"file": cast.picture(), "alt": CANARY}
        self.picture = picturing.add(by=self.author, proposal=self.draft, **picture, now=NOW)
        said = {"side": "for", "body": CANARY, "key": "zimtstern"}
        self.argument = arguing.argue(author=self.member, proposal=self.open, **said, now=NOW)
        other = {"texts": {"change": CANARY}, "reason": CANARY, "terms": rights.LATEST}
        self.amendment = amending.propose(author=self.member, proposal=self.open, **other, now=NOW)

    def people(self) -> dict[str, User | None]:
        return {
            "visitor": None, "outsider": cast.person(), "maker": self.brand.person, "member": self.member,
            "guest": self.guest, "author": self.author,
        }  # fmt: skip

    def rows(self) -> tuple[object, ...]:
        """Return everything that a request of somebody who may not could have changed."""
        counted = (Proposal, ProposalPicture, Support, Argument, Stance)
        return (
            *(model._default_manager.count() for model in counted),
            *(tuple(model._default_manager.order_by("pk").values_list("state")) for model in (Amendment, Authorship)),
            tuple(Proposal.objects.order_by("pk").values_list("state", "edition", "version")),
        )


Arguments = Callable[[Scene], list[Any]]
OF_OPEN: Arguments = lambda scene: [scene.open.public_id]  # noqa: E731  a table of short functions
OF_DRAFT: Arguments = lambda scene: [scene.draft.public_id]  # noqa: E731
OF_PICTURE: Arguments = lambda scene: [scene.picture.public_id]  # noqa: E731
OF_AMENDMENT: Arguments = lambda scene: [scene.open.public_id, scene.amendment.public_id]  # noqa: E731
INSIDE, WRITERS = {"member", "guest", "author"}, {"author"}
NAMED = {"guest", "author"}

MEMBERS: dict[str, tuple[str, Arguments, set[str]]] = {
    "proposal": ("get", OF_OPEN, INSIDE),
    "proposal-card": ("get", OF_OPEN, INSIDE),
    "proposal-part": ("get", OF_OPEN, INSIDE),
    "proposal-versions": ("get", OF_OPEN, INSIDE),
    "proposal-support": ("post", OF_OPEN, INSIDE - WRITERS),
    "proposal-arguments": ("get", OF_OPEN, INSIDE),
    "proposal-stance": ("post", lambda scene: [scene.open.public_id, scene.argument.public_id], INSIDE),
    "proposal-amendments": ("get", OF_OPEN, INSIDE),
    "proposal-amend": ("get", OF_OPEN, INSIDE),
    "amendment-answer": ("post", OF_AMENDMENT, WRITERS),
    "amendment-withdraw": ("post", OF_AMENDMENT, {"member"}),
    "amendment-promote": ("post", OF_AMENDMENT, set()),
    "proposal-picture": ("get", OF_PICTURE, NAMED),
    "proposal-picture-small": ("get", OF_PICTURE, NAMED),
    "proposal-edit": ("post", OF_DRAFT, WRITERS),
    "proposal-save": ("post", OF_DRAFT, WRITERS),
    "proposal-submit": ("get", OF_DRAFT, WRITERS),
    "proposal-withdraw": ("post", OF_DRAFT, WRITERS),
    "proposal-authors": ("post", OF_DRAFT, WRITERS),
    "proposal-author-back": ("post", OF_DRAFT, WRITERS),
    "proposal-author-answer": ("post", OF_DRAFT, NAMED),
    "proposal-pictures": ("post", OF_DRAFT, WRITERS),
    "proposal-picture-remove": ("post", OF_DRAFT, WRITERS),
}
# Lists and one's own: they have no id, and hold what one may see.
LISTS = {"proposals", "proposals-mine", "proposal-new", "proposal-near"}
ROWS = {f"community:{name}": row for name, row in MEMBERS.items()}


def test_every_address_of_proposals_has_a_row() -> None:
    assert {pattern.name for pattern in urlpatterns} == MEMBERS.keys() | LISTS


def test_only_those_who_may_are_let_in_and_nobody_else_learns_or_changes_anything(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path
    settings.HEARTH_TRUST_DAYS = 0
    scene = Scene()
    clients, before = {who: signed_in(person) for who, person in scene.people().items()}, scene.rows()
    for name, (method, arguments, allowed) in ROWS.items():
        path = reverse(name, args=arguments(scene))
        sent = {"kind": "agree", "do": "accept", "answer": "yes", "terms": rights.LATEST, "title": "Tin", "edition": 1}
        sent["picture"] = scene.picture.public_id
        for who, client in clients.items():
            said, changed = _try(scene, client, method, path, sent)
            if who in allowed:
                assert said.status_code in (200, 303, 409, 422), (who, name, said.status_code)
                continue
            is_sign_in = said.status_code in (302, 303) and "/accounts/login/" in said["Location"]
            assert is_sign_in or said.status_code in (403, 404, 409), (who, name, said.status_code)
            assert changed == before, (who, name)
            if who not in INSIDE:
                assert is_sign_in or said.status_code == 404, (who, name, said.status_code)
                assert CANARY not in said.content.decode(), (who, name)
    for who in ("visitor", "outsider", "maker"):
        for path in ("/proposals/", f"/proposals/?group={scene.group.slug}", "/proposals/near/?title=Refill+pouches"):
            assert scene.open.title not in clients[who].get(path).content.decode(), (who, path)


def test_hostile_forms_are_answered_and_never_an_accident(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path
    scene = Scene()
    fields = {
        *TEXTS,
        "group",
        "brand",
        "shape",
        "edition",
        "changes",
        "is_material",
        "terms",
        "handle",
        "answer",
        "alt",
    }
    fields |= {"picture", "reason", "do", "kind", "side", "body", "key", "back", "then", "besides", "after_for"}
    names = [*ROWS, "community:proposal-new"]
    for person in (scene.author, scene.member):
        client = signed_in(person)
        for place, name in enumerate(names):
            path = reverse(name, args=ROWS[name][1](scene) if name in ROWS else [])
            sent = {field: HOSTILE[(place + number) % len(HOSTILE)] for number, field in enumerate(sorted(fields))}
            said, _changed = _try(scene, client, "post", path, sent)
            assert said.status_code < 500, (name, sent)
    for address in ("/proposals/?stage={0}&order={0}&group={0}&after={0}", "/proposals/near/?title={0}&besides={0}"):
        for text in HOSTILE:
            assert client.get(address.format(quote(text[:200]))).status_code == 200, (address, text)


def _try(scene: Scene, client: Client, method: str, path: str, sent: dict[str, Any]) -> tuple[Any, Any]:
    """Ask, look at what has changed, and undo it."""
    with transaction.atomic():
        said = client.post(path, sent) if method == "post" else client.get(path)
        changed = scene.rows()
        transaction.set_rollback(True)
    return said, changed
