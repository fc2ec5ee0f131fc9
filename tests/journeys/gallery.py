"""Every page of the site with something on it, by who looks at it: `paths(build(), "ben")`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from accounts.models import User
from accounts.services import hiding
from community.models import Comment, Group, Meetup, Post
from community.services import cases, comments, drafts, images, memberships, posts, reactions, reports
from community.services.composition import Composition, Picture
from community.services.meetups import attending, planning
from gamify.engine import lots
from gamify.services import lapses, record
from gamify.services.leagues import seasons, seating
from lib import clock, public_id
from tests.community import cast, meeting, scenes
from tests.factories import member
from tests.gamify import playing
from tests.journeys import town
from tests.journeys.town import Town

LONG = "Donaudampfschifffahrtsgesellschaftskapitänskajütentürschlossaufbewahrungskasten"
WORDS = f"""The *first flush* of the year, steeped for two minutes at 80 °C. #tea

1. Warm the pot
2. Wait for @{{handle}}

> {LONG}

    and_a_line_of_code_that_goes_on = "and on, and on, and on, and on, and on, and on, and on, and on"
"""

PATHS = {
    "visitor": """/ /explore/ /explore/joy/ /search/?q=kettle /topics/tea/ /groups/ /g/tea/ /g/tea/?tab=about {post}
        /brands/aurore/ /boards/ /nothing-here/ /offline/""",
    "entrance": """/accounts/login/ /accounts/signup/ /accounts/confirm-email/ /accounts/password/reset/
        /accounts/password/reset/done/ /accounts/password/reset/key/done/ /styleguide/ /mailbox/ /come-back/a-token/""",
    "ben": """/ /?tab=groups /?tab=following /explore/ /search/ /g/tea/ /g/tea/members/ /g/tea/log/ /g/club/
        /groups/new/ {post} {post}report/ {report} /@{ben}/ /@{mei}/ /@{mei}/hide/ /g/tea/meetups/ {meetup}
        /meetups/""",
    "mei": """{post} {post}edit/ {post}history/ {post}delete/ {removed}gone/ {comment}edit/ {comment}delete/ {decision}
        /write/ /drafts/ /tasks/ /badges/ /points/ /boards/ /boards/league/ /boards/season/ /boards/followed/
        /notifications/""",
    "settings": """/settings/ /settings/preferences/ /settings/data/ /settings/notifications/ /settings/game/
        /accounts/email/ /accounts/password/change/ /accounts/2fa/ /accounts/2fa/totp/activate/ /accounts/2fa/webauthn/
        /accounts/2fa/webauthn/add/ /accounts/sessions/ /accounts/reauthenticate/ /accounts/logout/ /settings/keys/
        /settings/keys/new/ /settings/hidden/ /settings/following/ /me/road/""",
    "founder": """/g/tea/settings/ /g/tea/members/ /g/tea/queue/ /g/tea/queue/?show=decided /g/tea/log/ {case}
        /g/tea/members/{ben}/sanction/ /g/club/members/ /notifications/ /g/tea/meetups/new/ {meetup}call-off/
        /g/tea/health/ /g/tea/automod/ /g/tea/automod/new/newcomer/""",
    "keeper": "/review/raid/ /review/economy/ /review/members/ /review/members/?q=me /review/members/{mei}/",
}


@dataclass
class Gallery:
    """Mei wrote a post with pictures, two comments and an edit; it was reported. Another of hers was removed.

    She hid what Ben writes, who commented.
    """

    town: Town
    mei: User
    post: Post
    comment: Comment
    removed: Post
    case: int
    report: int
    decision: int
    club: Group
    meetup: Meetup


def build() -> Gallery:
    place = town.build()
    mei = scenes.join(place.tea, member("Mei Lin", bio="Leaves in water."))
    cast.brand(staff=member("Aurore"))
    post = _post_of(mei, place)
    comment = _talk(post, mei, place)
    open_report = reports.report(reporter=place.ben, target=post, rule=1, note="Is it?", now=clock.now()).report
    removed = town.publish(mei, place.tea, "Buy my kettles, all of you!", "angry")
    entry = _remove(removed, place)
    hiding.hide(user=mei, person=place.ben, now=clock.now())
    drafts.save(user=mei, intent="new", payload={"body": "Half a sent", "group": "tea"}, now=clock.now())
    _lapsing(mei)
    seating.seat_due(now=clock.now())
    _seasons([place.founder, mei, place.ben])
    return Gallery(
        town=place,
        mei=mei,
        post=post,
        comment=comment,
        removed=removed,
        case=open_report.case_id,
        report=open_report.pk,
        decision=entry,
        club=_club(place, mei),
        meetup=_meetup(place, mei),
    )


def _post_of(mei: User, place: Town) -> Post:
    body = WORDS.format(handle=place.ben.handle)
    image = images.upload(owner=mei, file=cast.picture((900, 600)), alt="Steam over a cup", now=clock.now())
    written = Composition(
        title=f"Spring, and {LONG}",
        body=body,
        emotions=("joy", "calm"),
        pictures=(Picture(image.public_id, "Steam over a cup"),),
    )
    post = posts.publish(author=mei, group=place.tea, composition=written, key=public_id.new(), now=clock.now()).post
    bare = (Picture(image.public_id, ""),)
    changed = Composition(title="Spring", body=f"{body}\n\nAnd again.", emotions=("joy",), pictures=bare)
    return posts.edit(post=post, editor=mei, composition=changed, edition=1, now=clock.now())


def _talk(post: Post, mei: User, place: Town) -> Comment:
    asked = comments.write(author=place.ben, post=post, body="Two minutes?", key=public_id.new(), now=clock.now())
    answered = comments.write(
        author=mei, post=post, parent=asked.comment, body=LONG, key=public_id.new(), now=clock.now()
    )
    for liked in (post, answered.comment):
        reactions.toggle(user=place.ben, target=liked, kind="felt", now=clock.now())
    return answered.comment


def _remove(post: Post, place: Town) -> int:
    case = reports.report(reporter=place.ben, target=post, rule=2, note="", now=clock.now()).report.case
    cases.decide(
        moderator=place.founder,
        case=case,
        action="remove",
        rule=2,
        reason="It is an advert.",
        seen=cases.token_of(case, post),
        now=clock.now(),
    )
    entry = case.log.get()
    return int(entry.pk)


def _lapsing(mei: User) -> None:
    """Let her have earned spark for four months that are a year gone: some has lapsed, some soon will."""
    for months in range(11, 15):
        then, key = lots.month(clock.now(), -months), f"friend:{months}"
        with record.batched():
            record.activity(actor=mei, verb="invite", object=record.Ref("friend", key), key=key, now=then)
    for days in range(40, -1, -1):
        lapses.run_due(now=clock.now() - timedelta(days=days))


def _seasons(people: list[User]) -> None:
    """Lay a season that is over, and a week of the one that runs."""
    for weeks in (20, 1):
        playing.settled(playing.week(clock.now() - timedelta(weeks=weeks)), people)
    seasons.count_due(now=clock.now())


def _club(place: Town, mei: User) -> Group:
    club = scenes.group("club", founder=place.founder, join_policy="request", join_question="What do you drink?")
    memberships.join(actor=mei, group=club, answer="Green, mostly.", now=clock.now())
    return club


def _meetup(place: Town, mei: User) -> Meetup:
    """Ben has the last place, Mei waits; another one is called off."""
    held = meeting.meetup(place.tea, title=LONG, venue=LONG, link="https://example.org/map", places=1, now=clock.now())
    for person in (place.ben, mei):
        attending.come(user=person, meetup=held, now=clock.now())
    gone = meeting.meetup(place.tea, now=clock.now())
    planning.call_off(by=place.founder, meetup=gone, reason="It rains.", now=clock.now())
    return held


def paths(shown: Gallery, name: str) -> list[str]:
    """Return the addresses that the viewer looks at; Ben is a member, Mei wrote, the founder moderates."""
    known = {
        "post": f"/p/{shown.post.public_id}/",
        "removed": f"/p/{shown.removed.public_id}/",
        "comment": f"/c/{shown.comment.public_id}/",
        "report": f"/reports/{shown.report}/",
        "decision": f"/decisions/{shown.decision}/",
        "case": f"/cases/{shown.case}/",
        "meetup": f"/meetups/{shown.meetup.public_id}/",
        "ben": shown.town.ben.handle,
        "mei": shown.mei.handle,
    }
    return PATHS[name].format(**known).split()


def viewer(shown: Gallery, name: str) -> User | None:
    if name == "keeper":
        return member("Keeper", is_staff=True, is_superuser=True)
    people = {"ben": shown.town.ben, "mei": shown.mei, "settings": shown.mei, "founder": shown.town.founder}
    return people.get(name)
