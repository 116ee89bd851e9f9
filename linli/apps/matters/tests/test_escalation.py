"""Late matters come up the ladder by themselves: each rung once for a deadline, nobody twice."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters import actions, queries
from linli.apps.matters.jobs import escalate as job
from linli.apps.matters.models import EscalationLadder, Matter
from linli.apps.matters.queries import Wanted
from linli.apps.matters.rules.escalation import USUAL, clean_hours, passed
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import NOW, SYSTEM, bring_to, desk, later, report
from linli.apps.notifications.models import Notification
from linli.foundation.clock import LOCAL
from linli.foundation.refusals import Refused
from linli.foundation.working_time import load_calendar
from linli.platform.models import JournalLine

__all__ = ["desk"]
HOUR = dt.timedelta(hours=1)


def raise_at(now: dt.datetime) -> int:
    return actions.escalate(actor=SYSTEM, city=place.CITY, now=now)


def after_due(matter: Matter, hours: int) -> dt.datetime:
    return load_calendar().add_working_hours(matter.due_at, hours) + dt.timedelta(minutes=1)


def rungs_told(matter: Matter) -> list[str]:
    lines = JournalLine.objects.filter(verb="matters.escalate", subject=matter.pk).order_by("at")
    return [line.after["rung"] for line in lines]


def told(account: int) -> int:
    return Notification.objects.filter(account=account, kind="matters.escalated").count()


def test_a_late_matter_climbs_and_each_rung_is_told_once(desk: Cast) -> None:
    matter = Matter.objects.get(pk=bring_to(State.IN_PROGRESS).id)
    assert raise_at(matter.due_at - dt.timedelta(minutes=1)) == 0

    for hours in (0, 0, 7, 7, 14, 35, 36):
        raise_at(after_due(matter, hours))

    assert rungs_told(matter) == ["unit", "community", "subdistrict", "city"]
    who = (desk.department_handler, desk.secretary, desk.subdistrict_officer, desk.city_officer)
    assert [told(each.key) for each in who] == [1, 1, 1, 1]
    assert told(desk.outsider.key) == told(desk.resident.key) == 0


def test_who_is_asked_first_is_told_first_even_long_after(desk: Cast) -> None:
    """A worker that stood still for weeks tells the rung that is due, not four at once."""
    matter = Matter.objects.get(pk=bring_to(State.IN_PROGRESS).id)

    assert [raise_at(after_due(matter, 100)) for _twice in range(2)] == [1, 0]
    assert rungs_told(matter) == ["city"]


def test_nobody_is_told_while_the_reporter_is_asked_nor_when_it_is_done(desk: Cast) -> None:
    for state in (State.WAITING_INFORMATION, State.RESOLVED, State.CLOSED, State.WITHDRAWN):
        bring_to(state)

    assert raise_at(later(days=90)) == 0


def test_a_new_deadline_begins_anew(desk: Cast) -> None:
    matter = Matter.objects.get(pk=bring_to(State.IN_PROGRESS).id)
    raise_at(after_due(matter, 7))
    first_due = matter.due_at
    actions.extend_deadline(
        actor=SYSTEM,
        pk=matter.pk,
        due=first_due + dt.timedelta(days=14),
        reason="配件要从厂家订货。",
        now=after_due(matter, 8),
    )
    matter.refresh_from_db()

    assert raise_at(after_due(Matter(due_at=first_due), 20)) == 0
    assert raise_at(after_due(matter, 0)) == 1
    assert rungs_told(matter) == ["community", "unit"]


def test_what_is_urgent_counts_hours_of_the_night(desk: Cast) -> None:
    urgent = next(kind for kind in queries.kinds_on(NOW.date()) if not kind.limit.is_working)
    matter = Matter.objects.get(pk=report(kind=urgent.code).id)

    assert raise_at(matter.due_at + 6 * HOUR) == 1
    assert raise_at(matter.due_at + 7 * HOUR) == 1
    assert rungs_told(matter) == ["unit", "community"]


@pytest.mark.pure
@pytest.mark.parametrize("hours", [0, 1, 7, 14, 35])
def test_a_rung_is_reached_just_when_its_hours_have_passed(hours: int) -> None:
    calendar = load_calendar()
    due = dt.datetime(2026, 9, 30, 17, 0, tzinfo=LOCAL)  # before a week of holidays
    reached = calendar.add_working_hours(due, hours)
    ladder = (hours, None, None, None)

    def holds(now: dt.datetime) -> bool:
        return due <= passed(ladder, now, is_working=True)[0][1]

    assert holds(reached + dt.timedelta(minutes=1))
    assert not holds(reached - dt.timedelta(minutes=1))


@pytest.mark.pure
@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ((None, None, None, None), "matters.ladder_empty"),
        ((0, 7, 7, 35), "matters.ladder_order"),
        ((9, None, 3, None), "matters.ladder_order"),
        ((-1, 7, 14, 35), "matters.ladder_hours"),
        ((0, 7, 14, 1000), "matters.ladder_hours"),
    ],
)
def test_a_ladder_that_goes_down_is_refused(hours: Sequence[int | None], code: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_hours(hours)
    assert refused.value.code == code


def test_the_city_sets_its_ladder_and_it_holds(desk: Cast) -> None:
    officer = desk.city_officer.actor
    assert queries.ladder_of(place.CITY) == USUAL
    for _twice in range(2):
        actions.set_ladder(actor=officer, city=place.CITY, hours=(None, 2, None, 3), now=NOW)
    assert EscalationLadder.objects.count() == 1
    matter = Matter.objects.get(pk=bring_to(State.IN_PROGRESS).id)

    assert raise_at(after_due(matter, 1)) == 0
    raise_at(after_due(matter, 2))
    raise_at(after_due(matter, 3))

    assert rungs_told(matter) == ["community", "city"]


def test_nobody_else_sets_it(desk: Cast) -> None:
    for who in ("secretary", "subdistrict_officer", "grid_worker", "resident", "outsider"):
        with pytest.raises(PermissionDenied):
            actions.set_ladder(actor=desk[who].actor, city=place.CITY, hours=USUAL, now=NOW)


def test_what_was_raised_is_a_list_and_shows_on_the_page(desk: Cast) -> None:
    receipt = bring_to(State.IN_PROGRESS)
    bring_to(State.IN_PROGRESS)
    matter = Matter.objects.get(pk=receipt.id)
    Matter.objects.exclude(pk=matter.pk).update(due_at=matter.due_at + dt.timedelta(days=30))
    now = after_due(matter, 7)
    raise_at(now)
    found = queries.list_matters(
        actor=desk.secretary.actor, wanted=Wanted(scope="raised"), now=now
    ).rows

    assert [(row.reference, row.raised_to) for row in found] == [(receipt.reference, "community")]
    client = desk.secretary.client()
    assert "已提级到社区" in client.get(f"/matters/{receipt.reference}/").content.decode()
    assert "已提级到社区" in client.get("/matters/?scope=raised").content.decode()


def test_the_page_shows_the_ladder_and_only_the_city_changes_it(desk: Cast) -> None:
    typed = {"unit": "0", "community": "5", "subdistrict": "3", "city": ""}
    for who, code in (("resident", 403), ("grid_worker", 200), ("secretary", 200)):
        page = desk[who].client().get("/matters/ladder/")
        assert page.status_code == code
        assert "定下来" not in page.content.decode()
        assert desk[who].client().post("/matters/ladder/", typed).status_code == 403
    client = desk.city_officer.client()
    refused = client.post("/matters/ladder/", typed)
    assert refused.status_code == 422
    assert "要比上一级晚" in refused.content.decode()
    client.post("/matters/ladder/", {**typed, "subdistrict": "9"})

    assert queries.ladder_of(place.CITY) == (0, 5, 9, None)


def test_the_api_reads_and_sets_the_ladder(desk: Cast) -> None:
    address = f"/api/ladders/{place.CITY}"
    client = desk.city_officer.client()
    body = {"unit": 1, "city": 9}
    put = client.put(address, body, content_type="application/json")

    assert (put.status_code, put.json()["community"]) == (200, None)
    assert desk.secretary.client().get(address).json() == put.json()
    assert (
        desk.secretary.client().put(address, body, content_type="application/json").status_code
        == 403
    )
    assert desk.resident.client().get(address).status_code == 403


def test_many_late_matters_ask_no_more_of_the_database_than_few(desk: Cast) -> None:
    job(now=NOW)
    counts = []
    for many in (1, 20):
        for _each in range(many):
            bring_to(State.ACCEPTED)
        with CaptureQueriesContext(connection) as taken:
            assert raise_at(later(days=60)) == many
        counts.append(len(taken))

    assert counts[0] == counts[1]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_each_rung_once(desk: Cast) -> None:
    receipts = [bring_to(State.IN_PROGRESS) for _each in range(6)]
    now = after_due(Matter.objects.latest("due_at"), 0)
    gate, raised = threading.Barrier(3), []

    def work() -> None:
        gate.wait(timeout=20)
        try:
            raised.append(raise_at(now))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(raised) == len(receipts)
    assert JournalLine.objects.filter(verb="matters.escalate").count() == len(receipts)
