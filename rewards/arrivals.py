"""What happens when somebody arrives by a member's link."""

from accounts.services import arrivals
from rewards.services import referrals

arrivals.add(referrals.follow)
