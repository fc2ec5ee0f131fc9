"""What other programs asked for."""

from connect.models.endpoint import OPEN, Delivery, Endpoint, Reading, Subscription
from connect.models.idempotency import KeptAnswer
from connect.models.key import ApiKey, KeyAct

__all__ = ["OPEN", "ApiKey", "Delivery", "Endpoint", "KeptAnswer", "KeyAct", "Reading", "Subscription"]
