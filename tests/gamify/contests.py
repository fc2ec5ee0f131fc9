"""A brand with a purse, people, and challenges on their way, for the tests of challenges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from accounts.models import Brand, BrandStaff, User
from gamify.models import Account, Activity, Challenge
from gamify.services import process, purses, rebuilding, record
from gamify.services.challenges import drafting, entering, running
from gamify.services.challenges.terms import Line, Task, Terms
from inbox.models import Notification
from tests import books, factories

WRITE = Task(names={"en": "Write two posts"}, verb="create", metric="count", goal=2, most=4, points=10)
PROVE = Task(names={"en": "Show us"}, kind="proof", asks=("text", "link", "picture"), points=5)
FINISH = Line("finish", 3, "points", {"amount": 20})


class House:
    """A brand with an owner, an editor, staff of the site and 1,000 spark in its purse."""

    def __init__(self, clock: Any, budget: int = 1000, slug: str = "tea") -> None:
        self.clock = clock
        self.brand = Brand.objects.create(slug=slug, names={"en": "Tea House"}, created_at=clock.now)
        self.owner, self.editor = factories.member("Owner"), factories.member("Editor")
        self.staff = factories.member("Keeper", is_staff=True)
        BrandStaff.objects.create(brand=self.brand, user=self.owner, role="owner")
        BrandStaff.objects.create(brand=self.brand, user=self.editor, role="editor")
        if budget:
            purses.grant(by=self.staff, brand=self.brand, amount=budget, note="Spring", key="1", now=clock.now)

    @property
    def purse(self) -> int:
        return int(self.brand.purses.get().available)

    def draft(self, tasks: Sequence[Task] = (WRITE,), lines: Sequence[Line] = (FINISH,), **more: Any) -> Challenge:
        terms = {"ends_at": self.clock.now + timedelta(days=7), "stories": {"en": "A story"}, **more}
        return drafting.draft(
            by=self.editor,
            brand=self.brand,
            terms=Terms(names={"en": "Spring tea"}, tasks=tasks, lines=lines, **terms),
            now=self.clock.now,
        )

    def running(self, *tasks: Task, lines: Sequence[Line] = (FINISH,), **more: Any) -> Challenge:
        made = self.draft(tasks or (WRITE,), lines, **more)
        drafting.submit(by=self.editor, challenge=made, now=self.clock.now)
        drafting.approve(by=self.staff, challenge=made, now=self.clock.now)
        running.start_due(now=self.clock.now)
        made.refresh_from_db()
        return made


_posts = iter(range(1, 10**9))


def post(user: User, now: Any, *, group: int = 7, key: str = "") -> Activity:
    """Record that somebody wrote a post, processed at once."""
    number = next(_posts)
    found = record.activity(
        actor=user,
        verb="create",
        object=record.Ref("post", str(number)),
        target=record.Ref("group", str(group)),
        key=key or f"contest:{number}",
        data={"type": "note", "words": 30, "images": 0},
        now=now,
    )
    process.batch(ids=(found.pk,), now=now)
    return found


def spark(user):
    return sum(Account.objects.filter(user=user, currency_id="spark").values_list("available", flat=True))


def assert_books_agree(now):
    process.sweep(now=now)
    books.ledger_agrees()
    assert list(rebuilding.rebuild(is_check=True)) == []


def people(count):
    return [factories.member(f"P{number}") for number in range(count)]


def enter(challenge, *everybody, now):
    return [entering.enter(actor=person, challenge=challenge, now=now) for person in everybody]


def codes(user):
    return set(Notification.objects.filter(recipient=user).values_list("kind", flat=True))
