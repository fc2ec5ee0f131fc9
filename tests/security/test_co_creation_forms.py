"""Every form of proposals, of their making and of votes as its page shows it, filled in by somebody hostile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve

from community import rights
from community.services.making import credits, testing, updates
from community.services.proposals import amending, arguing
from community.services.rounds import drafting
from tests.community import cast, proposing
from tests.community.proposing import NOW
from tests.community.test_vote_rounds import plan
from tests.security.house import signed_in

pytestmark = pytest.mark.django_db
TYPED = "Seven tins of tea, and nothing else at all."
HOSTILE = ("", "\x00", "\u202e", "9" * 400, "-1", "1e999", "NaN", "x" * 20_000, "[" * 900, "2026-02-31T99:99", "null")


# Whose forms must be among those that are filled in.
EXPECTED = """proposal-new proposal-edit proposal-submit proposal-authors proposal-pictures proposal-withdraw
    proposal-support proposal-stance proposal-arguments proposal-amend amendment-answer amendment-withdraw
    proposal-report proposal-review proposal-answer making-tell making-test making-pictures making-give-up
    making-launch test-wish test-close credit-edit credit-show credit-rewrite credit-object credit-answer credit-pay
    round-new round-edit round-open round-call-off round-ballot"""


@dataclass
class Form:
    """One that is posted: where to, its fields as they begin, those one cannot change, and those one writes in."""

    path: str
    fields: dict[str, str] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Collects the forms of a page, and the buttons that post somewhere by themselves."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self._choice = path, [Form("")], ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        name = named.get("name", "")
        if tag == "form":
            is_posted = named.get("method") == "post" and named.get("id") != "act"  # its buttons say where to
            self.found.append(Form(urljoin(self.path, named.get("action", "")) if is_posted else ""))
        elif "formaction" in named:
            self.found.append(Form(named["formaction"], {name: named.get("value", "")} if name else {}))
        elif name and "__prefix__" not in name:
            self._add(self.found[-1], tag, name, named)
        elif tag == "option" and self._choice and ("selected" in named or not self.found[-1].fields[self._choice]):
            self.found[-1].fields[self._choice] = named.get("value", "")

    def _add(self, form: Form, tag: str, name: str, named: dict[str, str]) -> None:
        self._choice = name if tag == "select" else ""
        if named.get("type") in ("radio", "checkbox"):
            form.fields.setdefault(name, named.get("value", "on"))
        elif named.get("type") != "file" and tag in ("input", "textarea", "select", "button"):
            form.fields[name] = named.get("value", "")
        if tag == "textarea":
            form.texts.add(name)
        if named.get("type") == "hidden" or tag == "button":
            form.fixed.add(name)


class World:
    """A proposal in every place where something is filled in, and who fills it in."""

    def __init__(self) -> None:
        self.maker = proposing.brand()
        group = proposing.place()
        self.judge, self.author = proposing.judge(group), cast.member(group)
        self.member = cast.member(group)
        place: dict[str, Any] = {"group": group, "author": self.author}
        self.draft, self.waiting = proposing.draft(**place), proposing.submitted(**place)
        self.open = proposing.opened(**place, by=self.judge)
        words: dict[str, Any] = {
            "texts": {"sketch": "A pouch of brown paper."},
            "reason": "No plastic.",
            "terms": rights.LATEST,
        }
        amending.propose(author=self.member, proposal=self.open, now=NOW, **words)
        said = {"side": "for", "body": "It saves tins.", "key": "k"}
        arguing.argue(author=self.member, proposal=self.open, now=NOW, **said)
        self.due = proposing.due(**place, by=self.judge, of=self.maker)
        self.made, self.shown, self.frozen = (
            proposing.in_making(**place, by=self.judge, of=self.maker) for _ in range(3)
        )
        self.tested = self._test()
        self._credit()
        proposing.credited(self.frozen)
        named = plan([(each, 900) for each in (self.open, proposing.opened(**place, by=self.judge))])
        self.vote = drafting.open_(
            by=self.judge, vote=drafting.draft(by=self.judge, plan=named, group=group, now=NOW), now=NOW
        )
        self.vote_draft = drafting.draft(by=self.judge, plan=named, group=group, now=NOW)

    def _credit(self) -> None:
        """Shares that are shown with an objection, and some that are being written."""
        author = credits.Share(self.author, "author", 9_000, "Wrote it.")
        helper = credits.Share(self.member, "tester", 1_000, "Tried it.")
        for each in (self.shown, self.made):
            row = credits.write(by=self.author, proposal=each, shares=[author, helper], now=NOW)
            if each is self.shown:
                credits.show(by=self.author, statement=row, now=NOW)
                credits.object_to(by=self.member, statement=row, words="I did more than that.", now=NOW)

    def _test(self) -> str:
        told: dict[str, Any] = {"by": self.maker.person, "title": "First", "body": "It.", "is_prototype": True}
        news, _other = (updates.tell(proposal=each, now=NOW, **told) for each in (self.made, self.shown))
        times = {"draws_at": NOW + timedelta(days=1), "closes_at": NOW + timedelta(days=2), "now": NOW}
        ask = [testing.Question("Well?")]
        return testing.open_(by=self.maker.person, prototype=news, places=1, questions=ask, **times).public_id

    def pages(self) -> Iterator[tuple[Any, str]]:
        """Return who looks at which page."""
        of = "/proposals/{0.public_id}/{1}"
        for who, pages in {
            self.author: [
                "/proposals/new/",
                *(of.format(self.draft, page) for page in ("edit/", "hand-in/")),
                *(of.format(self.open, page) for page in ("", "arguments/", "amendments/", "edit/")),
                *(of.format(self.made, page) for page in ("credit/", "credit/edit/")),
                *(of.format(self.shown, page) for page in ("credit/",)),
                of.format(self.open, "withdraw/"),
            ],
            self.member: [
                *(of.format(self.open, page) for page in ("", "amend/", "amendments/", "arguments/", "report/")),
                of.format(self.shown, "credit/"),
                f"/votes/{self.vote.public_id}/",
            ],
            self.judge: [
                of.format(self.waiting, "review/"),
                of.format(self.due, "review/"),
                of.format(self.shown, "credit/"),
                f"/votes/new/?group={self.vote.group.slug}",
                f"/votes/{self.vote_draft.public_id}/edit/",
                *(f"/votes/{vote.public_id}/" for vote in (self.vote, self.vote_draft)),
                f"/votes/{self.vote.public_id}/voters/",
            ],
            self.maker.person: [
                of.format(self.due, "answer/"),
                of.format(self.made, f"tests/{self.tested}/"),
                *(of.format(each, "desk/") for each in (self.made, self.shown)),
                of.format(self.frozen, "credit/"),
            ],
            self.made.people[0]: [of.format(self.made, f"tests/{self.tested}/"), of.format(self.due, "")],
        }.items():
            yield from ((who, page) for page in pages)


def forms_of(client: Client, path: str) -> list[Form]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    reader = Forms(path)
    reader.feed(answer.content.decode().split("<main", 1)[1])
    return [form for form in reader.found if form.path]


def careless(form: Form) -> dict[str, str]:
    """Write everything, and get one field wrong."""
    wrong = sorted(form.fields.keys() - form.fixed - form.texts)[:1]
    return form.fields | dict.fromkeys(form.texts, TYPED) | dict.fromkeys(wrong, HOSTILE[len(form.fields) % 5])


def hostile(form: Form) -> dict[str, str]:
    """Get everything wrong, what is fixed too."""
    return {name: HOSTILE[(at + len(form.path)) % len(HOSTILE)] for at, name in enumerate(sorted(form.fields))}


def test_no_form_breaks_its_address_or_loses_what_was_typed(settings: Any, tmp_path: Any, clock: Any) -> None:
    settings.MEDIA_ROOT, settings.HEARTH_TRUST_DAYS = tmp_path, 0
    answers: list[int] = []
    seen: set[str | None] = set()
    for who, page in World().pages():
        client = signed_in(who)
        client.raise_request_exception = False
        for form in forms_of(client, page):
            for sent in (careless(form), hostile(form)) if form.texts else (hostile(form),):
                cache.clear()
                with transaction.atomic():
                    answer = client.post(form.path, sent)
                    transaction.set_rollback(True)
                answers.append(answer.status_code)
                seen.add(resolve(urlsplit(form.path).path).url_name)
                assert answer.status_code < 500, (page, form.path, sent)
                if TYPED in sent.values() and answer.status_code in (409, 422):
                    assert answer.content.decode().count(TYPED) >= len(form.texts), (page, form.path, sent)
    assert " ".join(name for name in EXPECTED.split() if name not in seen) == ""
    assert {303, 422} <= set(answers) <= {200, 303, 403, 404, 409, 422}
