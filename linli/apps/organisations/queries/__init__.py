"""What pages and other apps read of organisations. Lists are frozen rows."""

from __future__ import annotations

from linli.apps.organisations.queries.staff import StaffRow, grid_workers, staff_of
from linli.apps.organisations.queries.units import (
    UnitRow,
    get_organisation,
    organisation_names,
    units_for,
)
from linli.apps.organisations.queries.who import Answer, Contact, Holder, who_answers

__all__ = [
    "Answer",
    "Contact",
    "Holder",
    "StaffRow",
    "UnitRow",
    "get_organisation",
    "grid_workers",
    "organisation_names",
    "staff_of",
    "units_for",
    "who_answers",
]
