"""A proposal that is launched is sold as a campaign: how it is drafted, how it stands, how it opens, how it ends."""

from __future__ import annotations

from gamify import launches
from rewards.services.buying import debuts

launches.register(
    "campaign",
    launches.Seller(
        open_=debuts.open_,
        prepare=debuts.prepare,
        find=debuts.find,
        find_sale=debuts.find_sale,
        find_end=debuts.find_end,
        call_off=debuts.call_off,
    ),
)
