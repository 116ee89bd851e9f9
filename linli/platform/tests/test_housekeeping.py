"""Rows that have served their time go, the others stay."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.contrib.sessions.models import Session

from linli.platform.housekeeping import sweep_rows
from linli.platform.models import Act, CacheLine, Job, JournalLine, ThrottleCount

NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.mark.django_db
def test_only_what_nobody_will_ask_for_goes() -> None:
    for number, moment in enumerate((NOW - 40 * DAY, NOW + DAY)):
        seconds = int(moment.timestamp())
        CacheLine.objects.create(key=str(number), value="", expires=seconds)
        ThrottleCount.objects.create(key=str(number), count=1, expires=seconds)
        Act.objects.create(kind="x", client_id=uuid.uuid4(), result=1, at=moment)
        Job.objects.create(id=number, name="x", run_at=moment, done_at=moment)
        Job.objects.create(id=10 + number, name="waiting", run_at=moment)
        Job.objects.create(id=20 + number, name="dead", run_at=moment, dead_at=moment)
        Session.objects.create(session_key=str(number), session_data="", expire_date=moment)

    sweep_rows(now=NOW)

    for model in (CacheLine, ThrottleCount, Act, Session):
        assert model._default_manager.count() == 1
    assert Job.objects.filter(name="x").count() == 1
    assert Job.objects.exclude(name="x").count() == 4
    assert JournalLine.objects.count() == 0
