"""What people do with the endpoints of a brand or, as staff, of the site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from accounts.services import brand_admin
from connect.models import Delivery, Endpoint, Subscription
from connect.selectors import webhooks
from connect.services.webhooks import destinations, outbox, switching
from lib import errors, limits, public_id as ids
from live.services import topics

MOST = 10
OLD_SECRET_LIVES = timedelta(days=1)
TESTS = limits.Limit("webhook_test", 20, 600)


class TooMany(errors.Conflict):
    """More than anybody watches."""

    code = "connect.too_many_endpoints"


class MadeAlready(errors.Conflict):
    """The same form came twice: the secret was shown, and is not shown again."""

    code = "connect.endpoint_made"
    message = _("This address was added already. Its secret is shown only once: change it if you lost it.")


class SwitchedOff(errors.Conflict):
    """Nothing is sent while it is off."""

    code = "connect.endpoint_off"
    message = _("It is switched off. Switch it on first.")


class NotKept(errors.Conflict):
    """The text is gone: what was said can be read through the API."""

    code = "connect.body_gone"
    message = _("This message is older than 30 days; its text is not kept.")


def add(
    *, by: User, brand: Brand | None, url: str, kinds: Iterable[str], public_id: str = "", now: datetime
) -> Endpoint:
    """Send news to `url` from now on; its secret is `signing.secret_of`. The name is looked up, outside a transaction.

    Args: brand: None for the whole site; public_id: its name in addresses, which makes a form that comes twice add one.
    Raises: NotAllowed; Invalid beside `url` or `kinds`; TooMany; MadeAlready.
    """
    webhooks.check_change(user=by, brand=brand)
    chosen = _chosen(kinds, brand)
    destinations.check(url)
    try:
        with transaction.atomic():
            return _add(by, brand, url.strip(), chosen, public_id or ids.new(), now)
    except IntegrityError as error:
        raise MadeAlready from error


def edit(*, by: User, endpoint: Endpoint, url: str, kinds: Iterable[str], now: datetime) -> Endpoint:
    """Change where news goes, and which. New kinds are heard from now on. Raises: as `add`."""
    webhooks.check_change(user=by, brand=endpoint.brand)
    chosen = _chosen(kinds, endpoint.brand)
    destinations.check(url)
    with transaction.atomic():
        endpoint.url = url.strip()
        endpoint.save(update_fields=["url"])
        endpoint.subscriptions.exclude(kind__in=chosen).delete()
        _subscribe(endpoint, chosen, now)
    return endpoint


@transaction.atomic
def rotate(*, by: User, endpoint: Endpoint, now: datetime) -> Endpoint:
    """Give it a new secret; for a day messages are signed with the old one too. Raises: NotAllowed."""
    webhooks.check_change(user=by, brand=endpoint.brand)
    endpoint.old_seal, endpoint.old_until = endpoint.seal, now + OLD_SECRET_LIVES
    endpoint.seal = ids.new()
    endpoint.save(update_fields=["seal", "old_seal", "old_until"])
    return endpoint


@transaction.atomic
def switch(*, by: User, endpoint: Endpoint, is_on: bool, now: datetime) -> Endpoint:
    """Switch it on or off; twice changes nothing. Raises: NotAllowed."""
    webhooks.check_change(user=by, brand=endpoint.brand)
    if is_on and not endpoint.is_on:
        switching.on(endpoint, now=now)
    elif not is_on and endpoint.is_on:
        switching.off(endpoint, Endpoint.Off.HAND, now=now)
    topics.touch(webhooks.topic_of(endpoint.public_id))
    return endpoint


@transaction.atomic
def remove(*, by: User, endpoint: Endpoint, now: datetime) -> None:
    """Take it away with its log, for good. Raises: NotAllowed."""
    webhooks.check_change(user=by, brand=endpoint.brand)
    endpoint.delete()
    _note(by, endpoint, is_made=False, now=now)


@transaction.atomic
def test(*, by: User, endpoint: Endpoint, now: datetime) -> Delivery:
    """Send a message that means nothing. Raises: NotAllowed; SwitchedOff; RateLimited."""
    webhooks.check_change(user=by, brand=endpoint.brand)
    if not endpoint.is_on:
        raise SwitchedOff
    limits.spend(TESTS, who=endpoint.public_id, now=now)
    body = outbox.compose(outbox.TEST, {"endpoint": endpoint.public_id}, now)
    key = ids.new()
    rows = Delivery.objects
    made = rows.create(endpoint=endpoint, kind=outbox.TEST, key=key, body=body, due_at=now, created_at=now)
    topics.touch(webhooks.topic_of(endpoint.public_id))
    return made


@transaction.atomic
def send_again(*, by: User, delivery: Delivery, now: datetime) -> Delivery:
    """Send a message once more, under the id that it had. Raises: NotAllowed; SwitchedOff; NotKept; RateLimited."""
    webhooks.check_change(user=by, brand=delivery.endpoint.brand)
    if not delivery.endpoint.is_on:
        raise SwitchedOff
    limits.spend(TESTS, who=delivery.endpoint.public_id, now=now)
    if not delivery.body:
        raise NotKept
    delivery.state, delivery.due_at, delivery.attempts = Delivery.State.WAITING, now, 0
    delivery.save(update_fields=["state", "due_at", "attempts"])
    topics.touch(webhooks.topic_of(delivery.endpoint.public_id))
    return delivery


def _add(by: User, brand: Brand | None, url: str, kinds: list[str], public_id: str, now: datetime) -> Endpoint:
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Endpoint.objects.filter(brand=brand).count() >= MOST:
        raise TooMany(_("There are %(most)s addresses already: remove one that is not used.") % {"most": MOST})
    made = Endpoint(public_id=public_id, brand=brand, url=url, created_by=by, created_at=now, on_since=now)
    made.save(force_insert=True)
    _subscribe(made, kinds, now)
    _note(by, made, is_made=True, now=now)
    return made


def _subscribe(endpoint: Endpoint, kinds: list[str], now: datetime) -> None:
    rows = [Subscription(endpoint=endpoint, kind=kind, since=now) for kind in kinds]
    Subscription.objects.bulk_create(rows, ignore_conflicts=True)


def _chosen(kinds: Iterable[str], brand: Brand | None) -> list[str]:
    asked = set(kinds)
    known = {kind.name for kind in webhooks.kinds_for(brand)}
    if not asked or not known.issuperset(asked):
        raise errors.Invalid(fields={"kinds": _("Choose what it hears of: one thing at least.")})
    return sorted(asked)


def _note(by: User, endpoint: Endpoint, *, is_made: bool, now: datetime) -> None:
    """Write it into the brand's log: the host alone, for a path may hold a secret."""
    if endpoint.brand is not None:
        host = urlsplit(endpoint.url).hostname or ""
        brand_admin.note_connection(by=by, brand=endpoint.brand, what=host, is_made=is_made, now=now)
