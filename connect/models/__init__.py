"""What other programs asked for."""

from connect.models.idempotency import KeptAnswer

__all__ = ["KeptAnswer"]
