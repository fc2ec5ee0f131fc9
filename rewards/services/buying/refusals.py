"""Why somebody cannot have a seat; `data` carries what they can do instead."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lib import errors


class TeamFull(errors.Conflict):
    """Every place is taken or kept. `data["teams"]`: public ids of others with room; `data["waitlist"]`: is it open?"""

    code = "rewards.team_full"
    message = _("This team is full. Another one has room, or you can open your own.")


class TeamClosed(errors.Conflict):
    """The team has come together or not, or its time is over. `data["teams"]`: public ids of others with room."""

    code = "rewards.team_closed"
    message = _("This team has ended.")


class CampaignClosed(errors.Conflict):
    """Nobody can join or open a team now; `data["state"]` says whether it is paused, over or not yet open."""

    code = "rewards.campaign_closed"
    message = _("Nobody can join here now.")


class SupportersFirst(errors.Conflict):
    """Whoever helped to make it buys first, until `data["until"]`."""

    code = "rewards.supporters_first"
    message = _("Those who helped to make it buy first. It opens for everybody a little later.")


class SoldOut(errors.Conflict):
    """No seat of the stock is free. `data["waitlist"]`: can one wait for seats?"""

    code = "rewards.sold_out"
    message = _("All seats are taken or held for somebody who is paying.")


class AlreadyIn(errors.Conflict):
    """One person has one place in a team; `data["seat"]` is its public id."""

    code = "rewards.already_in"
    message = _("You already have a place in this team.")


class LimitReached(errors.Conflict):
    """The member has as many seats of the campaign as one may have: `data["most"]`."""

    code = "rewards.limit_reached"
    message = _("You already have as many seats here as one person may have.")


class InvitationNeeded(errors.NotAllowed):
    """The team is not listed: one comes in by its link."""

    code = "rewards.invitation_needed"
    message = _("This team is for invited people. Ask its captain for the link.")


class OfferGone(errors.Conflict):
    """The offer has ended, or all its seats are used."""

    code = "rewards.offer_gone"
    message = _("This offer has ended.")


class OfferNeedsTeam(errors.Conflict):
    """The seats that are kept are of the stock, not of a team: one opens a team with the offer."""

    code = "rewards.offer_needs_team"
    message = _("Open a team with this offer: its seats are in none yet.")


class KeyReused(errors.Conflict):
    """The same key came with another request; a key names one request for ever."""

    code = "rewards.key_reused"
    message = _("This page was sent before, for something else. Open it again to begin anew.")


class Dearer(errors.Conflict):
    """The other team may cost more than the member agreed to."""

    code = "rewards.dearer"
    message = _("That team could cost more than you agreed to.")


class HoldTooShort(errors.Conflict):
    """The other team ends after the bank lets go of the member's money."""

    code = "rewards.hold_too_short"
    message = _("That team ends after your bank lets go of the money that is held.")
