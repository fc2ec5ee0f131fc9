"""What ends with an account, or with somebody's work for a brand."""

from accounts import brand_registry, registry
from connect.services import keys

registry.at_closing(keys.revoke_all)
brand_registry.at_parting(keys.revoke_all)
