"""One dispute for somebody of its circle: a fixed number of queries, `Http404` for everybody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404

from linli.apps.accounts import queries as accounts
from linli.apps.disputes.access import (
    CAPACITIES,
    acts_of,
    capacity_rules,
    code_hash_of,
    own_sides,
)
from linli.apps.disputes.models import (
    Agreement,
    Dispute,
    Look,
    Note,
    Seat,
    Session,
    Side,
)
from linli.apps.disputes.queries.parts import agreement_row, seat_row, session_row, side_row
from linli.apps.disputes.queries.rows import DisputePage, EventRow, LookRow, NoteRow
from linli.foundation.keys import read_code
from linli.platform.access import NOBODY, Actor
from linli.platform.models import JournalLine
from linli.platform.throttle import throttle

SUBJECT: Final = "disputes.dispute"
CODES_A_CALLER_MAX: Final = 30
CODES_WINDOW_SECONDS: Final = 600
LINES_MAX: Final = 200
COLUMNS: Final = (
    "id",
    "reference",
    "kind",
    "privacy",
    "risk",
    "channel",
    "words",
    "answers",
    "state",
    "is_open",
    "area",
    "community_name",
    "compound_name",
    "building_name",
    "place_text",
    "desk",
    "matter_reference",
    "registered_at",
    "consent_due",
    "asked_at",
    "began_at",
    "due_at",
    "agreed_at",
    "ended_at",
    "outcome",
    "way_out",
    "advice",
    "confirm_until",
    "court",
    "court_on",
)
NAMES: Final = {
    "community_name": F("community__name"),
    "compound_name": Coalesce("compound__name", Value("")),
    "building_name": Coalesce("building__name", Value("")),
    "matter_reference": Coalesce("matter__reference", Value("")),
}


def read_reference(text: str) -> str:
    """Return a reference however it was typed, with or without the D- before it."""
    code = read_code(text[:40])
    return code[1:9] if len(code) == 9 and code.startswith("D") else code[:8]


def key_of(reference: str) -> int:
    """Return the key of the dispute with the reference, or raise `Http404`; tells nothing else."""
    found = Dispute.objects.filter(reference=read_reference(reference)).values_list("pk", flat=True)
    key = found.first()
    if key is None:
        raise Http404
    return key


def find_by_code(*, code: str, caller: str, now: dt.datetime) -> str | None:
    """Return the reference of the dispute in which a side has the code; guessing is slowed down."""
    throttle("disputes.follow", caller, CODES_A_CALLER_MAX, CODES_WINDOW_SECONDS, now=now)
    sides = Side.objects.filter(code_hash=code_hash_of(code))
    return sides.values_list("dispute__reference", flat=True).first()


def get_page(*, actor: Actor, reference: str, follow_code: str | None = None) -> DisputePage:
    """Return the dispute for somebody of its circle, or raise `Http404`."""
    rules = capacity_rules(actor, follow_code)
    held = {name: rule for name, rule in rules.items() if rule is not NOBODY}
    if actor.is_system:
        held = {"desk": Q()}
    if not held:
        raise Http404
    flags = {
        f"as_{name}": Case(When(held[name], then=Value(True)), default=Value(False))
        for name in CAPACITIES
        if name in held and not actor.is_system
    }
    row = (
        Dispute.objects.filter(reference=read_reference(reference))
        .annotate(**NAMES, **flags)
        .values_list(*COLUMNS, *flags)
        .first()
    )
    given = (
        frozenset({"desk"})
        if actor.is_system
        else frozenset(
            name.removeprefix("as_")
            for name, has in zip(flags, (row or ())[len(COLUMNS) :], strict=True)
            if has
        )
        if row
        else frozenset()
    )
    if row is None or not given:
        raise Http404
    facts = dict(zip(COLUMNS, row[: len(COLUMNS)], strict=True))
    capacity = next(name for name in ("side", "mediator", "desk") if name in given)
    page = DisputePage(**facts, capacity=capacity, may=acts_of(given))
    return _filled(page, own_sides(actor, follow_code))


def _filled(page: DisputePage, own: Q) -> DisputePage:
    """Return the page with all that hangs on it, as its reader may see it."""
    sides = list(
        Side.objects.filter(dispute=page.id).order_by("number").prefetch_related("consents")
    )
    mine = {
        side.pk for side in (Side.objects.filter(own, dispute=page.id) if own is not NOBODY else ())
    }
    numbers = {side.pk: side.number for side in sides}
    leads = page.capacity != "side"
    seats = Seat.objects.filter(dispute=page.id).order_by("id").prefetch_related("answers")
    agreements = (
        Agreement.objects.filter(dispute=page.id)
        .order_by("number")
        .prefetch_related("duties__lines", "confirmations")
    )
    looks = list(Look.objects.filter(dispute=page.id).order_by("-id")[:LINES_MAX])
    notes = list(_notes(page, mine))
    seated = list(seats)
    names = accounts.account_names(_people(seated, looks, notes))
    return replace(
        page,
        sides=tuple(side_row(side, mine, leads=leads) for side in sides),
        seats=tuple(seat_row(seat, names, numbers) for seat in seated),
        sessions=tuple(
            session_row(session)
            for session in Session.objects.filter(dispute=page.id).order_by("number")
        ),
        notes=tuple(
            NoteRow(each.words, each.at, each.scope, names.get(each.author or 0, ""))
            for each in notes
        ),
        agreements=tuple(agreement_row(each, numbers) for each in agreements),
        looks=tuple(
            LookRow(look.at, names.get(look.viewer or 0, ""), look.capacity, look.what)
            for look in looks
        ),
        events=_events(page.id),
    )


def _notes(page: DisputePage, mine: set[int]) -> QuerySet[Note]:
    """Return the private notes that the reader may see: never those of the other side."""
    scope = {"side": Q(scope="side", side__in=mine), "mediator": Q(scope="mediators")}
    condition = scope.get(page.capacity, NOBODY)
    return Note.objects.filter(condition, dispute=page.id).order_by("id")[:LINES_MAX]


def _people(seats: Iterable[Seat], looks: Iterable[Look], notes: Iterable[Note]) -> set[int]:
    keys: set[Any] = {seat.account_id for seat in seats}
    keys |= {look.viewer for look in looks} | {each.author for each in notes}
    return keys - {None}


def _events(pk: int) -> tuple[EventRow, ...]:
    lines = JournalLine.objects.filter(subject_kind=SUBJECT, subject=pk).order_by("id")
    rows = lines.values_list("at", "verb", "label", "after")[:LINES_MAX]
    return tuple(EventRow(*row) for row in rows)
