"""The pages of reports, cases, sanctions and the log, for everybody who may and may not open them."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from community import rate_limits
from community.models import Case, GroupRule, Membership, ModlogEntry, Post, Report
from community.services import cases, reports
from lib import clock
from live import registry
from tests.community import cast
from tests.rewards.browsing import signed_in

pytestmark = pytest.mark.django_db


class Scene:
    """A group with a post to report; everything hangs on it."""

    def __init__(self):
        self.browsers = {}
        self.group = cast.group("tea")
        for number, title in ((1, "Be kind"), (2, "No selling")):
            GroupRule.objects.create(group=self.group, number=number, titles={"en": title})
        self.mod = cast.member(self.group, "mod", role="moderator")
        self.owner = cast.member(self.group, "owner", role="owner")
        self.author = cast.member(self.group, "author")
        self.reporter = cast.member(self.group, "reporter", name="Robin Reporter")
        self.member = cast.member(self.group, "member")
        self.outsider = cast.person("outsider")
        self.post = cast.post(self.author, self.group, "Buy my **kettle**!", title="Kettle", now=clock.now())

    def report(self, target=None, **fields):
        values = {"reporter": self.reporter, "target": target or self.post, "rule": 2, "note": "An advert"}
        return reports.report(**values | fields, now=clock.now()).report

    def open(self, who, path, **data):
        if who not in self.browsers:
            self.browsers[who] = signed_in(who and getattr(self, who))
        return self.browsers[who].post(path, data) if data else self.browsers[who].get(path)


@pytest.fixture
def scene():
    return Scene()


def text(answer):
    return answer.content.decode()


def form(case, **data):
    target = cases.target_of(case)
    return {"seen": cases.token_of(case, target), "rule": "2", "reason": "It is an advert.", "action": "remove"} | data


def test_who_reports_without_choosing_is_asked_to_choose(scene):
    page = scene.open("reporter", f"/p/{scene.post.public_id}/report/", note=" ")
    other = scene.open("reporter", f"/p/{scene.post.public_id}/report/", rule="", note="")

    assert (page.status_code, other.status_code) == (422, 422)
    assert list(page.context["wrong"]) == ["rule"]
    assert list(other.context["wrong"]) == ["note"]


def test_a_member_reports_a_post_and_sees_it_wait(scene):
    path = reverse("community:report-create", args=[scene.post.public_id])

    page = scene.open("reporter", path)
    sent = scene.open("reporter", path, rule="2", note="An advert")

    assert "No selling" in text(page)
    report = Report.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, reverse("community:report-detail", args=[report.pk]))
    assert "Waiting for a moderator" in text(scene.open("reporter", sent["Location"]))


def test_a_moderator_who_reports_is_taken_to_the_case(scene):
    sent = scene.open("mod", reverse("community:report-create", args=[scene.post.public_id]), rule="1", note="")
    assert sent["Location"] == reverse("community:case-detail", args=[Case.objects.get().pk])


def test_a_report_without_grounds_comes_back_with_what_was_written(scene):
    path = reverse("community:report-create", args=[scene.post.public_id])
    answer = scene.open("reporter", path, rule="9", note="I keep my words")
    assert answer.status_code == 422
    assert "I keep my words" in text(answer)
    assert "This group has no such rule." in text(answer)


def test_the_comments_report_page_works(scene):
    said = cast.answer(scene.author, scene.post)
    path = reverse("community:comment-report", args=[said.public_id])
    assert scene.open("reporter", path).status_code == 200
    assert scene.open("reporter", path, rule="", note="Rude").status_code == 303
    assert Report.objects.get().case.comment == said


def test_reports_have_a_limit(scene):
    cache.clear()
    statuses = []
    for _ in range(rate_limits.REPORT.most + 1):
        post = cast.post(scene.author, scene.group, now=clock.now())
        path = reverse("community:report-create", args=[post.public_id])
        statuses.append(scene.open("reporter", path, rule="1").status_code)
    assert statuses == [303] * rate_limits.REPORT.most + [429]
    assert Report.objects.count() == rate_limits.REPORT.most


WHO = {  # the queue, the case, the log, a sanction
    None: (302, 302, 302, 302),
    "outsider": (403, 404, 403, 403),
    "member": (403, 404, 200, 403),
    "author": (403, 404, 200, 403),
    "reporter": (403, 404, 200, 403),
    "mod": (200, 200, 200, 200),
    "owner": (200, 200, 200, 200),
}


def test_who_may_open_which_page_and_nobody_but_moderators_decides(scene):
    case = scene.report().case
    desk = reverse("community:case-detail", args=[case.pk])
    strike = reverse("community:member-sanction", args=["tea", "author"])
    for who, (queue, looks, log, sanction) in WHO.items():
        pages = {
            reverse("community:group-queue", args=["tea"]): queue,
            reverse("community:queue-count", args=["tea"]): queue,
            desk: looks,
            reverse("community:case-meanwhile", args=[case.pk]): looks,
            reverse("community:group-modlog", args=["tea"]): log,
            strike: sanction,
        }
        assert {path: scene.open(who, path).status_code for path in pages} == pages, who
        if looks != 200:
            assert scene.open(who, desk, **form(case)).status_code == looks, who
            assert scene.open(who, strike, action="ban", duration="1d", rule="1").status_code == sanction, who
    assert Post.objects.get(pk=scene.post.pk).is_published
    assert not ModlogEntry.objects.exists()


def test_the_queue_lists_the_case_and_links_to_it(scene):
    case = scene.report().case
    page = text(scene.open("mod", reverse("community:group-queue", args=["tea"])))
    assert reverse("community:case-detail", args=[case.pk]) in page
    assert "Kettle" in page
    assert "2. No selling" in page


def test_the_queue_has_an_empty_state_and_a_decided_list(scene):
    path = reverse("community:group-queue", args=["tea"])
    assert "Nothing waits for you" in text(scene.open("mod", path))
    case = scene.report().case
    scene.open("mod", reverse("community:case-detail", args=[case.pk]), **form(case))
    assert "Nothing waits for you" in text(scene.open("mod", path))
    assert "Kettle" in text(scene.open("mod", f"{path}?show=decided"))


def test_the_case_page_shows_text_reports_rules_and_the_letter(scene):
    case = scene.report().case
    page = text(scene.open("mod", reverse("community:case-detail", args=[case.pk])))
    for words in (
        "Robin Reporter",
        "An advert",
        "<strong>kettle</strong>",
        'data-shortcut="2"',
        "If you remove it, its author reads:",
        "Rule 2: No selling.",
    ):
        assert words in page


def test_a_decision_is_posted_and_everybody_finds_their_page(scene):
    report = scene.report()
    case = report.case

    done = scene.open("mod", reverse("community:case-detail", args=[case.pk]), **form(case))

    assert (done.status_code, done["Location"]) == (303, reverse("community:group-queue", args=["tea"]))
    entry = ModlogEntry.objects.get()
    decision = text(scene.open("author", reverse("community:decision-detail", args=[entry.pk])))
    assert "It is an advert." in decision
    assert "No selling" in decision
    assert "Robin" not in decision
    assert "It was removed" in text(scene.open("reporter", reverse("community:report-detail", args=[report.pk])))
    gone = scene.open("author", reverse("community:post-detail", args=[scene.post.public_id]))
    assert gone["Location"] == reverse("community:post-gone", args=[scene.post.public_id])
    assert "It is an advert." in text(scene.open("author", gone["Location"]))
    assert scene.open("member", reverse("community:post-detail", args=[scene.post.public_id])).status_code == 404
    assert scene.open("mod", reverse("community:case-detail", args=[case.pk])).status_code == 200


def test_a_stale_decision_shows_what_happened_and_keeps_the_reason(scene):
    case = scene.report().case
    old = form(case, reason="My long thought")
    path = reverse("community:case-detail", args=[case.pk])
    scene.open("owner", path, **form(case, action="keep", reason="It is fine."))

    answer = scene.open("mod", path, **old)

    assert answer.status_code == 409
    assert "Owner decided it: Kept." in text(answer)
    assert Post.objects.get(pk=scene.post.pk).is_published


def test_the_page_learns_of_a_decision_meanwhile(scene):
    case = scene.report().case
    seen = cases.token_of(case, scene.post)
    path = reverse("community:case-meanwhile", args=[case.pk])
    assert "decided it" not in text(scene.open("mod", f"{path}?seen={seen}"))
    scene.open("owner", reverse("community:case-detail", args=[case.pk]), **form(case, action="keep", reason="Fine"))
    assert "Owner decided it: Kept." in text(scene.open("mod", f"{path}?seen={seen}"))


def test_a_wrong_decision_comes_back_beside_the_field(scene):
    case = scene.report().case
    answer = scene.open(
        "mod", reverse("community:case-detail", args=[case.pk]), **form(case, rule="", reason="Because")
    )
    assert answer.status_code == 422
    assert "Please choose the rule that was broken." in text(answer)
    assert "Because" in text(answer)


def test_the_letter_preview_follows_the_form(scene):
    case = scene.report().case
    answer = scene.open("mod", reverse("community:case-letter", args=[case.pk]), rule="1", reason="Please <b>stop</b>")
    assert "Rule 1: Be kind." in text(answer)
    assert "Please &lt;b&gt;stop" in text(answer)


def test_removed_words_and_pictures_stay_with_moderators(scene):
    case = scene.report().case
    scene.open("mod", reverse("community:case-detail", args=[case.pk]), **form(case))
    assert "<strong>kettle</strong>" in text(scene.open("owner", reverse("community:case-detail", args=[case.pk])))
    assert scene.open("owner", reverse("community:comment-list", args=[scene.post.public_id])).status_code == 404


def test_a_moderator_cannot_open_the_case_about_themselves(scene):
    mine = cast.post(scene.mod, scene.group, now=clock.now())
    case = scene.report(mine).case
    answer = scene.open("mod", reverse("community:case-detail", args=[case.pk]))
    assert answer.status_code == 403
    assert "Robin" not in text(answer)
    assert "Another moderator decides" in text(answer)


def test_brand_staff_open_no_queue(scene):
    cast.brand(scene.mod)
    for path in (
        reverse("community:group-queue", args=["tea"]),
        reverse("community:case-detail", args=[scene.report().case_id]),
    ):
        assert scene.open("mod", path).status_code == 403


@pytest.mark.parametrize("works_for_a_brand", [False, True])
def test_only_who_may_open_the_queue_is_led_to_it(scene, works_for_a_brand):
    if works_for_a_brand:
        cast.brand(scene.mod)
    shown = text(scene.open("mod", reverse("community:group-members", args=["tea"])))

    for path in (
        reverse("community:group-queue", args=["tea"]),
        reverse("community:member-sanction", args=["tea", "author"]),
    ):
        assert (f'"{path}"' in shown) is not works_for_a_brand
        assert (scene.open("mod", path).status_code == 200) is not works_for_a_brand
    assert registry.find(f"group:{scene.group.pk}:queue").may_listen(scene.mod) is not works_for_a_brand


def test_muting_from_the_members_page(scene):
    path = reverse("community:member-sanction", args=["tea", "author"])
    assert path in text(scene.open("mod", reverse("community:group-members", args=["tea"])))

    done = scene.open("mod", path, action="mute", duration="3d", rule="1", reason="Harsh words")

    assert done.status_code == 303
    assert Membership.objects.get(user=scene.author).muted_until
    assert "In force now" in text(scene.open("mod", path))
    assert "You are muted" in text(scene.open("author", reverse("community:post-detail", args=[scene.post.public_id])))
    lifted = scene.open("mod", reverse("community:member-lift", args=["tea", "author"]), action="unmute", reason="")
    assert lifted.status_code == 303
    assert Membership.objects.get(user=scene.author).muted_until is None


def test_a_sanction_without_grounds_comes_back(scene):
    answer = scene.open(
        "mod", reverse("community:member-sanction", args=["tea", "author"]), action="ban", duration="7d", reason="Hm"
    )
    assert answer.status_code == 422
    assert "Please choose the rule" in text(answer)
    assert Membership.objects.get(user=scene.author).banned_until is None


def test_a_moderator_finds_no_page_about_strangers(scene):
    assert scene.open("mod", reverse("community:member-sanction", args=["tea", "outsider"])).status_code == 404


@pytest.mark.parametrize("visibility", ["listed", "secret"])
def test_who_is_banned_from_a_closed_group_finds_nothing_of_it(scene, visibility):
    scene.group.visibility = visibility
    scene.group.save()
    scene.group.__class__.objects.filter(pk=scene.group.pk).update(member_count=9)
    own = scene.report(cast.post(scene.member, scene.group), reporter=scene.author)
    scene.open(
        "mod", reverse("community:member-sanction", args=["tea", "author"]), action="ban", duration="for_good", rule="1"
    )

    for name, args in (
        ("post-detail", [scene.post.public_id]),
        ("group-modlog", ["tea"]),
        ("group-queue", ["tea"]),
        ("post-gone", [scene.post.public_id]),
    ):
        assert scene.open("author", reverse(f"community:{name}", args=args)).status_code == 404
    entry = ModlogEntry.objects.get()
    letter = scene.open("author", reverse("community:decision-detail", args=[entry.pk]))
    assert "banned you from the group for good" in text(letter)
    decided = scene.open("mod", reverse("community:case-detail", args=[own.case_id]), **form(own.case))
    assert decided.status_code == 303  # what they reported is judged all the same, and they are told
    told = scene.open("author", reverse("community:report-detail", args=[own.pk]))
    assert "It was removed" in text(told)
    assert ('href="/g/tea/"' in text(told)) is (visibility == "listed")


def test_the_log_tells_members_less_than_moderators(scene):
    case = scene.report().case
    scene.open("mod", reverse("community:case-detail", args=[case.pk]), **form(case))
    path = reverse("community:group-modlog", args=["tea"])

    members, moderators = text(scene.open("member", path)), text(scene.open("mod", path))

    assert "A post was removed" in members
    assert "It is an advert." not in members
    assert "Mod removed a post by Author" in moderators
    assert "It is an advert." in moderators
    assert "Robin" not in moderators


def test_pages_of_others_do_not_exist(scene):
    report = scene.report()
    case = report.case
    scene.open("mod", reverse("community:case-detail", args=[case.pk]), **form(case))
    entry = ModlogEntry.objects.get()
    for who in ("member", "mod", "outsider"):
        assert scene.open(who, reverse("community:report-detail", args=[report.pk])).status_code == 404
        assert scene.open(who, reverse("community:decision-detail", args=[entry.pk])).status_code == 404
