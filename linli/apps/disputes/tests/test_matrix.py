"""Everybody of the cast tries every act in every state: outside the circle it is not found, always."""

from __future__ import annotations

from typing import Final

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.tests.cast import PARTS, STRANGER, read_matrix
from linli.apps.disputes.access import TABLE
from linli.apps.disputes.models import Dispute
from linli.apps.disputes.tests import room as scene
from linli.apps.disputes.tests.room import Room
from linli.platform.access import Actor, fetch

room = scene.room
pytestmark = pytest.mark.django_db
WHO: Final = """
            read ask_consent add_side edit_side issue_code adopt consent propose_mediator answer_mediator step_down plan_session cancel_session record_session note_mediators note_side draw_up confirm perform court risk fail refer close withdraw
applicant   yes  403         403      403       403        yes   yes     yes              yes             403       403          403            403            403            yes       403     yes     yes     yes   403  403  403   403   yes
respondent  yes  403         403      403       403        yes   yes     yes              yes             403       403          403            403            403            yes       403     yes     yes     yes   403  403  403   403   403
mediator    yes  yes         yes      yes       yes        403   yes     403              yes             yes       yes          yes            yes            yes            403       yes     yes     yes     yes   yes  yes  yes   yes   yes
desk        yes  yes         yes      yes       yes        403   yes     yes              yes             403       403          403            403            403            403       403     403     yes     yes   yes  yes  yes   yes   yes
outside     404  404         404      404       404        404   404     404              404             404       404          404            404            404            404       404     404     404     404   404  404  404   404   404
"""
MARKS: Final = {(sort, act): mark for sort, act, mark in read_matrix(WHO)}
SORTS: Final = {"resident": "applicant", "neighbour": "respondent", "secretary": "desk"}
BEFORE_SEATED: Final = {"registered", "consent_asked"}
STATES: Final = (
    "registered",
    "consent_asked",
    "in_mediation",
    "agreed",
    "performed",
    "failed",
    "referred",
    "withdrawn",
)


def tried(actor: Actor, act: str, pk: int) -> str:
    try:
        fetch(Dispute.objects.all(), actor=actor, action=act, table=TABLE, pk=pk)
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"
    return "yes"


@pytest.mark.parametrize("state", STATES)
def test_everybody_tries_every_act(room: Room, state: str) -> None:
    pk = scene.bring_to(room, state).id
    everybody = {who: room.cast[who].actor for who in (*PARTS, STRANGER)}
    sorts = {who: SORTS.get(who, "outside") for who in everybody}
    everybody |= {"tan": room.mediator, "huang": room.second}
    sorts |= {"tan": "outside" if state in BEFORE_SEATED else "mediator", "huang": "outside"}

    wrong = [
        (who, act, found, MARKS[sorts[who], act])
        for who, actor in everybody.items()
        for act in TABLE
        if (found := tried(actor, act, pk)) != MARKS[sorts[who], act]
    ]
    assert wrong == []


def test_the_table_of_words_names_every_act() -> None:
    assert {act for _sort, act in MARKS} == set(TABLE)
