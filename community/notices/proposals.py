"""What members, reviewers and brands are told of proposals and votes: one kind for each part one can have in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.selectors import brands
from community.notices import audiences
from inbox import registry
from lib import texts
from lib.money import Money

Sentence = Callable[[Mapping[str, Any], str], str]


def _by_what(table: Mapping[str, str | Promise]) -> Sentence:
    """Return the sentence of `data["what"]`; one that nobody knows any more is empty."""
    return lambda data, actor: str(table.get(str(data.get("what", "")), "")) % _words(data, actor)


def _words(data: Mapping[str, Any], actor: str) -> dict[str, str]:
    amount = str(Money(data["amount_minor"], data["currency"])) if "amount_minor" in data else ""
    plain = {name: str(data.get(name, "")) for name in ("title", "reason", "answer", "into", "other", "news")}
    numbers = {name: str(data.get(name, "")) for name in ("supporters", "next", "places", "weight")}
    return {**plain, **numbers, "name": actor, "amount": amount, "vote": texts.pick(data.get("vote", {}))}


def _reviews(user: User) -> bool:
    return user.is_staff or audiences.runs_a_group(user)


# Given up after its launch: "end" and "keep" say what became of the sale.
_GIVEN_UP = {
    "given_up_end": gettext_lazy(
        "“%(title)s” was given up, and its sale is called off: what is held or paid goes back. %(reason)s"
    ),
    "given_up_keep": gettext_lazy("“%(title)s” was given up. Its sale goes on to its end as promised. %(reason)s"),
}
_AUTHOR = {
    "changes": gettext_lazy("“%(title)s” came back from review: %(reason)s"),
    "rejected": gettext_lazy("“%(title)s” was not taken up: %(reason)s"),
    "opened": gettext_lazy("“%(title)s” is open. Everybody can support it now."),
    "rung": gettext_lazy("“%(title)s” has %(supporters)s supporters. The next step is %(next)s."),
    "reached": gettext_lazy("“%(title)s” has enough support: %(supporters)s people want it."),
    "overdue": gettext_lazy("The brand has not answered “%(title)s” in time. Everybody can see that."),
    "lapsed": gettext_lazy("“%(title)s” had %(supporters)s of %(next)s supporters when its time was over."),
    "merged": gettext_lazy("“%(title)s” was merged into “%(into)s”, with your credit: %(reason)s"),
    "absorbed": gettext_lazy("“%(other)s” was merged into your proposal “%(title)s”."),
    "unmerged": gettext_lazy("“%(title)s” is a proposal of its own again."),
    "wants_withdrawal": gettext_lazy("%(name)s would like to withdraw “%(title)s”. You decide together."),
    "withdrawn": gettext_lazy("“%(title)s” was withdrawn. %(reason)s"),
    "answer_accepted": gettext_lazy("The brand will make “%(title)s”."),
    "answer_declined": gettext_lazy("The brand has answered “%(title)s”: it will not make it. Read why."),
    "answer_needs_work": gettext_lazy("The brand has answered “%(title)s”: it needs work first."),
    "stale": gettext_lazy("There was no news of “%(title)s” for a month. Everybody can see that."),
    "given_up": gettext_lazy("The brand will not make “%(title)s” after all: %(reason)s"),
    **_GIVEN_UP,
}
_SUPPORT = {
    "asked_again": gettext_lazy("“%(title)s” has changed. Do you still want it?"),
    "lapsed": gettext_lazy("“%(title)s” did not get enough support in time. Your support has come back."),
    "merged": gettext_lazy("“%(title)s” was merged into “%(into)s”, and so was your support."),
    "unmerged": gettext_lazy("“%(title)s” is a proposal of its own again, with your support."),
    "withdrawn": gettext_lazy("“%(title)s” was withdrawn. Your support has come back."),
    "answer_accepted": gettext_lazy("The brand will make “%(title)s”, which you support."),
    "answer_declined": gettext_lazy("The brand will not make “%(title)s”. Your support has come back. Read why."),
    "answer_needs_work": gettext_lazy("The brand says that “%(title)s” needs work first. Read what."),
    "given_up": gettext_lazy("“%(title)s” will not be made after all: %(reason)s"),
    **_GIVEN_UP,
}
_MAKING = {
    "news": gettext_lazy("News of “%(title)s”: %(news)s"),
    "prototype": gettext_lazy("There is a prototype of “%(title)s”: %(news)s"),
    "test_opened": gettext_lazy("“%(title)s” can be tested: %(places)s places are drawn among those who helped."),
    "prelaunch": gettext_lazy("“%(title)s” is about to be launched."),
    "launched": gettext_lazy("“%(title)s” is here, and you may buy it before everybody else."),
}
_REVIEW = {
    "submitted": gettext_lazy("%(name)s asks you to review “%(title)s”."),
    "needs_brand": gettext_lazy("“%(title)s” has enough support. Which brand is asked?"),
    "overdue": gettext_lazy("The brand has not answered “%(title)s” in time."),
}
_BRAND = {
    "due": gettext_lazy("%(supporters)s people want “%(title)s” of you. They wait for your answer."),
    "overdue": gettext_lazy("Your answer to “%(title)s” is late. Everybody can see that."),
    "stale": gettext_lazy("You have told nothing of “%(title)s” for a month. Everybody can see that."),
    "given_up": gettext_lazy("%(name)s has given up “%(title)s” for your brand: %(reason)s"),
    **_GIVEN_UP,
}
_COAUTHOR = {
    "asked": gettext_lazy("%(name)s asks whether you want to be named as a co-author of “%(title)s”."),
    "yes": gettext_lazy("%(name)s is a co-author of “%(title)s” now."),
    "no": gettext_lazy("%(name)s does not want to be named for “%(title)s”."),
}
_AMENDMENT = {
    "proposed": gettext_lazy("%(name)s would change something in “%(title)s”."),
    "accepted": gettext_lazy("Your change was taken into “%(title)s”, and you are owed credit for it."),
    "rejected": gettext_lazy("Your change was not taken into “%(title)s”: %(answer)s"),
}
_ARGUMENT = {
    "for": gettext_lazy("%(name)s says something for “%(title)s”."),
    "against": gettext_lazy("%(name)s says something against “%(title)s”."),
}
_TEST = {
    "drawn": gettext_lazy("You were drawn to test “%(title)s”."),
    "not_drawn": gettext_lazy("You were not drawn to test “%(title)s” this time. The draw can be repeated by anybody."),
}
_CREDIT = {
    "shown": gettext_lazy("The credit of “%(title)s” is shared out. For a week you can object."),
    "objected": gettext_lazy("%(name)s objects to the credit of “%(title)s”."),
    "answered": gettext_lazy("Your objection to the credit of “%(title)s” has its answer: %(answer)s"),
    "frozen": gettext_lazy("The credit of “%(title)s” is frozen. Your share is in the statement."),
    "paid": gettext_lazy("“%(title)s” brought you %(amount)s."),
}
_VOTE = {
    "opened": gettext_lazy("A vote is open: “%(vote)s”."),
    "decided": gettext_lazy("“%(vote)s” is decided. Anybody can count it again."),
    "void": gettext_lazy("“%(vote)s” was called off: %(reason)s"),
}

for kind in (
    registry.Kind("proposal_author", gettext_lazy("What becomes of my proposals"), _by_what(_AUTHOR), icon="lightbulb"),
    registry.Kind(
        "proposal_coauthor",
        gettext_lazy("Being named as a co-author"),
        _by_what(_COAUTHOR),
        icon="user-plus",
        personal=True,
    ),
    registry.Kind(
        "proposal_amendment",
        gettext_lazy("Changes to proposals, mine and others'"),
        _by_what(_AMENDMENT),
        icon="pencil",
    ),
    registry.Kind(
        "proposal_argument",
        gettext_lazy("What is said about my proposals"),
        _by_what(_ARGUMENT),
        icon="scale",
        personal=True,
    ),
    registry.Kind(
        "proposal_support", gettext_lazy("What becomes of proposals I support"), _by_what(_SUPPORT), icon="hand-heart"
    ),
    registry.Kind(
        "proposal_making", gettext_lazy("News of what is made from proposals"), _by_what(_MAKING), icon="hammer"
    ),
    registry.Kind("proposal_test", gettext_lazy("Lotteries for testers"), _by_what(_TEST), icon="flask-conical"),
    registry.Kind("proposal_credit", gettext_lazy("Credit and money from proposals"), _by_what(_CREDIT), icon="coins"),
    registry.Kind(
        "proposal_review",
        gettext_lazy("Proposals that wait for review"),
        _by_what(_REVIEW),
        icon="clipboard-list",
        audience=_reviews,
    ),
    registry.Kind(
        "proposal_brand",
        gettext_lazy("Proposals that wait for my brand"),
        _by_what(_BRAND),
        icon="store",
        audience=brands.works_for_any,
    ),
    registry.Kind("vote_round", gettext_lazy("Votes I can take part in"), _by_what(_VOTE), icon="vote"),
):
    registry.add(kind, chapter=gettext_lazy("Proposals and votes"))
