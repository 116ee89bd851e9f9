"""How a dispute comes in: by a side, signed in or not, or written down for somebody; or from a matter."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.http import Http404

from linli.apps.disputes.access import INTAKE_ROLES, accounts_of, code_hash_of, code_of
from linli.apps.disputes.actions.step import note
from linli.apps.disputes.events import DisputeMoved
from linli.apps.disputes.models import ConsentLine, Dispute, Side
from linli.apps.disputes.models.labels import CHANNELS
from linli.apps.disputes.queries.circle import desk_for
from linli.apps.disputes.rules import kinds, texts
from linli.apps.disputes.rules.danger import refuse_violence
from linli.apps.disputes.rules.kinds import VIOLENCE, Kind
from linli.apps.disputes.rules.states import State
from linli.apps.matters import queries as matters
from linli.apps.matters.actions import Spot
from linli.apps.matters.queries.places_of import Where, find_place
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
from linli.foundation.keys import new_code, new_key
from linli.foundation.refusals import Refused
from linli.platform import events
from linli.platform.access import Actor
from linli.platform.throttle import throttle

REFERENCE_LETTERS = 8
SIDES_MAX = 8
CALLS_MAX = 20  # applications of one caller within the window below
CALLS_WINDOW_SECONDS = 3600
OWN_CHANNELS = frozenset({"web"})
# How somebody who is written down has said that they want mediation.
WAY_OF_CHANNEL = {"phone": "phone", "paper": "paper", "hotline_12345": "phone"}


@dataclass(frozen=True, slots=True)
class Someone:
    """A side as it is told: a person, a firm or a committee, with who speaks for it."""

    name: str
    phone: str = ""
    sort: str = "person"
    organisation: int | None = None
    building: int | None = None
    account: int | None = None
    is_minor: bool = False
    speaker_name: str = ""
    speaker_phone: str = ""
    speaker_basis: str = ""
    speaker_account: int | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody hands in. `others` are the other side or sides; `matter` a reference, or empty."""

    client_id: uuid.UUID
    kind: str
    words: str
    spot: Spot
    applicant: Someone
    others: Sequence[Someone] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    channel: str = "web"
    matter: str = ""
    caller: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant gets: shown once; the code is not kept in the clear."""

    id: int
    reference: str
    follow_code: str
    is_new: bool


def register_dispute(*, actor: Actor, application: Application, now: dt.datetime) -> Receipt:
    """Take an application in. The same `client_id` again is the same act and gives the same receipt."""
    kind = kinds.find_kind(application.kind, local_date(now))
    _require_channel(actor, application)
    words = texts.clean_words(application.words)
    said = str(application.answers.get(VIOLENCE, ""))
    refuse_violence(words, said)
    answers = kinds.clean_answers(kind, application.answers)
    matter = _matter_of(actor, application.matter, now)
    code = code_of(str(application.client_id))
    try:
        with transaction.atomic():
            dispute = _new_dispute(actor, application, kind, now)
            dispute.words, dispute.answers, dispute.matter_id = words, answers, matter
            dispute.save(force_insert=True)
            _keep_sides(dispute, application, code, actor=actor, now=now)
            note(
                dispute,
                "register",
                actor=actor,
                now=now,
                is_side=application.channel in OWN_CHANNELS,
                after={"state": dispute.state, "kind": kind.code, "channel": dispute.channel},
            )
            events.publish(DisputeMoved(dispute.pk, "", dispute.state, now))
    except IntegrityError:
        earlier = Dispute.objects.filter(client_id=application.client_id).first()
        if earlier is None or not earlier.sides.filter(code_hash=code_hash_of(code)).exists():
            raise
        return Receipt(earlier.pk, earlier.reference, code, is_new=False)
    return Receipt(dispute.pk, dispute.reference, code, is_new=True)


def _require_channel(actor: Actor, application: Application) -> None:
    if application.channel not in {code for code, _label in CHANNELS}:
        raise Refused("dispute.channel_unknown", "没有这个渠道，请重新选择。", field="channel")
    takes_in = actor.is_system or any(grant.role in INTAKE_ROLES for grant in actor.grants)
    if application.channel not in OWN_CHANNELS and not takes_in:
        raise Refused(
            "dispute.channel_not_yours",
            "只有登记人员才能代人登记。您自己申请请直接提交。",
            field="channel",
        )
    if len(application.others) + 1 > SIDES_MAX:
        raise Refused("dispute.sides_too_many", "最多登记%(most)s方，请分开申请。", most=SIDES_MAX)


def _matter_of(actor: Actor, reference: str, now: dt.datetime) -> int | None:
    """Return the key of the matter that the dispute grew out of; only who reads it may link it."""
    if not reference.strip():
        return None
    try:
        page = matters.get_page(actor=actor, reference=reference, now=now)
    except Http404:
        page = None
    if page is None or not page.is_full:
        raise Refused(
            "dispute.matter_unknown",
            "没有找到您能看的这件诉求。请核对编号，或者留空，不影响申请调解。",
            field="matter",
        )
    return page.id


def _new_dispute(actor: Actor, application: Application, kind: Kind, now: dt.datetime) -> Dispute:
    if not actor.is_staff and application.caller:
        throttle("disputes.register", application.caller, CALLS_MAX, CALLS_WINDOW_SECONDS, now=now)
    where = find_place(application.spot, local_date(now))
    return Dispute(
        id=new_key(now),
        reference=new_code(REFERENCE_LETTERS),
        client_id=application.client_id,
        kind=kind.code,
        privacy=kind.privacy,
        risk=kind.risk,
        channel=application.channel,
        place_text=texts.bounded(
            application.spot.text, most=texts.PLACE_LETTERS_MAX, field="place_text"
        ),
        taken_by_id=None if application.channel in OWN_CHANNELS else actor.account,
        desk="community",
        state=State.REGISTERED.value,
        is_open=True,
        registered_at=now,
        consent_due=kinds.consent_due(kind, now),
        **_columns_of(where),
    )


def _columns_of(where: Where) -> dict[str, int | None]:
    return {
        "area_id": where.area,
        "community_id": ancestor(where.area, Level.COMMUNITY),
        "subdistrict": ancestor(where.area, Level.SUBDISTRICT),
        "compound_id": where.compound,
        "building_id": where.building,
    }


def _keep_sides(
    dispute: Dispute, application: Application, code: str, *, actor: Actor, now: dt.datetime
) -> None:
    is_own = application.channel in OWN_CHANNELS
    applicant = new_side(dispute, application.applicant, 1, is_applicant=True, now=now)
    if is_own:
        applicant.account_id = actor.behalf or actor.account
    applicant.code_hash = code_hash_of(code)
    applicant.save(force_insert=True)
    own_way = "online" if actor.is_signed_in else "code"
    way = own_way if is_own else WAY_OF_CHANNEL.get(application.channel, "in_person")
    record_consent(applicant, "given", way, None if is_own else actor.account, now)
    sides = [applicant]
    for number, other in enumerate(application.others, start=2):
        side = new_side(dispute, other, number, is_applicant=False, now=now)
        side.save(force_insert=True)
        sides.append(side)
    settle_desk(dispute, sides, now)


def settle_desk(dispute: Dispute, sides: Sequence[Side], now: dt.datetime) -> bool:
    """Let the subdistrict answer where the community's secretary is a side; tell whether it changed."""
    desk = desk_for(dispute.area_id, accounts_of(sides), local_date(now))
    if dispute.desk in (desk, "subdistrict"):
        return False
    dispute.desk = desk
    dispute.save(update_fields=["desk"])
    return True


