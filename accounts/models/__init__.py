"""Who: people and the brands they work for."""

from accounts.models.brand import Brand, BrandInvite, BrandStaff, BrandStep
from accounts.models.follow import Follow
from accounts.models.hidden_person import HiddenPerson
from accounts.models.user import RetiredHandle, User

__all__ = ["Brand", "BrandInvite", "BrandStaff", "BrandStep", "Follow", "HiddenPerson", "RetiredHandle", "User"]
