"""Living the demo's ninety days through the real services, with the clock set to each event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Brand, BrandStaff, User
from accounts.services import people as accounts
from community.models import Comment, Group, Membership, Post
from community.services import comments, groups, images, memberships, posts, reactions, roles
from community.services.composition import Composition, Picture
from community.services.group_texts import Draft, Rule
from demo import (
    battles,
    buying,
    catalogue,
    challenges,
    content,
    friends,
    garden,
    leagues,
    matters,
    meetups,
    people,
    pictures,
    proposals,
    timeline,
    watched,
)
from demo.timeline import Event
from gamify.services import players, record, tiers, visits
from inbox.models import Notification
from lib import public_id

Progress = Callable[[int, int], None]
SEED = 20261122
CHUNK = 40
TIERS_AGO = timedelta(days=4)


class Community:
    """The community while it is being lived: who and what exists so far, by the content's keys."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.chance = Random(SEED)
        self.password_hash = make_password(people.PASSWORD)
        self.users: dict[str, User] = {}
        self.groups: dict[str, Group] = {}
        self.posts: dict[str, Post] = {}
        self.comments: dict[tuple[str, int], Comment] = {}
        self.content = {post.key: post for post in content.posts()}
        by_age = sorted(self.content.values(), key=lambda post: post.days_ago, reverse=True)
        self.drawn = pictures.ahead((post.picture, post.key) for post in by_age if post.picture)

    def live(self, progress: Progress) -> None:
        """Do everything in the order of time; the engine decides in batches, each member's in that order."""
        events = timeline.events(now=self.now, chance=self.chance)
        written = {(event.post, event.comment): event.at for event in events if event.kind in ("write", "say")}
        events = matters.without_the_removed(events, written=written, now=self.now)
        done = 0
        with record.batched() as recorded:
            with public_id.drawn_from(Random(SEED)):
                self._brands()
                staff = self._staff()
                market = buying.Market(users=self.users, staff=staff, now=self.now)
                steps = [*market.steps(), *self._matters(written), *self._friends(events)]
                for part in timeline.interwoven(events, steps):
                    if callable(part):
                        part()
                        continue
                    for start in range(0, len(part), CHUNK):
                        self._do(part[start : start + CHUNK])
                        done += len(part[start : start + CHUNK])
                        progress(done, len(events))
                market.close()
            with public_id.drawn_from(Random(SEED + 5)):  # who may support was seen on a few days
                proposals.Road(users=self.users, groups=self.groups, staff=staff, now=self.now).live()
            with public_id.drawn_from(Random(SEED + 6)):
                meetups.Gatherings(users=self.users, groups=self.groups, now=self.now).live()
            with public_id.drawn_from(Random(SEED + 7)):
                watched.live(users=self.users, groups=self.groups, now=self.now)
            timeline.decide(recorded, now=self.now)
        with record.batched(), public_id.drawn_from(Random(SEED + 1)):  # what was earned by now is sunshine
            garden.live(users=self.users, groups=self.groups, staff=staff, now=self.now)
        with record.batched(), public_id.drawn_from(Random(SEED + 2)):  # battles are scored from what was decided
            battles.Arena(users=self.users, staff=staff, now=self.now).live()
        with record.batched(), public_id.drawn_from(Random(SEED + 3)):  # what was earned by now can be redeemed
            catalogue.Shelf(users=self.users, groups=self.groups, staff=staff, now=self.now).live()
        with record.batched(), public_id.drawn_from(Random(SEED + 4)):  # challenges too count what was decided
            challenges.Course(users=self.users, groups=self.groups, staff=staff, now=self.now).live()
        friends.follow(users=self.users, now=self.now)
        leagues.live(now=self.now)
        tiers.review_due(now=self.now - TIERS_AGO)
        self._read_old_news()
        progress(len(events), len(events))

    def _matters(self, written: matters.Written) -> Iterator[timeline.Step]:
        return matters.steps(users=self.users, posts=self.posts, comments=self.comments, written=written, now=self.now)

    def _friends(self, events: list[Event]) -> Iterator[timeline.Step]:
        return friends.steps(users=self.users, events=events, now=self.now)

    @transaction.atomic
    def _do(self, events: list[Event]) -> None:
        for event in events:
            getattr(self, f"_{event.kind}")(event)

    def _brands(self) -> None:
        for slug, texts in content.brands().items():
            Brand.objects.create(slug=slug, is_verified=True, created_at=self.now - timeline.HISTORY, **texts)

    def _arrive(self, event: Event) -> None:
        member = content.members()[event.who]
        user = self._register(member.key, member.name, member.locale, member.time_zone, member.bio, event.at)
        self.users[member.key] = user
        if member.brand:
            BrandStaff.objects.create(brand=Brand.objects.get(slug=member.brand), user=user, role=BrandStaff.Role.OWNER)

    def _register(self, handle: str, name: str, locale: str, zone: str, bio: str, at: datetime) -> User:
        return accounts.register(
            handle=handle,
            display_name=name,
            email=f"{handle}@hearth.example",
            password_hash=self.password_hash,
            locale=locale,
            time_zone=zone,
            bio=bio,
            now=at,
        )

    def _found(self, event: Event) -> None:
        group = content.groups()[event.place]
        rules = [
            Rule(
                titles={locale: said["title"] for locale, said in zip(group["rules"], both, strict=True)},
                bodies={locale: said.get("text", "") for locale, said in zip(group["rules"], both, strict=True)},
            )
            for both in zip(*group["rules"].values(), strict=True)
        ]
        draft = Draft(
            names=group["names"],
            taglines=group["taglines"],
            abouts=group["abouts"],
            slug=event.place,
            icon=group["icon"],
            mood=group["mood"],
            rules=rules,
        )
        self.groups[event.place] = groups.create(actor=self.users[event.who], draft=draft, now=event.at)

    def _join(self, event: Event) -> None:
        group, user = self.groups[event.place], self.users[event.who]
        memberships.join(actor=user, group=group, now=event.at)
        if event.who in content.groups()[event.place]["moderators"]:
            owner = self.users[content.groups()[event.place]["owner"]]
            roles.set_role(actor=owner, group=group, member=user, role=Membership.Role.MODERATOR, now=event.at)

    def _visit(self, event: Event) -> None:
        visits.note(user=self.users[event.who], now=event.at)

    def _write(self, event: Event) -> None:
        post, author = self.content[event.post], self.users[event.who]
        shown = (self._picture(post, author, event.at),) if post.picture else ()
        composition = Composition(
            body=post.body, emotions=post.emotions, type=post.type, title=post.title, pictures=shown, brand=post.brand
        )
        published = posts.publish(
            author=author, group=self.groups[post.group], composition=composition, key=post.key, now=event.at
        )
        self.posts[post.key] = published.post

    def _picture(self, post: content.Post, author: User, at: datetime) -> Picture:
        image = images.keep(owner=author, encoded=self.drawn[post.key].result(), now=at)
        return Picture(public_id=image.public_id, alt=post.alt)

    def _say(self, event: Event) -> None:
        place = event.comment or 0
        said = self.content[event.post].comments[place]
        parent = None if said.reply_to is None else self.comments[event.post, said.reply_to]
        written = comments.write(
            author=self.users[event.who],
            post=self.posts[event.post],
            body=said.body,
            key=f"{event.post}-{place}",
            now=event.at,
            parent=parent,
        )
        self.comments[event.post, place] = written.comment

    def _react(self, event: Event) -> None:
        target: Post | Comment = self.posts[event.post]
        if event.comment is not None:
            target = self.comments[event.post, event.comment]
        reactions.toggle(user=self.users[event.who], target=target, kind=event.reaction, now=event.at)

    def _staff(self) -> User:
        at = self.now - timeline.HISTORY
        keeper = self._register(people.STAFF, "Keeper", settings.LANGUAGE_CODE, "UTC", "", at)
        User.objects.filter(pk=keeper.pk).update(is_staff=True, is_superuser=True)
        keeper.refresh_from_db()
        return keeper

    def _read_old_news(self) -> None:
        """Leave four notifications unread and no gain unseen, as for somebody who came by yesterday."""
        for user in self.users.values():
            newest = (
                Notification.objects.filter(recipient=user)
                .order_by("-created_at", "-id")
                .values_list("pk", flat=True)[:4]
            )
            Notification.objects.filter(recipient=user).exclude(pk__in=list(newest)).update(read_at=self.now)
        players.mark_everything_seen()


def seed(*, now: datetime, progress: Progress) -> None:
    """Fill an empty database with the demo community."""
    Community(now=now).live(progress)
