"""What a key may be used for: each operation of the API needs a scope or two, and this place alone says which.

By its tag and address; `_OTHERS` lists the operations whose tag would say too much or too little. A tag that is not
known here gives no scope, and without one no key opens the operation; another app opens its own by `open_tag`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from lib.api.describing import Operation

READ, COMMUNITY, ACTIVITIES, MARKET = "read", "community", "activities", "market"
BRAND, MODERATION, REVIEW, MONEY = "brand", "moderation", "review", "money"


@dataclass(frozen=True)
class Scope:
    """One scope in words; `of_brand` are those for a key that works for one brand, "" where such a key has none."""

    key: str
    label: str | Promise
    hint: str | Promise
    of_brand: str | Promise = ""


SCOPES: tuple[Scope, ...] = (
    Scope(
        READ,
        _("Read"),
        _("What you read as a member: groups, posts, the shop, your orders, your points."),
        _("Everything in the console: drafts, orders with their addresses, figures."),
    ),
    Scope(ACTIVITIES, _("Record activities"), _("Say what was done elsewhere, and learn what it earned.")),
    Scope(COMMUNITY, _("Take part"), _("Post, comment, react, vote, enter challenges, change your profile.")),
    Scope(MARKET, _("Use the shop"), _("Team battles, rewards, coupons, the garden, addresses of your orders.")),
    Scope(
        BRAND,
        _("Work in the console"),
        _("For every brand you work for: read all, write drafts, send parcels, answer proposals."),
        _("Write drafts, send parcels, answer proposals; reading is part of it."),
    ),
    Scope(MODERATION, _("Moderate"), _("Reports, cases and members of the groups you look after.")),
    Scope(REVIEW, pgettext_lazy("staff", "Review"), _("What moderators and the site's staff decide.")),
    Scope(
        MONEY,
        _("Move money"),
        _("With the others: take and pay seats, give money back, pay credit out, bind purses."),
        _("With the console: give money back, call campaigns off, pay credit out, bind the purse."),
    ),
)
KNOWN = frozenset(scope.key for scope in SCOPES)
OF_BRAND = frozenset(scope.key for scope in SCOPES if scope.of_brand)

_AREAS = {
    COMMUNITY: "Me Members Groups Meetups Posts Comments Reactions Drafts Feelings Feeds Proposals Votes Notifications "
    "Game Boards Challenges",
    MARKET: "Buying Orders Rewards Garden Battles",
    BRAND: "Brands",
    MODERATION: "Moderation",
    REVIEW: "Review",
}
_OTHERS = {
    ACTIVITIES: "activity_create activity_redo activity_undo",
    COMMUNITY: "appeal_answer appeal_counts appeal_read appeal_write argument_report battle_album_report "
    "comment_report decision_read meetup_report modlog_list post_report proposal_report report_read",
    BRAND: "credit_pay launch_announce launch_begin launch_go_back launch_read making_give_up news_picture_add "
    "news_picture_remove news_tell own_answer_prepare own_answer_read test_close test_open",
    MODERATION: "battle_album_hide battle_album_keep group_member_remove group_request_answer group_request_list "
    "group_role_update voter_list voter_look",
}
_AREA_OF_TAG = {tag: area for area, tags in _AREAS.items() for tag in tags.split()}
_AREA_OF_APPS: dict[str, str] = {}
_MONEY_OF_APPS: set[str] = set()
_AREA_OF_NAME = {name: area for area, names in _OTHERS.items() for name in names.split()}
MOVES_MONEY = frozenset(
    [
        "credit_pay",
        "offer_accept",
        "order_cancel",
        "order_leave",
        "order_refund_confirm",
        "own_campaign_cancel",
        "own_challenge_call_off",
        "own_challenge_submit",
        "own_refund_again",
        "own_refund_ask",
        "own_refund_by_hand",
        "payment_start",
        "review_challenge_decide",
        "review_refund_decide",
        "team_join",
        "team_open",
    ]
)


def open_tag(tag: str, area: str, *, moves_money: Iterable[str] = ()) -> None:
    """Let keys with the scope `area` open the operations of a `tag` that another app brings.

    Reading in COMMUNITY and MARKET needs `read`. Args: moves_money: the names of those that need `money`, too.
    Raises: ValueError for a tag that is open already, or no scope that stands for an area.
    """
    if tag in _AREA_OF_TAG or tag in _AREA_OF_APPS or area not in _AREAS:
        raise ValueError(f"the tag {tag!r} cannot be opened with {area!r}: it is taken, or that is none of {[*_AREAS]}")
    _AREA_OF_APPS[tag] = area
    _MONEY_OF_APPS.update(moves_money)


def needed(operation: Operation, *, address: str, is_read: bool) -> frozenset[str]:
    """Return the scopes that a key must have for `operation`, all of them; none means that no key opens it.

    Args: address: the pattern of its URL below /api/v1/, as in `review/refunds/<str:pk>`.
    """
    area = REVIEW if address.startswith("review/") else _AREA_OF_NAME.get(operation.name)
    area = area or _AREA_OF_TAG.get(operation.tag) or _AREA_OF_APPS.get(operation.tag)
    if area is None:
        return frozenset()
    if is_read and area in (COMMUNITY, MARKET):
        area = READ
    is_money = operation.name in MOVES_MONEY or operation.name in _MONEY_OF_APPS
    return frozenset({area, MONEY} if is_money else {area})


def sorted_out(keys: Iterable[str]) -> list[str]:
    """Return the known ones of `keys`, each once, in the order of `SCOPES`."""
    wanted = set(keys)
    return [scope.key for scope in SCOPES if scope.key in wanted]
