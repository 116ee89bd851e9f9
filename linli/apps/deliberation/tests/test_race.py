"""At the same moment: two seconds, two voices of one person, one step moved twice, one room taken twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from linli.apps.accounts.tests.cast import make_cast
from linli.apps.accounts.tests.tiny_city import tiny_city
from linli.apps.deliberation import actions
from linli.apps.deliberation.models import HallBooking, Idea, IdeaVoice, Topic, TopicSecond
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.tests.hall import (
    IDEA,
    REASON,
    Assembly,
    bring_to,
    later,
    make_assembly,
    raise_topic,
)
from linli.foundation.refusals import Refused
from linli.platform.models import JournalLine

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(calls: list[Callable[[], Any]]) -> Counter[str]:
    """Run all calls together; count what came of them: `ok` or the code of the refusal."""
    gate = threading.Barrier(len(calls))
    results: list[str] = []

    def run(call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            call()
            results.append("ok")
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(results)


@pytest.fixture
def assembly() -> Assembly:
    return make_assembly(make_cast(tiny_city()))


def ready(assembly: Assembly) -> Topic:
    """Return a topic that has all it needs to leave its first stage."""
    topic = raise_topic(assembly)
    for who in (assembly.cast.neighbour.actor, assembly.others[0]):
        actions.second_topic(actor=who, pk=topic.pk, now=later(days=1))
    actions.triage_topic(
        actor=assembly.cast.secretary.actor,
        pk=topic.pk,
        lane="ordinary",
        reason=REASON,
        now=later(days=1),
    )
    return topic


def careless(pk: int, gate: threading.Barrier) -> None:
    """Move a topic as an act without a lock would: look, then write."""
    topic = Topic.objects.get(pk=pk)
    assert topic.stage == Stage.PROPOSED
    gate.wait()
    Topic.objects.filter(pk=pk).update(stage=Stage.COLLECTING_IDEAS)


def test_a_step_without_a_lock_would_be_moved_twice(assembly: Assembly) -> None:
    topic = ready(assembly)
    gate = threading.Barrier(2)

    assert at_once([lambda: careless(topic.pk, gate)] * 2) == {"ok": 2}  # this is the race


def test_a_step_is_moved_once(assembly: Assembly) -> None:
    topic = ready(assembly)
    move = lambda: actions.advance_topic(  # noqa: E731
        actor=assembly.cast.secretary.actor, pk=topic.pk, now=later(days=2)
    )

    assert at_once([move] * 6) == {"ok": 1, "topic.window_open": 5}
    moved = JournalLine.objects.filter(verb="deliberation.to_collecting_ideas", subject=topic.pk)
    assert moved.count() == 1


def test_two_second_at_once_and_one_person_counts_once(assembly: Assembly) -> None:
    topic = raise_topic(assembly)

    def second(actor: Any) -> Callable[[], Topic]:
        return lambda: actions.second_topic(actor=actor, pk=topic.pk, now=later(days=1))

    calls = [second(assembly.cast.neighbour.actor), second(assembly.others[0])] * 3
    assert at_once(calls) == {"ok": 6}
    assert TopicSecond.objects.filter(topic=topic).count() == 2
    told = JournalLine.objects.filter(verb="deliberation.seconded", subject=topic.pk)
    assert told.count() == 1


def test_ideas_at_once_are_numbered_apart_and_a_person_has_one_voice(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    now = later(days=10)

    def idea(actor: Any) -> Callable[[], Idea]:
        return lambda: actions.give_idea(actor=actor, pk=topic.pk, text=IDEA, now=now)

    assert at_once([idea(who) for who in assembly.others]) == {"ok": 3}
    numbers = Idea.objects.filter(topic=topic).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3]

    def say(value: str) -> Callable[[], IdeaVoice]:
        return lambda: actions.voice_on_idea(
            actor=assembly.cast.neighbour.actor, pk=topic.pk, number=1, value=value, now=now
        )

    assert at_once([say("agree"), say("disagree")] * 3) == {"ok": 6}
    assert IdeaVoice.objects.count() == 1


def test_the_room_is_taken_once(assembly: Assembly) -> None:
    now = later(days=1)

    def book(actor: Any) -> Callable[[], HallBooking]:
        return lambda: actions.book_hall(
            actor=actor,
            pk=assembly.hall.pk,
            on=later(days=3).date(),
            slot="evening",
            purpose="读书会",
            now=now,
        )

    found = at_once([book(who) for who in assembly.others])
    assert found == {"ok": 1, "hall.taken": 2}
    assert HallBooking.objects.count() == 1
