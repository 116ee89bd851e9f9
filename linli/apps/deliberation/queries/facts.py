"""The facts of a topic that decide whether it may move on: one query."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from linli.apps.deliberation.models import (
    Topic,
    TopicAnswer,
    TopicMeeting,
    TopicOption,
    TopicOutcome,
    TopicReview,
    TopicSecond,
)
from linli.apps.deliberation.rules.lanes import Route, find_lane_set
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.rules.topics import Facts, Result


def _count(rows: QuerySet[Any]) -> Coalesce:
    own = rows.filter(topic=OuterRef("pk")).order_by().values("topic")
    return Coalesce(
        Subquery(own.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
    )


def facts_of(topic: Topic) -> Facts:
    """Return what the rules judge by; `topic` has its hall's rules at hand."""
    reviews = TopicReview.objects.filter(round=topic.round)
    counts = Topic.objects.filter(pk=topic.pk).values_list(
        _count(TopicSecond.objects.all()),
        _count(TopicOption.objects.filter(withdrawn_at=None)),
        _count(TopicAnswer.objects.all()),
        _count(TopicMeeting.objects.exclude(published_at=None)),
        _count(TopicOutcome.objects.all()),
        _count(reviews.filter(is_done=True)),
        _count(reviews.filter(is_done=False)),
    )
    seconds, options, answers, minutes, outcomes, yes, no = counts.get()
    return Facts(
        stage=Stage(topic.stage),
        due_at=topic.due_at,
        has_lane=bool(topic.lane),
        seconds=seconds,
        seconds_needed=topic.rules.seconds,
        is_accepted=topic.is_accepted,
        options=options,
        law_checked=topic.law_checked_at is not None,
        needs_answer=needs_answer(topic),
        answers=answers,
        has_minutes=minutes > 0,
        result=Result(topic.result),
        has_outcome=outcomes > 0,
        percent=topic.percent,
        yes=yes,
        no=no,
    )


def needs_answer(topic: Topic) -> bool:
    """Tell whether the topic's lane asks a department for an official answer."""
    if not topic.lane:
        return False
    return find_lane_set(topic.rules.lanes).find(topic.lane).route == Route.UPWARD
