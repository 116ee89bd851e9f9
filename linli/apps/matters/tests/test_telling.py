"""Who is told of a matter's steps: the reporter and a named handler, nobody else, in their language."""

from __future__ import annotations

from django.utils import translation

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, Cast
from linli.apps.matters import actions
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import ANSWER, QUESTION, bring_to, desk, later, report
from linli.apps.notifications import queries as notifications

__all__ = ["desk"]


def told(cast: Cast, who: str) -> list[str]:
    rows = notifications.list_notifications(actor=cast[who].actor)
    return [row.kind for row in reversed(rows)]


def test_the_reporter_is_told_of_each_step_that_matters_to_them(desk: Cast) -> None:
    receipt = report(desk.resident.actor)
    pk = receipt.id
    secretary, handler = desk.secretary.actor, desk.department_handler.actor
    actions.accept_matter(actor=secretary, pk=pk, now=later(hours=1))
    actions.triage_matter(actor=secretary, pk=pk, kind="A01", lane="minor", now=later(hours=1))
    actions.dispatch_matter(actor=secretary, pk=pk, unit=HANDLING_DEPARTMENT, now=later(hours=1))
    actions.start_matter(actor=handler, pk=pk, now=later(hours=2))
    actions.ask_information(actor=handler, pk=pk, question=QUESTION, now=later(hours=3))
    actions.answer_information(actor=desk.resident.actor, pk=pk, words="五楼", now=later(hours=4))
    actions.resolve_matter(actor=handler, pk=pk, answer=ANSWER, now=later(hours=5))

    assert told(desk, "resident") == ["matters.accepted", "matters.asked", "matters.resolved"]
    for who in desk:
        assert who == "resident" or told(desk, who) == [], who
    row = notifications.list_notifications(actor=desk.resident.actor)[0]
    assert row.path == f"/matters/{receipt.reference}/"
    assert receipt.reference in row.sentence
    assert ANSWER not in row.sentence
    with translation.override("en"):
        assert "Is it really fixed?" in row.sentence


def test_a_handler_named_for_it_is_told(desk: Cast) -> None:
    receipt = bring_to(State.ACCEPTED)
    actions.dispatch_matter(
        actor=desk.secretary.actor,
        pk=receipt.id,
        unit=HANDLING_DEPARTMENT,
        handler=desk.grid_worker.key,
        now=later(hours=9),
    )
    assert told(desk, "grid_worker") == ["matters.yours"]


def test_a_report_without_an_account_tells_nobody(desk: Cast) -> None:
    bring_to(State.RESOLVED)
    assert [who for who in desk if told(desk, who)] == []
