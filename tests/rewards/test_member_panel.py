"""The staff find an order by its number, and it leads to a page that they may read."""

from __future__ import annotations

import pytest

from tests.rewards import factories as f, scenes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SEARCH = "/review/members/"


def test_an_order_or_its_payment_is_found_by_number_and_leads_on(client):
    keeper = f.staff("Keeper")
    keeper.is_superuser = True
    keeper.save(update_fields=["is_superuser"])
    buyer, other = scenes.people(2)
    campaign = f.campaign()
    seat = scenes.seat(scenes.team(campaign, other), buyer)
    payment = seat.payments.get()
    client.force_login(keeper)

    found = [client.get(SEARCH, {"q": number}).content.decode() for number in (f"#{seat.public_id}", payment.public_id)]
    none = client.get(SEARCH, {"q": seat.public_id[:-1]}).content.decode()
    desk = client.get(f"{SEARCH}{buyer.handle}/").content.decode()
    order = f"/brands/{campaign.brand.slug}/campaigns/{campaign.public_id}/orders/{seat.public_id}/"

    assert all(f"{SEARCH}{buyer.handle}/#order-{seat.public_id}" in page for page in found)
    assert f"#order-{seat.public_id}" not in none
    assert order in desk
    assert client.get(order).status_code == 200
