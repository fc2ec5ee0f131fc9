"""What connect needs now and then."""

from datetime import datetime

from connect.services import keys
from lib.chores import Chore, add


def _forget_acts(now: datetime) -> int:
    return keys.forget_acts(now=now)


add(Chore("connect.forget_acts", every_seconds=3_600, run=_forget_acts))
