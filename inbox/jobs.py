"""What the inbox needs now and then."""

from inbox.services import letters
from lib.jobs import Job, add

add(Job("inbox.send_letters", every_seconds=2, run=letters.send_due))
