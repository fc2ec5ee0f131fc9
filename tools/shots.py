"""The pages that ./dev shots takes pictures of: a file name, a URL name or path, and who looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# The people of the demo for each language; both languages' pictures then show somebody of that language.
MEMBERS = {"en": "linmei", "zh-hans": "xiaoman"}
MODERATOR = {"en": "jonas", "zh-hans": "jonas"}
KEEPER = {"en": "keeper", "zh-hans": "keeper"}
THEN = " then "


@dataclass(frozen=True)
class Shot:
    """One page. `who` maps a language to the handle that looks (None: a visitor).

    `follow` picks links to go on to, one THEN another.
    """

    name: str
    url: str
    arguments: dict[str, Any] = field(default_factory=dict)
    who: dict[str, str] | None = None
    follow: str = ""


SHOTS = (
    Shot("visitor-home", "community:home"),
    Shot("sign-in", "account_login"),
    Shot("sign-up", "account_signup"),
    Shot("reset", "account_reset_password"),
    Shot("not-found", "/nothing-here/"),
    Shot("offline", "look:offline"),
    Shot("home", "community:home", who=MEMBERS),
    Shot("following", "/?tab=following", who=MEMBERS),
    Shot("settings-following", "accounts:settings-following", who=MEMBERS),
    Shot("road", "accounts:road", who=MEMBERS),
    Shot("explore", "community:explore", who=MEMBERS),
    Shot("mood", "community:mood", {"mood": "joy"}, MEMBERS),
    Shot("groups", "community:group-list", who=MEMBERS),
    Shot("group-create", "community:group-create", who=MEMBERS),
    Shot("group", "community:group-detail", {"slug": "tea"}, MEMBERS),
    Shot("group-members", "community:group-members", {"slug": "tea"}, MEMBERS),
    Shot("group-settings", "community:group-settings", {"slug": "tea"}, MODERATOR),
    Shot("group-queue", "community:group-queue", {"slug": "tea"}, MODERATOR),
    Shot("group-health", "community:group-health", {"slug": "tea"}, MODERATOR),
    Shot("group-automod", "community:group-automod", {"slug": "tea"}, MODERATOR),
    Shot("automod-rule", "community:automod-create", {"slug": "tea", "cause": "words"}, MODERATOR),
    Shot("site-raid", "community:site-raid", who=KEEPER),
    Shot("group-log", "community:group-modlog", {"slug": "tea"}, MODERATOR),
    Shot("post", "community:group-detail", {"slug": "tea"}, MEMBERS, follow='main a[href^="/p/"]'),
    Shot("write", "community:post-create", who=MEMBERS),
    Shot("tasks", "gamify:task-list", who=MEMBERS),
    Shot("badges", "gamify:badge-list", who=MEMBERS),
    Shot("points", "gamify:why", who=MEMBERS),
    Shot("boards", "gamify:board-list", who=MEMBERS),
    Shot("board-followed", "gamify:board-followed", who=MEMBERS),
    Shot("season", "gamify:season-now", who=MEMBERS),
    Shot("buys", "rewards:campaign-list", who=MEMBERS),
    Shot("buy", "rewards:campaign-list", who=MEMBERS, follow=".buy-card a.stretch"),
    Shot("buy-team", "rewards:campaign-list", who=MEMBERS, follow=f".buy-card a.stretch{THEN}.team-card a.stretch"),
    Shot("buy-open", "rewards:campaign-list", who=MEMBERS, follow=f'.buy-card a.stretch{THEN}a[href$="/open/"]'),
    Shot("battles", "rewards:battles", who=MEMBERS),
    Shot("battle", "rewards:battles", who=MEMBERS, follow=".battle-card a.stretch"),
    Shot("orders", "rewards:order-list", who=MEMBERS),
    Shot("rewards", "rewards:reward-list", who=MEMBERS),
    Shot("reward", "rewards:reward-list", who=MEMBERS, follow=".reward-card a.stretch"),
    Shot("redemptions", "rewards:redemption-list", who=MEMBERS),
    Shot("notifications", "inbox:notification-list", who=MEMBERS),
    Shot("profile", "accounts:profile", {"handle": "linmei"}, MEMBERS),
    Shot("brand", "accounts:brand", {"slug": "maison-aurore"}, MEMBERS),
    Shot("settings", "accounts:settings", who=MEMBERS),
    Shot("settings-preferences", "accounts:settings-preferences", who=MEMBERS),
    Shot("settings-notifications", "inbox:preference-list", who=MEMBERS),
    Shot("settings-game", "gamify:settings", who=MEMBERS),
    Shot("settings-two-factor", "mfa_index", who=MEMBERS),
    Shot("mailbox", "accounts:mailbox", who=MEMBERS),
    Shot("styleguide", "look:styleguide", who=MEMBERS),
    Shot("admin", "admin:index", who=KEEPER),
    Shot("api", "/api/v1/docs/", who=MEMBERS),
)
