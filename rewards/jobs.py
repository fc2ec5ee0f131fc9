"""What buying together does now and then; each finds in the database what is due."""

from lib.jobs import Job, add
from rewards.services import referrals
from rewards.services.assists import sweeping as unlocks
from rewards.services.battles import collecting, counting, running
from rewards.services.buying import (
    addresses,
    campaigns,
    late_orders,
    seats,
    shipping,
    teams,
    waiting,
    winding_down,
)
from rewards.services.catalogue import sending, sweeping
from rewards.services.coupons import sweeping as coupons
from rewards.services.garden import ending
from rewards.services.money import calling, failed_charges, fake_checkout, rechecks, reconciling, stuck

add(Job("rewards.make_calls", every_seconds=5, run=calling.perform_due))
add(Job("rewards.reconcile", every_seconds=15, run=reconciling.sweep))
add(Job("rewards.ask_about_charges", every_seconds=300, run=rechecks.ask_again))
add(Job("rewards.tell_of_stuck_refunds", every_seconds=3600, run=stuck.tell_due))
add(Job("rewards.drop_unpaid", every_seconds=60, run=failed_charges.drop_due))
add(Job("rewards.fake_bank", every_seconds=2, run=fake_checkout.send_due))
add(Job("rewards.open_campaigns", every_seconds=20, run=campaigns.open_due))
add(Job("rewards.close_campaigns", every_seconds=20, run=campaigns.close_due))
add(Job("rewards.refund_cancelled", every_seconds=15, run=winding_down.refund_cancelled))
add(Job("rewards.settle_campaigns", every_seconds=300, run=winding_down.settle_due))
add(Job("rewards.lapse_holds", every_seconds=15, run=seats.lapse_due))
add(Job("rewards.end_teams", every_seconds=5, run=teams.end_due))
add(Job("rewards.settle_teams", every_seconds=300, run=teams.settle_due))
add(Job("rewards.expire_offers", every_seconds=15, run=waiting.expire_due))
add(Job("rewards.close_lines", every_seconds=60, run=waiting.close_due))
add(Job("rewards.ask_addresses", every_seconds=60, run=addresses.ask_due))
add(Job("rewards.remind_of_orders", every_seconds=300, run=shipping.remind_due))
add(Job("rewards.note_late_orders", every_seconds=60, run=shipping.note_late_due))
add(Job("rewards.give_back_unsent", every_seconds=300, run=late_orders.give_back_due))
add(Job("rewards.erase_addresses", every_seconds=300, run=addresses.erase_due))
add(Job("rewards.start_battles", every_seconds=5, run=running.start_due))
add(Job("rewards.score_battles", every_seconds=1, run=collecting.collect_due))
add(Job("rewards.tell_battles", every_seconds=5, run=running.tell_due))
add(Job("rewards.lock_battles", every_seconds=1, run=running.lock_due))
add(Job("rewards.count_battles", every_seconds=2, run=counting.count_due))
add(Job("rewards.finish_battles", every_seconds=60, run=counting.finish_due))
add(Job("rewards.wither_plants", every_seconds=60, run=ending.wither_due))
add(Job("rewards.remind_of_harvests", every_seconds=3600, run=ending.remind_due))
add(Job("rewards.lapse_redemptions", every_seconds=300, run=sweeping.lapse_due))
add(Job("rewards.expire_redemptions", every_seconds=60, run=sweeping.expire_due))
add(Job("rewards.warn_of_expiry", every_seconds=300, run=sweeping.warn_due))
add(Job("rewards.remind_of_addresses", every_seconds=3600, run=sweeping.remind_due))
add(Job("rewards.ask_addresses_at_last", every_seconds=3600, run=sending.ask_last_due))
add(Job("rewards.remind_of_parcels", every_seconds=300, run=sending.remind_due))
add(Job("rewards.note_late_parcels", every_seconds=60, run=sending.note_late_due))
add(Job("rewards.end_unsent", every_seconds=300, run=sending.end_due))
add(Job("rewards.close_rewards", every_seconds=20, run=sweeping.close_due))
add(Job("rewards.erase_reward_addresses", every_seconds=300, run=sweeping.erase_due))
add(Job("rewards.end_coupons", every_seconds=20, run=coupons.expire_due))
add(Job("rewards.warn_of_coupons", every_seconds=300, run=coupons.warn_due))
add(Job("rewards.mature_referrals", every_seconds=600, run=referrals.mature_due))
add(Job("rewards.take_back_referrals", every_seconds=3600, run=referrals.take_back_due))
add(Job("rewards.expire_unlocks", every_seconds=15, run=unlocks.expire_due))
add(Job("rewards.warn_of_unlocks", every_seconds=300, run=unlocks.warn_due))
