"""JSON API: who I am here, and which roles I hold now."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Schema

from linli.apps.accounts import queries
from linli.interface.context import actor_of

router = Router(tags=["accounts"])


class RoleOut(Schema):
    """A role in force; codes of areas are texts of fifteen digits."""

    role: str
    role_name: str
    area_from: str
    area_before: str
    organisation: str | None


class MeOut(Schema):
    account: str
    acting_for: str | None
    roles: list[RoleOut]


@router.get("/me", response=MeOut, summary="Who I am and which roles I hold")
def me(request: HttpRequest) -> MeOut:
    """Answer for the signed-in account, 403 without one."""
    actor = actor_of(request)
    if actor.account is None:
        raise PermissionDenied("me")
    return MeOut(
        account=str(actor.account),
        acting_for=str(actor.behalf) if actor.behalf else None,
        roles=[
            RoleOut(
                role=grant.role,
                role_name=queries.role_name(grant.role),
                area_from=str(grant.over.low),
                area_before=str(grant.over.high),
                organisation=str(grant.organisation) if grant.organisation else None,
            )
            for grant in actor.grants
        ],
    )
