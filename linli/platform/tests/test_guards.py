"""What the database itself refuses, and the check that the refusers still stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps
from pytest_django import Settings

from linli.platform.access import system
from linli.platform.append_only import AppendOnly
from linli.platform.dated import DatedLink, NoOverlap
from linli.platform.guard_check import check_guards, mend, missing, shipped
from linli.platform.guards import GuardOperation, lifted
from linli.platform.journal import record, timeline
from linli.platform.models import JournalLine, ThrottleCount

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)


def write_line() -> JournalLine:
    subject = ThrottleCount(key="7", count=1, expires=0)
    subject.pk = 7
    return record(actor=system("test"), verb="test", subject=subject, now=NOW)


def run(sql: str, *values: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


TAMPERING = {
    "update": "UPDATE platform_journalline SET verb = 'other' WHERE id = %s",
    "delete": "DELETE FROM platform_journalline WHERE id = %s",
}
UPSERT = (
    "INSERT INTO platform_journalline SELECT * FROM platform_journalline WHERE id = %s"
    " ON CONFLICT (id) DO UPDATE SET verb = 'other'"
)
REPLACING = {
    "sqlite": [
        "INSERT OR REPLACE INTO platform_journalline SELECT * FROM platform_journalline WHERE id = %s",
        "UPDATE OR REPLACE platform_journalline SET id = id WHERE id = %s",
        UPSERT,
    ],
    "postgresql": [
        UPSERT,
    ],
}


@pytest.mark.parametrize("sql", TAMPERING.values(), ids=TAMPERING.keys())
def test_a_line_of_the_journal_is_never_changed_or_removed(sql: str) -> None:
    line = write_line()
    with pytest.raises(IntegrityError):
        run(sql, line.pk)
    assert list(JournalLine.objects.values_list("verb", flat=True)) == ["test"]


def test_a_line_of_the_journal_is_never_replaced() -> None:
    line = write_line()
    for sql in REPLACING[connection.vendor]:
        with pytest.raises(IntegrityError):
            run(sql, line.pk)
    assert list(JournalLine.objects.values_list("verb", flat=True)) == ["test"]


def test_the_journal_is_never_emptied_at_once() -> None:
    write_line()
    is_sqlite = connection.vendor == "sqlite"
    with pytest.raises(IntegrityError):
        run("DELETE FROM platform_journalline" if is_sqlite else "TRUNCATE platform_journalline")
    assert JournalLine.objects.count() == 1


def test_the_timeline_shows_the_lines_about_a_record_oldest_first() -> None:
    subject = ThrottleCount(key="7", count=1, expires=0)
    subject.pk = 7
    for verb in ("first", "second"):
        record(actor=system("test"), verb=verb, subject=subject, now=NOW, is_public=verb == "first")
    assert [line.verb for line in timeline(subject)] == ["first", "second"]
    assert [line.verb for line in timeline(subject, public_only=True)] == ["first"]


def test_the_check_finds_all_guards_in_place() -> None:
    assert "append_only_platform_journalline" in " ".join(g.name for g in shipped(connection))
    assert missing(connection) == []
    assert check_guards(databases=["default"]) == []
    assert check_guards(databases=None) == []


def first_journal_guard() -> str:
    names = [guard.name for guard in shipped(connection) if guard.table == "platform_journalline"]
    return names[0]


@contextmanager
def damaged(name: str, statements: list[str]) -> Iterator[None]:
    try:
        for sql in statements:
            run(sql)
        yield
    finally:
        mend(connection)


HOLLOW = "CREATE TRIGGER {name} BEFORE UPDATE ON platform_journalline BEGIN SELECT 1; END"
HOLLOW_FUNCTION = (
    "CREATE OR REPLACE FUNCTION linli_refuse_change() RETURNS trigger"
    " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
)


def ways_to_tamper(name: str) -> list[list[str]]:
    if connection.vendor == "sqlite":
        return [
            [f"DROP TRIGGER {name}"],
            [
                f"DROP TRIGGER {name}",
                f"CREATE TRIGGER {name} BEFORE UPDATE ON platform_journalline BEGIN SELECT 1; END",
            ],
        ]
    return [
        [f"DROP TRIGGER {name} ON platform_journalline"],
        [f"ALTER TABLE platform_journalline DISABLE TRIGGER {name}"],
        [HOLLOW_FUNCTION],
    ]


def test_the_check_finds_a_guard_that_was_removed_disabled_or_hollowed_out() -> None:
    name = first_journal_guard()
    for statements in ways_to_tamper(name):
        with damaged(name, statements):
            assert name in missing(connection)
            (found, *_) = check_guards(databases=["default"])
            assert found.level == checks.ERROR
            assert found.id == "platform.E001"
            assert name in mend(connection)
        assert missing(connection) == []


def test_guards_are_back_after_a_test_database_was_emptied() -> None:
    write_line()
    call_command("flush", verbosity=0, interactive=False)
    assert JournalLine.objects.count() == 0
    assert missing(connection) == []


def test_guards_are_back_even_when_the_emptying_fails() -> None:
    with pytest.raises(KeyError), lifted(connection):
        raise KeyError
    assert missing(connection) == []


def test_a_real_database_is_never_flushed(settings: Settings) -> None:
    settings.TESTING = False
    with pytest.raises(CommandError, match="journal"):
        call_command("flush", verbosity=0, interactive=False)


# ── Dated links ───────────────────────────────────────────────────────────────────────────────────


def day(number: int) -> dt.date:
    return dt.date(2026, 1, 1) + dt.timedelta(days=number)


class StateStub:
    """Stands for a migration's state: the operation asks it for a model only."""

    def __init__(self, model: type[models.Model]) -> None:
        self.apps = self
        self.model = model

    def get_model(self, _app_label: str, model_name: str) -> type[models.Model]:
        assert model_name == self.model.__name__
        return self.model


