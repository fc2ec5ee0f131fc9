"""The pages that ./dev shots takes pictures of: a file name, a URL name with its arguments, and who looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

VISITOR = None
# A member of the demo community for each language; both languages' pictures then show people of that language.
MEMBERS = {"en": "linmei", "zh-hans": "xiaoman"}
MODERATORS = {"en": "haruka", "zh-hans": "xiaoman"}


@dataclass(frozen=True)
class Shot:
    """One page; `who` maps a language to the handle that looks at it, None is a visitor."""

    name: str
    url: str
    arguments: dict[str, Any] = field(default_factory=dict)
    who: dict[str, str] | None = VISITOR


SHOTS = (
    Shot("visitor-home", "community:home"),
    Shot("sign-in", "account_login"),
    Shot("sign-up", "account_signup"),
    Shot("reset", "account_reset_password"),
    Shot("home", "community:home", who=MEMBERS),
    Shot("group", "community:group-detail", {"slug": "tea"}, MEMBERS),
    Shot("group-members", "community:group-members", {"slug": "tea"}, MEMBERS),
    Shot("notifications", "inbox:notification-list", who=MEMBERS),
    Shot("profile", "accounts:profile", {"handle": "linmei"}, MEMBERS),
    Shot("brand", "accounts:brand", {"slug": "maison-aurore"}, MEMBERS),
    Shot("settings", "accounts:settings", who=MEMBERS),
    Shot("settings-preferences", "accounts:settings-preferences", who=MEMBERS),
    Shot("settings-notifications", "inbox:preference-list", who=MEMBERS),
    Shot("styleguide", "look:styleguide", who=MEMBERS),
    Shot("offline", "look:offline"),
)
