"""Review, answer, making, tests and credit by their pages: the whole road in forms, and who is let in where."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from community import making_urls, models
from community.models import BrandAnswer, CreditObjection, CreditStatement, Payout, Proposal
from community.selectors import proposal_making
from community.services.making import credits, owed, payouts, showing, testing, updates
from community.services.proposals import answering
from inbox.models import Notification
from lib import clock
from tests.api.callers import Caller
from tests.community import cast, proposing
from tests.community.proposing import NOW, fresh
from tests.security import routes

pytestmark = [pytest.mark.django_db]
CANARY = "zimtstern-canary"


@pytest.fixture(autouse=True)
def _noon(monkeypatch, settings, tmp_path):
    settings.HEARTH_TRUST_DAYS, settings.MEDIA_ROOT = 0, tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOW)


def client_of(person: Any) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def url(name: str, made: Proposal, *more: str) -> str:
    return reverse(f"community:{name}", args=[made.public_id, *more])


def typed(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def test_the_road_from_review_to_the_split_goes_by_forms():
    maker = proposing.brand()
    made = proposing.submitted(of=maker)
    judge, author, brand = (client_of(one) for one in (proposing.judge(made.group), made.author, maker.person))

    opens_it(made, judge)
    people = proposing.supported(made, 3)
    assert fresh(made).state == "due"
    answers_it(made, author, brand)
    tester = draws_a_tester(made, brand, people)
    shares_it(made, author, brand, tester)


def opens_it(made: Proposal, judge: Client) -> None:
    assert made.title in judge.get(reverse("community:proposal-reviews")).content.decode()
    refused = judge.post(url("proposal-review", made), {"decision": "open", "target": "2"})
    assert (refused.status_code, fresh(made).state) == (422, "review")
    assert judge.post(url("proposal-review", made), {"decision": "open", "target": "3"}).status_code == 303


def answers_it(made: Proposal, author: Client, brand: Client) -> None:
    said = {"outcome": "accepted", "reasons": "We like it, and have looked at it.", "feasibility": "effort"}
    assert brand.post(url("proposal-answer", made), said).status_code == 422  # nothing about the cost
    said |= {"cost": "12.5", "currency": "CNY", "reveals_at": typed(NOW + timedelta(days=2))}
    assert brand.post(url("proposal-answer", made), said).status_code == 303
    path = url("proposal-making", made)
    assert [said["reasons"] in client.get(path).content.decode() for client in (author, Client())] == [False, False]
    assert brand.post(url("proposal-answer", made), said | {"reveals_at": ""}).status_code == 303
    answer = BrandAnswer.objects.get()
    assert (answer.state, answer.cost_minor, answer.was_late) == ("revealed", 1250, False)
    assert said["reasons"] in Client().get(path).content.decode()


def draws_a_tester(made: Proposal, brand: Client, people: Any) -> User:
    """Tell of a prototype, draw one of two who wish to test it, and close the test; return who was drawn."""
    told = {"title": "The first one", "body": "It pours.", "is_prototype": "on"}
    assert brand.post(url("making-tell", made), told | {"picture": cast.picture(), "alt": ""}).status_code == 422
    assert not made.news.exists()  # both or neither
    told |= {"picture": cast.picture(), "alt": "A pouch on a table"}
    assert brand.post(url("making-tell", made), told).status_code == 303
    shows_more(made, brand, client_of(people[0]))
    ask = {"prototype": made.news.get().public_id, "places": "1", "question_1": "Does it pour?", "kind_1": "scale"}
    ask |= {"draws_at": typed(NOW + timedelta(days=1)), "closes_at": typed(NOW + timedelta(days=3))}
    assert brand.post(url("making-test", made), ask | {"places": "0"}).status_code == 422
    assert brand.post(url("making-test", made), ask).status_code == 303
    test = models.TestRound.objects.get()
    page = url("proposal-test", made, test.public_id)
    for person in people:
        client_of(person).post(url("test-wish", made, test.public_id))
    client_of(people[0]).post(url("test-wish", made, test.public_id), {"back": "1"})
    assert models.Tester.objects.count() == 2
    assert test.seed not in client_of(people[0]).get(page).content.decode()
    testing.draw_due(now=NOW + timedelta(days=1))
    drawn = models.Tester.objects.get(is_drawn=True)
    tester = client_of(drawn.user)
    assert test.seed in tester.get(page).content.decode()
    tester.post(url("test-answer", made, test.public_id), {"q1": "4"})
    assert "4.0" in brand.get(page).content.decode()
    brand.post(url("test-close", made, test.public_id))
    assert fresh(made).state == "making"
    return drawn.user


def shows_more(made: Proposal, brand: Client, reader: Client) -> None:
    """Four pictures are the most; readers see them, the brand takes one away, and a moderator as well."""
    news = made.news.get()
    for number in range(4):
        sent = {"picture": cast.picture(), "alt": f"<b>Pouch</b> {number}"}
        assert brand.post(url("making-pictures", made, news.public_id), sent).status_code == 303
    assert news.pictures.count() == 4
    first = news.pictures.order_by("position").first()
    page = reader.get(url("proposal-making", made)).content.decode()
    assert 'alt="A pouch on a table"' in page
    assert 'alt="&lt;b&gt;Pouch&lt;/b&gt; 1"' in page
    shown = reader.get(reverse("community:making-picture-small", args=[first.public_id]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    away = {"picture": first.public_id}
    assert reader.post(url("making-picture-remove", made, news.public_id), away).status_code == 303
    assert news.pictures.count() == 4
    judge, door = client_of(proposing.judge(made.group)), url("making-picture-remove", made, news.public_id)
    brand.post(door, away)
    away = {"picture": news.pictures.first().public_id}
    judge.post(door, away)
    assert news.pictures.count() == 3  # a moderator says why
    judge.post(door, away | {"reason": "A face."})
    assert (news.pictures.count(), models.ModlogEntry.objects.get().action) == (2, "picture")
    assert Notification.objects.filter(recipient=news.by, kind="moderation").count() == 1


def shares_it(made: Proposal, author: Client, brand: Client, tester: User) -> None:
    form = author.get(url("credit-edit", made)).context["rows"]
    assert [row.initial["basis_points"] for row in form.initial_forms] == [10_000]
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    for n, (who, role, points) in enumerate([(made.author, "author", 7_000), (tester, "tester", 3_000)]):
        rows |= {f"form-{n}-handle": f"@{who.username}", f"form-{n}-role": role, f"form-{n}-basis_points": str(points)}
        rows |= {f"form-{n}-evidence": "As the record says."}
    assert author.post(url("credit-edit", made), rows | {"form-1-handle": "nobody-here"}).status_code == 422
    assert author.post(url("credit-edit", made), rows).status_code == 303
    author.post(url("credit-show", made))
    client_of(tester).post(url("credit-object", made), {"words": "I wrote half of it."})
    objection = CreditObjection.objects.get()
    second = client_of(tester).post(url("credit-object", made), {"words": "And <b> the drawing."})
    assert second.status_code == 409
    assert "And &lt;b&gt; the drawing." in second.content.decode()
    page = author.post(url("credit-answer", made, objection.public_id), {"words": "No " * 200})
    assert page.status_code == 422
    assert ("No " * 200).strip() + "</textarea>" in page.content.decode()
    author.post(url("credit-answer", made, objection.public_id), {"words": "Thank you, but no."})
    late = author.post(url("credit-answer", made, objection.public_id), {"words": "x" * 501})
    assert "x" * 501 in late.content.decode()
    credits.freeze_due(now=NOW + timedelta(days=8))
    for _ in range(2):
        brand.post(url("credit-pay", made), {"pool": "1.01", "currency": "CNY", "reason": "Sales", "key": "a-key-of-8"})
    assert [line.amount_minor for line in Payout.objects.get().lines.order_by("-basis_points")] == [71, 30]
    table = client_of(tester).get(url("credit-csv", made)).content.decode("utf-8-sig")
    assert '"0.71","CNY"' in table
    assert '"7000"' in table
    assert "0.71" not in Client().get(url("credit-csv", made)).content.decode()


class Drawer:
    """One proposal that waits for an answer which is prepared, and one in the making with a test and its credit."""

    def __init__(self) -> None:
        self.maker = proposing.brand()
        self.due = proposing.due(of=self.maker)
        prepared = proposing.reply(reasons=f"{CANARY}: not for other eyes yet.")
        at = NOW + timedelta(days=3)
        answering.prepare(by=self.maker.person, proposal=self.due, reply=prepared, reveals_at=at, now=NOW)
        self.made = proposing.in_making(of=self.maker)
        self.waiting = proposing.submitted(self.made.group, problem=f"{CANARY}. {proposing.TEXTS['problem']}")
        people = owed.contributors(self.made)
        share = credits.Share(self.made.author, people[self.made.author_id], 9_999, CANARY)
        credits.write(by=self.made.author, proposal=self.made, shares=[share], now=NOW)
        self.judge = proposing.judge(self.made.group)

    def clients(self) -> dict[str, Client]:
        rival = proposing.brand().person
        people = {"visitor": None, "member": cast.person(), "rival": rival, "brand": self.maker.person}
        people |= {"author": self.made.author, "judge": self.judge, "staff": cast.person(is_staff=True)}
        return {who: client_of(person) for who, person in people.items()}

    def rows(self) -> tuple[object, ...]:
        found = Proposal.objects.order_by("pk").values_list("state", "seq", "brand")
        statements = CreditStatement.objects.values_list("state", "seq", "shares__basis_points")
        return (*found, *BrandAnswer.objects.values_list("state", "seq"), *statements, Payout.objects.count())


INSIDE = {
    "proposal-reviews": ("get", "", {"judge", "staff"}),
    "proposal-review": ("post", "waiting", {"judge", "staff"}),
    "console-proposals": ("get", "brand", {"brand", "staff"}),
    "proposal-answer": ("post", "due", {"brand"}),
    "proposal-desk": ("get", "made", {"brand"}),
    "making-tell": ("post", "made", {"brand"}),
    "making-test": ("post", "made", {"brand"}),
    "making-launch": ("post", "made", {"brand"}),
    "making-give-up": ("post", "made", {"brand"}),
    "proposal-credit": ("get", "made", {"author", "judge", "staff"}),
    "credit-csv": ("get", "made", {"author", "judge", "staff"}),
    "credit-edit": ("post", "made", {"author"}),
    "credit-show": ("post", "made", {"author", "judge", "staff"}),  # told why not
    "credit-rewrite": ("post", "made", {"author", "judge", "staff"}),
    "credit-object": ("post", "made", {"author", "judge", "staff"}),
    "credit-pay": ("post", "made", set()),  # nobody, before it is frozen
}
# Their doors are tried on the road above, and by `test_pictures_of_a_secret_making_are_not_sent`.
PICTURES = {"making-pictures", "making-picture-remove", "making-picture", "making-picture-small"}
OPEN = {"brand-answers", "proposal-making", "proposal-test", "test-wish", "test-answer", "test-close", "credit-answer"}


def test_the_overview_leads_its_people_to_their_desk_and_staff_to_what_everybody_reads():
    drawer = Drawer()
    page = reverse("accounts:console", args=[drawer.maker.slug])

    seen = {who: client_of(who).get(page).content.decode() for who in (drawer.maker.person, cast.person(is_staff=True))}

    for name, made in (("proposal-answer", drawer.due), ("proposal-desk", drawer.made)):
        assert [url(name, made) in html for html in seen.values()] == [True, False]
        assert [f'"{url("proposal", made)}"' in html for html in seen.values()] == [False, True]


def test_every_address_of_the_making_has_a_row():
    assert {each.name for each in making_urls.urlpatterns} == {*INSIDE, *OPEN, *PICTURES}
    assert {f"community:{name}" for name in INSIDE} <= {route.name for route in routes.every()}


def test_nobody_else_learns_or_changes_anything():
    drawer = Drawer()
    clients, before = drawer.clients(), drawer.rows()
    sent = {
        "decision": "reject",
        "reason": "Because I can.",
        "title": "Mine",
        "body": "Now",
        "words": "No",
        "pool": "1",
    }

    for name, (method, of, allowed) in INSIDE.items():
        args = {"": [], "brand": [drawer.maker.slug]}.get(of) or ([getattr(drawer, of).public_id] if of else [])
        path = reverse(f"community:{name}", args=[drawer.maker.slug] if of == "brand" else args)
        for who in clients.keys() - allowed:
            for each in {method, "post"}:
                answer = getattr(clients[who], each)(path, sent)
                assert answer.status_code in (302, 303, 403, 404, 405), (name, who, each, answer.status_code)
                assert CANARY not in answer.content.decode(), (name, who, each)
        assert drawer.rows() == before, name
        for who in sorted(allowed):
            with transaction.atomic():
                answer = getattr(clients[who], method)(path, sent)
                transaction.set_rollback(True)
            assert answer.status_code in (200, 303, 422), (name, who, answer.status_code)
    for who, client in clients.items():
        page = client.get(url("proposal-making", drawer.due)).content.decode()
        assert CANARY not in page, who


def test_pictures_of_a_secret_making_are_not_sent():
    maker = proposing.brand()
    made = proposing.in_making(of=maker)
    news = made.news.get()
    row = showing.add(by=maker.person, update=news, file=cast.picture(), alt=CANARY, now=NOW)
    models.Group.objects.filter(pk=made.group_id).update(visibility="secret")
    file = reverse("community:making-picture", args=[row.public_id])
    doors = [url("making-pictures", made, news.public_id), url("making-picture-remove", made, news.public_id)]

    for who in (None, cast.person(), proposing.brand().person):
        client = client_of(who)
        assert client.get(file).status_code == 404
        for door in doors:
            sent = {"picture": row.public_id, "alt": "Mine"}
            assert client.post(door, sent).status_code in (302, 403, 404)
    assert news.pictures.get() == row
    assert client_of(maker.person).get(file).status_code == 200


def test_pages_ask_the_database_as_often_for_many_as_for_one():
    maker = proposing.brand()
    made, client = proposing.in_making(of=maker), client_of(maker.person)
    waiting, judge = (
        proposing.submitted(made.group, title="A kettle that sings"),
        client_of(proposing.judge(made.group)),
    )
    statement = proposing.credited(made)
    pool = {"pool_minor": 100, "currency": "CNY", "reason": "Sales", "now": NOW}
    payouts.pay(by=maker.person, statement=statement, key="the-first", **pool)
    proposing.due(of=maker)
    paths = [reverse(f"community:{name}", args=[maker.slug]) for name in ("console-proposals", "brand-answers")]
    paths += [url("proposal-making", made), url("proposal-desk", made), url("proposal-credit", made)]
    asked = [_queries(client, path) for path in paths]
    asked += [
        _queries(judge, path) for path in (reverse("community:proposal-reviews"), url("proposal-review", waiting))
    ]

    for number in range(3):
        told = updates.tell(by=maker.person, proposal=made, title=f"News {number}", body="It goes on.", now=NOW)
        showing.add(by=maker.person, update=told, file=cast.picture(), alt="A pouch", now=NOW)
        payouts.pay(by=maker.person, statement=statement, key=f"number-{number}", **pool)
        proposing.due(of=maker)
        proposing.answered(of=maker)
        proposing.submitted(made.group, title=f"A kettle that sings, {number}")

    again = [_queries(client, path) for path in paths]
    again += [
        _queries(judge, path) for path in (reverse("community:proposal-reviews"), url("proposal-review", waiting))
    ]
    assert again == asked


def test_figures_of_answers_are_counts_of_what_everybody_can_see():
    maker = proposing.brand()
    for outcome in ("accepted", "accepted", "declined", "needs_work"):
        proposing.answered(outcome, of=maker)
    proposing.answered("declined", of=maker, now=NOW + timedelta(days=31))
    proposing.due(of=maker)

    facts = Client().get(reverse("community:brand-answers", args=[maker.slug])).context["facts"]

    assert (facts.accepted, facts.declined, facts.needs_work, facts.late) == (2, 2, 1, 1)
    assert (facts.in_time, facts.waiting, facts.overdue, facts.median_days, facts.making) == (4, 1, 0, 0, 2)


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_the_draw_of_many_is_read_page_by_page_and_each_is_there_once():
    made = proposing.in_making()
    shown = updates.tell(
        by=proposing.person_of(made), proposal=made, title="One", body="It.", is_prototype=True, now=NOW
    )
    at = {"draws_at": NOW + timedelta(days=1), "closes_at": NOW + timedelta(days=3)}
    test = testing.open_(
        by=shown.by, prototype=shown, places=3, questions=[testing.Question("Does it pour?")], now=NOW, **at
    )
    models.Tester.objects.bulk_create(
        models.Tester(round=test, user=cast.person(), wished_at=NOW) for _ in range(2 * proposal_making.PAGE + 1)
    )
    path, reader = url("proposal-test", made, test.public_id), client_of(cast.person())

    for step in (lambda: None, lambda: testing.draw_due(now=NOW + timedelta(days=1))):
        step()
        seen, more = [], path
        while more:
            page = reader.get(more)
            assert f'data-live-get="{page.context["here"]}"' in page.content.decode()
            seen += [row.user.public_id for row in page.context["testers"]]
            more = page.context["more_url"]
        assert (len(seen), len(set(seen))) == (101, 101)
        assert reader.get(f"{path}?after=zzz").context["testers"][0].user.public_id == seen[0]
    seed = models.TestRound.objects.get().seed
    assert seen == sorted(seen, key=lambda person: hashlib.sha256(f"{seed}:{person}".encode()).hexdigest())
    listed = Caller(None).get(f"proposals/{made.public_id}/tests/{test.public_id}/draw").json()
    later = Caller(None).get(f"proposals/{made.public_id}/tests/{test.public_id}/draw", after=listed["next"]).json()
    assert [each["place"] for each in (*listed["results"], *later["results"])] == list(range(1, 101))
