"""The demo's halls and topics obey every rule, at each step that they show."""

from __future__ import annotations

import random  # noqa: TID251  # seeded
from dataclasses import replace

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.deliberation.models import Hall, HallSeat, Topic, TopicTriage
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.seeds.halls import write_halls
from linli.apps.deliberation.seeds.stories import STORIES
from linli.apps.deliberation.seeds.topics import tell
from linli.apps.deliberation.tests.hall import Assembly, assembly
from linli.apps.meetings.models import Meeting
from linli.foundation import clock
from linli.platform.models import JournalLine

__all__ = ["assembly"]


def _sure(wish: float) -> float:
    """So few live in the tiny city that chance must not decide what its residents wish."""
    return 0.9999 if wish > 0.5 else 0.0001


def test_halls_and_stories_of_the_demo_obey_every_rule(assembly: Assembly) -> None:
    dice, now = random.Random(7), clock.now()  # seeded
    made = write_halls({place.DISTRICT // 10**9: 1}, (), now, dice)
    assert [row.place.compound for row in made] == [assembly.cast.city.compound.pk]
    hall = Hall.objects.get(pk=made[0].hall)
    assert hall.rules is not None
    assert hall.convener_id == assembly.hall.convener_id
    assert HallSeat.objects.filter(hall=hall).count() == len(made[0].place.seats)
    assert all(row.state == "closed" for row in Meeting.objects.filter(body=hall.body))

    assert {story.until for story in STORIES} == {*Stage} - {Stage.WITHDRAWN}
    for story in STORIES:
        sure = replace(story, share=1.0, wishes=tuple(map(_sure, story.wishes)))
        topic = tell(sure, hall.pk, now, dice)
        assert topic.stage == story.until, story.title
        assert topic.entered_at <= now
    assert TopicTriage.objects.exclude(before="").count() == 1
    assert Topic.objects.filter(engine="owners").count() == 2
    assert Topic.objects.filter(round=2, stage="closed").count() == 1
    assert set(Topic.objects.values_list("lane", flat=True)) == {"", "major", "ordinary", "minor"}
    lines = JournalLine.objects.filter(subject_kind="deliberation.topic", at__gt=now)
    assert not lines.exists()
