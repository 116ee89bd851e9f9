"""Forms of the staff pages: they read what was typed; the actions judge it."""

from __future__ import annotations

from linli.apps.organisations.web.forms.appointing import (
    AppointForm,
    EndForm,
    HandOverForm,
    HomesForm,
)
from linli.apps.organisations.web.forms.committees import (
    DayForm,
    ElectionForm,
    EndTermForm,
    FilingForm,
)
from linli.apps.organisations.web.forms.keeping import (
    BranchForm,
    CloseForm,
    ContactForm,
    CoverForm,
    LiaisonForm,
)

__all__ = [
    "AppointForm",
    "BranchForm",
    "CloseForm",
    "ContactForm",
    "CoverForm",
    "DayForm",
    "ElectionForm",
    "EndForm",
    "EndTermForm",
    "FilingForm",
    "HandOverForm",
    "HomesForm",
    "LiaisonForm",
]
