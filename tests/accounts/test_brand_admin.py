"""What staff of the site change about a brand in the admin stands in the brand's log."""

from __future__ import annotations

import pytest

from accounts.models import Brand, BrandStaff
from tests import factories


def form_of(brand, rows):
    flat = {"staff-TOTAL_FORMS": len(rows), "staff-INITIAL_FORMS": sum("id" in row for row in rows)}
    flat |= {f"staff-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    texts = dict.fromkeys(("names", "taglines", "stories", "alts"), "{}")
    created = {"created_at_0": "2026-03-02", "created_at_1": "09:00:00", "width": 0, "height": 0}
    return texts | created | flat | {"slug": brand.slug, "names": '{"en": "Tea House"}'}


def test_the_first_owner_a_change_and_the_last_are_written_into_the_log(db, clock, client):
    brand = Brand.objects.create(slug="tea", names={"en": "Tea House"}, created_at="2026-03-02T09:00:00Z")
    keeper = factories.member("Keeper", is_staff=True, is_superuser=True)
    ana, bo = factories.member("Ana"), factories.member("Bo")
    client.force_login(keeper)
    path = f"/admin/accounts/brand/{brand.pk}/change/"

    def save(*rows):
        answer = client.post(path, form_of(brand, rows))
        assert answer.status_code == 302, answer.context["adminform"].errors

    def row(user, **more):
        return {"id": BrandStaff.objects.get(user=user).pk, "brand": brand.pk, "user": user.pk, **more}

    save({"user": ana.pk, "role": "owner"})
    save(row(ana, role="editor"), {"user": bo.pk, "role": "owner"})
    save(row(ana, role="editor", DELETE="on"), row(bo, role="owner"))

    kept = brand.steps.order_by("pk").values_list("kind", "actor", "person", "data__role")
    by = keeper.pk
    assert [step for step in kept if step[0] != "page"] == [
        ("joined", by, ana.pk, "owner"),
        ("joined", by, bo.pk, "owner"),
        ("role", by, ana.pk, "editor"),
        ("removed", by, ana.pk, "editor"),
    ]


@pytest.mark.django_db
def test_names_that_no_page_could_show_are_refused(client):
    brand = Brand.objects.create(slug="tea", names={"en": "Tea House"}, created_at="2026-03-02T09:00:00Z")
    client.force_login(factories.member(is_staff=True, is_superuser=True))

    for names in ("[]", '["Tea"]', '"Tea"', "7", "{}", '{"en": 7}', '{"xx": "Tea"}', '{"en": ""}'):
        answer = client.post(f"/admin/accounts/brand/{brand.pk}/change/", form_of(brand, []) | {"names": names})

        assert answer.status_code == 200, names
        assert "names" in answer.context["adminform"].form.errors, names
    assert client.get("/brands/tea/").status_code == 200