def new_side(
    dispute: Dispute, someone: Someone, number: int, *, is_applicant: bool, now: dt.datetime
) -> Side:
    """Return a side, not saved yet, or refuse what is missing."""
    speaker = texts.bounded(someone.speaker_name, most=texts.NAME_LETTERS_MAX, field="speaker_name")
    if someone.is_minor and (not speaker or someone.speaker_basis != "guardian"):
        raise Refused(
            "dispute.guardian_missing",
            "未满十八岁要由监护人陪同，请填写监护人的称呼和电话。",
            field="speaker_name",
        )
    return Side(
        id=new_key(now),
        dispute=dispute,
        number=number,
        is_applicant=is_applicant,
        sort=someone.sort,
        name=texts.clean_name(someone.name),
        phone=texts.clean_phone(someone.phone),
        account_id=someone.account,
        organisation_id=someone.organisation,
        building_id=someone.building,
        is_minor=someone.is_minor,
        speaker_name=speaker,
        speaker_phone=texts.clean_phone(someone.speaker_phone, field="speaker_phone"),
        speaker_basis=someone.speaker_basis,
        speaker_account_id=someone.speaker_account,
    )


def record_consent(
    side: Side, answer: str, way: str, recorded_by: int | None, now: dt.datetime
) -> None:
    """Write the line, then the state of the side: the database takes them in this order only."""
    ConsentLine.objects.create(
        id=new_key(now), side=side, answer=answer, way=way, recorded_by=recorded_by, at=now
    )
    side.consent, side.consent_at = answer, now
    side.save(update_fields=["consent", "consent_at"])
