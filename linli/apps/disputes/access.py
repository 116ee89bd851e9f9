"""Who may do what with a dispute. Read this file to know; nothing else decides it.

Three kinds of people form the circle of a dispute: its sides (and who speaks for them), the mediators
whom every side has accepted, and who answers for it (the community's secretary, or the subdistrict's
officer where the secretary is a side). Nobody else, however high, learns that it exists: for them it
is not found. Who wrote it down for somebody is not in the circle either.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q
from django.utils.crypto import salted_hmac

from linli.apps.disputes.models import Seat, Side
from linli.foundation.keys import CODE_LETTERS, read_code
from linli.platform.access import NOBODY, Actor, Rule, Table, within

MEDIATOR: Final = "mediator"
KEEPERS: Final = {"community": "community_secretary", "subdistrict": "subdistrict_officer"}
# Who speaks for a firm or a committee that is a side, by the role for that organisation.
SPEAKING_ROLES: Final = ("property_manager", "oc_director")
# Who may write down what somebody told them, with the channel kept.
INTAKE_ROLES: Final = (
    "grid_worker",
    "grid_leader",
    "building_head",
    "community_secretary",
    "community_worker",
    "subdistrict_officer",
    "service_window_staff",
    "mediator",
)
CODE_LENGTH: Final = 12


def own_sides(actor: Actor, code: str | None = None) -> Q:
    """Return the condition on `Side` that it is the actor, who they act for, or whose code is shown."""
    accounts = sorted({actor.account, actor.behalf} - {None})  # type: ignore[type-var]  # None is gone
    organisations = [key for key in actor.organisations(*SPEAKING_ROLES) if key]
    parts = [Q(account__in=accounts), Q(speaker_account__in=accounts)] if accounts else []
    if organisations:
        parts.append(Q(organisation__in=organisations))
    if code:
        parts.append(Q(code_hash=code_hash_of(code)))
    return reduce(or_, parts) if parts else NOBODY


def _among(sides: Q, **more: object) -> Q:
    if sides is NOBODY:
        return NOBODY
    return Q(pk__in=Side.objects.filter(sides, **more).values("dispute"))


def _unbiased(actor: Actor, condition: Q) -> Q:
    """Nobody mediates, or answers for, what they are a side of."""
    return NOBODY if condition is NOBODY else condition & ~_among(own_sides(actor))


def _mediator(actor: Actor) -> Q:
    """Return the disputes in which the actor has the word of every side, and still is a mediator."""
    spans = actor.spans(MEDIATOR)
    if actor.account is None or not spans:
        return NOBODY
    seats = Seat.objects.filter(account=actor.account, state="seated").values("dispute")
    return _unbiased(actor, Q(pk__in=seats) & within("area", spans))


def _desk(actor: Actor) -> Q:
    """Return what the actor answers for, save where they are a side."""
    condition = NOBODY
    for desk, role in KEEPERS.items():
        if spans := actor.spans(role):
            over = Q(desk=desk) & within("area", spans)
            condition = over if condition is NOBODY else condition | over
    return _unbiased(actor, condition)


CAPACITIES: Final = ("applicant", "side", "mediator", "desk")


def capacity_rules(actor: Actor, code: str | None = None) -> dict[str, Q]:
    """Return, for each capacity, the condition that the actor has it in a dispute."""
    sides = own_sides(actor, code)
    return {
        "applicant": _among(sides, is_applicant=True),
        "side": _among(sides),
        "mediator": _mediator(actor),
        "desk": _desk(actor),
    }


CIRCLE: Final = frozenset(CAPACITIES)
LEADS: Final = frozenset({"mediator", "desk"})
# The table: who may do what.
ACTS: Final[dict[str, frozenset[str]]] = {
    "read": CIRCLE,
    "ask_consent": LEADS,
    "add_side": LEADS,
    "edit_side": LEADS,
    "issue_code": LEADS,
    "adopt": frozenset({"side"}),
    "consent": CIRCLE,
    "propose_mediator": frozenset({"side", "desk"}),
    "answer_mediator": CIRCLE,
    "step_down": frozenset({"mediator"}),
    "plan_session": frozenset({"mediator"}),
    "cancel_session": frozenset({"mediator"}),
    "record_session": frozenset({"mediator"}),
    "note_mediators": frozenset({"mediator"}),
    "note_side": frozenset({"side"}),
    "draw_up": frozenset({"mediator"}),
    "confirm": frozenset({"side", "mediator"}),
    "perform": CIRCLE,
    "court": CIRCLE,
    "risk": LEADS,
    "fail": LEADS,
    "refer": LEADS,
    "close": LEADS,
    "withdraw": LEADS | {"applicant"},
}


def _rule(capacities: frozenset[str], code: str | None) -> Rule:
    def rule(actor: Actor) -> Q:
        found = capacity_rules(actor, code)
        conditions = [found[name] for name in CAPACITIES if name in capacities]
        given = [condition for condition in conditions if condition is not NOBODY]
        return reduce(or_, given) if given else NOBODY

    return rule


def table_with(code: str | None) -> Table:
    """Return the table for somebody who shows the code of a side, or for nobody's code."""
    return {action: _rule(capacities, code) for action, capacities in ACTS.items()}


TABLE: Final[Table] = table_with(None)


def acts_of(capacities: frozenset[str]) -> frozenset[str]:
    """Return the acts that somebody with these capacities may do."""
    return frozenset(action for action, may in ACTS.items() if may & capacities)


def said_by(actor: Actor, *, is_side: bool) -> Actor:
    """Return the actor as the journal names them: of a side it says only that it was one."""
    if is_side:
        return Actor(label="side", channel=actor.channel)
    return Actor(account=actor.account, label=actor.label, channel=actor.channel)


def code_of(client_id: str) -> str:
    """Return the applicant's code of an application: the same again when it is sent again."""
    digest = salted_hmac("linli.disputes.follow", client_id, algorithm="sha256").digest()
    return "".join(CODE_LETTERS[byte % 32] for byte in digest[:CODE_LENGTH])


def code_hash_of(code: str) -> str:
    """Return the keyed hash under which a side's code is kept, however it was typed."""
    letters = read_code(code[:64])
    return salted_hmac("linli.disputes.code", letters, algorithm="sha256").hexdigest()


def accounts_of(sides: Iterable[Side]) -> frozenset[int]:
    """Return the accounts of the sides and of who speaks for them."""
    return frozenset(
        key
        for side in sides
        for key in (side.account_id, side.speaker_account_id)
        if key is not None
    )
