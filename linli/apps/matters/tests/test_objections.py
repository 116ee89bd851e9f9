"""A unit objects, subdistrict or city rule once, and the ruling guides the next dispatch."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PROPERTY_FIRM, Cast
from linli.apps.matters import actions, queries
from linli.apps.matters.models import DispatchObjection, Matter, MatterNote
from linli.apps.matters.rules.objections import can_still_return, ruling_due
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import NOW, OTHER_UNIT, bring_to, desk, later, report
from linli.apps.notifications.models import Notification
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused
from linli.platform.models import JournalLine

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
REASON = "路灯归供电单位管，不归城管。"
WHY = "按职责清单，公共照明由生态环境局承办。"
LATE = later(days=3)


def objected(desk: Cast, state: State = State.DISPATCHED) -> DispatchObjection:
    receipt = bring_to(state)
    return actions.object_dispatch(
        actor=desk.department_handler.actor,
        pk=receipt.id,
        right_unit=OTHER_UNIT,
        reason=REASON,
        now=LATE,
    )


def ruled(desk: Cast, unit: int, *, who: str = "subdistrict_officer", **facts: Any) -> Any:
    made = facts.pop("made", None) or objected(desk)
    return actions.rule_objection(
        actor=desk[who].actor, pk=made.pk, unit=unit, why=facts.get("why", WHY), now=LATE
    )


def test_an_objection_waits_in_the_queue_and_the_work_goes_on(desk: Cast) -> None:
    made = objected(desk)

    matter = Matter.objects.get()
    assert (matter.state, matter.unit_id) == (State.DISPATCHED, HANDLING_DEPARTMENT)
    (row,) = queries.list_objections(actor=desk.subdistrict_officer.actor)
    assert (row.id, row.unit, row.right_unit, row.reason) == (
        made.pk, HANDLING_DEPARTMENT, OTHER_UNIT, REASON,
    )  # fmt: skip
    assert row.due_at == ruling_due(LATE)
    told = Notification.objects.get(kind="matters.objected")
    assert told.account_id == desk.subdistrict_officer.key


def test_a_ruling_moves_the_matter_and_tells_who_objected(desk: Cast) -> None:
    found = ruled(desk, OTHER_UNIT)

    matter = Matter.objects.get()
    assert (matter.unit_id, found.ruled_unit_id, found.why) == (OTHER_UNIT, OTHER_UNIT, WHY)
    assert queries.list_objections(actor=desk.subdistrict_officer.actor) == ()
    assert Notification.objects.get(kind="matters.ruled").account_id == desk.department_handler.key
    line = JournalLine.objects.get(verb="matters.rule")
    assert (line.before["unit_id"], line.after["unit_id"]) == (HANDLING_DEPARTMENT, OTHER_UNIT)
    assert not line.is_public
    assert MatterNote.objects.get(words=WHY).is_private


def test_a_ruling_may_leave_it_where_it_is(desk: Cast) -> None:
    ruled(desk, HANDLING_DEPARTMENT)
    assert Matter.objects.get().unit_id == HANDLING_DEPARTMENT


def test_the_city_rules_too_and_nobody_else(desk: Cast) -> None:
    made = objected(desk)
    for who in desk:
        if who in {"subdistrict_officer", "city_officer"}:
            continue
        with pytest.raises((Http404, PermissionDenied)):
            ruled(desk, OTHER_UNIT, who=who, made=made)
        assert queries.list_objections(actor=desk[who].actor) == ()
    ruled(desk, OTHER_UNIT, who="city_officer", made=made)


def test_pressed_twice_is_one_objection_and_one_ruling(desk: Cast) -> None:
    receipt = bring_to(State.DISPATCHED)
    facts: dict[str, Any] = {
        "actor": desk.department_handler.actor,
        "pk": receipt.id,
        "right_unit": OTHER_UNIT,
        "reason": REASON,
        "now": LATE,
    }
    first, second = actions.object_dispatch(**facts), actions.object_dispatch(**facts)
    assert first.pk == second.pk
    assert JournalLine.objects.filter(verb="matters.object").count() == 1
    ruled(desk, OTHER_UNIT, made=first)
    ruled(desk, OTHER_UNIT, made=first)
    assert JournalLine.objects.filter(verb="matters.rule").count() == 1
    with pytest.raises(Refused, match="ruled_before"):
        ruled(desk, HANDLING_DEPARTMENT, made=first)


def test_while_it_may_be_returned_nobody_need_object(desk: Cast) -> None:
    receipt = bring_to(State.DISPATCHED)
    with pytest.raises(Refused, match="object_not_yet"):
        actions.object_dispatch(
            actor=desk.department_handler.actor,
            pk=receipt.id,
            right_unit=OTHER_UNIT,
            reason=REASON,
            now=later(hours=1),
        )


@pytest.mark.parametrize(
    ("state", "returned", "now", "may"),
    [
        (State.DISPATCHED, None, later(hours=1), True),
        (State.DISPATCHED, NOW, later(hours=1), False),
        (State.DISPATCHED, None, LATE, False),
        (State.IN_PROGRESS, None, later(hours=1), False),
    ],
)
def test_a_dispatch_goes_back_by_itself_once_within_a_working_day(
    state: State, returned: dt.datetime | None, now: dt.datetime, may: bool
) -> None:
    class Page:
        dispatched_at: dt.datetime | None = NOW

    page = Page()
    page.state, page.returned_at = str(state), returned  # type: ignore[attr-defined]
    assert can_still_return(page, now) is may  # type: ignore[arg-type]


def test_the_page_offers_to_return_and_later_to_object(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = bring_to(State.DISPATCHED)
    client = desk.department_handler.client()
    for now, offered, hidden in (
        (later(hours=1), "退回", "提出异议"),
        (LATE, "提出异议", "派错了，退回"),
    ):
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        page = client.get(f"/matters/{receipt.reference}/").content.decode()
        assert offered in page
        assert hidden not in page


def test_what_was_moved_or_ended_meanwhile_needs_no_ruling(desk: Cast) -> None:
    made = objected(desk)
    actions.reassign_matter(
        actor=desk.secretary.actor, pk=made.matter_id, unit=PROPERTY_FIRM, reason=REASON, now=LATE
    )
    assert queries.list_objections(actor=desk.subdistrict_officer.actor) == ()
    with pytest.raises(Refused, match="lapsed"):
        ruled(desk, OTHER_UNIT, made=made)


def test_nobody_rules_on_what_they_reported(desk: Cast) -> None:
    receipt = bring_to(State.DISPATCHED, actor=desk.subdistrict_officer.actor)
    made = actions.object_dispatch(
        actor=desk.department_handler.actor,
        pk=receipt.id,
        right_unit=OTHER_UNIT,
        reason=REASON,
        now=LATE,
    )
    with pytest.raises(PermissionDenied):
        ruled(desk, OTHER_UNIT, made=made)
    assert Matter.objects.get().unit_id == HANDLING_DEPARTMENT


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"right_unit": HANDLING_DEPARTMENT}, "names_itself"),
        ({"right_unit": 1}, "unit_unknown"),
        ({"reason": "不"}, "matters"),
    ],
)
def test_an_objection_names_another_unit_and_says_why(
    desk: Cast, facts: dict[str, Any], code: str
) -> None:
    receipt = bring_to(State.DISPATCHED)
    given = {"right_unit": OTHER_UNIT, "reason": REASON, **facts}
    with pytest.raises(Refused, match=code):
        actions.object_dispatch(
            actor=desk.department_handler.actor, pk=receipt.id, now=LATE, **given
        )
    assert not DispatchObjection.objects.exists()


def test_a_ruling_guides_the_next_dispatch_until_it_is_ended(desk: Cast) -> None:
    found = ruled(desk, OTHER_UNIT)
    receipt = report()
    page = queries.get_page(
        actor=desk.secretary.actor, reference=receipt.reference, now=later(days=4)
    )
    reasons = {one.unit.id: one.reason for one in queries.suggest_units(page, on=local_date(LATE))}
    assert reasons[OTHER_UNIT] == "ruled"
    officer = desk.subdistrict_officer.actor
    assert [row.id for row in queries.list_precedents(actor=officer, kind="A01")] == [found.pk]
    assert queries.list_precedents(actor=officer, kind="B01") == ()

    for _ in range(2):
        actions.end_precedent(actor=officer, pk=found.pk, now=LATE)

    assert queries.list_precedents(actor=officer) == ()
    assert OTHER_UNIT not in {
        one.unit.id for one in queries.suggest_units(page, on=local_date(LATE))
    }
    assert JournalLine.objects.filter(verb="matters.precedent_end").count() == 1


def test_the_queue_is_ruled_on_its_page_and_what_was_typed_stays(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = objected(desk)
    monkeypatch.setattr(clock, "now", lambda: LATE)
    client = desk.subdistrict_officer.client()
    assert "派单异议" in client.get("/matters/").content.decode()
    assert REASON in client.get("/matters/objections/").content.decode()

    typed = {"objection": made.pk, "unit": OTHER_UNIT, "why": "短"}
    refused = client.post("/matters/objections/", typed)
    assert refused.status_code == 422
    assert "短" in refused.content.decode()
    unsaid = client.post("/matters/objections/", {"objection": made.pk, "why": WHY})
    assert "请选由谁办" in unsaid.content.decode()
    client.post("/matters/objections/", {**typed, "why": WHY})

    page = client.get("/matters/objections/").content.decode()
    assert WHY in page
    assert "没有要裁定的异议" in page
    client.post(f"/matters/objections/{made.pk}/end/")
    assert WHY not in client.get("/matters/objections/").content.decode()
    again = client.post("/matters/objections/", {**typed, "why": WHY})
    assert again.status_code == 302


@pytest.mark.parametrize("who", ["resident", "secretary", "department_handler", "grid_worker"])
def test_who_does_not_rule_sees_no_queue(desk: Cast, who: str) -> None:
    client = desk[who].client()
    assert client.get("/matters/objections/").status_code == 403
    assert client.post("/matters/objections/1/end/").status_code == 404
    if who != "resident":
        assert "matters/objections" not in client.get("/matters/").content.decode()


def test_the_api_objects_rules_and_lists(desk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = bring_to(State.DISPATCHED)
    monkeypatch.setattr(clock, "now", lambda: LATE)
    body = {"right_unit": str(OTHER_UNIT), "reason": REASON}
    json = "application/json"
    made = desk.department_handler.client().post(
        f"/api/matters/{receipt.reference}/object", body, content_type=json
    )
    assert made.status_code == 201
    officer = desk.subdistrict_officer.client()
    (waiting,) = officer.get("/api/objections").json()
    assert waiting["id"] == made.json()["id"]
    path = f"/api/objections/{waiting['id']}/rule"
    assert desk.secretary.client().post(path, {"unit": "1", "why": WHY}, content_type=json).status_code in {
        404, 409,
    }  # fmt: skip
    assert (
        officer.post(path, {"unit": str(OTHER_UNIT), "why": WHY}, content_type=json).status_code
        == 204
    )
    assert officer.get("/api/objections").json() == []
    assert [one["why"] for one in officer.get("/api/precedents?kind=A01").json()] == [WHY]


@pytest.mark.parametrize("count", [1, 20])
def test_the_queue_asks_one_question_for_any_number(
    desk: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        objected(desk)
    with django_assert_num_queries(1):
        assert len(queries.list_objections(actor=desk.subdistrict_officer.actor)) == count
