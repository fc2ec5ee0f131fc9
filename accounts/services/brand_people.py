"""Who works for a brand: asked by an owner, and only with a yes of their own. Whoever is last of the owners stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import brand_registry
from accounts.models import Brand, BrandInvite, BrandStaff, BrandStep, User
from accounts.selectors import brands, people
from accounts.services import brand_letters
from lib import clean, errors, limits
from lib.after_commit import after_commit
from live.services import topics

Role, Kind, State = BrandStaff.Role, BrandStep.Kind, BrandInvite.State
LASTS = timedelta(days=14)
MOST = 50
INVITES = limits.Limit("brand_invites", most=20, seconds=86_400)
TO_LENGTH = 254


class LastOwner(errors.Conflict):
    """A brand without an owner could never be changed again."""

    code = "accounts.brand_last_owner"
    message = _("A brand needs an owner: make somebody else one first.")


class Answered(errors.Conflict):
    """The invitation was taken back or answered in the meantime."""

    code = "accounts.invite_answered"
    message = _("This invitation was answered or taken back in the meantime.")


@transaction.atomic
def invite(*, by: User, brand: Brand, to: str, role: str, now: datetime) -> BrandInvite:
    """Ask somebody, by @name or e-mail address; asking once more changes nothing.

    Locks: the brand.
    Raises: NotFound, OwnersOnly; RateLimited; Invalid beside `to` or `role`.
    """
    _own(by, brand)
    if role not in Role.values:
        raise errors.Invalid(fields={"role": _("Please choose one of the list.")})
    whom = _whom(clean.line(to, field="to", most=TO_LENGTH, least=1), brand)
    known = BrandInvite.objects.filter(brand=brand, state=State.ASKED, **whom).first()
    if known and known.expires_at > now:
        return known
    limits.spend(INVITES, who=brand.slug, now=now)
    if known:
        BrandInvite.objects.filter(pk=known.pk).update(state=State.WITHDRAWN, answered_at=now)
    if brand.staff.count() >= MOST:
        raise errors.Invalid(fields={"to": _("At most %(most)s people, please.") % {"most": MOST}})
    made = BrandInvite.objects.create(brand=brand, role=role, asked_by=by, asked_at=now, expires_at=now + LASTS, **whom)
    _note(brand, Kind.INVITED, by, made.user, now, role=role)  # the address itself is not kept for ever
    _send(made, by, now)
    return made


@transaction.atomic
def withdraw(*, by: User, brand: Brand, public_id: str, now: datetime) -> BrandInvite:
    """Take an invitation back. Locks: the brand. Raises: NotFound, OwnersOnly, Answered."""
    _own(by, brand)
    row = BrandInvite.objects.filter(brand=brand, public_id=public_id).first()
    if row is None:
        raise errors.NotFound(code="accounts.invite_not_found")
    _answer(row, State.WITHDRAWN, now)
    _note(brand, Kind.WITHDRAWN, by, row.user, now)
    return row


@transaction.atomic
def answer(*, by: User, public_id: str, agrees: bool, now: datetime) -> BrandInvite:
    """Say yes or no to an invitation of one's own. Locks: the brand. Raises: NotFound, Answered."""
    row = brands.find_invite(user=by, public_id=public_id, now=now)
    Brand.objects.select_for_update(no_key=True).get(pk=row.brand_id)
    _answer(row, State.ACCEPTED if agrees else State.DECLINED, now)
    if agrees:
        BrandStaff.objects.get_or_create(brand=row.brand, user=by, defaults={"role": row.role})
        topics.doubt(by)  # who works for a brand judges nobody
    _note(row.brand, Kind.JOINED if agrees else Kind.DECLINED, by, by, now, role=row.role)
    _tell(row.asked_by, "brand_answered", row, by, now, agrees=agrees)
    return row


@transaction.atomic
def change_role(*, by: User, brand: Brand, handle: str, role: str, now: datetime) -> BrandStaff:
    """Make somebody an owner or an editor. Locks: the brand. Raises: NotFound, OwnersOnly, LastOwner, Invalid."""
    _own(by, brand)
    if role not in Role.values:
        raise errors.Invalid(fields={"role": _("Please choose one of the list.")})
    row = _row(brand, handle)
    if row.role != role:
        _keep_an_owner(brand, row)
        row.role = role
        row.save(update_fields=["role"])
        _note(brand, Kind.ROLE, by, row.user, now, role=role)
    return row


@transaction.atomic
def remove(*, by: User, brand: Brand, handle: str, now: datetime) -> None:
    """Take somebody off the brand; everybody may take themselves off.

    Locks: the brand. Raises: NotFound, OwnersOnly, LastOwner.
    """
    Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    brands.access(user=by, slug=brand.slug, owner=by.handle != handle)
    row = _row(brand, handle)
    _keep_an_owner(brand, row)
    row.delete()
    topics.doubt(row.user)
    brand_registry.part(user=row.user, brand=brand, now=now)
    _note(brand, Kind.LEFT if row.user_id == by.pk else Kind.REMOVED, by, row.user, now)


def _own(by: User, brand: Brand) -> None:
    """Hold the brand for an owner of it."""
    Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    brands.access(user=by, slug=brand.slug, owner=True)


def _whom(to: str, brand: Brand) -> dict[str, Any]:
    if "@" in to.removeprefix("@"):
        try:
            validate_email(to)
        except ValidationError as error:
            raise errors.Invalid(fields={"to": _("This is no e-mail address.")}) from error
        return {"user": None, "email": to.lower()}
    person = people.people().filter(username=to.removeprefix("@").lower(), is_active=True).first()
    if person is None:
        raise errors.Invalid(fields={"to": _("There is nobody with this handle.")})
    if brand.staff.filter(user=person).exists():
        raise errors.Invalid(fields={"to": _("They work for this brand already.")})
    return {"user": person, "email": ""}


def _answer(row: BrandInvite, state: str, now: datetime) -> None:
    """Close an invitation that is still open. Raises: Answered."""
    if not BrandInvite.objects.filter(pk=row.pk, state=State.ASKED).update(state=state, answered_at=now):
        raise Answered
    row.state, row.answered_at = state, now


def _row(brand: Brand, handle: str) -> BrandStaff:
    row = brand.staff.select_related("user").filter(user__username=clean.sought(handle, most=40)).first()
    if row is None:
        raise errors.NotFound(_("There is nobody with this handle."), code="accounts.person_not_found")
    return row


def _keep_an_owner(brand: Brand, row: BrandStaff) -> None:
    others = brand.staff.filter(role=Role.OWNER, user__is_active=True).exclude(pk=row.pk)
    if row.role == Role.OWNER and not others.exists():
        raise LastOwner


def _note(brand: Brand, kind: str, by: User, person: User | None, now: datetime, **data: Any) -> None:
    BrandStep.objects.create(brand=brand, kind=kind, actor=by, person=person, data=data, at=now)


def _send(row: BrandInvite, by: User, now: datetime) -> None:
    if row.user:
        _tell(row.user, "brand_invited", row, by, now)
    else:
        after_commit(partial(brand_letters.invite, row))


def _tell(to: User, kind: str, row: BrandInvite, by: User, now: datetime, **data: Any) -> None:
    url = f"/brands/invites/{row.public_id}/" if kind == "brand_invited" else f"/brands/{row.brand.slug}/people/"
    said = {"brand": row.brand.names, "role": row.role, **data}
    key = f"{kind}:{row.public_id}"
    brand_registry.tell(recipient=to, kind=kind, key=key, url=url, actor=by, data=said, now=now)
