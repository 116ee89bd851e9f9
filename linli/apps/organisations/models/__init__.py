"""Tables of this app."""

from __future__ import annotations

from linli.apps.organisations.models.appointments import Appointment, HomeContact
from linli.apps.organisations.models.committees import CommitteeTerm
from linli.apps.organisations.models.coverage import (
    OrganisationArea,
    OrganisationBuilding,
    OrganisationCompound,
    OrganisationFirm,
)
from linli.apps.organisations.models.liaisons import Liaison, LiaisonCompound
from linli.apps.organisations.models.organisations import MemberUnit, Organisation

__all__ = [
    "Appointment",
    "CommitteeTerm",
    "HomeContact",
    "Liaison",
    "LiaisonCompound",
    "MemberUnit",
    "Organisation",
    "OrganisationArea",
    "OrganisationBuilding",
    "OrganisationCompound",
    "OrganisationFirm",
]
