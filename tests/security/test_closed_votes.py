"""Who may reach what of a vote in a secret group, and of whoever watches; no URL without a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from community.models import Allowance, Case, MakingUpdate, Vote, VoteRound
from community.round_urls import urlpatterns
from community.services.proposals import arguing, supporting
from community.services.rounds import drafting
from tests.community import cast, proposing
from tests.community.proposing import NOW
from tests.community.test_vote_rounds import decided, plan
from tests.security.house import signed_in

pytestmark = pytest.mark.django_db
CANARY = "zimtstern-canary"


class Scene:
    """A secret group with a draft, an open and a decided vote."""

    def __init__(self) -> None:
        self.group = cast.group("attic", visibility="secret", join_policy="invite")
        self.member, self.author = (cast.member(self.group) for _ in range(2))
        self.judge = proposing.judge(self.group)
        self.proposals = [proposing.opened(self.group, self.author, by=self.judge, title=CANARY) for _ in range(2)]
        self.over, self.open = (drafting.open_(by=self.judge, vote=self._draft(), now=NOW) for _ in range(2))
        VoteRound.objects.filter(pk=self.open.pk).update(closes_at=NOW + 2 * (self.open.closes_at - NOW))
        self.over, self.draft = decided(self.over), self._draft()
        supporting.support(user=self.member, proposal=self.proposals[0], now=NOW)
        self.voters = {
            "community:round-look": Allowance.objects.get(round=self.open, user=self.author).pk,
            "community:proposal-look": self.proposals[0].supports.get().pk,
        }
        said = {"side": "for", "body": CANARY, "key": "zimtstern"}
        shown = {"title": CANARY, "body": CANARY, "html": CANARY, "by": cast.person(), "at": NOW}
        self.news = MakingUpdate.objects.create(proposal=self.proposals[0], **shown)
        self.argument = arguing.argue(author=self.author, proposal=self.proposals[0], **said, now=NOW)

    def _draft(self) -> VoteRound:
        named = plan([(each, 0) for each in self.proposals], names={"en": CANARY})
        return drafting.draft(by=self.judge, plan=named, group=self.group, now=NOW)

    def people(self) -> dict[str, User | None]:
        return {"visitor": None, "outsider": cast.person(), "member": self.member, "judge": self.judge}

    def rows(self) -> tuple[object, ...]:
        counted = tuple(model._default_manager.count() for model in (Vote, Case))
        spent = tuple(Allowance.objects.order_by("pk").values_list("spent"))
        return (*counted, spent, tuple(VoteRound.objects.order_by("pk").values_list("state", "names")))


Arguments = Callable[[Scene], list[Any]]
OPEN: Arguments = lambda scene: [scene.open.public_id]  # noqa: E731  a table of short functions
OVER: Arguments = lambda scene: [scene.over.public_id]  # noqa: E731
DRAFT: Arguments = lambda scene: [scene.draft.public_id]  # noqa: E731
OF_PROPOSAL: Arguments = lambda scene: [scene.proposals[0].public_id]  # noqa: E731
INSIDE, JUDGES = {"member", "judge"}, {"judge"}

TABLE: dict[str, tuple[str, Arguments, set[str]]] = {
    "round": ("get", OPEN, INSIDE),
    "round-part": ("get", OPEN, INSIDE),
    "round-ballot": ("post", OPEN, INSIDE),
    "round-recount": ("get", OVER, INSIDE),
    "round-record": ("get", OVER, INSIDE),
    "round-edit": ("get", DRAFT, JUDGES),
    "round-open": ("post", DRAFT, JUDGES),
    "round-call-off": ("post", OPEN, JUDGES),
    "round-watch": ("get", OPEN, JUDGES),
    "round-look": ("post", OPEN, JUDGES),
    "proposal-report": ("get", OF_PROPOSAL, INSIDE),
    "proposal-watch": ("get", OF_PROPOSAL, JUDGES),
    "proposal-look": ("post", OF_PROPOSAL, JUDGES),
    "news-report": ("get", lambda scene: [scene.news.public_id], INSIDE),
    "argument-report": ("get", lambda scene: [scene.argument.public_id], INSIDE),
}
# They have no id: a list, a form that asks who may run a vote, and counts from open groups.
LISTS = {"rounds", "round-new", "incubator", "vote-cases"}
ROWS = {f"community:{name}": row for name, row in TABLE.items()}


def test_every_address_of_votes_has_a_row() -> None:
    assert {pattern.name for pattern in urlpatterns} == TABLE.keys() | LISTS


def test_only_those_who_may_are_let_in_and_nobody_else_learns_or_changes_anything(settings, clock):
    settings.HEARTH_TRUST_DAYS = 0
    scene = Scene()
    before, people = scene.rows(), scene.people()
    first = scene.open.candidates.order_by("position").first()
    for name, (method, arguments, allowed) in ROWS.items():
        path = reverse(name, args=arguments(scene))
        sent = {
            f"c-{first.pk}": "1",
            "reason": "Not honest.",
            "note": "Not honest.",
            "voter": scene.voters.get(name, ""),
        }
        for who, person in people.items():
            client = signed_in(person)
            with transaction.atomic():
                said = client.post(path, sent) if method == "post" else client.get(path)
                changed = scene.rows()
                transaction.set_rollback(True)
            if who in allowed:
                assert said.status_code in (200, 303), (who, name, said.status_code)
                continue
            is_sign_in = said.status_code in (302, 303) and "/accounts/login/" in said["Location"]
            is_refused = said.status_code == 404 or (who in INSIDE and said.status_code == 403)
            assert is_sign_in or is_refused, (who, name, said.status_code)
            assert changed == before, (who, name)
            assert CANARY not in said.content.decode(), (who, name)
    for who in ("visitor", "outsider"):
        for path in ("/votes/", "/votes/?stage=over", "/votes/?stage=drafts", "/votes/new/?group=attic"):
            assert CANARY not in signed_in(people[who]).get(path).content.decode(), (who, path)
