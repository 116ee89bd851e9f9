"""Posts and organisations over some areas, for who plans the areas anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from linli.apps.organisations.models import Appointment, OrganisationArea, labels

ROWS_MAX = 2000


@dataclass(frozen=True, slots=True)
class PostOver:
    """A post over an area; `role_grant` is the role that came with it."""

    id: int
    post: str
    area: int
    role_grant: int | None


@dataclass(frozen=True, slots=True)
class OrganisationOver:
    """An organisation that answers for an area."""

    id: int
    kind: str
    name: str
    area: int


def posts_over(areas: Iterable[int], on: dt.date) -> tuple[PostOver, ...]:
    """Return the posts over exactly these areas on a day. One query."""
    rows = Appointment.objects.as_of(on).filter(area__in=set(areas)).order_by("area_id", "id")
    values = rows.values_list("id", "post", "area_id", "role_grant")
    return tuple(PostOver(*row) for row in values[:ROWS_MAX])


def organisations_over(areas: Iterable[int], on: dt.date) -> tuple[OrganisationOver, ...]:
    """Return the organisations that answer for exactly these areas on a day. One query."""
    rows = OrganisationArea.objects.as_of(on).filter(area__in=set(areas))
    values = rows.order_by("area_id", "organisation_id").values_list(
        "organisation_id", "organisation__kind", "organisation__name", "area_id"
    )
    return tuple(OrganisationOver(*row) for row in values[:ROWS_MAX])


def post_holders(posts: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return name and organisation of who holds each post. One query."""
    rows = Appointment.objects.filter(pk__in=set(posts))
    values = rows.values_list("id", "person__name", "organisation_id")
    return {pk: (name, organisation) for pk, name, organisation in values}


def post_word(code: str) -> str:
    """Return the name of a post in the reader's language; an unknown one stands for itself."""
    return next((str(name) for post, name in labels.POSTS.items() if post == code), code)


def kind_word(code: str) -> str:
    """Return the name of a kind of organisation in the reader's language."""
    return next((str(name) for kind, name in labels.KINDS.items() if kind == code), code)
