"""What happens when somebody arrives by a member's link."""

from accounts.services import invite_codes
from rewards.services import referrals

invite_codes.add(referrals.follow)
