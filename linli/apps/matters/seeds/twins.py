"""Bulk twins of the actions: the same moves, folded in memory, written many at once.

`test_twins.py` proves that a life told by the actions and by a twin leaves the same rows.
"""

from __future__ import annotations

import copy
import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from linli.apps.matters.access import follow_code_of, follow_hash_of, said_by
from linli.apps.matters.models import Matter, MatterContact, MatterNote, MatterRating
from linli.apps.matters.models.matter import FACTS
from linli.apps.matters.queries.pages import SUBJECT
from linli.apps.matters.rules import moves
from linli.apps.matters.rules.kinds import kind_of
from linli.apps.matters.rules.moves import Facts
from linli.apps.matters.rules.records import difference
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.foundation.keys import CODE_LETTERS, TAIL_SIZE, key_floor
from linli.platform import bulk
from linli.platform.access import Actor
from linli.platform.models import JournalLine

Row = tuple[object, ...]
MATTER: Final = tuple(field.attname for field in Matter._meta.concrete_fields)
NOTE: Final = ("id", "matter_id", "kind", "author_id", "words", "is_private", "at")
RATING: Final = ("id", "matter_id", "close_round", "value", "words", "counts", "at")
LINE: Final = (
    "id",
    "at",
    "verb",
    "subject_kind",
    "subject",
    "area",
    "account",
    "behalf",
    "label",
    "channel",
    "before",
    "after",
    "is_public",
)
# Odd, so that multiplying by it visits every code of eight letters once.
STRIDE: Final = 0x9E3779B97F4A7C15 & ((1 << 40) - 1) | 1


@dataclass(frozen=True, slots=True)
class Intake:
    """What is known when a matter comes in, as `actions.Report` has it, with the place looked up."""

    kind: str
    words: str
    answers: dict[str, str]
    channel: str
    area: int
    compound: int | None
    building: int | None
    lon: float | None
    lat: float | None
    place_text: str
    name: str = ""
    phone: str = ""
    hide_reporter: bool = False


