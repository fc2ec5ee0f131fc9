"""By which address somebody is counted who has many."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

_OF_ONE_HOUSE = 64  # bits. Source: RFC 6177


def holder(address: str) -> str:
    """Return the network of an IPv6 address, for whoever has one address of it has them all; anything else as it is."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or ip_network((found, _OF_ONE_HOUSE), strict=False))
