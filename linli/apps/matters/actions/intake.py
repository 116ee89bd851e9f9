"""How a matter comes in: by the resident, signed in or not, or written down on behalf of somebody."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from linli.apps.matters.access import INTAKE_ROLES, follow_code_of, follow_hash_of, said_by
from linli.apps.matters.events import MatterReported
from linli.apps.matters.models import Matter, MatterContact
from linli.apps.matters.models.labels import CHANNELS
from linli.apps.matters.queries.places_of import Spot, find_place
from linli.apps.matters.rules import moves, texts
from linli.apps.matters.rules.hints import refuse_what_is_never_done
from linli.apps.matters.rules.kinds import Kind, find_kind
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
from linli.foundation.keys import new_code, new_key
from linli.foundation.questions import clean_answers
from linli.foundation.refusals import Refused
from linli.platform import events, files, journal
from linli.platform.access import Actor
from linli.platform.throttle import throttle

REFERENCE_LETTERS = 8
PHOTOS_MAX = 6
REPORTS_A_CALLER_MAX = 30  # within the window below; a kiosk or an office shares one address
REPORTS_WINDOW_SECONDS = 3600
PHOTO_KIND = "matters.photo"
OWN_CHANNELS = frozenset({"web", "kiosk"})


@dataclass(frozen=True, slots=True)
class Contact:
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody hands in. `photos` are keys of files stored before; `caller` is an address to throttle."""

    client_id: uuid.UUID
    kind: str
    words: str
    spot: Spot
    answers: Mapping[str, object] = field(default_factory=dict)
    channel: str = "web"
    contact: Contact = Contact()
    photos: Sequence[str] = ()
    hide_reporter: bool = False
    caller: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the reporter gets: shown once; the follow-up code is not kept in the clear."""

    id: int
    reference: str
    follow_code: str
    is_new: bool


def report_matter(*, actor: Actor, report: Report, now: dt.datetime) -> Receipt:
    """Take a report in. The same `client_id` again is the same act and gives the same receipt."""
    kind = find_kind(report.kind, local_date(now))
    _require_channel(actor, report)
    words, contact = _cleaned(report)
    answers = clean_answers(kind.questions, report.answers)
    try:
        with transaction.atomic():
            matter = _new_matter(actor, report, kind, now)
            matter.words, matter.answers = words, answers
            matter.save(force_insert=True)
            _keep_beside(matter, report, contact, actor=actor, now=now)
    except (IntegrityError, Refused):
        earlier = _earlier(actor, report)
        if earlier is None:
            raise
        return earlier
    return _receipt(matter, is_new=True)


def _require_channel(actor: Actor, report: Report) -> None:
    if report.channel not in {code for code, _label in CHANNELS}:
        raise Refused("matters.channel_unknown", "没有这个渠道，请重新选择。", field="channel")
    takes_in = actor.is_system or any(grant.role in INTAKE_ROLES for grant in actor.grants)
    if report.channel not in OWN_CHANNELS and not takes_in:
        raise Refused(
            "matters.channel_not_yours",
            "只有登记人员才能代人登记。您自己反映请直接提交。",
            field="channel",
        )
    if len(report.photos) > PHOTOS_MAX:
        raise Refused(
            "matters.photos_too_many", "最多放%(most)s张照片。", field="photos", most=PHOTOS_MAX
        )


def _cleaned(report: Report) -> tuple[str, Contact]:
    words = texts.clean_words(report.words)
    refuse_what_is_never_done(words)
    contact = Contact(
        texts.clean_name(report.contact.name), texts.clean_phone(report.contact.phone)
    )
    return words, contact


def _new_matter(actor: Actor, report: Report, kind: Kind, now: dt.datetime) -> Matter:
    """Return the matter, not saved yet: three reads at most (throttle, building, grid)."""
    if not actor.is_staff and report.caller:
        throttle(
            "matters.report", report.caller, REPORTS_A_CALLER_MAX, REPORTS_WINDOW_SECONDS, now=now
        )
    where = find_place(report.spot, local_date(now))
    is_own = report.channel in OWN_CHANNELS
    facts = moves.received(
        kind,
        now,
        reporter=(actor.behalf or actor.account) if is_own else None,
        hide_reporter=report.hide_reporter,
    )
    matter = Matter(
        id=new_key(now),
        reference=new_code(REFERENCE_LETTERS),
        client_id=report.client_id,
        follow_hash=follow_hash_of(follow_code_of(str(report.client_id))),
        request=kind.request,
        channel=report.channel,
        area_id=where.area,
        community_id=ancestor(where.area, Level.COMMUNITY),
        subdistrict=ancestor(where.area, Level.SUBDISTRICT),
        district=ancestor(where.area, Level.DISTRICT),
        compound_id=where.compound,
        building_id=where.building,
        lon=where.lon,
        lat=where.lat,
        place_text=texts.bounded(
            report.spot.text, most=texts.PLACE_LETTERS_MAX, field="place_text"
        ),
        taken_by_id=None if is_own and actor.behalf is None else actor.account,
        is_open=True,
    )
    matter.take(facts)
    return matter


def _keep_beside(
    matter: Matter, report: Report, contact: Contact, *, actor: Actor, now: dt.datetime
) -> None:
    if contact.name or contact.phone:
        MatterContact.objects.create(matter=matter, name=contact.name, phone=contact.phone)
    files.attach(list(report.photos), kind=PHOTO_KIND, owner=matter.pk)
    journal.record(
        actor=said_by(actor, matter.reporter_id),
        verb="matters.report",
        subject=matter,
        now=now,
        area=matter.area_id,
        after={"state": matter.state, "kind": matter.kind, "channel": matter.channel},
        is_public=True,
    )
    events.publish(MatterReported(matter.pk, matter.kind, matter.area_id, matter.channel, now))


def _earlier(actor: Actor, report: Report) -> Receipt | None:
    """Return the receipt of the first try of the same act, if it is the actor's own."""
    matter = Matter.objects.filter(client_id=report.client_id).first()
    if matter is None:
        return None
    owners = {matter.reporter_id, matter.taken_by_id} - {None}
    if owners and not owners & {actor.account, actor.behalf}:
        raise Refused("matters.taken", "这个提交编号已被使用，请刷新页面后重新提交。")
    return _receipt(matter, is_new=False)


def _receipt(matter: Matter, *, is_new: bool) -> Receipt:
    return Receipt(
        matter.pk, matter.reference, follow_code_of(str(matter.client_id)), is_new=is_new
    )
