"""Everybody of the cast tries every act in every state: two tables say what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast, read_matrix
from linli.apps.matters import actions, queries
from linli.apps.matters.access import TABLE, acts_allowed
from linli.apps.matters.models import Matter
from linli.apps.matters.queries import Wanted
from linli.apps.matters.queries.places_of import Spot
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import (
    ANSWER,
    OBJECTION,
    OTHER_UNIT,
    QUESTION,
    SYSTEM,
    WORDS,
    bring_to,
    desk,
    later,
    report,
)
from linli.foundation.areas import Level, span
from linli.foundation.refusals import Refused
from linli.platform.access import Actor, Grant, allowed

__all__ = ["desk"]

# yes; 403: may read it, not do this; 404: does not even learn that it is there.
# free: only while no unit has it, else 403. unit: only while their unit has it, else 404.
# The resident reported it; grid worker, secretary and subdistrict officer serve its place; the
# department has it from the dispatch on; neighbour, outsider and the others have no business with it.
WHO = """
                     accept triage dispatch reassign refer duplicate start ask  wait resume extend resolve return note edit inform reopen withdraw close rate rewrite contact  separate urge object
resident             403    403    403      403      403   403       403   403  403  403    403    403     403    403  403  yes    yes    yes      yes   yes  yes     yes   403  yes  403
neighbour            404    404    404      404      404   404       404   404  404  404    404    404     404    404  404  404    404    404      404   404  404     404   404  404  404
volunteer            404    404    404      404      404   404       404   404  404  404    404    404     404    404  404  404    404    404      404   404  404     404   404  404  404
building_head        404    404    404      404      404   404       404   404  404  404    404    404     404    404  404  404    404    404      404   404  404     404   404  404  404
grid_worker          yes    yes    403      403      403   403       free  free free free   free   free    403    yes  yes  yes    yes    yes      403   403  403     yes   403  yes  403
secretary            yes    yes    yes      yes      yes   yes       yes   yes  yes  yes    yes    yes     403    yes  yes  yes    yes    yes      403   403  403     yes   yes  yes  403
subdistrict_officer  yes    yes    yes      yes      yes   yes       yes   yes  yes  yes    yes    yes     403    yes  yes  yes    yes    yes      403   403  403     yes   yes  yes  403
department_handler   unit!  unit!  unit!    unit!    unit! unit!     unit  unit unit unit   unit   unit    unit   unit unit! unit! unit!  unit!    unit! unit! unit!  unit   unit!  unit!  unit
property_manager     404    404    404      404      404   404       404   404  404  404    404    404     404    404  404  404    404    404      404   404  404     404   404  404  404
window               404    404    404      404      404   404       404   404  404  404    404    404     404    404  404  404    404    404      404   404  404     404   404  404  404
city_officer         403    403    403      403      403   403       403   403  403  403    403    403     403    403  403  403    403    403      403   403  403     403   403  403  403
outsider             404    404    404      404      404   404       404   404  404  404    404    404     404    404  404  404    404    404      404   404  404     404   404  404  404
data_officer         404    404    404      404      404   404       404   404  404  404    404    404     404    404  404  404    404    404      404   404  404     404   404  404  404
platform_admin       404    404    404      404      404   404       404   404  404  404    404    404     404    404  404  404    404    404      404   404  404     404   404  404  404
stranger             404    404    404      404      404   404       404   404  404  404    404    404     404    404  404  404    404    404      404   404  404     404   404  404  404
"""
# yes, or no: refused by the rule with a sentence.
WHEN = """
           received accepted dispatched in_progress waiting_information waiting_decision resolved closed reopened referred_out withdrawn duplicate
