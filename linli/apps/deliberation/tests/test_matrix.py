"""Everybody of the cast tries every act in halls and on topics."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PARTS, STRANGER, read_matrix
from linli.apps.deliberation import actions
from linli.apps.deliberation.access import HALLS, TOPICS
from linli.apps.deliberation.models import Hall, Topic
from linli.apps.deliberation.tests.hall import SYSTEM, Assembly, assembly, later, raise_topic
from linli.apps.people.models import Person
from linli.foundation import clock
from linli.foundation.keys import new_key
from linli.platform.access import fetch

__all__ = ["assembly"]
OTHER: Final = "other"
SORTS: Final = {
    "resident": "proposer",
    "neighbour": "neighbour",
    "grid_worker": "office",
    "building_head": "office",
    "secretary": "convener",
    "subdistrict_officer": "keeper",
    "department_handler": "unit",
    "property_manager": "place",
    "window": "seat",
}
TOPIC: Final = """
          read second idea voice review withdraw triage convene option answer follow_up hide
proposer  yes  yes    yes  yes   yes    yes      403    403     403    403    403       403
neighbour yes  yes    yes  yes   yes    403      403    403     403    403    403       403
office    yes  403    yes  403   403    403      403    403     yes    403    403       403
convener  yes  403    yes  403   403    403      yes    yes     yes    yes    yes       yes
keeper    yes  403    yes  403   403    403      yes    403     yes    yes    403       yes
unit      yes  403    yes  403   403    403      403    403     403    yes    yes       403
place     yes  403    yes  403   403    403      403    403     403    yes    403       403
seat      yes  403    yes  403   403    403      403    403     yes    403    403       403
other     yes  403    403  403   403    403      403    403     403    403    403       403
"""
HALL: Final = """
          read keep publish_rules convene book raise
proposer  yes  403  403           403     yes  yes
neighbour yes  403  403           403     yes  yes
office    yes  403  403           403     yes  yes
convener  yes  yes  yes           yes     yes  yes
keeper    yes  yes  yes           403     yes  yes
unit      yes  403  403           403     403  403
place     yes  403  403           403     403  403
seat      yes  403  403           403     403  403
other     yes  403  403           403     403  403
"""


def tried(rows: Any, table: Any, who: str, act: str, pk: int, assembly: Assembly) -> str:
    try:
        fetch(rows, actor=assembly.cast[who].actor, action=act, table=table, pk=pk)
    except PermissionDenied:
        return "403"
    return "yes"


@pytest.mark.parametrize(
    ("words", "table", "model"),
    [(TOPIC, TOPICS, Topic), (HALL, HALLS, Hall)],
    ids=["topic", "hall"],
)
def test_everybody_tries_every_act(assembly: Assembly, words: str, table: Any, model: Any) -> None:
    topic = raise_topic(assembly)
    Topic.objects.filter(pk=topic.pk).update(unit=HANDLING_DEPARTMENT)
    seated = Person.objects.create(
        id=new_key(clock.now()),
        account_id=assembly.cast.window.key,
        name="黄凤英",
        community_id=assembly.hall.area_id,
        birth_year=1980,
    )
    actions.fill_seat(
        actor=SYSTEM, pk=assembly.hall.pk, kind="other", person=seated.pk, now=later(days=-58)
    )
    pk = topic.pk if model is Topic else assembly.hall.pk
    marks = {(sort, act): mark for sort, act, mark in read_matrix(words)}

    assert {act for _sort, act in marks} == set(table)
    wrong = [
        (who, act, found, marks[SORTS.get(who, OTHER), act])
        for who in (*PARTS, STRANGER)
        for act in table
        if (found := tried(model._default_manager.all(), table, who, act, pk, assembly))
        != marks[SORTS.get(who, OTHER), act]
    ]
    assert wrong == []
