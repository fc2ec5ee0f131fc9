"""Where the moderators' actions meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import targets
from community.models import Case, Group, GroupRule, Membership, ModlogEntry, Post
from community.models.case import TEXTS
from community.targets import Target
from lib import errors

Text = str | Promise
CHOOSE = _("Please choose what to do.")
_APPEALS = (Case.State.UPHELD, Case.State.OVERTURNED)


@dataclass(frozen=True)
class Deed:
    """One action about to be taken: by whom, on whom, on what, why and until when.

    `target` is set for what is judged, `place` for who said it; the caller holds both locked. `group` is None for a
    ballot of a vote of everybody. `overturns` is the decision that an appeal takes back, `is_for_group` says that staff
    act where a group has nobody who may: who may was checked then.
    """

    group: Group | None
    moderator: User
    subject: User
    now: datetime
    rule: GroupRule | None = None
    reason: str = ""
    until: datetime | None = None
    target: Target | None = None
    place: Membership | None = None
    overturns: ModlogEntry | None = None
    is_for_group: bool = False

    @property
    def is_checked(self) -> bool:
        return self.overturns is not None or self.is_for_group


@dataclass(frozen=True)
class Action:
    """Something a moderator can do.

    Args:
        carry_out: changes the community, inside the caller's transaction; the log and the letters are the caller's.
        line: the log's sentence for moderators, with %(actor)s, %(subject)s, %(what)s and %(until)s.
        public_line: the same for members, who learn that the rules are kept and not about whom.
        letter: what the subject is told, with %(group)s, %(what)s, %(about)s and %(until)s; "" tells nothing.
        decides: the state it brings a case to, from one of the states `starts` while its text is in one of the states
            `on`; None for an action on a member.
        kinds: the kinds of target that a deciding action is for.
        letter_by_same: the letter when who decided first answered an appeal, too, because there was nobody else.
        needs: what must be said: "rule" (where the group has rules), "reason", or "" for nothing.
        lasts: whether it ends by itself; `letter_for_good` and `line_for_good` then say that it does not.
        undone_by: the key of the action that takes it back; whoever it is about may appeal. `against` names it in a
            queue of appeals: "against the removal of a %(what)s".
        after_appeal: what the subject is told when this takes back a decision that they appealed, with %(what)s.
    """

    key: str
    label: Text
    icon: str
    carry_out: Callable[[Deed], None]
    line: Text
    public_line: Text
    letter: Text = ""
    letter_by_same: Text = ""
    line_for_good: Text = ""
    letter_for_good: Text = ""
    decides: str | None = None
    starts: tuple[str, ...] = (Case.State.OPEN,)
    on: tuple[str, ...] = (Post.State.PUBLISHED,)
    kinds: tuple[str, ...] = TEXTS
    needs: str = ""
    lasts: bool = False
    is_harsh: bool = False
    undone_by: str = ""
    against: Text = ""
    after_appeal: Text = ""


_actions: dict[str, Action] = {}


def add(action: Action) -> Action:
    """Register `action`; a key can be taken once."""
    if action.key in _actions:
        raise ValueError(f"moderation action {action.key} is registered twice")
    _actions[action.key] = action
    return action


def get(key: str) -> Action:
    """Return the action named `key`; raises Invalid beside the field `action`."""
    if key not in _actions:
        raise errors.Invalid(fields={"action": CHOOSE})
    return _actions[key]


def find(key: str) -> Action | None:
    """Return the action named `key`, or None when it is no longer there."""
    return _actions.get(key)


def every() -> tuple[Action, ...]:
    """Return all actions."""
    return tuple(_actions.values())


def for_case(case: Case, target: Target) -> tuple[Action, ...]:
    """Return what can be decided about `case` as it and what it is about are now."""
    kind = targets.kind_of(target)
    fitting = (each for each in every() if each.decides and case.state in each.starts and kind in each.kinds)
    return tuple(each for each in fitting if target.standing in each.on)


def for_appeal() -> tuple[Action, ...]:
    """Return what can be decided about an appeal."""
    return tuple(each for each in every() if each.decides in _APPEALS)