class Book:
    """Rows that wait to be written together."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.matters: list[Twin] = []
        self.contacts: list[Row] = []
        self.notes: list[Row] = []
        self.ratings: list[Row] = []
        self.lines: list[Row] = []
        self._counted = count(1)
        self._offset = dice.randrange(1 << 40)

    def key(self, moment: dt.datetime) -> int:
        """Return a key for a row made at `moment`: unlike others of the same millisecond."""
        return key_floor(moment) | (next(self._counted) % TAIL_SIZE)

    def reference(self) -> str:
        """Return a reference that no other matter of this book has."""
        number = (self._offset + next(self._counted) * STRIDE) % (1 << 40)
        return "".join(CODE_LETTERS[number >> shift & 31] for shift in range(0, 40, 5))

    def client_id(self) -> uuid.UUID:
        return uuid.UUID(int=self.dice.randrange(1 << 128), version=4)

    def draft(self) -> Book:
        """Return an empty book that makes keys and references with this one."""
        other = copy.copy(self)
        other.matters, other.contacts, other.notes = [], [], []
        other.ratings, other.lines = [], []
        return other

    def take(self, draft: Book) -> None:
        """Take over the rows of a draft."""
        self.matters += draft.matters
        self.contacts += draft.contacts
        self.notes += draft.notes
        self.ratings += draft.ratings
        self.lines += draft.lines

    def write(self) -> int:
        """Write all rows and forget them; return how many matters they were."""
        written = len(self.matters)
        bulk.insert(Matter, MATTER, (twin.row() for twin in self.matters))
        bulk.insert(MatterContact, ("matter_id", "name", "phone"), self.contacts)
        bulk.insert(MatterNote, NOTE, self.notes)
        bulk.insert(MatterRating, RATING, self.ratings)
        bulk.insert(JournalLine, LINE, self.lines)
        self.matters.clear()
        for rows in (self.contacts, self.notes, self.ratings, self.lines):
            rows.clear()
        return written


class Twin:
    """One matter in memory: `facts` move, the rest stands still."""

    def __init__(self, book: Book, intake: Intake, actor: Actor, now: dt.datetime) -> None:
        self.book, self.intake = book, intake
        is_own = intake.channel in {"web", "kiosk"}
        kind = kind_of(intake.kind)
        self.facts = moves.received(
            kind,
            now,
            reporter=(actor.behalf or actor.account) if is_own else None,
            hide_reporter=intake.hide_reporter,
        )
        self.request = kind.request
        self.taken_by = None if is_own and actor.behalf is None else actor.account
        self.pk, self.reference = book.key(now), book.reference()
        book.matters.append(self)
        if intake.name or intake.phone:
            book.contacts.append((self.pk, intake.name, intake.phone))
        after = {"state": "received", "kind": intake.kind, "channel": intake.channel}
        self._line(actor, "matters.report", now, {}, after, is_public=True)

    def step(  # the twin of `take_step`
        self,
        action: str,
        actor: Actor,
        now: dt.datetime,
        move: Callable[[Facts], Facts],
        *,
        words: tuple[str, str, bool] | None = None,
        is_public: bool = True,
    ) -> None:
        before, self.facts = self.facts, move(self.facts)
        if words is not None and words[1]:
            kind, text, is_private = words
            key = self.book.key(now)
            self.book.notes.append((key, self.pk, kind, actor.account, text, is_private, now))
        was, became = difference(before, self.facts)
        self._line(actor, f"matters.{action}", now, was, became, is_public=is_public)

    def rate(self, actor: Actor, value: str, text: str, now: dt.datetime) -> None:
        moves.require_ratable(self.facts, value)
        counts = not kind_of(self.facts.kind).is_enforcement
        turn = self.facts.close_round
        self.book.ratings.append((self.book.key(now), self.pk, turn, value, text, counts, now))
        after = {"value": value, "close_round": turn}
        self._line(actor, "matters.rate", now, {}, after, is_public=False)

    def note(self, actor: Actor, text: str, now: dt.datetime) -> None:
        key = self.book.key(now)
        self.book.notes.append((key, self.pk, "note", actor.account, text, True, now))
        self._line(actor, "matters.note", now, {}, {"note": key}, is_public=False)

    def _line(  # the facts of a line
        self,
        actor: Actor,
        verb: str,
        now: dt.datetime,
        before: dict[str, object],
        after: dict[str, Any],
        *,
        is_public: bool,
    ) -> None:
        said = said_by(actor, self.facts.reporter_id)
        self.book.lines.append(
            (
                self.book.key(now),
                now,
                verb,
                SUBJECT,
                self.pk,
                self.intake.area,
                said.account,
                said.behalf,
                said.label,
                said.channel,
                before,
                after,
                is_public,
            )
        )

    def row(self) -> Row:
        """Return the row of the table in the order of `MATTER`."""
        intake, client_id = self.intake, self.book.client_id()
        values: dict[str, object] = {
            "id": self.pk,
            "reference": self.reference,
            "client_id": client_id,
            "follow_hash": follow_hash_of(follow_code_of(str(client_id))),
            "request": self.request,
            "channel": intake.channel,
            "words": intake.words,
            "answers": intake.answers,
            "area_id": intake.area,
            "community_id": ancestor(intake.area, Level.COMMUNITY),
            "subdistrict": ancestor(intake.area, Level.SUBDISTRICT),
            "district": ancestor(intake.area, Level.DISTRICT),
            "compound_id": intake.compound,
            "building_id": intake.building,
            "lon": intake.lon,
            "lat": intake.lat,
            "place_text": intake.place_text,
            "taken_by_id": self.taken_by,
            "is_open": self.facts.is_open,
            "rung": 0,
            "rung_due": None,
            **{name: getattr(self.facts, name) for name in FACTS},
        }
        values["state"] = self.facts.state.value
        return tuple(values[name] for name in MATTER)