accept     yes      no       no         no          no                  no               no       no     no       no           no        no
triage     yes      yes      no         no          no                  no               no       no     yes      no           no        no
dispatch   no       yes      no         no          no                  no               no       no     yes      no           no        no
reassign   no       no       yes        yes         no                  no               no       no     no       no           no        no
refer      yes      yes      yes        yes         no                  no               no       no     no       no           no        no
duplicate  yes      yes      no         no          no                  no               no       no     no       no           no        no
start      no       yes      yes        no          no                  no               no       no     yes      no           no        no
ask        no       yes      no         yes         no                  no               no       no     no       no           no        no
wait       no       no       no         yes         no                  no               no       no     no       no           no        no
resume     no       no       no         no          no                  yes              no       no     no       no           no        no
extend     no       no       yes        yes         no                  yes              no       no     no       no           no        no
resolve    no       no       no         yes         no                  yes              no       no     yes      no           no        no
return     no       no       yes        no          no                  no               no       no     no       no           no        no
object     no       no       yes        yes         no                  no               no       no     no       no           no        no
note       yes      yes      yes        yes         yes                 yes              yes      yes    yes      yes          yes       yes
edit       yes      yes      yes        yes         yes                 yes              no       no     yes      no           no        no
inform     no       no       no         no          yes                 no               no       no     no       no           no        no
reopen     no       no       no         no          no                  no               yes      yes    no       no           no        no
withdraw   yes      yes      no         yes         yes                 no               no       no     no       no           no        no
close      no       no       no         no          no                  no               yes      no     no       no           no        no
rate       no       no       no         no          no                  no               yes      yes    no       no           no        no
rewrite    yes      no       no         no          no                  no               no       no     no       no           no        no
contact    no       no       no         no          no                  no               no       no     no       no           no        no
separate   no       no       no         no          no                  no               no       no     no       no           no        yes
urge       yes      yes      yes        yes         no                  yes              no       no     yes      no           no        no
"""
WHOSE: Final = {(who, act): mark for who, act, mark in read_matrix(WHO)}
ALLOWED: Final = {(act, state): mark for act, state, mark in read_matrix(WHEN)}
# As the access table calls them, where the words differ.
ROW_OF: Final = {"wait": "wait_decision"}
NOW: Final = later(days=8, hours=1)
REASON: Final = "这里不归我们管。"


def attempts(other: str) -> dict[str, Callable[[Actor, int], Any]]:
    """Return every act as a function of actor and key."""

    def do(act: Callable[..., Any], **facts: Any) -> Callable[[Actor, int], Any]:
        return lambda actor, pk: act(actor=actor, pk=pk, now=facts.pop("now", NOW), **facts)

    return {
        "accept": do(actions.accept_matter),
        "triage": do(actions.triage_matter, kind="A01", lane="major"),
        "dispatch": do(actions.dispatch_matter, unit=OTHER_UNIT),
        "reassign": do(actions.reassign_matter, unit=OTHER_UNIT, reason=REASON),
        "refer": do(actions.refer_out_matter, way="court", answer=ANSWER),
        "duplicate": do(actions.mark_duplicate, of=other),
        "start": do(actions.start_matter),
        "ask": do(actions.ask_information, question=QUESTION),
        "wait": do(actions.wait_decision, reason=REASON),
        "resume": do(actions.resume_matter),
        "extend": do(actions.extend_deadline, due=later(days=30), reason=REASON),
        "resolve": do(actions.resolve_matter, answer=ANSWER),
        "return": lambda actor, pk: actions.return_dispatch(
            actor=actor, pk=pk, right_unit=OTHER_UNIT, reason=REASON, now=later(hours=2)
        ),
        "object": do(actions.object_dispatch, right_unit=OTHER_UNIT, reason=REASON),
        "note": do(actions.add_note, text="约了明天去看。"),
        "edit": do(actions.edit_matter, spot=Spot(area=place.GRID, text="后门")),
        "inform": do(actions.answer_information, words=WORDS),
        "reopen": do(actions.reopen_matter, words=OBJECTION),
        "withdraw": do(actions.withdraw_matter),
        "close": do(actions.close_matter),
        "rate": do(actions.rate_matter, value="satisfied"),
        "rewrite": do(actions.rewrite_matter, words=WORDS),
        "contact": do(actions.reveal_contact, purpose="回电话"),
        "separate": do(actions.separate_matter),
        "urge": do(actions.urge_matter),
    }


def outcome(attempt: Callable[[Actor, int], Any], actor: Actor, pk: int) -> str:
    """Return what comes of it, and leave everything as it was."""
    try:
        with transaction.atomic():
            attempt(actor, pk)
            transaction.set_rollback(True)
    except Refused:
        return "no"
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"
    return "yes"


def expected(who: str, act: str, state: State, *, has_unit: bool) -> str:
    mark = WHOSE[who, act]
    if mark.startswith("unit"):
        mark = ("403" if mark.endswith("!") else "yes") if has_unit else "404"
    if mark == "free":
        mark = "403" if has_unit else "yes"
    return ALLOWED[act, state] if mark == "yes" else mark


@pytest.mark.slow
@pytest.mark.parametrize("state", list(State))
def test_everybody_tries_everything(desk: Cast, state: State) -> None:
    receipt = bring_to(state, actor=desk.resident.actor)
    matter = Matter.objects.get(pk=receipt.id)
    tries = attempts(report().reference)

    found = {
        (who, act): outcome(attempt, desk[who].actor, receipt.id)
        for who in desk
        for act, attempt in tries.items()
    }

    has_unit = matter.unit_id is not None
    assert found == {
        (who, act): expected(who, act, state, has_unit=has_unit) for who in desk for act in tries
    }


@pytest.mark.parametrize("state", list(State))
def test_a_page_offers_exactly_what_the_database_allows(desk: Cast, state: State) -> None:
    receipt = bring_to(state, actor=desk.resident.actor)
    rows = Matter.objects.filter(pk=receipt.id)
    row = {name.removesuffix("_id"): value for name, value in rows.values().get().items()}

    for who in desk:
        actor = desk[who].actor
        by_database = {
            action
            for action in TABLE
            if allowed(rows, actor=actor, action=action, table=TABLE).exists()
        }
        assert acts_allowed(actor, row) == by_database


def test_somebody_in_the_wrong_grid_or_community_reads_nothing(desk: Cast) -> None:
    receipt = report(spot=Spot(area=place.NEXT_GRID))

    for who in ("grid_worker", "secretary"):
        with pytest.raises(Http404):
            actions.accept_matter(actor=desk[who].actor, pk=receipt.id, now=NOW)
    actions.accept_matter(actor=desk.subdistrict_officer.actor, pk=receipt.id, now=NOW)


def test_nobody_decides_on_what_they_reported(desk: Cast) -> None:
    receipt = bring_to(State.IN_PROGRESS, actor=desk.secretary.actor)

    with pytest.raises(PermissionDenied):
        actions.resolve_matter(
            actor=desk.secretary.actor, pk=receipt.id, answer=ANSWER, now=later(hours=1)
        )


def test_linli_itself_and_officers_of_a_district_read_by_the_same_rule(desk: Cast) -> None:
    reference = report().reference
    over = span(place.DISTRICT, Level.DISTRICT)
    officer = Actor(1, grants=(Grant("city_officer", over),))

    for actor in (SYSTEM, officer):
        rows = queries.list_matters(actor=actor, wanted=Wanted(scope="all"), now=NOW).rows
        assert [row.reference for row in rows] == [reference]
