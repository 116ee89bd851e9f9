"""Lists of organisations by kind, form and place, by key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from linli.apps.organisations.models import Organisation
from linli.apps.organisations.queries.coverage import inside

PAGE_ROWS: Final = 50
TEXT_LETTERS_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    id: int
    name: str
    name_en: str
    kind: str
    form: str
    area: int
    area_name: str
    office_phone: str


ROW: Final = (
    "id",
    "name",
    "name_en",
    "kind",
    "form",
    "area_id",
    "area__name",
    "office_phone",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which organisations a list is to show; empty words mean all."""

    on: dt.date
    area: int | None = None
    kind: str = ""
    form: str = ""
    text: str = ""


def _chosen(wish: Wish) -> QuerySet[Organisation]:
    rows = Organisation.objects.as_of(wish.on)
    if wish.area is not None:
        rows = rows.filter(inside("area", wish.area))
    if wish.form:
        rows = rows.filter(form=wish.form)
    if wish.text:
        words = wish.text.replace("\0", "").strip()[:TEXT_LETTERS_MAX]
        rows = rows.filter(Q(name__icontains=words) | Q(name_en__icontains=words))
    return rows


def list_organisations(
    wish: Wish, *, after: int = 0, limit: int = PAGE_ROWS
) -> tuple[OrganisationRow, ...]:
    """Return organisations in the order of keys, those after the key `after`."""
    rows = _chosen(wish).filter(pk__gt=after).order_by("pk")
    if wish.kind:
        rows = rows.filter(kind=wish.kind)
    return tuple(OrganisationRow(*row) for row in rows.values_list(*ROW)[: min(limit, 200)])


def count_kinds(wish: Wish) -> dict[str, int]:
    """Return how many organisations of each kind there are, whatever kind is wished for."""
    return dict(_chosen(wish).values_list("kind").annotate(total=Count("id")).order_by("kind"))
