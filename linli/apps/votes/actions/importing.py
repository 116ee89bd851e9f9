"""Take over what an official system has counted: all of it is right, or nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from linli.apps.places import queries as places
from linli.apps.votes.access import may_begin
from linli.apps.votes.actions.drafting import REFERENCE_LETTERS, parts_of
from linli.apps.votes.models import ImportedLine, ImportedVote
from linli.apps.votes.rules.imported import (
    Asked,
    Counted,
    count_imported,
    digest_of,
    read_marks,
    require_asked,
)
from linli.apps.votes.rules.roll import build_roll
from linli.foundation.clock import local_date
from linli.foundation.keys import new_code, new_key
from linli.foundation.refusals import Refused
from linli.foundation.tables import Fault
from linli.platform import journal
from linli.platform.access import Actor

TITLE_MAX: Final = 120
SYSTEM_MAX: Final = 80
BYTES_MAX: Final = 5 * 1024 * 1024


class NotTaken(Exception):
    """The table has faults; each is told by row and column."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Held:
    """What is said of a vote that another system has held."""

    title: str
    system: str
    held_from: dt.date
    held_to: dt.date
    asked: tuple[Asked, ...]

    def require_sound(self, today: dt.date) -> None:
        if not 2 <= len(self.title) <= TITLE_MAX:
            raise Refused("vote.title", "请写明表决的名称（2至120字）。", field="title")
        if not 2 <= len(self.system) <= SYSTEM_MAX:
            raise Refused("import.system", "请写明结果来自哪个系统（2至80字）。", field="system")
        if not self.held_from <= self.held_to <= today:
            raise Refused(
                "import.dates", "表决应已截止，开始不晚于截止，请改正日期。", field="held_to"
            )
        require_asked(self.asked)


def import_result(
    *, actor: Actor, compound: int, held: Held, content: bytes, now: dt.datetime
) -> ImportedVote:
    """Count the lines of the file against the owners of the first day of voting and keep the sums.

    Raises
    ------
    NotTaken
        With every fault of the table.
    """
    place = places.get_compound(compound)
    if place is None:
        raise Http404
    if not may_begin(actor, compound=compound, community=place.community):
        raise PermissionDenied("import")
    held.require_sound(local_date(now))
    _require_table(content)
    counted, lines = _counted(compound, held, content)
    with transaction.atomic():
        if ImportedVote.objects.filter(compound=compound, file_hash=digest_of(content)).exists():
            raise Refused("import.twice", "这个文件已经导入过。", field="file")
        vote = ImportedVote.objects.create(
            id=new_key(now),
            reference=new_code(REFERENCE_LETTERS),
            compound_id=compound,
            area=place.community,
            title=held.title,
            system=held.system,
            held_from=held.held_from,
            held_to=held.held_to,
            file_hash=digest_of(content),
            made_by=actor.account or 0,
            at=now,
        )
        ImportedLine.objects.bulk_create(_line(vote, counted_line, now) for counted_line in counted)
        journal.record(
            actor=actor,
            verb="votes.imported",
            subject=vote,
            now=now,
            area=vote.area,
            after={"lines": lines},
            is_public=True,
        )
    return vote


def _require_table(content: bytes) -> None:
    if len(content) > BYTES_MAX:
        raise Refused("import.size", "文件不能超过 5 MB。", field="file")
    if content.startswith(b"PK"):
        raise Refused("import.format", "请在表格软件里另存为 CSV 再上传。", field="file")


def _counted(compound: int, held: Held, content: bytes) -> tuple[tuple[Counted, ...], int]:
    """Return what the file says of each motion, and how many electors stand in it."""
    parts, homes = parts_of(compound, held.held_from)
    roll = build_roll(parts)
    doors = {
        (place.building_name, place.entrance, place.number): own.number
        for own in roll
        for place in (homes[label][0] for label in own.homes)
    }
    marks, faults = read_marks(content, len(held.asked), doors)
    if faults:
        raise NotTaken(faults)
    return count_imported(held.asked, roll, marks), len(marks)


def _line(vote: ImportedVote, line: Counted, now: dt.datetime) -> ImportedLine:
    return ImportedLine(
        id=new_key(now),
        vote=vote,
        number=line.number,
        item=line.asked.item,
        title=line.asked.title,
        heads=line.tally.heads,
        area=line.tally.area,
        heads_in=line.tally.heads_in,
        area_in=line.tally.area_in,
        heads_yes=line.tally.heads_yes,
        area_yes=line.tally.area_yes,
        passed=line.passed,
    )
