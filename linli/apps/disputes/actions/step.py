"""The one shape of every act: fetch through access with a lock → rules → write → journal → events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied

from linli.apps.disputes.access import code_hash_of, own_sides, said_by, table_with
from linli.apps.disputes.events import DisputeMoved, DisputeNeeds
from linli.apps.disputes.models import Dispute, Side
from linli.apps.disputes.rules import kinds
from linli.apps.disputes.rules.consent import SideFacts, all_agree
from linli.apps.disputes.rules.states import STATE_OF, Outcome, State, require_step
from linli.foundation.refusals import Refused
from linli.platform import events, journal
from linli.platform.access import Actor, fetch


@dataclass(frozen=True, slots=True)
class Voice:
    """How a side speaks: by itself (signed in, or with its code), or through who writes it down.

    Whoever leads the case names the `side` by its number and the `way` in which it said so.
    """

    side: int | None = None
    way: str = ""
    follow_code: str | None = None


ITSELF: Final = Voice()


@dataclass(frozen=True, slots=True)
class Hand:
    """For which side an act is done, and whether the side does it itself or somebody writes it down."""

    side: Side
    is_own: bool
    way: str

    def recorder(self, actor: Actor) -> int | None:
        return None if self.is_own else actor.account


def fetch_dispute(*, action: str, actor: Actor, pk: int, follow_code: str | None = None) -> Dispute:
    """Return the dispute, locked, or raise `Http404` or `PermissionDenied`."""
    return fetch(
        Dispute.objects.all(),
        actor=actor,
        action=action,
        table=table_with(follow_code),
        pk=pk,
        lock=True,
    )


def hand_for(
    dispute: Dispute,
    *,
    actor: Actor,
    voice: Voice,
    decides: bool = True,
) -> Hand:
    """Return the side for which the actor may speak or write.

    A side speaks for itself only; who leads the case writes down what any side said. `decides`: the
    act binds the side, so that somebody under age is spoken for.
    """
    own = own_of(dispute, actor, voice.follow_code)
    if not own:
        if voice.side is None:
            raise Refused("dispute.side_missing", "请选择是哪一方。", field="side")
        return Hand(_numbered(dispute, voice.side), is_own=False, way=voice.way)
    chosen = next((each for each in own if voice.side in {None, each.number}), None)
    if chosen is None:
        raise PermissionDenied("side")
    code = voice.follow_code or ""
    by_code = bool(code) and chosen.code_hash == code_hash_of(code)
    if decides and chosen.is_minor and not by_code and not _speaks(chosen, actor):
        raise Refused("dispute.guardian_needed", "未满十八岁由监护人答复，请监护人来办理。")
    return Hand(chosen, is_own=True, way="code" if by_code else "online")


def own_of(dispute: Dispute, actor: Actor, follow_code: str | None) -> list[Side]:
    """Return the sides that are the actor's own."""
    condition = own_sides(actor, follow_code)
    return list(Side.objects.filter(condition, dispute=dispute).order_by("number"))


def _numbered(dispute: Dispute, number: int) -> Side:
    found = Side.objects.filter(dispute=dispute, number=number).first()
    if found is None:
        raise Refused("dispute.side_unknown", "没有这一方，请刷新页面后重新选择。", field="side")
    return found


def _speaks(side: Side, actor: Actor) -> bool:
    return side.speaker_account_id is not None and side.speaker_account_id in {
        actor.account,
        actor.behalf,
    }


def note(  # noqa: PLR0913  # the facts of a line
    dispute: Dispute,
    verb: str,
    *,
    actor: Actor,
    now: dt.datetime,
    is_side: bool = False,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write the journal line of an act: no name, no words, no place, and of a side no account."""
    journal.record(
        actor=said_by(actor, is_side=is_side),
        verb=f"disputes.{verb}",
        subject=dispute,
        now=now,
        before=before,
        after=after,
    )


def change(dispute: Dispute, **changed: Any) -> None:
    """Write columns of a locked dispute."""
    for name, value in changed.items():
        setattr(dispute, name, value)
    dispute.save(update_fields=list(changed))


def move(  # the facts of a step
    dispute: Dispute,
    wanted: State,
    verb: str,
    *,
    actor: Actor,
    now: dt.datetime,
    is_side: bool = False,
    **changed: Any,
) -> Dispute:
    """Carry a locked dispute one step on, with `changed` columns, and tell."""
    before = State(dispute.state)
    require_step(before, wanted)
    change(dispute, state=wanted.value, **changed)
    note(
        dispute,
        verb,
        actor=actor,
        now=now,
        is_side=is_side,
        before={"state": before.value},
        after={"state": wanted.value},
    )
    events.publish(DisputeMoved(dispute.pk, before.value, wanted.value, now))
    return dispute


def end(  # the facts of an end
    dispute: Dispute,
    outcome: Outcome,
    verb: str,
    *,
    actor: Actor,
    now: dt.datetime,
    is_side: bool = False,
    **changed: Any,
) -> Dispute:
    """Carry a locked dispute to its end."""
    return move(
        dispute,
        STATE_OF[outcome],
        verb,
        actor=actor,
        now=now,
        is_side=is_side,
        is_open=False,
        ended_at=now,
        outcome=outcome.value,
        risk="normal",
        **changed,
    )


def begin_if_ready(
    dispute: Dispute, *, actor: Actor, now: dt.datetime, is_side: bool = False
) -> None:
    """Begin the talks once every side has consented and every side has accepted a mediator."""
    if dispute.state != State.CONSENT_ASKED:
        return
    sides = [
        SideFacts(side.number, side.is_applicant, side.consent)
        for side in dispute.sides.order_by("number")
    ]
    if all_agree(sides) and dispute.seats.filter(state="seated").exists():
        due = kinds.mediate_due(kinds.kind_of(dispute.kind), now)
        move(
            dispute,
            State.IN_MEDIATION,
            "begin",
            actor=actor,
            now=now,
            is_side=is_side,
            began_at=now,
            due_at=due,
        )
        need(dispute, "session", [seat.account_id for seat in dispute.seats.all()], now)


def need(
    dispute: Dispute, what: str, accounts: list[int | None] | list[int], now: dt.datetime
) -> None:
    """Tell that somebody of the circle has something to do: keys only."""
    known = tuple(dict.fromkeys(key for key in accounts if key is not None))
    if known:
        events.publish(DisputeNeeds(dispute.pk, what, known, now))
