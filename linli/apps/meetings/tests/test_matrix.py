"""Everybody of the cast tries every act on meetings, bodies and decisions."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.tests.cast import PARTS, STRANGER, read_matrix
from linli.apps.accounts.tests.tiny_city import COMMUNITY
from linli.apps.meetings import actions
from linli.apps.meetings.access import BODIES, DECISIONS, TABLE
from linli.apps.meetings.models import Body, Decision, Meeting
from linli.apps.meetings.tests.table import CALLED, Table, table
from linli.platform.access import fetch

__all__ = ["table"]
pytestmark = pytest.mark.django_db

LEAD, INSIDE, UNIT, OUTSIDE = "lead", "inside", "unit", "outside"
SORTS: Final = {
    "secretary": LEAD,
    "resident": INSIDE,
    "neighbour": INSIDE,
    "building_head": INSIDE,
    "volunteer": INSIDE,
    "property_manager": INSIDE,
    "department_handler": UNIT,
    STRANGER: STRANGER,
}
# A sitting of the hall: it leads the secretary; inside are its seats; unit answers for a decision.
SITTING: Final = """
         read call agenda cancel desk run invited come speak_up answer decide minutes publish
lead     yes  yes  yes    yes    yes  yes yes     yes  yes      yes    yes    yes     yes
inside   yes  403  403    403    403  403 yes     yes  yes      403    403    403     403
unit     yes  403  403    403    403  403 403     403  yes      403    403    403     403
outside  yes  403  403    403    403  403 403     403  yes      403    403    403     403
stranger yes  403  403    403    403  403 403     403  403      403    403    403     403
"""
# A city conference is closed to all but its nineteen units and the city officer.
CONFERENCE: Final = {"city_officer": "yes"}
DECIDED: Final = """
         read follow report check close
lead     yes  yes    yes    yes   yes
inside   yes  403    403    403   403
unit     yes  yes    yes    403   403
outside  yes  403    403    403   403
stranger yes  403    403    403   403
"""
HALL: Final = """
         read seats lead
lead     yes  yes   yes
inside   yes  yes   403
unit     yes  403   403
outside  yes  403   403
stranger yes  403   403
"""


def tried(rows: Any, access: Any, who: str, act: str, pk: int, table: Table) -> str:
    try:
        fetch(rows, actor=table.cast[who].actor, action=act, table=access, pk=pk)
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"
    return "yes"


@pytest.mark.parametrize(
    ("words", "access", "what"),
    [(SITTING, TABLE, "sitting"), (DECIDED, DECISIONS, "decision"), (HALL, BODIES, "hall")],
)
def test_everybody_tries_every_act(table: Table, words: str, access: Any, what: str) -> None:
    decision = table.decided()
    model, pk = {
        "sitting": (Meeting, decision.meeting_id),
        "decision": (Decision, decision.pk),
        "hall": (Body, table.hall.pk),
    }[what]
    marks = {(sort, act): mark for sort, act, mark in read_matrix(words)}

    assert {act for _sort, act in marks} == set(access)
    wrong = [
        (who, act, found, marks[SORTS.get(who, OUTSIDE), act])
        for who in (*PARTS, STRANGER)
        for act in access
        if (found := tried(model._default_manager.all(), access, who, act, pk, table))
        != marks[SORTS.get(who, OUTSIDE), act]
    ]
    assert wrong == []


def test_a_closed_conference_is_hidden_from_all_but_its_own(table: Table) -> None:
    meeting = table.call("joint_conference")

    found = {
        who: tried(Meeting.objects.all(), TABLE, who, "read", meeting.pk, table)
        for who in (*PARTS, STRANGER)
    }
    assert {who for who, mark in found.items() if mark == "yes"} == set(CONFERENCE)
    assert set(found.values()) == {"yes", "404"}


def test_who_leads_elsewhere_founds_nothing_here(table: Table) -> None:
    for who in ("outsider", "resident", "city_officer", "platform_admin", STRANGER):
        with pytest.raises(PermissionDenied):
            actions.found_body(
                actor=table.cast[who].actor, kind="hall", name="新厅", area=COMMUNITY, now=CALLED
            )
        with pytest.raises(PermissionDenied):
            actions.seat_member(
                actor=table.cast[who].actor,
                body=table.hall.pk,
                person=table.persons["outsider"].pk,
                now=CALLED,
            )
