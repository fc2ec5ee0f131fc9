"""What connect needs now and then."""

from datetime import datetime

from connect import workers
from connect.services import keys
from connect.services.webhooks import keeping, outbox
from lib.jobs import Job, add


def _news(now: datetime) -> int:
    outbox.read_all(now=now)
    return workers.wake()


add(Job("connect.forget_acts", every_seconds=3_600, run=keys.forget_acts))
add(Job("connect.send_news", every_seconds=2, run=_news))
add(Job("connect.forget_news", every_seconds=3_600, run=keeping.forget))
