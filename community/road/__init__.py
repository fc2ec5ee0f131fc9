"""What the community knows of a member's road: steps, touches and invitations, each added as it is read."""

from community.road import inviting, steps, touches

__all__ = ["inviting", "steps", "touches"]
