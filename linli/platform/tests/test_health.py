"""Is all well? The answers, good and bad."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.checks import Error
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django import Settings

from linli.platform import health as module
from linli.platform.health import check, health, problems
from linli.platform.jobs import enqueue
from linli.platform.jobs.worker import HEARTBEAT

NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)


def away(*_args: object, **_kwargs: object) -> None:
    raise OperationalError("connection refused")


@pytest.mark.django_db
def test_all_is_well_while_jobs_do_not_wait() -> None:
    cache.set(HEARTBEAT, int(NOW.timestamp()) - 5)
    found = health(now=NOW)
    assert found.is_good
    assert found.is_worker_seen
    assert found.backlog is not None
    assert not health(now=NOW + dt.timedelta(minutes=5)).is_worker_seen


@pytest.mark.django_db
def test_jobs_that_wait_for_minutes_mean_that_no_worker_runs() -> None:
    enqueue("platform.sweep_rows", run_at=NOW)
    assert health(now=NOW + dt.timedelta(minutes=1)).is_good
    assert not health(now=NOW + dt.timedelta(minutes=6)).is_good


@pytest.mark.django_db
def test_a_database_that_is_away_is_reported_not_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "backlog", away)
    found = health(now=NOW)
    assert (found.is_database_reachable, found.is_good) == (False, False)


@pytest.mark.django_db
def test_a_sound_server_has_only_good_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.checks.run_checks", list)
    assert problems() == []
    assert len(check()) == 6


@pytest.mark.django_db
def test_each_fault_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path / "absent"
    monkeypatch.setattr("django.core.checks.run_checks", lambda: [Error("坏", hint="修")])
    monkeypatch.setattr(module, "missing", lambda _connection: ["append_only_x"])
    monkeypatch.setattr("django.db.transaction.atomic", away)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda _self, _nodes: [1, 2])
    bad = problems()
    assert len(bad) == 5
    for sentence, word in zip(bad, ["坏", "absent", "refused", "2", "append_only_x"], strict=True):
        assert word in sentence


@pytest.mark.django_db
def test_nothing_more_is_asked_of_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.checks.run_checks", list)
    monkeypatch.setattr(connection, "ensure_connection", away)
    (*_, last) = check()
    assert not last.is_good
    assert "LINLI_DATABASE" in last.sentence