@contextmanager
def guarded_table(model: type[models.Model], *operations: GuardOperation) -> Iterator[None]:
    """Make the table of `model` with its guards for the time of a test, then take all away again."""
    state = StateStub(model)
    with connection.schema_editor() as editor:
        editor.create_model(model)
        for operation in operations:
            operation.database_forwards("platform", editor, state, state)
    try:
        yield
        with connection.schema_editor() as editor:
            for operation in operations:
                operation.database_backwards("platform", editor, state, state)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(model)


def make_stay() -> type[DatedLink]:
    class Stay(DatedLink):
        guest = models.BigIntegerField(null=True)
        house = models.CharField(max_length=10)

        class Meta(DatedLink.Meta):
            app_label = "platform"

    return Stay


# (dates of the first stay, dates of the second, whether both may stand)
SPANS: list[tuple[tuple[int, int | None], tuple[int, int | None], bool]] = [
    ((10, 20), (20, 30), True),
    ((10, 20), (0, 10), True),
    ((10, 20), (19, 30), False),
    ((10, 20), (0, 11), False),
    ((10, 20), (12, 15), False),
    ((10, 20), (0, 30), False),
    ((10, 20), (10, 20), False),
    ((10, None), (30, 40), False),
    ((10, None), (0, 10), True),
    ((10, 20), (15, None), False),
    ((10, 20), (20, None), True),
    ((10, None), (5, None), False),
]


@isolate_apps("linli.platform")
def test_times_of_the_same_key_never_overlap() -> None:
    stay = make_stay()
    with guarded_table(stay, NoOverlap("Stay", ["guest", "house"])):
        for number, (first, second, may_stand) in enumerate(SPANS):
            key = {"guest": number, "house": "甲"}
            add(stay, number * 10, first, key)
            if may_stand:
                add(stay, number * 10 + 1, second, key)
            else:
                with pytest.raises(IntegrityError), transaction.atomic():
                    add(stay, number * 10 + 1, second, key)
            add(stay, number * 10 + 2, second, {"guest": number, "house": "乙"})


def add(
    stay: type[DatedLink], pk: int, span: tuple[int, int | None], key: dict[str, object]
) -> None:
    start, end = span
    until = None if end is None else day(end)
    stay.objects.create(id=pk, valid_from=day(start), valid_to=until, **key)


@isolate_apps("linli.platform")
def test_an_update_may_not_make_times_overlap_and_may_end_a_fact() -> None:
    stay = make_stay()
    with guarded_table(stay, NoOverlap("Stay", ["guest"])):
        add(stay, 1, (0, 10), {"guest": 1, "house": "甲"})
        add(stay, 2, (10, None), {"guest": 1, "house": "乙"})
        with pytest.raises(IntegrityError), transaction.atomic():
            stay.objects.filter(pk=1).update(valid_to=day(11))
        stay.objects.filter(pk=1).update(valid_to=day(9))
        stay.objects.filter(pk=2).update(valid_to=day(12))
        assert list(stay.objects.order_by("pk").values_list("valid_to", flat=True)) == [
            day(9),
            day(12),
        ]


@isolate_apps("linli.platform")
def test_an_empty_key_never_clashes() -> None:
    stay = make_stay()
    with guarded_table(stay, NoOverlap("Stay", ["guest"])):
        add(stay, 1, (0, None), {"guest": None, "house": "甲"})
        add(stay, 2, (0, None), {"guest": None, "house": "甲"})
        assert stay.objects.count() == 2


@isolate_apps("linli.platform")
def test_a_fact_holds_from_its_first_day_up_to_the_day_before_its_end() -> None:
    stay = make_stay()
    with guarded_table(stay):
        add(stay, 1, (0, 10), {"guest": 1, "house": "甲"})
        add(stay, 2, (10, None), {"guest": 1, "house": "乙"})

        def houses(number: int) -> list[str]:
            rows = stay.objects.all().as_of(day(number))
            return [str(getattr(row, "house", "")) for row in rows]

        assert houses(-1) == []
        assert houses(0) == ["甲"]
        assert houses(9) == ["甲"]
        assert houses(10) == ["乙"]
        assert houses(5000) == ["乙"]


@isolate_apps("linli.platform")
def test_a_fact_that_ends_before_it_begins_is_refused() -> None:
    stay = make_stay()
    with guarded_table(stay), pytest.raises(IntegrityError), transaction.atomic():
        add(stay, 1, (10, 10), {"guest": 1, "house": "甲"})


@isolate_apps("linli.platform")
def test_an_append_only_table_keeps_every_unique_set_from_being_replaced() -> None:
    class Ballot(models.Model):  # noqa: DJ008  # nobody prints it
        elector = models.IntegerField()
        revision = models.IntegerField()

        class Meta:
            app_label = "platform"
            constraints = [
                models.UniqueConstraint(fields=["elector", "revision"], name="ballot_once")
            ]

    with guarded_table(Ballot, AppendOnly("Ballot")):
        Ballot._default_manager.create(elector=1, revision=1)
        Ballot._default_manager.create(elector=1, revision=2)
        verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
        with pytest.raises(IntegrityError):
            run(f"{verb} INTO platform_ballot (id, elector, revision) VALUES (99, 1, 2)")
        assert Ballot._default_manager.count() == 2


def test_operations_describe_themselves() -> None:
    assert "JournalLine" in AppendOnly("JournalLine").describe()
    assert AppendOnly("JournalLine").migration_name_fragment == "append_only_journalline"
    assert "guest" in NoOverlap("Stay", ["guest"]).describe()
    assert NoOverlap("Stay", ["guest"]).migration_name_fragment == "no_overlap_stay"
    assert settings.TESTING
