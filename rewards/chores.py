"""What buying together does now and then; each finds in the database what is due."""

from lib.chores import Chore, add
from rewards.services import referrals
from rewards.services.assists import sweeping as unlocks
from rewards.services.battles import collecting, counting, running
from rewards.services.buying import addresses, campaigns, seats, teams, waiting, winding_down
from rewards.services.catalogue import sweeping
from rewards.services.coupons import sweeping as coupons
from rewards.services.garden import ending
from rewards.services.money import calling, failed_charges, fake_checkout, rechecks, reconciling

add(Chore("rewards.make_calls", every_seconds=5, run=lambda now: calling.perform_due(now=now)))
add(Chore("rewards.reconcile", every_seconds=15, run=lambda now: reconciling.sweep(now=now)))
add(Chore("rewards.ask_about_charges", every_seconds=300, run=lambda now: rechecks.ask_again(now=now)))
add(Chore("rewards.drop_unpaid", every_seconds=60, run=lambda now: failed_charges.drop_due(now=now)))
add(Chore("rewards.fake_bank", every_seconds=2, run=lambda now: fake_checkout.send_due(now=now)))
add(Chore("rewards.open_campaigns", every_seconds=20, run=lambda now: campaigns.open_due(now=now)))
add(Chore("rewards.close_campaigns", every_seconds=20, run=lambda now: campaigns.close_due(now=now)))
add(Chore("rewards.refund_cancelled", every_seconds=15, run=lambda now: winding_down.refund_cancelled(now=now)))
add(Chore("rewards.settle_campaigns", every_seconds=300, run=lambda now: winding_down.settle_due(now=now)))
add(Chore("rewards.lapse_holds", every_seconds=15, run=lambda now: seats.lapse_due(now=now)))
add(Chore("rewards.end_teams", every_seconds=5, run=lambda now: teams.end_due(now=now)))
add(Chore("rewards.settle_teams", every_seconds=300, run=lambda now: teams.settle_due(now=now)))
add(Chore("rewards.expire_offers", every_seconds=15, run=lambda now: waiting.expire_due(now=now)))
add(Chore("rewards.close_lines", every_seconds=60, run=lambda now: waiting.close_due(now=now)))
add(Chore("rewards.ask_addresses", every_seconds=60, run=lambda now: addresses.ask_due(now=now)))
add(Chore("rewards.erase_addresses", every_seconds=300, run=lambda now: addresses.erase_due(now=now)))
add(Chore("rewards.start_battles", every_seconds=5, run=lambda now: running.start_due(now=now)))
add(Chore("rewards.score_battles", every_seconds=1, run=lambda now: collecting.collect_due(now=now)))
add(Chore("rewards.tell_battles", every_seconds=5, run=lambda now: running.tell_due(now=now)))
add(Chore("rewards.lock_battles", every_seconds=1, run=lambda now: running.lock_due(now=now)))
add(Chore("rewards.count_battles", every_seconds=2, run=lambda now: counting.count_due(now=now)))
add(Chore("rewards.finish_battles", every_seconds=60, run=lambda now: counting.finish_due(now=now)))
add(Chore("rewards.wither_plants", every_seconds=60, run=lambda now: ending.wither_due(now=now)))
add(Chore("rewards.lapse_redemptions", every_seconds=300, run=lambda now: sweeping.lapse_due(now=now)))
add(Chore("rewards.expire_redemptions", every_seconds=60, run=lambda now: sweeping.expire_due(now=now)))
add(Chore("rewards.warn_of_expiry", every_seconds=300, run=lambda now: sweeping.warn_due(now=now)))
add(Chore("rewards.remind_of_addresses", every_seconds=3600, run=lambda now: sweeping.remind_due(now=now)))
add(Chore("rewards.close_rewards", every_seconds=20, run=lambda now: sweeping.close_due(now=now)))
add(Chore("rewards.erase_reward_addresses", every_seconds=300, run=lambda now: sweeping.erase_due(now=now)))
add(Chore("rewards.end_coupons", every_seconds=20, run=lambda now: coupons.expire_due(now=now)))
add(Chore("rewards.warn_of_coupons", every_seconds=300, run=lambda now: coupons.warn_due(now=now)))
add(Chore("rewards.mature_referrals", every_seconds=600, run=lambda now: referrals.mature_due(now=now)))
add(Chore("rewards.take_back_referrals", every_seconds=3600, run=lambda now: referrals.take_back_due(now=now)))
add(Chore("rewards.expire_unlocks", every_seconds=15, run=lambda now: unlocks.expire_due(now=now)))
add(Chore("rewards.warn_of_unlocks", every_seconds=300, run=lambda now: unlocks.warn_due(now=now)))
