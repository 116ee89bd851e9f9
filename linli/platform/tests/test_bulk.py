"""Many rows at once."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from linli.platform import bulk
from linli.platform.models import Act, Job, JournalLine

NOW = dt.datetime(2026, 11, 23, 4, 0, 0, 123456, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def test_rows_arrive_as_django_itself_would_have_written_them() -> None:
    columns = ["id", "at", "verb", "subject_kind", "subject", "channel", "after", "is_public"]
    facts = {"字": ["甲\t乙\n\\", None, 1.5]}
    rows = [(number, NOW, "绑定", "x", 1, "web", facts, True) for number in range(12_000)]
    assert bulk.insert(JournalLine, columns, rows) == 12_000
    line = JournalLine.objects.get(id=11_999)
    twin = JournalLine(
        id=11_999, at=NOW, verb="绑定", subject_kind="x", subject=1, channel="web", after=facts,
        before={}, label="", is_public=True,
    )  # fmt: skip
    for field in JournalLine._meta.concrete_fields:
        assert getattr(line, field.attname) == getattr(twin, field.attname)
    assert JournalLine.objects.filter(at=NOW, area=None).count() == 12_000


def test_ids_of_clients_and_empty_values_arrive() -> None:
    key = uuid.uuid4()
    columns = ("kind", "client_id", "account", "result", "at")
    assert bulk.insert(Act, columns, [("report", key, None, 5, NOW)]) == 1
    assert Act.objects.get(client_id=key).account is None


def test_all_rows_are_kept_or_none() -> None:
    rows = [(number, "x", NOW) for number in (1, 2, 1)]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Job, ["id", "name", "run_at"], rows)
    assert Job.objects.count() == 0


def test_a_generator_of_nothing_is_fine() -> None:
    assert bulk.insert(Job, ["id", "name", "run_at"], iter([])) == 0
