"""All settings, by concern; what varies between places comes from the environment only (docs/operating.md)."""

from config.settings.base import *  # noqa: F403
from config.settings.services import *  # noqa: F403
from config.settings.accounts import *  # noqa: F403
from config.settings.security import *  # noqa: F403
from config.settings.api import *  # noqa: F403
