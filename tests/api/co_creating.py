"""Proposals and votes that endpoints are about, and who may do what with them."""

from __future__ import annotations

from typing import Any

from django.test import override_settings

from accounts.models import User
from community import rights
from community.models import Allowance, Amendment, Argument, Group, Proposal, Stance, Support, Vote
from community.services.proposals import arguing, drafting
from community.services.rounds import drafting as votes
from lib import clock
from tests.api.callers import Row
from tests.community import cast, proposing
from tests.community.test_vote_rounds import decided, plan

READ, READ_SECRET = "200 200 200 200 200 200 200", "404 404 404 200 200 200 200"
DRAFT, DRAFT_OWN = {"public_id": "draft"}, "404 404 404 404 200 404 404"
OWN = "401 404 404 404 200 404 404"
OPEN, VOTE = {"public_id": "proposal"}, {"public_id": "vote"}
SAY = "401 403 403 201 201 201 201"
SAY_SECRET = "401 404 404 201 201 201 201"
SUPPORT = "401 200 403 200 403 200 200"  # nobody supports their own
TERMS = {"terms": rights.LATEST}

TABLE = (
    Row("GET", "proposals", READ),
    Row("POST", "proposals", SAY, SAY_SECRET, {"group": "{slug}", "title": "A tin for one"}),
    Row("GET", "proposals/{public_id}", READ, READ_SECRET, fill=OPEN),
    Row("PUT", "proposals/{public_id}", OWN, body={"title": "A tin for two", "edition": 1}, fill=DRAFT),
    Row("POST", "proposals/{public_id}/submission", OWN, body=TERMS, fill=DRAFT),
    Row("POST", "proposals/{public_id}/withdrawal", OWN, fill=DRAFT),
    Row("PUT", "proposals/{public_id}/support", SUPPORT, "401 404 404 200 403 200 200", fill=OPEN),
    Row(
        "DELETE",
        "proposals/{public_id}/support",
        "401 404 404 404 404 404 404",  # there is none
        "401 404 404 404 404 404 404",
        fill=OPEN,
    ),
    Row("GET", "proposals/{public_id}/arguments", READ, READ_SECRET, fill=OPEN),
    Row("POST", "proposals/{public_id}/arguments", SAY, SAY_SECRET, {"side": "for", "body": "Yes."}, OPEN),
    Row(
        "PUT",
        "arguments/{public_id}/stance",
        "401 200 403 200 200 200 200",
        "401 404 404 200 200 200 200",
        {"kind": "agree"},
        {"public_id": "argument"},
    ),
    Row("GET", "proposals/{public_id}/amendments", READ, READ_SECRET, fill=OPEN),
    Row(
        "POST",
        "proposals/{public_id}/amendments",
        "401 403 403 201 403 201 201",
        "401 404 404 201 403 201 201",
        {"texts": {"change": "Less."}, "reason": "Plainer.", **TERMS},
        OPEN,
    ),
    Row("GET", "proposals/{public_id}/answers", READ, READ_SECRET, fill=OPEN),
    Row("GET", "proposals/{public_id}/credit", "404 404 404 404 404 404 404", fill=OPEN),  # none yet
    Row(
        "POST",
        "proposals/{public_id}/reports",
        "401 201 201 201 403 201 201",
        "401 404 404 201 403 201 201",
        {"note": "Look."},
        OPEN,
    ),
    Row("GET", "votes", READ),
    Row("GET", "votes/{public_id}", READ, READ_SECRET, fill=VOTE),
    Row(
        "PUT",
        "votes/{public_id}/ballot",
        "401 403 403 200 200 200 200",
        "401 404 404 200 200 200 200",
        {"votes": {}},
        VOTE,
    ),
    Row("GET", "votes/{public_id}/record", READ, READ_SECRET, fill={"public_id": "decided"}),
    Row("GET", "incubator", READ),
)
WATCHED = (Proposal, Support, Argument, Stance, Amendment, Vote, Allowance)


def build(place: Group, author: User) -> dict[str, str]:
    """Return the ids that paths are filled with."""
    judge = proposing.judge(place)
    opened = [
        proposing.opened(place, author, by=judge, now=clock.now(), title=f"Pouch {number}") for number in range(2)
    ]
    said = {"side": "for", "body": "Yes, please.", "key": "as-it-is-said", "now": cast.NOON}
    argument = arguing.argue(author=author, proposal=opened[0], **said)
    draft = drafting.draft(author=author, group=place, words=proposing.texts(), now=cast.NOON)
    found = {"proposal": opened[0].public_id, "argument": argument.public_id, "draft": draft.public_id}
    return found | {
        "decided": decided(_vote(judge, place, opened)).public_id,
        "vote": _vote(judge, place, opened, late=True).public_id,
    }


def _vote(judge: User, place: Group, proposals: list[Any], *, late: bool = False) -> Any:
    wanted = plan([(each, 0) for each in proposals])
    made = votes.draft(by=judge, plan=wanted, group=place, now=cast.NOON)
    with override_settings(HEARTH_TRUST_DAYS=0):  # whoever builds it: nobody here has been anywhere for days
        made = votes.open_(by=judge, vote=made, now=cast.NOON)
    if late:
        type(made).objects.filter(pk=made.pk).update(closes_at=clock.now().replace(year=9000))
    return made
