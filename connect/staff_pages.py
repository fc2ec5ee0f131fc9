"""The staff's page for messages to programs."""

from django.utils.translation import gettext_lazy as _

from accounts.staff_registry import StaffPage, staff_pages

staff_pages.add(StaffPage("webhooks", "connect:site-webhooks", _("News to programs"), "waypoints", 120))
