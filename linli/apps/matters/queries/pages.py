"""One matter as this actor may see it: two queries."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.http import Http404

from linli.apps.matters.access import acts_allowed, follow_hash_of
from linli.apps.matters.models import Matter, MatterContact, MatterNote, MatterRating
from linli.apps.matters.queries.rows import Entry, MatterPage
from linli.apps.matters.rules.clock import clock_of
from linli.apps.matters.rules.kinds import kind_of
from linli.foundation.keys import read_code
from linli.platform import prepared
from linli.platform.access import Actor
from linli.platform.models import JournalLine, StoredFile
from linli.platform.throttle import throttle

PHOTO_KINDS: Final = ("matters.photo", "matters.photo_after")
ENTRIES_MAX: Final = 300
CODES_A_CALLER_MAX: Final = 30
CODES_WINDOW_SECONDS: Final = 600
SUBJECT: Final = "matters.matter"

PLAIN: Final = (
    "id",
    "reference",
    "kind",
    "request",
    "lane",
    "state",
    "privacy",
    "channel",
    "words",
    "answers",
    "place_text",
    "lon",
    "lat",
    "received_at",
    "response_due",
    "responded_at",
    "triaged_at",
    "dispatched_at",
    "due_at",
    "waiting_since",
    "paused_minutes",
    "extended_at",
    "returned_at",
    "resolved_at",
    "closed_at",
    "close_round",
    "urged_at",
    "urges",
    "rung",
    "rung_due",
    "answer",
    "way_out",
    "has_contact",
)
KEYS: Final = ("area", "community", "compound", "building", "unit", "proposed_unit", "handler")
NAMES: Final = {
    "area_name": F("area__name"),
    "community_name": F("community__name"),
    "compound_name": Coalesce("compound__name", Value("")),
    "building_name": Coalesce("building__name", Value("")),
    "unit_name": Coalesce("unit__name", Value("")),
    "unit_phone": Coalesce("unit__office_phone", Value("")),
    "proposed_unit_name": Coalesce("proposed_unit__name", Value("")),
    "handler_name": Coalesce("handler__display_name", Value("")),
    "duplicate_reference": Coalesce("duplicate_of__reference", Value("")),
    "has_contact": Exists(MatterContact.objects.filter(matter=OuterRef("pk"))),
}
# Asked only to judge access; not shown.
JUDGED: Final = ("reporter", "taken_by", "subdistrict", "district", "follow_hash", "is_open")
COLUMNS: Final = tuple(dict.fromkeys((*PLAIN, *KEYS, *JUDGED, *NAMES)))
# What the public form leaves out.
WITHHELD: Final[Mapping[str, Any]] = {
    "words": "",
    "answers": {},
    "place_text": "",
    "building": None,
    "building_name": "",
    "area_name": "",
    "lon": None,
    "lat": None,
    "handler": None,
    "handler_name": "",
    "proposed_unit": None,
    "proposed_unit_name": "",
    "duplicate_of": "",
    "has_contact": False,
    "channel": "web",
}
FROM_REPORTER: Final = frozenset({"answer", "objection"})


def _of_reference(reference: str) -> QuerySet[Any, Any]:
    return (
        Matter.objects.filter(reference=reference)
        .order_by("pk")
        .annotate(**NAMES)
        .values_list(*COLUMNS)[:1]
    )


def get_page(
    *, actor: Actor, reference: str, now: dt.datetime, follow_code: str | None = None
) -> MatterPage:
    """Return the matter in full, or in public form, or raise `Http404`."""
    found = prepared.rows("matters.page", _of_reference, reference=read_reference(reference))
    if not found:
        raise Http404
    row: dict[str, Any] = dict(zip(COLUMNS, found[0], strict=True))
    may = acts_allowed(actor, row, follow_code)
    if not may & {"read", "read_public"}:
        raise Http404
    return _page(actor, row, may, now, follow_code)


def read_reference(text: str) -> str:
    """Return a public reference however it was typed."""
    return read_code(text[:40])[:16]


def _page(
    actor: Actor,
    row: dict[str, Any],
    may: frozenset[str],
    now: dt.datetime,
    follow_code: str | None,
) -> MatterPage:
    is_full = "read" in may
    held = bool(follow_code) and row["follow_hash"] == follow_hash_of(follow_code or "")
    own = row["reporter"] in {actor.account, actor.behalf} - {None}
    is_reporter = held or own
    is_staff = is_full and not is_reporter
    row["duplicate_of"] = row.pop("duplicate_reference")
    if not is_full:
        row.update(WITHHELD)
    facts = {name: row[name] for name in row if name not in JUDGED}
    clock = clock_of(
        kind_of(row["kind"]).limit,
        row["due_at"],
        now=now,
        waiting_since=row["waiting_since"],
        stopped_at=row["resolved_at"] or row["closed_at"],
    )
    return MatterPage(
        **facts,
        is_full=is_full,
        is_reporter=is_reporter,
        is_own=own,
        may=may if is_full else frozenset(),
        clock=clock,
        entries=_entries(row["id"], is_staff=is_staff, is_full=is_full),
    )


def _entries(pk: int, *, is_staff: bool, is_full: bool) -> tuple[Entry, ...]:
    """Return lines, words, photos and ratings together: one query."""
    found = prepared.rows(
        ("matters.entries", is_staff, is_full),
        lambda pk: _parts(pk, is_staff=is_staff, is_full=is_full),
        pk=pk,
    )
    return tuple(sorted((_entry(*row) for row in found), key=lambda entry: (entry.at, entry.id)))


def _parts(pk: int, *, is_staff: bool, is_full: bool) -> QuerySet[Any, Any]:
    lines = JournalLine.objects.filter(subject_kind=SUBJECT, subject=pk)
    notes = MatterNote.objects.filter(matter=pk)
    if not is_staff:
        lines, notes = lines.filter(is_public=True), notes.filter(is_private=False)
    parts = [_part(1, lines, at="at", who="label", verb="verb", text="", data="after")]
    if is_full:
        photos = StoredFile.objects.filter(kind__in=PHOTO_KINDS, owner=pk)
        ratings = MatterRating.objects.filter(matter=pk)
        parts += [
            _part(
                2,
                notes,
                at="at",
                who="author__display_name",
                verb="kind",
                text="words",
                private="is_private",
            ),
            _part(3, photos, at="stored_at", who="", verb="kind", text="key"),
            _part(4, ratings, at="at", who="", verb="value", text="words"),
        ]
    both = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return both[:ENTRIES_MAX]  # type: ignore[no-any-return]  # the parts are Any


def _part(  # noqa: PLR0913  # the columns of the union
    source: int,
    rows: QuerySet[Any],
    *,
    at: str,
    who: str,
    verb: str,
    text: str,
    data: str = "",
    private: str = "",
) -> Any:
    """Return `rows` in the columns that all parts of the union share."""
    return (
        rows.order_by()
        .annotate(
            e_source=Value(source, IntegerField()),
            e_id=F("pk"),
            e_at=F(at),
            e_who=_text(who),
            e_verb=_text(verb),
            e_text=_text(text),
            e_data=_text(data) if data else Value("{}", TextField()),
            e_private=F(private) if private else Value(False, BooleanField()),
        )
        .values_list("e_source", "e_id", "e_at", "e_who", "e_verb", "e_text", "e_data", "e_private")
    )


def _text(name: str) -> Any:
    return (
        Cast(Coalesce(Cast(name, TextField()), Value("")), TextField())
        if name
        else Value("", TextField())
    )


SOURCES: Final = {1: "line", 2: "words", 3: "photo", 4: "rating"}


def _entry(*row: Any) -> Entry:
    source, key, at, who, verb, text, data, private = row
    if source == 2 and verb in FROM_REPORTER:
        who = "reporter"
    return Entry(SOURCES[source], key, at, who, verb, text, json.loads(data or "{}"), bool(private))


def key_of(reference: str) -> int:
    """Return the key of the matter with the public reference, or raise `Http404`; tells nothing else."""
    key = (
        Matter.objects.filter(reference=read_reference(reference))
        .values_list("pk", flat=True)
        .first()
    )
    if key is None:
        raise Http404
    return key


def find_by_follow_code(*, code: str, caller: str, now: dt.datetime) -> str | None:
    """Return the reference of the report with the follow-up code; guessing is slowed down by caller."""
    throttle("matters.follow", caller, CODES_A_CALLER_MAX, CODES_WINDOW_SECONDS, now=now)
    return (
        Matter.objects.filter(follow_hash=follow_hash_of(code))
        .values_list("reference", flat=True)
        .first()
    )
