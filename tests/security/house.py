"""A closed group with everything in it that has an address, and the people who may not know of it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from accounts.models import User
from community.models import AutomodRule, Case, GroupRule, Membership, ModlogEntry, PostImage
from community.services import cases, images as image_writing, memberships, reports, sanctions
from community.services.appeals import filing
from community.services.composition import Picture
from gamify.models import Currency, Leaderboard, Period
from inbox.models import Notification
from lib import clock
from tests.community import cast, meeting
from tests.kept_scenes import kept

# Words that only members may read; no answer to anybody else may hold them.
CANARY = "canary-among-the-teacups"


class House:
    """One group of a visibility, its members, and a link to each kind of thing in it."""

    def __init__(self, visibility: str) -> None:
        now = clock.now()
        self.group = cast.group("attic", visibility=visibility, join_policy="invite")
        GroupRule.objects.create(group=self.group, number=1, titles={"en": "Be kind"})
        self.owner = cast.member(self.group, "owner", role="owner")
        self.moderator = cast.member(self.group, "moderator", role="moderator")
        self.author = cast.member(self.group, "author")
        self.member = cast.member(self.group, "member")
        self.outsider = cast.person("outsider")
        self.former = self._joined("former")
        self.banned = self._joined("banned")
        memberships.leave(actor=self.former, group=self.group, now=now)
        self._ban(now)
        self.image = self._upload(now)
        pictures = (Picture(self.image.public_id, "A cup"),)
        self.post = cast.post(self.author, self.group, f"Secret {CANARY}", title="Attic", pictures=pictures, now=now)
        self.comment = cast.answer(self.member, self.post, f"Yes, {CANARY}")
        self.removed_comment = cast.answer(self.author, self.post, f"Gone {CANARY}")
        self.meetup = meeting.meetup(self.group, title=CANARY, body=CANARY, venue=CANARY, now=now)
        self._judge(now)
        self.automod = AutomodRule.objects.create(
            group=self.group, cause="words", act="hold", rule=self.group.rules.get(), lines=[CANARY]
        )
        self.notification = Notification.objects.filter(recipient=self.author).first()
        self.period = self._board()

    def people(self) -> dict[str, User | None]:
        """Return those who may not read the group, by name."""
        return {"visitor": None, "outsider": self.outsider, "former": self.former, "banned": self.banned}

    def a_few(self) -> dict[str, User | None]:
        """Return all of them where the group is secret; where its front is known, a visitor and who was in it."""
        all_of_them = self.people()
        few = all_of_them if self.group.visibility == "secret" else ("visitor", "former")
        return {who: all_of_them[who] for who in few}

    def _joined(self, name: str) -> User:
        user = cast.person(name)
        Membership.objects.create(group=self.group, user=user, state="invited")
        memberships.join(actor=user, group=self.group, now=clock.now())
        return user

    def _ban(self, now: Any) -> None:
        sanctions.impose(
            moderator=self.owner,
            group=self.group,
            member=self.banned,
            action="ban",
            duration="for_good",
            rule=1,
            reason="",
            now=now,
        )
        Membership.objects.filter(user__in=[self.banned, self.former]).update(answer=CANARY)

    def _upload(self, now: Any) -> PostImage:
        return image_writing.upload(owner=self.author, file=cast.picture(), alt="", now=now)

    def _judge(self, now: Any) -> None:
        for target in (self.post, self.removed_comment):
            made = reports.report(reporter=self.member, target=target, rule=1, note=CANARY, now=now)
            self.report = made.report
        self.case = Case.objects.get(post=self.post)
        decided = Case.objects.get(comment=self.removed_comment)
        cases.decide(
            moderator=self.moderator,
            case=decided,
            action="remove",
            rule=1,
            reason=CANARY,
            seen=cases.token_of(decided, self.removed_comment),
            now=now,
        )
        self.entry = ModlogEntry.objects.get(case=decided)
        self.appeal = filing.file(member=self.author, decision=self.entry, text=CANARY, now=now).appeal

    def _board(self) -> Period:
        growth, _made = Currency.objects.get_or_create(key="growth", defaults={"names": {"en": "Growth"}})
        board, _made = Leaderboard.objects.get_or_create(scope=self.group.scope, cycle="ever", currency=growth)
        return Period.objects.get_or_create(leaderboard=board, key="")[0]


@kept
def house_of(clock: Any, visibility: str) -> House:
    """Return a closed group that a process builds once; its pictures stay in `kept_pictures`."""
    return House(visibility)


def signed_in(user: User | None) -> Client:
    """Return a browser of `user`, or a visitor's."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client
