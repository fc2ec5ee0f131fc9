"""The pages of an appeal: the member's, that of those who decide, and what everybody in the group learns."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.models import Appeal, Membership, ModlogEntry, Post
from community.selectors import appeals as reads
from community.services import cases, sanctions
from community.services.appeals import filing
from lib import clock as time
from tests.community import cast
from tests.community.moderating import decide
from tests.community.test_moderation_pages import Scene, text

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> It was a gift."


class Appealing(Scene):
    """The post was removed by the moderator; another moderator and somebody of the staff are there."""

    def __init__(self):
        super().__init__()
        self.other = cast.member(self.group, "other", role="moderator")
        self.keeper = cast.person("keeper", is_staff=True)
        decide(self.report().case, self.mod, now=time.now())
        self.decision = ModlogEntry.objects.get()
        self.own = reverse("community:decision-appeal", args=[self.decision.pk])

    def file(self, by="mod"):
        if by == "owner":
            Membership.objects.filter(user=self.mod).update(role="owner")
        made = filing.file(member=self.author, decision=self.decision, text=HOSTILE, now=time.now())
        self.appeal = made.appeal
        self.case = reverse("community:appeal-detail", args=[made.appeal.pk])
        return made.appeal

    def judge(self, who="other", action="overturn", reason="A gift is no advert.", seen="1"):
        return self.open(who, self.case, action=action, reason=reason, seen=seen)


@pytest.fixture
def scene():
    return Appealing()


def test_the_author_finds_the_way_from_the_removed_post_to_the_receipt(scene):
    gone = text(scene.open("author", reverse("community:post-gone", args=[scene.post.public_id])))
    decision_url = reverse("community:decision-detail", args=[scene.decision.pk])
    assert decision_url in gone
    assert scene.own in text(scene.open("author", decision_url))
    assert "A moderator of Tea who did not decide answers it." in text(scene.open("author", scene.own))

    sent = scene.open("author", scene.own, text=HOSTILE)

    assert (sent.status_code, sent["Location"]) == (303, scene.own)
    shown = text(scene.open("author", scene.own))
    assert "Waiting for an answer" in shown
    assert "&lt;script&gt;" in shown
    assert scene.mod.display_name not in shown
    assert scene.open("author", scene.own, text="Again").status_code == 303
    assert Appeal.objects.count() == 1


def test_an_appeal_without_words_comes_back_and_one_too_late_says_so(clock):
    scene = Appealing()
    empty = scene.open("author", scene.own, text=" ")
    assert (empty.status_code, "Please write something here." in text(empty)) == (422, True)
    long = scene.open("author", scene.own, text="x" * 2001)
    assert (long.status_code, "x" * 2001 in text(long)) == (422, True)

    clock.tick(days=31)
    scene.browsers.clear()  # nobody is signed in for so long

    late = scene.open("author", scene.own, text="I was away.")
    assert (late.status_code, "They are over." in text(late)) == (409, True)
    assert not Appeal.objects.exists()


MODERATORS = ("mod", "other", "owner", "keeper")


@pytest.mark.parametrize(
    ("by", "allowed", "people"),
    [
        ("mod", {"other", "owner"}, (None, "outsider", "member", "author", "reporter", *MODERATORS)),
        ("owner", {"keeper"}, MODERATORS),  # nobody else has another answer
    ],
)
def test_only_who_had_no_part_in_it_finds_the_appeal_and_only_its_author_their_own(scene, by, allowed, people):
    appeal = scene.file(by)
    pages = [scene.case, reverse("community:appeal-meanwhile", args=[appeal.pk])]
    for who in people:
        expected = {302} if who is None else {200 if who in allowed else 404}
        assert {scene.open(who, path).status_code for path in pages} == expected, who
        if who not in allowed:
            sent = scene.open(who, scene.case, action="overturn", reason="So.", seen="1")
            asked = scene.open(who, f"{scene.case}question/", text="Why?", seen="1")
            assert {sent.status_code, asked.status_code} == expected, who
        if who and who != "author":
            assert scene.open(who, scene.own).status_code == 404, who
            assert scene.open(who, f"{scene.own}answer/", text="Yes").status_code == 404, who
    assert Appeal.objects.get().case.is_open
    assert not Post.objects.get(pk=scene.post.pk).is_published


def test_the_queues_show_it_to_those_who_decide(scene):
    scene.file()
    queue = reverse("community:group-queue", args=["tea"])
    assert scene.case in text(scene.open("other", queue))
    assert scene.case not in text(scene.open("mod", queue))
    assert scene.open("other", reverse("community:appeal-queue")).status_code == 404
    assert "Nothing waits for you" in text(scene.open("keeper", reverse("community:appeal-queue")))
    Appeal.objects.update(is_for_staff=True)
    assert "Tea ·" in text(scene.open("keeper", reverse("community:appeal-queue")))  # of which group it is
    assert scene.open("keeper", scene.case).context["nav"] == "staff"
    Appeal.objects.update(is_for_staff=False)

    scene.judge()

    assert scene.case in text(scene.open("mod", f"{queue}?show=decided"))
    assert "A gift is no advert." in text(scene.open("mod", scene.case))


def test_a_question_its_answer_and_the_decision_are_told_without_a_name(scene):
    scene.file()
    asked = scene.open("other", f"{scene.case}question/", text="Was there a price?", seen="1")
    assert asked.status_code == 303
    shown = text(scene.open("author", scene.own))
    assert "Was there a price?" in shown
    assert "The moderators of Tea" in shown
    assert scene.open("author", f"{scene.own}answer/", text="").status_code == 422
    assert scene.open("author", f"{scene.own}answer/", text="No price.").status_code == 303
    again = scene.open("author", f"{scene.own}answer/", text="Really none.")
    assert (again.status_code, "Really none." in text(again)) == (409, True)
    assert "No price." in text(scene.open("other", scene.case))

    stale = scene.judge(seen="2", reason="My long thought.")
    assert (stale.status_code, "My long thought." in text(stale)) == (409, True)
    assert scene.judge(seen="3").status_code == 303

    shown = text(scene.open("author", scene.own))
    assert "The decision is overturned" in shown
    assert "A gift is no advert." in shown
    assert "Other" not in shown
    assert scene.open("member", reverse("community:post-detail", args=[scene.post.public_id])).status_code == 200
    answer = ModlogEntry.objects.get(action="overturn")
    letter = scene.open("author", reverse("community:decision-detail", args=[answer.pk]))
    assert (letter.status_code, letter["Location"]) == (302, scene.own)


def test_the_second_of_two_moderators_sees_that_it_is_decided(scene):
    scene.file()
    scene.judge("owner", "uphold", "It had a price.")
    second = scene.judge("other")
    assert second.status_code == 409
    assert "Upheld" in text(second)
    assert not Post.objects.get(pk=scene.post.pk).is_published


def test_the_page_learns_of_a_change_meanwhile(scene):
    scene.file()
    path = reverse("community:appeal-meanwhile", args=[scene.appeal.pk])
    assert "has changed" not in text(scene.open("other", f"{path}?seen=1"))
    scene.judge("owner")
    assert "has changed" in text(scene.open("other", f"{path}?seen=1"))


@pytest.mark.parametrize("visibility", ["public", "secret"])
def test_somebody_banned_reads_and_writes_their_appeal_and_nothing_else(scene, visibility):
    scene.group.__class__.objects.filter(pk=scene.group.pk).update(visibility=visibility, member_count=9)
    scene.group.refresh_from_db()
    said = {"duration": "for_good", "rule": 1, "reason": "Enough.", "now": time.now()}
    ban = sanctions.impose(moderator=scene.mod, group=scene.group, member=scene.member, action="ban", **said)
    own = reverse("community:decision-appeal", args=[ban.pk])

    assert scene.open("member", own, text="It was not me.").status_code == 303
    shown = text(scene.open("member", own))

    assert "It was not me." in shown
    assert "against a ban" in shown
    expected = 404 if visibility == "secret" else 403
    assert scene.open("member", reverse("community:group-modlog", args=["tea"])).status_code == expected
    front = scene.open("member", reverse("community:group-detail", args=["tea"]))
    assert (front.status_code == 404) if visibility == "secret" else (own[: -len("appeal/")] in text(front))


def test_everybody_in_the_group_reads_how_many_were_overturned_and_no_name(scene):
    scene.file()
    log = reverse("community:group-modlog", args=["tea"])
    assert "Waiting: 1." in text(scene.open("member", log))
    scene.judge()

    shown = text(scene.open("member", log))

    for words in ("answered by somebody else: 1.", "Upheld: 0.", "Overturned: 1.", "overturned on appeal"):
        assert words in shown
    assert "Author" not in shown
    assert reads.counts(group=scene.group) == reads.Counts(overturned=1)


@pytest.mark.parametrize("number", [1, 20])
def test_the_pages_cost_the_same_for_one_message_and_for_twenty(scene, number, django_assert_num_queries):
    appeal = scene.file()
    for _ in range(number - 1):
        appeal.messages.create(author=scene.other, body="And?", at=time.now())
    with django_assert_num_queries(2):
        assert len(reads.own(decision=scene.decision, now=time.now()).messages) == number
    with django_assert_num_queries(2 + 3):
        found = reads.get(pk=appeal.pk, user=scene.other, now=time.now())
    with django_assert_num_queries(6):
        page = reads.page(appeal=found, now=time.now())
    assert page.undo.key == "restore"


def test_what_was_struck_offers_no_appeal(scene):
    entry = ModlogEntry.objects.create(
        group=scene.group, actor=scene.mod, action="restore", subject=scene.author, at=time.now(), post=scene.post
    )
    assert scene.open("author", reverse("community:decision-appeal", args=[entry.pk])).status_code == 404
    page = text(scene.open("author", reverse("community:decision-detail", args=[entry.pk])))
    assert "Do you see it differently?" not in page
    assert cases.token_of(scene.decision.case, scene.post)
