"""What pages and other apps read of organisations. Lists are frozen rows."""

from __future__ import annotations

from linli.apps.organisations.queries.coverage import (
    CompoundCoverage,
    Coverage,
    coverage,
)
from linli.apps.organisations.queries.crossing import (
    CrossAppointments,
    cross_list,
    late_filings,
)
from linli.apps.organisations.queries.liaisons import (
    LiaisonRow,
    get_liaison,
    list_liaisons,
    without_firm_and_liaison,
)
from linli.apps.organisations.queries.listing import (
    OrganisationRow,
    Wish,
    count_kinds,
    list_organisations,
)
from linli.apps.organisations.queries.network import (
    CompoundNetwork,
    MyKeyHouseholds,
    key_households_for,
    my_key_households,
    network_of,
)
from linli.apps.organisations.queries.over import (
    OrganisationOver,
    PostOver,
    kind_word,
    organisations_over,
    post_holders,
    post_word,
    posts_over,
)
from linli.apps.organisations.queries.page import (
    Page,
    TermRow,
    covered_keys,
    open_state,
    read_page,
)
from linli.apps.organisations.queries.staff import (
    StaffRow,
    bodies_of,
    ended_with_role,
    export_appointments,
    grid_workers,
    linked_homes,
    staff_of,
)
from linli.apps.organisations.queries.units import (
    UnitRow,
    get_organisation,
    organisation_names,
    units_for,
)
from linli.apps.organisations.queries.who import (
    Answer,
    Contact,
    GridCard,
    Holder,
    grid_card,
    who_answers,
)

__all__ = [
    "Answer",
    "CompoundCoverage",
    "CompoundNetwork",
    "Contact",
    "Coverage",
    "CrossAppointments",
    "GridCard",
    "Holder",
    "LiaisonRow",
    "MyKeyHouseholds",
    "OrganisationOver",
    "OrganisationRow",
    "Page",
    "PostOver",
    "StaffRow",
    "TermRow",
    "UnitRow",
    "Wish",
    "bodies_of",
    "count_kinds",
    "coverage",
    "covered_keys",
    "cross_list",
    "ended_with_role",
    "export_appointments",
    "get_liaison",
    "get_organisation",
    "grid_card",
    "grid_workers",
    "key_households_for",
    "kind_word",
    "late_filings",
    "linked_homes",
    "list_liaisons",
    "list_organisations",
    "my_key_households",
    "network_of",
    "open_state",
    "organisation_names",
    "organisations_over",
    "post_holders",
    "post_word",
    "posts_over",
    "read_page",
    "staff_of",
    "units_for",
    "who_answers",
    "without_firm_and_liaison",
]
