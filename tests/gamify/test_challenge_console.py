"""The pages on which challenges are written, asked for, approved, answered, judged and looked at afterwards."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from accounts.models import BrandStaff
from gamify.models import Audience, Challenge, Consent, Pick, PurseRequest, Submission
from gamify.selectors import challenge_report
from gamify.services import grants
from gamify.services.challenges import collecting, drafting, running, submitting
from gamify.services.challenges.entering import enter
from gamify.services.challenges.terms import Line
from lib import errors
from tests import factories
from tests.community import scenes
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import FINISH, PROVE, WRITE, House, post

pytestmark = pytest.mark.django_db
JURY = Line("jury", 2, "points", {"amount": 100})


@pytest.fixture
def house(economy, clock):  # noqa: F811
    return House(clock, 2000)


def form_of(clock, **changes):
    """Return a whole draft as a browser sends it."""
    ends = clock.now + timedelta(days=5)
    rows = {
        "tasks-0": {"name": "Write", "does": "create", "goal": "2", "points": "10", "metric": "count"},
        "tasks-1": {"name": "", "does": ""},
        "tasks-2": {"name": "Show", "does": "proof", "points": "5", "metric": "count", "asks": ["text", "picture"]},
        "lines-0": {"rule": "finish", "places": "20", "what": "points", "amount": "30"},
        "lines-1": {"rule": "score", "places": "3", "what": "points", "amount": "200"},
        "lines-2": {"rule": "jury", "places": "", "what": "points", "amount": ""},
    }
    counts = {f"{name}-{total}_FORMS": "3" if total == "TOTAL" else "0" for name in ("tasks", "lines") for total in
              ("TOTAL", "INITIAL")}  # fmt: skip
    flat = {f"{row}-{field}": value for row, fields in rows.items() for field, value in fields.items()}
    words = {"name": "Spring <tea>", "name_zh_hans": "春茶", "story": "Drink & write", "holdout": "10"}
    return words | counts | flat | {"ends_at": ends.strftime("%Y-%m-%dT%H:%M"), "seen": ""} | changes


def test_a_brand_builds_a_draft_without_losing_a_word_and_hands_it_in(house, clock, client):
    client.force_login(house.editor)
    made = client.post("/brands/tea/challenges/new/", {"name": "Spring"})
    edit = made["Location"]
    page = client.get(edit).content.decode()
    seen = re.search(r'name="seen" id="seen" value="(\w+)"', page)[1]

    live = client.post(edit, form_of(clock, seen=seen), headers={"hx-request": "true"}).content.decode()
    assert "20 places × 30" in live
    assert "= 1200 of 2000 in the purse" in live
    assert "Spring &lt;tea&gt;" in live
    challenge = Challenge.objects.get()
    assert [task.kind for task in challenge.tasks.all()] == ["metric", "proof"]
    assert (challenge.holdout_bp, challenge.names["zh-hans"]) == (1000, "春茶")

    rival = client.post(edit, form_of(clock, seen=seen, story="Mine"))  # what was seen is not there any more
    assert rival.status_code == 422
    assert "Mine" in rival.content.decode()
    again = re.search(r'name="seen" id="seen" value="(\w+)"', rival.content.decode())[1]
    wrong = form_of(clock, seen=again, **{"tasks-2-asks": [], "lines-1-amount": "0", "submit": "1"})
    refused = client.post(edit, wrong)
    assert refused.status_code == 422
    said = refused.content.decode()
    # Beside the third row, though it is the second of the tasks; and beside the second prize.
    for name in ("tasks-2-does", "lines-1-amount"):
        assert 'aria-invalid="true"' in re.search(rf'<\w+ [^>]*name="{name}"[^>]*>', said)[0]
    assert "Spring &lt;tea&gt;" in said
    assert client.post(edit, form_of(clock, submit="1")).status_code == 303
    challenge.refresh_from_db()
    assert challenge.state == "review"
    assert client.get(edit).status_code == 303


@pytest.mark.parametrize("when", ['{"data.x": {"gt": NaN}}', '{"data.x": {"eq": "\\u0000"}}', "[" * 100_000])
def test_what_only_programs_write_is_looked_at_when_a_browser_sends_it(house, clock, client, when):
    client.force_login(house.editor)
    edit = client.post("/brands/tea/challenges/new/", {"name": "Spring"})["Location"]
    seen = re.search(r'name="seen" id="seen" value="(\w+)"', client.get(edit).content.decode())[1]

    answer = client.post(edit, form_of(clock, seen=seen, **{"tasks-0-when": when}))

    assert answer.status_code in (303, 422)
    assert not [task for task in Challenge.objects.get().tasks.all() if task.when]


def test_staff_see_every_word_wait_for_the_group_and_approve(house, clock, client):
    tea = scenes.group("tea")
    lead = scenes.join(tea, factories.member("Lead"), role="moderator")
    made = house.draft(lines=(FINISH,), places=[f"group:{tea.pk}"])
    drafting.submit(by=house.editor, challenge=made, now=clock.now)
    review, consent = f"/challenges/{made.public_id}/review/", f"/challenges/{made.public_id}/consent/"
    client.force_login(house.staff)
    assert "A story" in client.get(review).content.decode()
    client.post(review, {"answer": "approve"})
    made.refresh_from_db()
    assert made.state == "review"  # the group has not answered

    client.force_login(lead)
    assert made.name in client.get("/challenges/asked/").content.decode()
    scope = f"group:{tea.pk}"
    assert client.post(consent, {"scope": scope, "answer": "no", "words": ""}).status_code == 422
    assert client.post(consent, {"scope": scope, "answer": "yes", "words": "Gladly"}).status_code == 303
    assert Consent.objects.get().state == "agreed"
    BrandStaff.objects.create(brand=house.brand, user=lead)
    assert client.post(consent, {"scope": scope, "answer": "no", "words": "Hm"}).status_code == 404

    client.force_login(house.staff)
    assert client.post(review, {"answer": "back", "reason": ""}).status_code == 422
    assert client.post(review, {"answer": "approve"}).status_code == 303
    made.refresh_from_db()
    assert made.state == "announced"
    assert house.purse == 1940


def test_proofs_are_answered_one_by_one_and_never_by_their_own_hand(house, clock, client):
    made = house.running(PROVE)
    mei, anders = factories.member("Mei"), factories.member("Anders")
    task = made.tasks.get()
    for person in (mei, anders):
        enter(actor=person, challenge=made, now=clock.now)
        submitting.hand_in(actor=person, task=task, text=f"<b>{person.display_name}</b>", now=clock.now)
    own = f"/challenges/{made.public_id}/console/submissions/"
    first, second = (each.public_id for each in Submission.objects.order_by("pk"))
    client.force_login(house.editor)
    page = client.get(own).content.decode()
    assert "&lt;b&gt;Mei" in page
    assert client.post(f"{own}{first}/", {"answer": "yes"}).status_code == 303
    empty = client.post(f"{own}{second}/", {"answer": "no", "reason": " "})
    assert empty.status_code == 422
    assert client.post(f"{own}{second}/", {"answer": "no", "reason": "Which cup?"}).status_code == 303
    assert dict(Submission.objects.values_list("public_id", "state")) == {first: "accepted", second: "refused"}
    assert "Which cup?" in client.get(f"{own}?state=refused").content.decode()
    client.force_login(mei)
    assert client.get(own).status_code == 404
    assert client.post(f"{own}{second}/", {"answer": "yes"}).status_code == 404


def test_a_jury_chooses_with_reasons_and_calling_off_says_what_comes_back(house, clock, client):
    made = house.running(WRITE, lines=(JURY,))
    mei = factories.member("Mei")
    entrant = enter(actor=mei, challenge=made, now=clock.now)
    for _each in range(2):
        post(mei, clock.now)
    made.refresh_from_db()
    end = made.ends_at + timedelta(minutes=1)
    collecting.collect(made.pk, now=end)
    running.close_due(now=end)
    client.force_login(house.owner)
    url = f"/challenges/{made.public_id}/console/jury/0/"
    assert "Mei" in client.get(url).content.decode()
    assert client.post(url, {"who-1": entrant.public_id, "why-1": ""}).status_code == 422
    assert client.post(url, {"who-1": entrant.public_id, "why-1": "Warm & exact"}).status_code == 303
    assert Pick.objects.get().words == "Warm & exact"
    detail = client.get(f"/challenges/{made.public_id}/console/").content.decode()
    assert "1 of 2 chosen" in detail
    cancel = f"/challenges/{made.public_id}/console/cancel/"
    assert client.post(cancel, {"reason": "Changed our mind"}).status_code == 403  # people take part
    client.force_login(house.staff)
    assert client.post(cancel, {"reason": "A mistake"}).status_code == 303
    assert house.purse == 2000


def test_a_draft_by_program_may_say_nothing_of_a_prize_yet_but_no_novel(house, client):
    client.force_login(house.editor)
    for spec, status in (({}, 201), ({"amount": "many"}, 201), ({"amount": 5, "note": "x" * 2000}, 422)):
        lines = [{"rule": "finish", "places": 3, "kind": "points", "spec": spec}]
        sent = {"names": {"en": "Tea"}, "lines": lines}
        made = client.post("/api/v1/brands/tea/challenges", sent, content_type="application/json")
        assert made.status_code == status, spec
    for page in Challenge.objects.values_list("public_id", flat=True):
        assert client.get(f"/challenges/{page}/console/edit/").status_code == 200


def test_a_large_budget_needs_a_second_one_of_the_staff(house, clock, client):
    client.force_login(house.staff)
    sent = {"to": "brand:tea", "amount": str(grants.ALONE + 1), "note": "Autumn", "key": "autumn-1"}
    for _twice in range(2):
        assert client.post("/review/purses/", sent).status_code == 303
    request = PurseRequest.objects.get()
    assert house.purse == 2000
    client.post(f"/review/purses/{request.pk}/", {"answer": "yes"})
    assert house.purse == 2000  # who asks does not decide
    second, insider = factories.member("Second", is_staff=True), factories.member("Insider", is_staff=True)
    BrandStaff.objects.create(brand=house.brand, user=insider)
    with pytest.raises(errors.NotAllowed):
        grants.decide(by=insider, request=request, agrees=True, now=clock.now)
    client.force_login(second)
    for _twice in range(2):
        client.post(f"/review/purses/{request.pk}/", {"answer": "yes"})
    assert house.purse == 2000 + grants.ALONE + 1
    for amount in ("0", "x", "-999999", "9" * 30):
        assert client.post("/review/purses/", sent | {"amount": amount, "key": f"k{amount}"[:20]}).status_code in (
            303,
            422,
        )
    assert house.purse == 2000 + grants.ALONE + 1
    for key in ("many", "many", "small"):  # the same once; and many small ones are one large one
        client.post("/review/purses/", sent | {"amount": "3000", "key": key})
    assert house.purse == 5000 + grants.ALONE + 1
    assert PurseRequest.objects.get(amount=3000).key == "small"
    clock.tick(hours=25)
    client.post("/review/purses/", sent | {"amount": "3000", "key": "tomorrow"})
    assert house.purse == 8000 + grants.ALONE + 1


def test_a_report_says_nothing_of_few_and_the_same_on_the_page_and_in_the_sheet(house, clock, client):
    made = house.running(WRITE)
    own = f"/challenges/{made.public_id}/console/report"
    client.force_login(house.owner)
    people = [factories.member("P") for _each in range(challenge_report.LEAST)]
    for person in people[:-1]:
        enter(actor=person, challenge=made, now=clock.now)
        Audience.objects.create(challenge=made, user=person, reached_at=clock.now)
    page, sheet = client.get(f"{own}/").content.decode(), client.get(f"{own}.csv").content.decode("utf-8-sig")
    assert "Too few people" in page
    assert not re.search(r'"(1?[1-9]|10)"', sheet)
    enter(actor=people[-1], challenge=made, now=clock.now)
    page, sheet = client.get(f"{own}/").content.decode(), client.get(f"{own}.csv").content.decode("utf-8-sig")
    day = clock.now.date().isoformat()
    assert '"Entered","20"' in sheet
    assert f'"{day}","20","0","0"' in sheet
    assert '<td class="num">20</td>' in page
    assert 'class="chart-bar"' in page
    assert '"Reached",""' in sheet


def test_the_overview_of_a_brand_gathers_what_waits_and_what_runs(house, clock, client, django_assert_max_num_queries):
    client.force_login(house.owner)
    assert "A quiet place" in client.get("/brands/tea/console/").content.decode()
    made = house.running(PROVE, lines=(FINISH,))
    mei = factories.member("Mei")
    enter(actor=mei, challenge=made, now=clock.now)
    submitting.hand_in(actor=mei, task=made.tasks.get(), text="Here", now=clock.now)
    page = client.get("/brands/tea/console/").content.decode()
    assert f"/challenges/{made.public_id}/console/submissions/" in page
    assert "60 of 60 points still held" in page
    assert "1940" in page
    for _each in range(5):
        house.draft()
    with django_assert_max_num_queries(40):
        client.get("/brands/tea/console/")
    client.logout()
    public = client.get("/brands/tea/").content.decode()
    assert f'href="/challenges/{made.public_id}/"' in public
    assert "/console/" not in public


def test_a_group_runs_its_own_challenge_from_its_own_purse(house, clock, client):
    tea = scenes.group("tea")
    lead = scenes.join(tea, factories.member("Lead"), role="owner")
    own = f"/challenges/at/group/{tea.pk}/"
    for person, status in ((lead, 200), (house.staff, 200), (factories.member("Guest"), 404), (house.owner, 404)):
        client.force_login(person)
        assert client.get(own).status_code == status
        assert client.get("/challenges/at/planet/7/").status_code == 404
    client.force_login(lead)
    edit = client.post(f"{own}new/", {"name": "Ours"})["Location"]
    assert client.post(edit, form_of(clock, holdout="0", submit="1")).status_code == 303
    made = Challenge.objects.get()
    assert made.places == [f"group:{tea.pk}"]
    assert made.consents.get().state == "agreed"
    client.force_login(house.staff)
    sent = {"to": f"group:{tea.pk}", "amount": "1500", "note": "Spring", "key": "g1"}
    assert client.post("/review/purses/", sent).status_code == 303
    assert client.post(f"/challenges/{made.public_id}/review/", {"answer": "approve"}).status_code == 303
    assert f"{made.public_id}" in client.get(own).content.decode()
