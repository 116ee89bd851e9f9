"""What is kept of persons and for how long, and what happens by itself: reminders, nothing else."""

from __future__ import annotations

import datetime as dt

from linli.apps.deliberation import actions, queries
from linli.apps.deliberation.jobs import remind
from linli.apps.deliberation.models import TopicNudge
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.tests.hall import (
    IDEA,
    NOW,
    SYSTEM,
    Assembly,
    assembly,
    bring_to,
    raise_topic,
)
from linli.platform.access import ANYONE

__all__ = ["assembly"]


def test_closing_an_account_takes_the_person_out_and_leaves_the_counts(assembly: Assembly) -> None:
    topic = bring_to(Stage.OPTION_REVIEW, assembly)
    neighbour = assembly.cast.neighbour.key
    held = queries.export_voices(neighbour)
    assert held["seconded"] == [topic.reference]
    assert [row["text"] for row in held["ideas"]] == [IDEA]
    actions.erase_voices(actor=SYSTEM, account=neighbour)

    empty = queries.export_voices(neighbour)
    assert not any(empty.values())
    page = queries.get_topic(actor=ANYONE, reference=topic.reference, now=NOW)
    assert (page.facts.seconds, len(page.ideas)) == (2, 1)


def test_deadlines_are_reminded_once_each_and_move_nothing(assembly: Assembly) -> None:
    topic = raise_topic(assembly)
    for moment in (
        topic.due_at - dt.timedelta(days=2),
        topic.due_at - dt.timedelta(hours=2),
        topic.due_at - dt.timedelta(hours=1),
        topic.due_at + dt.timedelta(hours=1),
        topic.due_at + dt.timedelta(days=6),
        topic.due_at + dt.timedelta(days=7),
    ):
        remind(now=moment)

    kinds = TopicNudge.objects.order_by("at").values_list("kind", flat=True)
    assert list(kinds) == ["soon", "late", "escalated"]
    topic.refresh_from_db()
    assert topic.stage == Stage.PROPOSED
