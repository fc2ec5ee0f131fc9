"""Friends unlock something scarce: the number stands and is shown as it was counted, and the benefit comes with it."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import User
from gamify.models import Activity, Award, LedgerEntry
from inbox.models import Notification
from lib import clock as time, errors
from rewards.models import Assist, Redemption, Reward, RewardCode, Unlock
from rewards.selectors import redemptions, unlocks
from rewards.services.assists import claiming, opening, reversing, sweeping
from rewards.services.buying.refusals import KeyReused
from rewards.services.catalogue import answering, codes, drafting, parcels, redeeming
from tests import books
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.inbox.telling import told
from tests.rewards import factories
from tests.rewards.helping import assist_of, begun, by_help, helped, helped_by, unlocked
from tests.rewards.redeeming import BERGEN, draft, redeemed, rich, spark

pytestmark = pytest.mark.django_db(transaction=True)
State = Unlock.State


@pytest.fixture
def ana(economy, clock):  # noqa: F811
    return member("Ana")


def again(row):
    row.refresh_from_db()
    return row


def claim(unlock):
    return claiming.claim(actor=unlock.owner, unlock=unlock, now=time.now())


def refused(code, call, *given):
    with pytest.raises(errors.Conflict) as caught:
        call(*given)
    assert caught.value.code == code


def test_the_last_help_unlocks_it_with_its_benefit_and_claiming_makes_it_mine(ana):
    made = begun(ana, of := by_help(stock=2))
    people = helped_by(made, 2)
    assert (made.state, made.helped, again(of).left) == (State.OPEN, 2, 2)

    last = helped(member("Last"), made)

    kept = again(made).redemption
    assert (last.unlock.state, made.state, made.helped) == (State.UNLOCKED, State.UNLOCKED, 3)
    assert (kept.state, kept.price, kept.hold, again(of).left) == (Redemption.State.KEPT, 0, None, 1)
    assert redemptions.listing(user=ana).rows == ()
    assert (told(ana, "unlock_helped"), told(ana, "unlock_unlocked"), told(people[0], "unlock_done")) == (1, 1, 1)
    assert Notification.objects.get(kind="unlock_helped").data["others"] == 2

    claim(made)
    claim(made)

    assert (again(made).state, again(kept).state) == (State.CLAIMED, Redemption.State.ISSUED)
    assert Activity.objects.filter(verb="assist").count() == 3
    assert Activity.objects.filter(actor=ana, verb="unlock").count() == 1
    assert not LedgerEntry.objects.filter(account__user=ana, kind="spend").exists()
    books.everything_agrees()


def test_a_code_is_handed_out_when_it_is_claimed_and_a_thing_asks_where_to(ana):
    code = unlocked(ana, by_help(code=("AAA-1",)))
    assert not RewardCode.objects.exclude(redemption=None).exists()
    claim(code)
    assert RewardCode.objects.get().redemption == again(code).redemption

    thing = claim(unlocked(ana, of := by_help(kind=Reward.Kind.ITEM))).redemption
    assert thing.state == Redemption.State.APPROVED
    parcels.say_where(actor=ana, redemption=thing, address=BERGEN, now=time.now())
    answering.send(by=of.owner, redemption=thing, now=time.now())
    assert again(thing).state == Redemption.State.ISSUED
    books.everything_agrees()


def test_one_helps_once_and_never_oneself(ana):
    made, bo = begun(ana), member("Bo")
    assert [helped(bo, made).is_new for _ in range(2)] == [True, False]
    assert again(made).helped == 1

    refused("rewards.help_own", helped, ana, made)
    again_ana = member("Ana too")
    again_ana.email = f"{ana.email.split('@')[0]}+two@example.org"
    refused("rewards.help_own", helped, again_ana, made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assist.objects.create(unlock=made, helper=ana, owner=ana, at=time.now())
    books.everything_agrees()


def test_one_mailbox_helps_once_however_many_accounts_it_has(ana):
    made, bo = begun(ana), member("Bo")
    second = member("Second Bo")
    User.objects.filter(pk=second.pk).update(email=bo.email.replace("@", "+2@").upper())
    second.refresh_from_db()

    helped(bo, made)

    refused("rewards.help_same_person", helped, second, made)
    assert not helped(bo, made).is_new
    assert helped(member("Cleo"), made).unlock.helped == 2
    assert helped(second, begun(member("Dana"), made.reward)).is_new
    books.everything_agrees()


def test_the_log_of_help_only_grows(ana):
    helped(member("Bo"), begun(ana))
    with pytest.raises(DatabaseError), transaction.atomic():
        Assist.objects.update(at=time.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Assist.objects.all().delete()


def test_who_counts_is_as_declared(ana, clock):
    old, unconfirmed = member("Old"), member("No")
    EmailAddress.objects.filter(user=unconfirmed).update(verified=False)
    clock.tick(days=10)
    fresh = member("Fresh")
    known = begun(ana, by_help(helpers_are="known", helper_days=7, help_hours=720))
    new = begun(ana, by_help(helpers_are="new", helper_days=7))
    high = begun(ana, by_help(helper_level=2))

    refused("rewards.help_address", helped, unconfirmed, begun(ana))
    refused("rewards.help_not_yet", helped, fresh, known)
    refused("rewards.help_new", helped, old, new)
    refused("rewards.help_level", helped, old, high)
    assert helped(old, known).is_new
    assert helped(fresh, new).is_new
    assert helped(rich("Rich", days=9), high).is_new
    clock.tick(days=7)
    assert helped(fresh, known).is_new


def test_one_helps_with_a_reward_as_often_as_declared_and_earns_for_three_a_week(ana):
    of, bo = by_help(help_cap=4, stock=9), member("Bo")
    for _ in range(4):
        helped(bo, begun(member("Owner"), of))

    refused("rewards.help_cap", helped, bo, begun(ana, of))
    assert spark(bo)[0] == 3 * 2 + 5  # and the badge
    assert Award.objects.filter(user=bo, badge_key="many-hands", revoked_at=None).exists()


def test_enough_is_enough_and_late_is_late(ana, clock):
    full, late = unlocked(ana), begun(ana, by_help(help_hours=5))
    refused("rewards.help_full", helped, member("Bo"), full)
    clock.tick(hours=5)
    refused("rewards.help_over", helped, member("Chi"), late)


def test_one_asks_for_one_thing_once_at_a_time_and_as_often_as_one_may_have_it(ana):
    of = by_help(stock=9)
    first = begun(ana, of, key="the same key")
    assert begun(ana, of, key="the same key") == first
    with pytest.raises(KeyReused):
        begun(ana, by_help(), key="the same key")
    refused("rewards.unlock_runs", begun, ana, of)
    helped_by(first, 3)
    refused("rewards.reward_limit", begun, ana, of)
    books.everything_agrees()


def test_help_and_spark_are_two_ways_to_one_thing(ana):
    mei, of = rich("Mei"), by_help(price=5)
    begun(mei, of)
    refused("rewards.unlock_runs", redeemed, mei, of)
    assert redeemed(rich("Tom"), of).state == Redemption.State.ISSUED
    refused("rewards.reward_by_help", redeemed, mei, by_help())
    refused("rewards.reward_not_by_help", begun, mei, by_help(helpers=0, price=3))


@pytest.mark.parametrize("changes", [{"needs_approval": True}, {"helpers_are": "new"}, {"price": 0, "helpers": 0}])
def test_terms_that_nobody_could_keep_are_not_handed_in(economy, changes):  # noqa: F811
    made = draft(of := factories.brand(), **{"helpers": 3, **changes})
    with pytest.raises(errors.Invalid):
        drafting.submit(by=of.owner, reward=made, now=time.now())


def test_who_is_full_when_none_is_left_waits_in_line_and_is_first_when_there_is_one(ana):
    of = by_help(stock=1)
    first, second = begun(ana, of), begun(member("Bea"), of)
    taken = begun(member("Cyd"), of)
    helped_by(taken, 3)
    for each in (first, second):
        helped_by(each, 3)
        assert (each.state, each.redemption) == (State.WAITLISTED, None)
        assert told(each.owner, "unlock_waits") == 1
    refused("rewards.reward_sold_out", begun, member("Dan"), of)

    opening.leave(actor=taken.owner, unlock=taken, now=time.now())
    assert (again(first).state, again(second).state, again(of).left) == (State.UNLOCKED, State.WAITLISTED, 0)
    drafting.restock(by=of.owner, reward=of, more=2, now=time.now())
    assert (again(second).state, again(of).left) == (State.UNLOCKED, 1)
    books.everything_agrees()


def test_new_codes_go_to_who_waits(ana):
    of = by_help(code=("AAA-1",))
    waiting = begun(ana, of)
    unlocked(member("Bea"), of)
    helped_by(waiting, 3)
    codes.add(by=of.owner, reward=of, text="BBB-2", now=time.now())

    assert again(waiting).state == State.UNLOCKED
    books.everything_agrees()


def test_a_pause_hands_nothing_over_and_loses_no_help(ana):
    made = begun(ana, of := by_help())
    drafting.pause(by=of.owner, reward=of, reason="The kiln is cold.", now=time.now())
    helped_by(made, 3)
    assert made.state == State.WAITLISTED
    drafting.resume(by=of.owner, reward=of, now=time.now())
    assert again(made).state == State.UNLOCKED
    books.everything_agrees()


def test_what_runs_out_of_time_consoles_as_declared(ana, clock):
    with_help, alone = begun(ana), begun(ana)
    hard = begun(ana, by_help(consoles=False))
    for each in (with_help, hard):
        helped(member("Bo"), each)
    clock.tick(hours=67)
    assert sweeping.warn_due(now=time.now()) == 3
    assert sweeping.warn_due(now=time.now()) == 0
    clock.tick(hours=5)
    assert sweeping.expire_due(now=time.now()) == 3
    assert sweeping.expire_due(now=time.now()) == 0

    assert {again(each).state for each in (with_help, alone, hard)} == {State.EXPIRED}
    assert Activity.objects.filter(actor=ana, verb="try").count() == 1
    assert spark(ana)[0] == 3
    assert told(ana, "unlock_expired") == 3
    books.everything_agrees()


def test_what_is_not_claimed_within_a_week_goes_to_who_waits(ana, clock):
    of = by_help(stock=1, help_hours=72)
    kept, waiting = begun(ana, of), begun(member("Bea"), of)
    helped_by(kept, 3)
    helped_by(waiting, 3)
    clock.tick(days=7)
    with pytest.raises(opening.UnlockMoved):
        claim(kept)
    sweeping.expire_due(now=time.now())

    assert (again(kept).state, again(kept.redemption).state) == (State.EXPIRED, Redemption.State.CANCELLED)
    assert again(waiting).state == State.UNLOCKED
    assert not Activity.objects.filter(verb="try").exists()
    books.everything_agrees()


def test_what_leaves_the_catalogue_ends_what_is_open_and_keeps_what_is_kept(ana):
    of = by_help(stock=1)
    open_one, kept, waiting = begun(ana, of), begun(member("Bea"), of), begun(member("Cyd"), of)
    helped(member("Bo"), open_one)
    helped_by(kept, 3)
    helped_by(waiting, 3)
    drafting.close(by=of.owner, reward=of, reason="He moves away.", now=time.now())
    refused("rewards.help_over", helped, member("Late"), open_one)
    assert sweeping.expire_due(now=time.now()) == 2

    assert [again(each).state for each in (open_one, waiting)] == [State.EXPIRED] * 2
    assert Activity.objects.filter(verb="try").count() == 2
    assert claim(kept).state == State.CLAIMED
    books.everything_agrees()


def test_a_help_that_does_not_hold_makes_the_number_smaller_until_it_is_handed_over(ana):
    staff, made = factories.staff(), begun(ana)
    bo, *_rest = helped_by(made, 2)
    before = spark(bo)[0]
    for _ in range(2):
        reversing.reverse(by=staff, assist=assist_of(bo, made), reason="A second account.", now=time.now())

    assert (again(made).helped, spark(bo)[0]) == (1, before - 2)
    assert [len(unlocks.find(user=ana, public_id=made.public_id).assists), told(ana, "unlock_fewer")] == [1, 1]
    assert told(bo, "assist_reversed") == 1
    assert not helped(bo, made).is_new

    people = helped_by(made, 2)
    reversing.reverse(by=staff, assist=assist_of(people[0], made), reason="A second account.", now=time.now())
    assert (again(made).state, made.helped) == (State.UNLOCKED, 3)
    books.everything_agrees()


def test_a_help_that_does_not_hold_opens_what_waits_again(ana):
    of = by_help(stock=1)
    made, other = begun(ana, of), begun(member("Bea"), of)
    helped_by(other, 3)
    bo, *_rest = helped_by(made, 3)
    reversing.reverse(by=factories.staff(), assist=assist_of(bo, made), reason="A second account.", now=time.now())

    assert (again(made).state, made.helped, made.reached_at) == (State.OPEN, 2, None)
    helped(member("Chi"), made)
    assert again(made).state == State.WAITLISTED
    books.everything_agrees()


@pytest.mark.parametrize("how_far", ["open", "kept", "claimed", "packed", "used"])
def test_staff_take_back_an_unlock_as_a_whole(ana, how_far):
    of = by_help(stock=1, kind=Reward.Kind.ITEM if how_far == "packed" else Reward.Kind.BENEFIT)
    made = begun(ana, of)
    helped_by(made, 1 if how_far == "open" else 3)
    if how_far in ("claimed", "packed", "used"):
        claim(made)
    if how_far == "used":
        answering.use(by=ana, redemption=again(made).redemption, now=time.now())
    for _ in range(2):
        reversing.revoke(by=factories.staff(), unlock=made, reason="Bought help.", now=time.now())

    assert (again(made).state, made.reason) == (State.REVOKED, "Bought help.")
    assert again(of).left == (0 if how_far == "used" else 1)
    assert Activity.objects.filter(actor=ana, verb="undo", undoes__verb="unlock").count() == (how_far != "open")
    assert told(ana, "unlock_revoked") == 1
    books.everything_agrees()


def test_only_staff_of_no_interest_take_back_and_say_why(ana):
    of = by_help()
    made = begun(ana, of)
    bo, *_rest = helped_by(made, 1)
    inside = factories.staff()
    of.brand.staff.create(user=inside, role="editor")
    for by, problem in ((of.owner, errors.NotAllowed), (inside, errors.NotAllowed), (bo, errors.NotFound)):
        with pytest.raises(problem):
            reversing.reverse(by=by, assist=assist_of(bo, made), reason="Because.", now=time.now())
        with pytest.raises(problem):
            reversing.revoke(by=by, unlock=made, reason="Because.", now=time.now())
    with pytest.raises(errors.Invalid):
        reversing.revoke(by=factories.staff(), unlock=made, reason=" ", now=time.now())
    assert (again(made).state, made.helped) == (State.OPEN, 1)


def test_what_is_anothers_is_not_there(ana):
    made, bo = unlocked(ana), member("Bo")
    for step in (claiming.claim, opening.leave):
        with pytest.raises(errors.NotFound):
            step(actor=bo, unlock=made, now=time.now())
    with pytest.raises(redeeming.TooLate):
        redeeming.cancel(actor=ana, redemption=made.redemption, now=time.now())


def test_reads_ask_as_often_for_one_as_for_many(ana, django_assert_num_queries):
    made = begun(ana, of := by_help(helpers=10))
    helped_by(made, 9)
    for _ in range(3):
        begun(ana)
    counts = {
        lambda: unlocks.board(code=made.code): 1,
        lambda: unlocks.find(user=ana, public_id=made.public_id): 2,
        lambda: unlocks.live(user=ana): 1,
        lambda: unlocks.listing(user=ana): 1,
        lambda: unlocks.figures(reward=of): 2,
        lambda: unlocks.for_staff(viewer=ana): 1,
        lambda: unlocks.assists_of(made): 1,
    }
    for read, number in counts.items():
        with django_assert_num_queries(number):
            read()
