"""What the page of a case shows, and the letter that its author would get."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import MemberRequest
from community import moderation, paths, policies, targets
from community.models import Case, Group, GroupRule, Post
from community.selectors import alike, cases as reads, differences, histories, mentions, modlog as log_reads
from community.selectors.cases import Opened
from community.services import cases, looking, modlog
from community.targets import Target
from community.views import case_ways
from lib import clock, errors
from live.selectors import topics


def page(
    request: MemberRequest,
    opened: Opened,
    *,
    wrong: dict[str, errors.Text] | None = None,
    stale: cases.StaleCase | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the case: `wrong` beside the fields of the form, `stale` above everything."""
    topic = case_ways.topic_of(request, opened)
    versions = topics.versions([topic])
    found = reads.page(case=opened.case)
    context = {
        "nav": "staff" if opened.is_for_group else "groups",
        "topic": topic,
        "live_versions": versions,
        **_case_of(request, opened, found),
        **_others_of(request, opened.case),
        **_answer_of(request, opened.case, found),
        "queue_url": case_ways.queue_url(request, opened),
        "next_url": case_ways.next_url(request, opened),
        "wrong": wrong or {},
        "stale": stale,
        "meanwhile": reads.changed_since(request.POST.get("seen", ""), found) if stale else (),
    }
    return render(request, "community/case/index.html", context, status=status)


def _case_of(request: MemberRequest, opened: Opened, found: reads.CasePage) -> dict[str, object]:
    """Return what the case is about, what has become of it, and what this reader may do with it."""
    case, is_for_group = opened.case, opened.is_for_group
    is_changed = found.target.edited_at is not None and found.target.body != case.snapshot["body"]
    return {
        "group": case.group,
        "is_for_group": is_for_group,
        "case": case,
        "quoted": mentions.quoted(case),
        "page": found,
        "seen": found.seen,
        "lines": [log_reads.line_of(entry, is_moderator=True, user=request.user) for entry in found.history.entries],
        "actions": found.actions[::-1],
        "can_remove": any(each.needs == "rule" for each in found.actions),
        "can_restore": case.state == Case.State.REMOVED,
        "is_vote": found.voter is not None,
        "is_bare": found.voter is not None or is_for_group,
        "is_changed": is_changed,
        "runs": differences.runs(case.snapshot["body"], found.target.body) if is_changed else (),
        "reader": looking.look(case=case, user=request.user, now=clock.now()) if case.is_open else None,
        "may_sanction": _may_sanction(opened.standing, found.history),
        "what_on": moderation.letters.title_of(targets.about(found.target)),
        "path": paths.of(found.target),
        "can_read_in_place": _is_in_place(found) and (not is_for_group or _is_public(case.group)),
    }


def _others_of(request: MemberRequest, case: Case) -> dict[str, object]:
    """Return the cases that are alike, and which of them are decided along."""
    others = alike.others(case=case)
    chosen = request.POST.getlist("also") if request.POST else [other.sent for other in others]
    return {"others": others, "is_alike": "alike" in request.POST, "chosen_others": chosen}


def _answer_of(request: MemberRequest, case: Case, found: reads.CasePage) -> dict[str, object]:
    """Return what the moderator has chosen and written so far, and the letter that comes of it."""
    leading = reads.leading_rule(found)
    return {
        "chosen": request.POST.get("rule", leading),
        "reason": request.POST.get("reason", ""),
        "letter": letter(request, case, found.target, found.rules, leading),
        "most": modlog.REASON_LIMIT,
    }


def _may_sanction(mine: policies.Standing | None, history: histories.History) -> bool:
    """Say whether a reader with this standing may mute or ban whom the case is about."""
    theirs = policies.standing_of(history.place, is_signed_in=True, now=clock.now())
    return mine is not None and policies.outranks(mine.role, theirs.role)


def _is_in_place(page: reads.CasePage) -> bool:
    """Say whether there is a page on which others read it."""
    return page.root.is_published and page.target.standing != Post.State.HELD


def _is_public(group: Group | None) -> bool:
    return group is not None and group.visibility == Group.Visibility.PUBLIC


def letter(request: MemberRequest, case: Case, target: Target, rules: Iterable[GroupRule], leading: str = "") -> str:
    """Return the letter of the harshest action that would write one; rules and reasons that are wrong are left out."""
    writing = [each for each in moderation.for_case(case, target) if each.letter]
    action = next(iter(sorted(writing, key=lambda each: not each.is_harsh)), None)
    if action is None:
        return ""
    number = request.POST.get("rule", leading) if action.needs == "rule" else ""
    rule = next((rule for rule in rules if str(rule.number) == number), None)
    data = moderation.letters.data_of(
        action,
        group=case.group,
        what=targets.kind_of(target),
        rule=rule,
        reason=request.POST.get("reason", "").replace("\x00", "").strip()[: modlog.REASON_LIMIT],
        until=None,
        about=targets.about(target),
    )
    return moderation.letters.compose(data)
