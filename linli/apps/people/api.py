"""JSON API: where I live and what I own."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Schema

from linli.apps.people import queries
from linli.foundation import clock
from linli.interface.context import actor_of

router = Router(tags=["people"])


class HomeOut(Schema):
    """A home by its door; keys are texts, which JavaScript does not round."""

    home: str
    building: str
    address: str
    relation: str


class PropertyOut(Schema):
    home: str
    address: str
    share: str
    basis: str


class HomesOut(Schema):
    homes: list[HomeOut]
    property: list[PropertyOut]


@router.get("/me/homes", response=HomesOut, summary="Where I live and what I own")
def my_homes(request: HttpRequest) -> HomesOut:
    """Answer for the signed-in account, 403 without one."""
    account = actor_of(request).account
    if account is None:
        raise PermissionDenied("me")
    today = clock.local_date(clock.now())
    return HomesOut(
        homes=[
            HomeOut(
                home=str(row.door.home),
                building=str(row.door.building),
                address=row.door.label,
                relation=row.relation,
            )
            for row in queries.list_my_homes(account, today)
        ],
        property=[
            PropertyOut(
                home=str(row.door.home),
                address=row.door.label,
                share=f"{row.numerator}/{row.denominator}",
                basis=row.basis,
            )
            for row in queries.list_my_property(account, today)
        ],
    )
