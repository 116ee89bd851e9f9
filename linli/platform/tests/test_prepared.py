"""Prepared queries answer as the queries they were made from, and refuse what they can't replay."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import F, QuerySet

from linli.foundation import clock
from linli.platform import prepared
from linli.platform.models import JournalLine

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
Lines = QuerySet[JournalLine, tuple[object, ...]]


@pytest.fixture(autouse=True)
def _lines() -> None:
    for number in range(4):
        JournalLine.objects.create(
            id=number + 1,
            at=NOW + dt.timedelta(days=number),
            verb="matters.report",
            subject_kind="matters.matter",
            subject=number,
            after={"n": number},
        )


def later(verb: str, now: dt.datetime) -> Lines:
    return (
        JournalLine.objects.filter(verb=verb, at__gt=now)
        .order_by("id")
        .annotate(said=F("verb"))
        .values_list("id", "at", "after", "is_public", "said")
    )


@pytest.mark.parametrize("days", [-1, 0, 2, 9])
def test_the_answer_is_that_of_the_query_for_every_value(days: int) -> None:
    moment = NOW + dt.timedelta(days=days)

    found = prepared.rows("later", later, verb="matters.report", now=moment)

    assert found == list(later("matters.report", moment))


def test_a_query_that_can_find_nothing_finds_nothing() -> None:
    def nothing(pk: int) -> Lines:
        return JournalLine.objects.filter(pk=pk, subject__in=[]).values_list("id")

    assert prepared.rows("nothing", nothing, pk=1) == []


def test_a_value_that_is_changed_on_its_way_is_refused() -> None:
    def day_before(now: dt.datetime) -> Lines:
        return JournalLine.objects.filter(at__gt=now - dt.timedelta(days=1)).values_list("id")

    with pytest.raises(prepared.NotPreparable):
        prepared.rows("day before", day_before, now=clock.now())


def test_a_value_that_shapes_the_query_is_refused() -> None:
    def first(count: int) -> Lines:
        return JournalLine.objects.values_list("id")[: 1 + count % 7]

    with pytest.raises(prepared.NotPreparable):
        prepared.rows("first", first, count=3)


def test_values_of_other_kinds_are_refused() -> None:
    def flagged(flag: bool) -> Lines:
        return JournalLine.objects.filter(is_public=flag).values_list("id")

    with pytest.raises(prepared.NotPreparable):
        prepared.rows("flagged", flagged, flag=True)
