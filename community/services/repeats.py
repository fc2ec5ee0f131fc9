"""The second press of a button, and words that came under the key of others.

A page may come back as it was sent, with its key in it: from the browser's memory, or because the answer was lost on
its way. What is written there then is new, and must not give way to what is out already.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.models import Comment, Post
from lib import clean, errors


class SentAlready(errors.Conflict):
    """Other words came under this key before; under another one these can be published as well."""

    code = "community.sent_already"
    message = _("What you sent from here before is out already. Send these words once more to put them beside it.")


def check(earlier: Post | Comment, body: str, *, most: int, is_elsewhere: bool) -> None:
    """Refuse words that are not those published under their key; once these were edited nobody can tell.

    Args: is_elsewhere: they are out in another group, or under another post, than they are sent to now.
    Raises: SentAlready; Invalid naming `body`.
    """
    if is_elsewhere:
        raise SentAlready
    if earlier.edited_at is None and clean.block(body, field="body", most=most, least=1) != earlier.body:
        raise SentAlready
