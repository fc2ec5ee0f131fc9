"""The pictures of a campaign. They change while it is a draft, like everything else it promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors, pictures, wordings
from lib.wordings import Wrong
from rewards.models import Campaign, CampaignPicture
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services import listings

MOST, ALT_LENGTH = 8, 200


class TooMany(errors.Invalid):
    """A campaign shows only so many pictures."""

    code = "rewards.pictures_enough"


def add(*, by: User, campaign: Campaign, file: UploadedFile) -> CampaignPicture:
    """Put a picture behind the others; it is decoded and written anew before the transaction.

    Locks: the campaign. Raises: NotFound, NotAllowed, WrongMoment, TooMany; Invalid beside `pictures`.
    """
    roles.require(user=by, brand=campaign.brand, action=Action.WRITE)
    encoded = pictures.encode(file, field="pictures")
    with transaction.atomic():
        listings.lock_in(campaign, Campaign.State.DRAFT, by=by, action=Action.WRITE)
        places = list(CampaignPicture.objects.filter(campaign=campaign).values_list("position", flat=True))
        if len(places) >= MOST:
            raise TooMany(fields={"pictures": _("At most %(most)s pictures, please.") % {"most": MOST}})
        picture = CampaignPicture(campaign=campaign, position=max(places, default=0) + 1)
        picture.width, picture.height = pictures.keep(picture.image, encoded)
        picture.save()
    return picture


@transaction.atomic
def arrange(
    *, by: User, campaign: Campaign, first: int = 0, alts: Mapping[int, Mapping[str, str]], gone: Sequence[int] = ()
) -> None:
    """Say per language what the pictures show, take out those in `gone`, and put `first` in front; all by their ids.

    Locks: the campaign. Raises: NotFound, NotAllowed, WrongMoment; Invalid beside `alt_<id>` (`alt_<id>_zh_hans`).
    """
    listings.lock_in(campaign, Campaign.State.DRAFT, by=by, action=Action.WRITE)
    wrong: Wrong = {}
    rows = list(CampaignPicture.objects.filter(campaign=campaign).order_by("position", "pk"))
    stay = sorted((row for row in rows if row.pk not in gone), key=lambda row: row.pk != first)
    for position, row in enumerate(stay, start=1):
        row.position = position
        row.alts = wordings.keep(alts.get(row.pk, row.alts), f"alt_{row.pk}", ALT_LENGTH, wrong)
    if wrong:
        raise errors.Invalid(fields=wrong)
    CampaignPicture.objects.bulk_update(stay, ["position", "alts"])
    for row in rows:
        if row.pk in gone:
            _delete(row)


def _delete(row: CampaignPicture) -> None:
    row.delete()
    pictures.forget(row.image.name)
