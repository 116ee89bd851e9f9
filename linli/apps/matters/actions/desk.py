"""What community and subdistrict do: accept, confirm the kind, find the right unit, or the right way out."""

from __future__ import annotations

import datetime as dt

from linli.apps.accounts import queries as accounts
from linli.apps.matters.access import DESK_ROLES, GRID_ROLES
from linli.apps.matters.actions.step import Act, Words, take_step
from linli.apps.matters.models import Matter
from linli.apps.matters.rules import moves, texts
from linli.apps.matters.rules.kinds import find_kind
from linli.apps.organisations import queries as organisations
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused
from linli.platform.access import Actor


def accept_matter(*, actor: Actor, pk: int, now: dt.datetime) -> Matter:
    """Accept what was received; this is the first response."""
    return take_step(
        act=Act("accept"), actor=actor, pk=pk, now=now, move=lambda facts: moves.accept(facts, now)
    )


def triage_matter(*, actor: Actor, pk: int, kind: str, lane: str, now: dt.datetime) -> Matter:
    """Confirm kind and lane; the suggestion of the machine is only a suggestion."""
    chosen = find_kind(kind, local_date(now))

    def move(facts: moves.Facts) -> moves.Facts:
        return moves.triage(facts, chosen, lane, now)

    return take_step(act=Act("triage", is_public=False), actor=actor, pk=pk, now=now, move=move)


def dispatch_matter(  # one act with its facts
    *,
    actor: Actor,
    pk: int,
    unit: int | None,
    handler: int | None = None,
    remark: str = "",
    now: dt.datetime,
) -> Matter:
    """Hand the matter to a unit, to a person by name, or to both."""
    _require_takers(unit, handler, now)

    def move(facts: moves.Facts) -> moves.Facts:
        return moves.dispatch(facts, unit, handler, now)

    words = Words("reason", texts.clean_note(remark, field="remark", least=0), is_private=True)
    return take_step(act=Act("dispatch"), actor=actor, pk=pk, now=now, move=move, words=words)


def reassign_matter(  # one act with its facts
    *,
    actor: Actor,
    pk: int,
    unit: int | None,
    handler: int | None = None,
    reason: str,
    now: dt.datetime,
) -> Matter:
    """Hand a dispatched matter to somebody else, saying why."""
    _require_takers(unit, handler, now)

    def move(facts: moves.Facts) -> moves.Facts:
        return moves.reassign(facts, unit, handler, now)

    text = texts.clean_note(reason, field="reason", least=texts.REASON_LETTERS_MIN)
    words = Words("reason", text, is_private=True)
    return take_step(act=Act("reassign"), actor=actor, pk=pk, now=now, move=move, words=words)


def refer_out_matter(*, actor: Actor, pk: int, way: str, answer: str, now: dt.datetime) -> Matter:
    """Explain that court, petition or another way is the right one, and end the matter."""
    text = texts.clean_answer(answer)

    def move(facts: moves.Facts) -> moves.Facts:
        return moves.refer_out(facts, way, text, now)

    return take_step(
        act=Act("refer"), actor=actor, pk=pk, now=now, move=move, words=Words("result", text)
    )


def _require_takers(unit: int | None, handler: int | None, now: dt.datetime) -> None:
    """Refuse a unit that is not there, or a person who holds no role to handle matters with."""
    if unit is not None and organisations.get_organisation(unit) is None:
        raise Refused("matters.unit_unknown", "没有这个单位，请从列表里选一个。", field="unit")
    if handler is None:
        return
    found = accounts.account_with_grants(handler, local_date(now))
    roles = {grant.role for grant in found[1]} if found else set()
    if not roles & {*GRID_ROLES, *DESK_ROLES}:
        raise Refused(
            "matters.handler_unknown", "这位同志现在不承办诉求，请另选。", field="handler"
        )
