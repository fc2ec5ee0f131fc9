"""What connect adds to a brand's console."""

from django.utils.translation import gettext_lazy as _

from accounts.brand_registry import Tab, tabs

tabs.add(Tab("connections", "connect:connections", _("Connections"), 85, icon="waypoints"))
