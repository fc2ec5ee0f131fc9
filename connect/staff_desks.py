"""The staff's desk for messages to programs."""

from django.utils.translation import gettext_lazy as _

from accounts.desk_registry import Desk, desks

desks.add(Desk("webhooks", "connect:site-webhooks", _("News to programs"), "waypoints", 120))
