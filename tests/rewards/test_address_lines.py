"""An address stands as a carrier there reads it."""

from __future__ import annotations

import pytest

from rewards.models import DeliveryAddress
from rewards.selectors import addresses


@pytest.mark.parametrize(
    ("city", "region", "to_the_door"),
    [
        ("Odense C", "", ("Lane 14", "5000 Odense C")),
        ("Guangzhou", "Guangdong", ("Lane 14", "5000 Guangzhou, Guangdong")),
        ("成都市锦江区", "四川省", ("四川省成都市锦江区", "Lane 14", "5000")),
        ("上海市静安区", "上海市", ("上海市静安区", "Lane 14", "5000")),
        ("新宿区", "", ("新宿区", "Lane 14", "5000")),
    ],
)
def test_an_address_in_chinese_characters_begins_with_the_province(
    city: str, region: str, to_the_door: tuple[str, ...]
) -> None:
    address = DeliveryAddress(recipient="Mei", line1="Lane 14", postcode="5000", city=city, region=region, country="DK")

    assert addresses.lines(address)[:-1] == ("Mei", *to_the_door)
