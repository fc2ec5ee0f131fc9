"""Addresses that news goes to, of a brand and of the site, and who may do what with them; who a customer is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission

from accounts.models import User
from connect.models import Endpoint
from connect.services.webhooks import endpoints
from lib import clock
from tests.api.callers import Row

LOOKS = "401 404 404 200 200 200"
OWNER = "401 404 404 403 200 403"
STAFF = "401 404 404 404 404 200"
BODY = {"url": "http://127.0.0.1:1/hook", "kinds": ["team.failed"]}


def _rows(begin: str, ids: str, looks: str, changes: str) -> tuple[Row, ...]:
    one = f"{begin}webhooks/{{public_id}}"
    of, message = {"public_id": ids}, {"public_id": ids, "message_id": f"{ids}_message"}
    made, gone = changes.replace("200", "201"), changes.replace("200", "204")
    return (
        Row("GET", f"{begin}webhooks/kinds", looks),
        Row("GET", f"{begin}webhooks", looks),
        Row("POST", f"{begin}webhooks", made, body=BODY),
        Row("GET", one, looks, fill=of),
        Row("PUT", one, changes, body=BODY, fill=of),
        Row("DELETE", one, gone, fill=of),
        Row("PUT", f"{one}/state", changes, body={"is_on": False}, fill=of),
        Row("POST", f"{one}/secret", changes, fill=of),
        Row("GET", f"{one}/messages", looks, fill=of),
        Row("POST", f"{one}/messages", made, fill=of),
        Row("POST", f"{one}/messages/{{message_id}}/again", changes, fill=message),
    )


TABLE = (
    *_rows("brands/{slug}/", "hook", LOOKS, OWNER),
    *_rows("review/", "site_hook", STAFF, STAFF),
    Row("POST", "review/members", STAFF, body={"email": "{known_address}"}),
)


def build(shop: Any, staff: User) -> dict[str, str]:
    """Return the ids that paths are filled with."""
    now = clock.now()
    of_brand = endpoints.add(by=shop.owner, brand=shop, now=now, **BODY)
    of_site = endpoints.add(by=staff, brand=None, now=now, **BODY)
    staff.user_permissions.add(Permission.objects.get(codename="view_user"))
    return _ids("hook", of_brand) | _ids("site_hook", of_site) | {"known_address": shop.owner.email}


def _ids(name: str, endpoint: Endpoint) -> dict[str, str]:
    message = endpoints.test(by=endpoint.created_by, endpoint=endpoint, now=clock.now())
    return {name: endpoint.public_id, f"{name}_message": message.public_id}
