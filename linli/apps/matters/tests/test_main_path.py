"""The main job: reported, handled, answered, rated, reopened when not fixed, closed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, Cast
from linli.apps.matters import actions, queries
from linli.apps.matters.models import Matter
from linli.apps.matters.queries import Wanted
from linli.apps.matters.tests.desk import ANSWER, NOW, desk, later, report
from linli.platform.access import ANYONE

__all__ = ["desk"]


def test_a_matter_goes_the_whole_way_and_is_reopened_when_not_fixed(desk: Cast) -> None:
    receipt = report()
    pk, code = receipt.id, receipt.follow_code
    secretary, handler = desk.secretary.actor, desk.department_handler.actor
    actions.accept_matter(actor=secretary, pk=pk, now=later(hours=1))
    actions.triage_matter(actor=secretary, pk=pk, kind="A01", lane="minor", now=later(hours=1))
    actions.dispatch_matter(actor=secretary, pk=pk, unit=HANDLING_DEPARTMENT, now=later(hours=1))
    actions.start_matter(actor=handler, pk=pk, now=later(hours=2))
    actions.resolve_matter(actor=handler, pk=pk, answer=ANSWER, now=later(hours=5))
    actions.rate_matter(
        actor=ANYONE, pk=pk, value="unsatisfied", now=later(hours=6), follow_code=code
    )
    actions.reopen_matter(
        actor=ANYONE, pk=pk, words="三楼的灯还是不亮", now=later(hours=6), follow_code=code
    )
    actions.resolve_matter(actor=handler, pk=pk, answer=ANSWER, now=later(hours=9))
    actions.close_matter(actor=ANYONE, pk=pk, now=later(hours=10), follow_code=code)

    page = queries.get_page(
        actor=ANYONE, reference=receipt.reference, now=later(days=1), follow_code=code
    )
    assert (page.state, page.close_round) == ("closed", 2)
    assert [entry.verb for entry in page.entries if entry.source == "line"] == [
        "matters.report",
        "matters.accept",
        "matters.dispatch",
        "matters.start",
        "matters.resolve",
        "matters.reopen",
        "matters.resolve",
        "matters.close",
    ]
    assert page.answer == ANSWER


def test_the_follow_up_code_finds_the_report_and_is_not_kept(desk: Cast) -> None:
    receipt = report()

    found = queries.find_by_follow_code(
        code=receipt.follow_code.lower(), caller="192.0.2.7", now=NOW
    )

    assert found == receipt.reference
    row = Matter.objects.filter(pk=receipt.id).values().get()
    assert receipt.follow_code not in str(row)


@pytest.mark.parametrize("scope", ["work", "late", "handler", "all", "own"])
def test_a_list_is_one_query_for_one_and_for_twenty_rows(desk: Cast, scope: str) -> None:
    for count in (1, 19):
        for _each in range(count):
            report(desk.resident.actor)
        for name in ("secretary", "grid_worker", "department_handler", "resident"):
            with CaptureQueriesContext(connection) as queried:
                queries.list_matters(actor=desk[name].actor, wanted=Wanted(scope=scope), now=NOW)
            assert len(queried) <= 1
