"""What can be judged: posts, comments, proposals, arguments, news, meetups; whether a support or a ballot counts.

All answer the same questions.

Each has `group`, `author`, `body`, `html`, `edited_at`, `standing` (a `Post.State`) and `is_published`.
"""

from __future__ import annotations

from community.models import (
    Allowance,
    Argument,
    Case,
    Comment,
    MakingUpdate,
    Meetup,
    ModlogEntry,
    Post,
    Proposal,
    Support,
    VoteRound,
)
from community.models.case import VOTES

Target = Post | Comment | Proposal | Argument | MakingUpdate | Meetup | Support | Allowance
Root = Post | Proposal | Meetup | VoteRound
KINDS: tuple[tuple[str, type[Target]], ...] = (
    ("post", Post),
    ("comment", Comment),
    ("proposal", Proposal),
    ("argument", Argument),
    ("news", MakingUpdate),
    ("meetup", Meetup),
    ("support", Support),
    ("ballot", Allowance),
)
# What a row that points to a target must be loaded with.
RELATED = (
    "post__group",
    "comment__post__group",
    "proposal__group",
    "argument__proposal__group",
    "news__proposal__group",
    "meetup__group",
    "support__proposal__group",
    "ballot__round__group",
)


def kind_of(target: Target | None) -> str:
    """Return the kind of what is judged; "" for a person."""
    return next((kind for kind, model in KINDS if isinstance(target, model)), "")


def kind_in(row: Case | ModlogEntry) -> str:
    """Return the kind of what a case or a line of the log is about; "" for a person. Queries: none."""
    return next((kind for kind, _model in KINDS if getattr(row, f"{kind}_id")), "")


def target_in(row: Case | ModlogEntry) -> Target | None:
    """Return what a case or a line of the log is about; None for a person. Queries: none, if it is loaded."""
    kind = kind_in(row)
    return getattr(row, kind) if kind else None


def columns(target: Target | None) -> dict[str, Target]:
    """Return the column that holds `target` in a case or a line of the log."""
    return {kind_of(target): target} if target is not None else {}


def root_of(target: Target) -> Root:
    """Return what it stands under: a comment's post, an argument's or news' proposal, a ballot's vote, else itself."""
    if isinstance(target, Comment):
        return target.post
    if isinstance(target, Allowance):
        return target.round
    return target.proposal if isinstance(target, Argument | MakingUpdate | Support) else target


def is_vote(row: Case | ModlogEntry) -> bool:
    """Say whether it is about a support or a ballot. Queries: none."""
    return kind_in(row) in VOTES


def about(target: Target | None) -> str | dict[str, str]:
    """Return the title of what a support or ballot is for, perhaps per language; "" for all else."""
    if isinstance(target, Allowance):
        names: dict[str, str] = target.round.names
        return names
    return target.proposal.title if isinstance(target, Support) else ""
