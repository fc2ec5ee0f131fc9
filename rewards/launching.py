"""A proposal that is launched is sold as a campaign: how it is drafted, how it stands, how it opens."""

from __future__ import annotations

from gamify import launches
from rewards.services import debuts

launches.register("campaign", debuts.open_, prepare=debuts.prepare, find=debuts.find)
