"""The checks find what they are for, and the rebuild repairs it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from gamify.models import (
    Account,
    Activity,
    Award,
    LedgerEntry,
    Outcome,
    Player,
    Progress,
    RankBucket,
    Standing,
    Waiting,
)
from gamify.services import audit, rebuilding
from tests.gamify.test_properties import assert_sound, snapshot

DAMAGES = {
    "accounts equal": lambda: Account.objects.filter(currency_id="growth").update(available=F("available") + 1),
    "standings equal": lambda: Standing.objects.filter(pk=Standing.objects.first().pk).update(score=F("score") + 5),
    "standings equal ": lambda: Standing.objects.update(reached_at=F("reached_at") + timedelta(seconds=1)),
    "the trie": lambda: RankBucket.objects.filter(depth=0).update(standings=7),
    "counters equal": lambda: Progress.objects.filter(subject="badge/first-words").update(value=4),
    "awards equal": lambda: Award.objects.update(revoked_at=F("awarded_at")),
    "awards equal ": lambda: Award.objects.all().delete(),
    "players are": lambda: Player.objects.update(sequence=F("sequence") + 1),
    "players are ": lambda: Player.objects.filter(user__username="mei").delete(),
}


@pytest.fixture
def played(economy, member, did):
    mei, tom = member("mei"), member("tom")
    did(mei, "create", key="post:1", type="note", words=30, images=1)
    did(tom, "comment", key="comment:1", post_author=mei.public_id, words=9)
    assert_sound()


def test_each_damage_is_found_and_named_and_repaired_by_a_rebuild(played, capsys):
    before = snapshot()
    for name, damage in DAMAGES.items():
        damage()

        broken = [check for check, found in audit.check() if found]
        with pytest.raises(CommandError, match=r"not so: .+\n.+: stored .+, should be"):
            call_command("ledger_check")
        call_command("rebuild")

        assert any(check.startswith(name.strip()) for check in broken), name
        assert snapshot() == before, name
        call_command("ledger_check")
        call_command("rebuild", check=True)


def test_a_rebuild_gives_an_award_its_own_reason_again(played):
    right = Award.objects.values().get(badge_key="first-words")
    another = Activity.objects.exclude(pk=right["activity_id"]).first()
    Award.objects.filter(pk=right["id"]).update(activity=another, awarded_at=F("awarded_at") - timedelta(days=3))

    found = [str(each) for each in rebuilding.rebuild(is_check=False)]

    assert [each.partition(":")[0] for each in found] == [f"award {right['user_id']} first-words"]
    assert Award.objects.values().get(pk=right["id"]) == right
    assert_sound()


def test_an_activity_that_waits_with_an_outcome_or_without_a_place_in_the_queue_is_found(played):
    first, latest = Outcome.objects.order_by("pk")
    Waiting.objects.create(activity_id=first.pk)
    Activity.objects.bulk_create([Activity(**(copied(latest.activity) | {"key": "lost"}))])

    found = dict(audit.check())["every activity waits or has its own outcome"]

    assert [difference.stored for difference in found] == ["waited for", "none"]


def test_points_that_no_outcome_gave_are_found_though_the_account_agrees_with_them(played):
    entry = LedgerEntry.objects.filter(kind="earn").first()
    other = Account.objects.filter(currency=entry.account.currency).exclude(pk=entry.account_id).get()
    LedgerEntry.objects.bulk_create([LedgerEntry(**copied(entry) | {"account_id": other.pk})])
    Account.objects.filter(pk=other.pk).update(available=F("available") + entry.amount)

    found = dict(audit.check())["every point was given by an outcome, and no other"]

    assert [(difference.stored, difference.expected) for difference in found] == [(entry.amount, 0)]
    assert dict(audit.check())["accounts equal the sum of their entries"] == ()


def copied(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name != "id"}


def test_a_rebuild_that_only_checks_changes_nothing_and_fails(played):
    Progress.objects.filter(subject="badge/first-words").update(value=4)

    with pytest.raises(CommandError, match=r"progress .* badge/first-words"):
        call_command("rebuild", check=True)

    assert Progress.objects.get(subject="badge/first-words").value == 4
