"""Who may reach what of a brand's own pages and of the console of challenges: no address without a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import BrandInvite, BrandStaff, BrandStep, User
from accounts.services import brand_people
from gamify.challenge_console_urls import urlpatterns
from gamify.models import Challenge, Consent, Edition, Pick, PurseEntry, PurseRequest, Submission
from gamify.services import grants, intake
from gamify.services.challenges import drafting, entering, submitting
from gamify.services.challenges.terms import Line
from gamify.services.record import Ref
from gamify.services.reported import Report
from tests import factories
from tests.community import scenes
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import FINISH, PROVE, House

pytestmark = pytest.mark.django_db
CANARY = "zimtstern-canary"


class Scene(House):
    """A brand with a draft, a challenge that a group and staff look at, and one that runs; somebody is invited."""

    def __init__(self, clock: Any) -> None:
        super().__init__(clock)
        self.insider, self.member = factories.member("Insider", is_staff=True), factories.member("Member")
        BrandStaff.objects.create(brand=self.brand, user=self.insider, role="editor")
        helping = Permission.objects.filter(codename__in=["view_user", "change_user"])
        self.staff.user_permissions.add(*helping)
        self.tea = scenes.group("tea")
        self.lead = scenes.join(self.tea, factories.member("Lead"), role="moderator")
        named = {"names": {"en": CANARY}, "stories": {"en": CANARY}}
        self.drafted, self.waiting = self.draft(), self.draft(places=[f"group:{self.tea.pk}"])
        self.open = self.running(PROVE, lines=(FINISH, Line("jury", 1, "points", {"amount": 5})))
        Challenge.objects.filter(rules_hash="").update(**named)
        drafting.submit(by=self.editor, challenge=self.waiting, now=clock.now)
        entering.enter(actor=self.member, challenge=self.open, now=clock.now)
        task = self.open.tasks.get()
        self.proof = submitting.hand_in(actor=self.member, task=task, text=CANARY, now=clock.now)
        asked = {"by": self.staff, "brand": self.brand, "note": CANARY, "key": "large", "now": clock.now}
        self.request = grants.ask(amount=grants.ALONE + 1, **asked)
        said = Report(verb="create", object=Ref("recipe", CANARY), key="deed")
        self.deed, _is_new = intake.take(by=self.staff, actor=self.member, report=said, now=clock.now)
        self.guest = factories.member("Guest", handle="guest")
        self.invite = brand_people.invite(by=self.owner, brand=self.brand, to="@guest", role="editor", now=clock.now)

    def people(self) -> dict[str, User | None]:
        return {
            "visitor": None, "member": self.member, "rival": factories.member("Rival"), "lead": self.lead,
            "editor": self.editor, "owner": self.owner, "staff": self.staff, "insider": self.insider,
            "guest": self.guest,
        }  # fmt: skip

    def rows(self) -> tuple[object, ...]:
        """Return everything that a request of somebody who may not could have changed."""
        counted = (BrandStaff, BrandStep, BrandInvite, PurseEntry, Pick)
        states = (Challenge, Submission, Consent, PurseRequest)
        return (
            *(model._default_manager.count() for model in counted),
            *(tuple(model._default_manager.order_by("pk").values_list("state")) for model in states),
        )


Arguments = Callable[[Scene], list[Any]]
OF_BRAND: Arguments = lambda scene: [scene.brand.slug]  # noqa: E731  a table of short functions
OF_DRAFT: Arguments = lambda scene: [scene.drafted.public_id]  # noqa: E731
OF_OPEN: Arguments = lambda scene: [scene.open.public_id]  # noqa: E731
OF_WAITING: Arguments = lambda scene: [scene.waiting.public_id]  # noqa: E731
OF_PLACE: Arguments = lambda scene: ["group", scene.tea.pk]  # noqa: E731
NONE: Arguments = lambda scene: []  # noqa: E731
HOUSE, STAFF, OWNERS = {"editor", "owner", "insider"}, {"staff"}, {"owner"}
EVERY = {"guest", "member", "rival", "lead", "editor", "owner", "staff", "insider"}

CHALLENGES: dict[str, tuple[str, Arguments, set[str]]] = {
    "console-challenges": ("get", OF_BRAND, HOUSE | STAFF),
    "console-challenge-new": ("post", OF_BRAND, HOUSE),
    "place-challenges": ("get", OF_PLACE, {"lead", "staff", "insider"}),
    "place-challenge-new": ("post", OF_PLACE, {"lead"}),
    "challenges-asked": ("get", NONE, EVERY),
    "challenge-console": ("get", OF_OPEN, HOUSE | STAFF),
    "challenge-edit": ("post", OF_DRAFT, HOUSE),
    "challenge-cancel": ("post", OF_DRAFT, OWNERS | STAFF),
    "challenge-proofs": ("get", OF_OPEN, HOUSE | STAFF),
    "challenge-proof": ("post", lambda scene: [scene.open.public_id, scene.proof.public_id], HOUSE | STAFF),
    "challenge-jury": ("post", lambda scene: [scene.open.public_id, 1], HOUSE | STAFF),
    "challenge-report": ("get", OF_OPEN, HOUSE | STAFF),
    "challenge-report-csv": ("get", OF_OPEN, HOUSE | STAFF),
    "challenge-consent": ("post", OF_WAITING, {"lead"}),
    "review-challenge": ("post", OF_WAITING, STAFF),
    "review-challenges": ("get", NONE, STAFF | {"insider"}),
    "review-purses": ("get", NONE, STAFF | {"insider"}),
    "review-grant": ("post", lambda scene: [scene.request.pk], STAFF | {"insider"}),
}
BRANDS: dict[str, tuple[str, Arguments, set[str]]] = {
    "console": ("get", OF_BRAND, HOUSE | STAFF),
    "brand-page": ("post", OF_BRAND, OWNERS),
    "brand-picture-out": ("post", OF_BRAND, OWNERS),
    "brand-people": ("post", OF_BRAND, OWNERS),
    "brand-role": ("post", lambda scene: [scene.brand.slug, scene.editor.handle], OWNERS),
    "brand-withdraw": ("post", lambda scene: [scene.brand.slug, scene.invite.public_id], OWNERS),
    "brand-invite": ("post", lambda scene: [scene.invite.public_id], {"guest"}),
    "brand-remove": ("post", lambda scene: [scene.brand.slug, scene.insider.handle], OWNERS | {"insider"}),
}
OF_MEMBER: Arguments = lambda scene: [scene.member.handle]  # noqa: E731
OF_DEED: Arguments = lambda scene: [scene.member.handle, scene.deed.pk]  # noqa: E731
DESK: dict[str, tuple[str, Arguments, set[str]]] = {
    "accounts:member-desk": ("get", OF_MEMBER, STAFF),
    "accounts:member-change": ("post", OF_MEMBER, STAFF),
    "community:member-sweep": ("post", OF_MEMBER, STAFF),
    "gamify:member-activity": ("post", OF_DEED, STAFF),
    "gamify:review-economy-text": ("get", lambda scene: [Edition.objects.get().number], STAFF | {"insider"}),
}
ROWS = (
    {f"gamify:{name}": row for name, row in CHALLENGES.items()}
    | {f"accounts:{name}": row for name, row in BRANDS.items()}
    | DESK
)


def test_every_address_of_the_console_of_challenges_has_a_row() -> None:
    assert {pattern.name for pattern in urlpatterns} == CHALLENGES.keys()


def test_only_those_who_may_are_let_in_and_nobody_else_learns_or_changes_anything(economy, clock):  # noqa: F811
    scene = Scene(clock)
    clients, before = {who: _client(person) for who, person in scene.people().items()}, scene.rows()
    sent = {
        "name": "Taken", "do": "off", "reason": "I can.", "answer": "yes", "scope": f"group:{scene.tea.pk}",
        "words": "Hm", "role": "owner", "to": "@nobody", "tasks-TOTAL_FORMS": "0", "tasks-INITIAL_FORMS": "0",
        "lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0",
    }  # fmt: skip

    for name, (method, arguments, allowed) in ROWS.items():
        path = reverse(name, args=arguments(scene))
        for who in clients:
            with transaction.atomic():
                answer = getattr(clients[who], method)(path, sent if method == "post" else {})
                if who in allowed:
                    assert answer.status_code in (200, 303, 422), (name, who, answer.status_code)
                    transaction.set_rollback(True)
                    continue
            assert answer.status_code in (302, 403, 404), (name, who, answer.status_code)
            assert CANARY not in answer.content.decode(), (name, who)
            assert scene.rows() == before, (name, who)


def _client(person: User | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client
