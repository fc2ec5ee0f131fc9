"""What the style guide shows: a page's worth of invented members and their words. Not used anywhere else."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from lib import clock

SWATCHES = (
    "mist",
    "card",
    "sunk",
    "line",
    "control",
    "ink",
    "ink-2",
    "marker",
    "danger",
    "success",
    "team-a",
    "team-b",
    "team-c",
    "team-d",
    "team-e",
    "team-f",
    "team-g",
    "team-h",
)

PEOPLE = {
    "haruka": "Haruka",
    "tomas": "Tomás",
    "xiaoman": "周小满",
    "linmei": "Lin Mei",
    "anouk": "Anouk",
    "jonas": "Jonas",
    "long": "Wilhelmina van der Zonnebloem-Achterberg",
}


def person(key: str) -> dict[str, str]:
    return {"public_id": key, "handle": key, "display_name": PEOPLE[key], "url": "#people"}


class SampleForm(forms.Form):
    """One field of each kind, one of them filled in wrongly."""

    name = forms.CharField(
        label=gettext_lazy("Name of the group"), max_length=40, help_text=gettext_lazy("Short words find people.")
    )
    about = forms.CharField(
        label=gettext_lazy("What is it about?"), max_length=280, required=False, widget=forms.Textarea
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=[("en", "English"), ("zh-hans", "中文")])
    quiet = forms.BooleanField(label=gettext_lazy("Quiet hours at night"), required=False)


def page() -> dict[str, object]:
    now = clock.now()
    return {
        "swatches": SWATCHES,
        "form": SampleForm({"name": _("Kettles that whistle"), "email": "haruka@", "language": "en"}),
        "people": [person(key) for key in PEOPLE],
        "now": now,
        "badges": _badges(),
        "tasks": _tasks(),
        "standings": _standings(),
        "notifications": _notifications(now),
        "group": _group(),
        "level": _level(),
        "streak": _streak(),
        "tier": {"name": _("Good neighbour"), "icon": "house-heart", "mood": "calm"},
        "shares": [("calm", 38), ("joy", 24), ("gratitude", 16), ("wonder", 12), ("sad", 10)],
        "tabs": _tabs(),
        "ends_at": now + timedelta(hours=2, minutes=41),
    }


def _badges() -> list[dict[str, object]]:
    return [
        {"icon": "waves-horizontal", "mood": "calm", "name": _("Quiet Mornings"), "note": _("today")},
        {"icon": "hand-heart", "mood": "gratitude", "name": _("Thank-you Note"), "note": _("3% have it")},
        {"icon": "lightbulb", "mood": "inspired", "name": _("Good Idea"), "note": _("last week")},
        {"icon": "leaf", "is_gold": True, "name": _("Season Champion"), "note": _("spring")},
        {"icon": "microscope", "is_locked": True, "name": _("Good Question"), "note": _("4 of 5")},
    ]


def _tasks() -> list[dict[str, object]]:
    return [
        {
            "key": "feel",
            "title": _("Say how you feel"),
            "note": _("+10 growth, +5 spark"),
            "is_done": True,
            "progress_words": _("done"),
        },
        {
            "key": "help",
            "title": _("Help with three answers"),
            "note": _("one more by midnight, your time"),
            "percent": 66,
            "progress": "2/3",
            "progress_words": _("2 of 3"),
            "href": "#progress",
            "action": _("Open questions"),
        },
        {
            "key": "meet",
            "title": _("Meet someone new"),
            "note": _("+15 growth"),
            "percent": 0,
            "progress": "0/1",
            "progress_words": _("0 of 1"),
            "why": _(
                "Did not count yet: your reply was the second this week to the same person. Any new person counts."
            ),
        },
    ]


def _standings() -> list[dict[str, object]]:
    keys, scores = ("jonas", "xiaoman", "linmei", "long"), (412, 405, 398, 391)
    return [
        {"rank": rank, "who": person(key), "score": score, "url": "#people", "is_me": key == "linmei"}
        for rank, (key, score) in enumerate(zip(keys, scores, strict=True), start=2)
    ]


def _notifications(now: datetime) -> list[dict[str, object]]:
    badge = _("You earned the badge Quiet Mornings.")
    return [
        {
            "who": person("anouk"),
            "text": _("Anouk answered your question."),
            "at": now - timedelta(minutes=3),
            "is_unread": True,
        },
        {"icon": "waves-horizontal", "text": badge, "at": now - timedelta(days=1)},
    ]


def _group() -> dict[str, object]:
    return {
        "url": "#groups",
        "name": "Tea Table 茶桌",
        "tagline": "From teabags to Wuyi rock: how you make it, and what it does to your day.",
        "icon": "cup-soda",
        "mood": "calm",
        "member_count": 214,
        "is_member": True,
        "people": [person(key) for key in ("haruka", "xiaoman", "tomas")],
        "people_words": _("Haruka, 周小满, Tomás and 211 more"),
        "more": 211,
        "shares": [("calm", 38), ("joy", 24), ("gratitude", 16)],
        "mood_words": _("calm 38%, joy 24%, gratitude 16%"),
    }


def _level() -> dict[str, object]:
    return {
        "percent": 64,
        "number": 7,
        "title": _("Level 7, Regular"),
        "note": _("1,280 of 2,000 growth. At 8 you may open a group."),
        "words": _("64% of the way to level 8"),
    }


def _streak() -> dict[str, object]:
    return {
        "title": _("Streak: 9 days"),
        "note": _("1 freeze left"),
        "words": _("Active on 12 of the last 14 days, one frozen, today still open"),
        "days": ["on", "on", "", "on", "on", "on", "frozen", "on", "on", "on", "on", "on", "on", "today on"],
    }


def _tabs() -> list[dict[str, object]]:
    return [
        {"url": "#navigation", "label": _("For you"), "is_current": True},
        {"url": "#navigation", "label": _("Following")},
        {"url": "#navigation", "label": _("Groups"), "count": 3},
        {"url": "#navigation", "label": _("Latest")},
    ]
