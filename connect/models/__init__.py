"""What other programs asked for."""

from connect.models.idempotency import KeptAnswer
from connect.models.key import ApiKey, KeyAct

__all__ = ["ApiKey", "KeptAnswer", "KeyAct"]
