"""All settings, by concern; what varies between places comes from the environment only (docs/operating.md)."""

from config.settings.base import *
from config.settings.services import *
from config.settings.accounts import *
from config.settings.security import *
from config.settings.api import *
from config.settings.payments import *
from config.settings.webhooks import *

from config import checks as checks  # registers what `check --deploy` says
