"""Who is told of what: those who took part, the convener, the unit, at last the subdistrict."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.apps.deliberation import actions, queries
from linli.apps.deliberation.jobs import remind
from linli.apps.deliberation.queries import telling
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.tests.hall import (
    IDEA,
    NOW,
    REASON,
    TITLE,
    Assembly,
    assembly,
    bring_to,
    later,
    raise_topic,
)
from linli.apps.notifications.models import Notification
from linli.apps.notifications.queries import list_notifications

__all__ = ["assembly"]
DAY = dt.timedelta(days=1)


def told(assembly: Assembly, kind: str) -> set[str]:
    """Return by name whom a kind was told: the cast, and `other` for further neighbours."""
    names = {row.key: name for name, row in assembly.cast.members.items() if row.account}
    rows = Notification.objects.filter(kind=f"deliberation.{kind}")
    return {names.get(account, "other") for account in rows.values_list("account", flat=True)}


def test_the_convener_hears_of_a_new_topic_and_who_took_part_of_each_move(
    assembly: Assembly,
) -> None:
    topic = bring_to(Stage.OPTION_REVIEW, assembly)

    assert told(assembly, "raised") == {"secretary"}
    assert told(assembly, "collecting_ideas") == {"resident", "neighbour", "other"}
    assert told(assembly, "option_review") == set()
    assert telling.taking_part(topic) == {
        assembly.cast.resident.key,
        assembly.cast.neighbour.key,
        assembly.others[0].account,
    }
    rows = list_notifications(actor=assembly.cast.resident.actor)
    assert [row.kind for row in rows] == ["deliberation.collecting_ideas"]
    assert rows[0].facts == {"title": TITLE}
    assert rows[0].path == f"/topics/{topic.reference}/"


def test_what_is_declined_is_told_to_the_proposer(assembly: Assembly) -> None:
    topic = raise_topic(assembly)
    actions.decline_topic(
        actor=assembly.cast.secretary.actor, pk=topic.pk, reason=REASON, now=later(days=1)
    )

    assert told(assembly, "declined") == {"resident"}


def test_a_deadline_goes_to_the_convener_and_long_over_to_the_subdistrict(
    assembly: Assembly,
) -> None:
    topic = raise_topic(assembly)
    for moment, kind, who in (
        (topic.due_at - DAY / 2, "soon", {"secretary"}),
        (topic.due_at, "late", {"secretary"}),
        (topic.due_at + 5 * DAY, "escalated", {"secretary", "subdistrict_officer"}),
    ):
        remind(now=moment)
        remind(now=moment)
        assert told(assembly, kind) == who
    assert Notification.objects.filter(kind="deliberation.late").count() == 1
    assert queries.list_due(now=topic.due_at + 6 * DAY, limit=9) == ()


def test_who_closed_the_account_is_told_nothing(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    actions.give_idea(actor=assembly.others[1], pk=topic.pk, text=IDEA, now=NOW + 10 * DAY)
    actions.voice_on_idea(
        actor=assembly.others[2], pk=topic.pk, number=1, value="agree", now=NOW + 10 * DAY
    )
    everyone = telling.taking_part(topic)
    assert len(everyone) == 5
    gone: Any = assembly.others[2].account
    actions.erase_voices(actor=assembly.others[2], account=gone)
    with CaptureQueriesContext(connection) as seen:
        assert telling.taking_part(topic) == everyone - {gone}
    assert len(seen) == 1
