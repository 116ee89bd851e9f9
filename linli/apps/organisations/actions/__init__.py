"""Everything that changes organisations: one verb a function."""

from __future__ import annotations

from linli.apps.organisations.actions.appointments import (
    AppointmentDraft,
    appoint,
    end_appointment,
    end_role_of,
    hand_over,
    link_homes,
    show_to_neighbours,
)
from linli.apps.organisations.actions.committees import (
    ElectionRecord,
    end_term,
    prepare_committee,
    record_election,
    record_filing,
    take_office,
)
from linli.apps.organisations.actions.coverage import (
    cover_areas,
    cover_buildings,
    cover_compounds,
    cover_firms,
)
from linli.apps.organisations.actions.liaisons import LiaisonDraft, end_liaison, start_liaison
from linli.apps.organisations.actions.listing import ORGANISATIONS
from linli.apps.organisations.actions.organisations import (
    BranchDraft,
    ContactLines,
    close_organisation,
    form_branch,
    set_contact_lines,
)

__all__ = [
    "ORGANISATIONS",
    "AppointmentDraft",
    "BranchDraft",
    "ContactLines",
    "ElectionRecord",
    "LiaisonDraft",
    "appoint",
    "close_organisation",
    "cover_areas",
    "cover_buildings",
    "cover_compounds",
    "cover_firms",
    "end_appointment",
    "end_liaison",
    "end_role_of",
    "end_term",
    "form_branch",
    "hand_over",
    "link_homes",
    "prepare_committee",
    "record_election",
    "record_filing",
    "set_contact_lines",
    "show_to_neighbours",
    "start_liaison",
    "take_office",
]
