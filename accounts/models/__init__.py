"""Who: people and the brands they work for."""

from accounts.models.brand import Brand, BrandStaff
from accounts.models.user import User

__all__ = ["Brand", "BrandStaff", "User"]
