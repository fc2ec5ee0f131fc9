"""Where messages may go: nowhere inside, whatever the address looks like.

Looked at when an address is kept, and again at each try; the connection then goes to the very address that was looked
at, so that a name that changes its mind in between leads nowhere (SSRF, DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from connect.models import Delivery
from lib import clean, errors

LONGEST = 500
Problem = Delivery.Problem
_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_INNER_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion", "test")
# What `is_global` does not know of, or counts as global though it leads to an address inside another.
_CLOSED = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15",
            "224.0.0.0/3", "::/16", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
            "2002::/16", "3fff::/20", "5f00::/16", "fc00::/6", "fe80::/9", "ff00::/8",
        ),
    )
)  # fmt: skip


class Closed(Exception):
    """A message cannot go there; `problem` is one of `Delivery.Problem`."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True)
class Place:
    """An address taken apart; `name` is its host as it is looked up and named in the request."""

    is_secure: bool
    name: str
    port: int
    target: str

    @property
    def host(self) -> str:
        """The Host header."""
        is_usual = self.port == (443 if self.is_secure else 80)
        return self.name if is_usual else f"{self.name}:{self.port}"


def read(url: str) -> Place:
    """Take `url` apart. Raises: Invalid, with a sentence for the field `url`."""
    text = clean.line(url, field="url", most=LONGEST, least=1)
    try:
        parts = urlsplit(text)
        name, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise _no(_("This is no address of the web.")) from None
    if text != url.strip() or not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise _no(_("Please write the address in plain letters, as a browser sends it."))
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise _no(_("Please leave name and password out of the address."))
    if parts.fragment:
        raise _no(_("Please leave out what stands behind #."))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if settings.HEARTH_WEBHOOKS_HERE and parts.scheme in ("http", "https") and _is_here(name):
        return Place(parts.scheme == "https", name, port or (443 if parts.scheme == "https" else 80), target)
    if parts.scheme != "https":
        raise _no(_("The address must begin with https://."))
    if not _NAME.fullmatch(name) or name.rpartition(".")[2] in _INNER_NAMES:
        raise _no(_("Please give the public name of a site, such as shop.example.com: no number, no name inside."))
    if (port or 443) not in settings.HEARTH_WEBHOOK_PORTS:
        ports = ", ".join(map(str, settings.HEARTH_WEBHOOK_PORTS))
        raise _no(_("Only these ports are open: %(ports)s.") % {"ports": ports})
    return Place(True, name, port or 443, target)


def check(url: str) -> Place:
    """Return where `url` leads, once nothing speaks against sending there. Looks its name up, outside a transaction.

    Raises: Invalid, with a sentence for the field `url`.
    """
    place = read(url)
    try:
        resolve(place)
    except Closed as found:
        raise _no(found.problem.label) from None
    return place


def resolve(place: Place) -> str:
    """Return the one address to connect to. Raises: Closed, when one of those that the name has is inside."""
    try:
        found = socket.getaddrinfo(place.name.strip("[]"), place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Closed(Problem.NAME) from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise Closed(Problem.NAME)
    is_here = settings.HEARTH_WEBHOOKS_HERE and _is_here(place.name)
    if not is_here and not all(map(is_open, addresses)):
        raise Closed(Problem.FORBIDDEN)
    return addresses[0]


def is_open(address: str) -> bool:
    """Say whether `address` is a public one of the internet, in none of the ways to write another."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    is_closed = any(found in network for network in _CLOSED if network.version == found.version)
    return found.is_global and not is_closed


def _is_here(name: str) -> bool:
    return name in ("localhost", "127.0.0.1", "::1")


def _no(words: str | Promise) -> errors.Invalid:
    return errors.Invalid(fields={"url": words}, code="connect.bad_url")
