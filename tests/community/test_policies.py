"""Who may do what: the matrix of roles, actions and kinds of group, cell by cell, written out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from community import policies
from community.models import Group, Membership
from community.policies import Action, Role, Standing
from lib import errors

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)

# One letter a role: visitor, outsider, banned, invited, member, moderator, owner. A dot: refused.
COLUMNS = dict(zip("vobimMO", Role, strict=True))
MATRIX = {
    "public": {
        "know": "vobimMO",
        "read": "vobimMO",
        "see_members": ".obimMO",
        "join": ".o.i...",
        "leave": "....mMO",
        "post": "....mMO",
        "comment": "....mMO",
        "react": ".o.imMO",
        "report": ".obimMO",
        "invite": "....mMO",
        "attend": "....mMO",
        "host": ".....MO",
        "admit": ".....MO",
        "moderate": ".....MO",
        "manage": "......O",
        "appoint": "......O",
    },
    "listed": {
        "know": "vobimMO",
        "read": "....mMO",
        "see_members": "....mMO",
        "join": ".o.i...",
        "leave": "....mMO",
        "post": "....mMO",
        "comment": "....mMO",
        "react": "....mMO",
        "report": "....mMO",
        "invite": "....mMO",
        "attend": "....mMO",
        "host": ".....MO",
        "admit": ".....MO",
        "moderate": ".....MO",
        "manage": "......O",
        "appoint": "......O",
    },
    "secret": {
        "know": "...imMO",
        "read": "....mMO",
        "see_members": "....mMO",
        "join": "...i...",
        "leave": "....mMO",
        "post": "....mMO",
        "comment": "....mMO",
        "react": "....mMO",
        "report": "....mMO",
        "invite": "....mMO",
        "attend": "....mMO",
        "host": ".....MO",
        "admit": ".....MO",
        "moderate": ".....MO",
        "manage": "......O",
        "appoint": "......O",
    },
}
ARCHIVED = {"know", "read", "see_members", "leave", "report", "moderate", "manage", "appoint"}
SILENCED = {"post", "comment", "invite", "host"}
CELLS = [
    (visibility, action, letter, letter in letters)
    for visibility, row in MATRIX.items()
    for action, letters in row.items()
    for letter in COLUMNS
]


def group(visibility: str, *, archived: bool = False) -> Group:
    return Group(slug="tea", visibility=visibility, archived_at=NOW if archived else None, created_at=NOW)


def test_the_matrix_names_every_action_and_visibility():
    assert set(MATRIX) == set(Group.Visibility.values)
    assert all(set(row) == {str(action) for action in Action} for row in MATRIX.values())


def standing_of(letter: str, **more: datetime) -> Standing:
    return Standing(COLUMNS[letter], **{"banned_until": LATER} if letter == "b" else {}, **more)


def otherwise(archived: bool = False, **more: datetime) -> set[tuple[str, str, str]]:
    """Return the cells that are not as the matrix has them."""
    return {
        (visibility, action, letter)
        for visibility, action, letter, expected in CELLS
        if policies.may(Action(action), group(visibility, archived=archived), standing_of(letter, **more)) != expected
    }


def allowed_to(actions: set[str]) -> set[tuple[str, str, str]]:
    return {
        (visibility, action, letter) for visibility, action, letter, expected in CELLS if expected & (action in actions)
    }


def test_each_cell_of_the_matrix():
    assert otherwise() == set()
    for visibility, action, letter, expected in CELLS:
        if not expected:
            with pytest.raises((errors.NotFound, errors.NotAllowed)):
                policies.check(Action(action), group(visibility), standing_of(letter))


def test_archiving_takes_away_everything_but_reading_and_cleaning_up():
    assert otherwise(archived=True) == allowed_to(set(Action) - ARCHIVED)


def test_a_mute_takes_away_words_only():
    assert otherwise(muted_until=LATER) == allowed_to(SILENCED)


@pytest.mark.parametrize("letter", "vob")
def test_a_secret_group_is_never_admitted_to_exist(letter):
    for action in set(Action) - {Action.KNOW}:
        with pytest.raises(errors.NotFound):
            policies.check(action, group("secret"), standing_of(letter))


@pytest.mark.parametrize(
    ("place", "role"),
    [
        ({"state": "active", "role": "owner"}, Role.OWNER),
        ({"state": "active", "role": "member"}, Role.MEMBER),
        ({"state": "active", "role": "owner", "banned_until": LATER}, Role.BANNED),
        ({"state": "active", "role": "member", "banned_until": NOW}, Role.MEMBER),
        ({"state": "invited"}, Role.INVITED),
        ({"state": "requested"}, Role.OUTSIDER),
        ({"state": "left", "role": "member"}, Role.OUTSIDER),
        ({"state": "denied"}, Role.OUTSIDER),
    ],
)
def test_a_place_becomes_a_role(place, role):
    standing = policies.standing_of(Membership(**place), is_signed_in=True, now=NOW)

    assert standing.role is role


def test_a_mute_and_a_ban_end_by_themselves():
    place = Membership(state="active", role="member", muted_until=LATER)

    assert policies.standing_of(place, is_signed_in=True, now=NOW).muted_until == LATER
    assert policies.standing_of(place, is_signed_in=True, now=LATER).muted_until is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Role.OWNER, Role.MODERATOR, True),
        (Role.OWNER, Role.OWNER, False),
        (Role.MODERATOR, Role.MEMBER, True),
        (Role.MODERATOR, Role.MODERATOR, False),
        (Role.MODERATOR, Role.OWNER, False),
        (Role.MEMBER, Role.OUTSIDER, False),
    ],
)
def test_nobody_acts_on_a_peer(one, other, expected):
    assert policies.outranks(one, other) is expected
