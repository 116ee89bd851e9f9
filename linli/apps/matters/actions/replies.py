"""Keeping the words that answers begin with: written once, used by everybody of the place or unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from linli.apps.matters.access import REPLIES, reply_places, reply_units
from linli.apps.matters.models import ReplyTemplate
from linli.apps.matters.models.labels import REPLY_ACTS
from linli.apps.matters.rules.replies import clean_reply, clean_scope, clean_title
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch


@dataclass(frozen=True, slots=True)
class ReplyWords:
    """A template as it was typed; `kind` is a kind, the letter of a group, or empty for all."""

    act: str
    title: str
    text: str
    kind: str = ""


def add_reply(
    *,
    actor: Actor,
    words: ReplyWords,
    area: int | None = None,
    unit: int | None = None,
    now: dt.datetime,
) -> ReplyTemplate:
    """Keep a template for a place or a unit of the actor's; the same again is the one that is there.

    Raises
    ------
    Refused
        `matters.reply_owner` for a place or unit that is not the actor's, `matters.reply_act`,
        `matters.reply_name` when another one has the name.
    """
    owner = _owner(actor, area, unit)
    if words.act not in dict(REPLY_ACTS):
        raise Refused("matters.reply_act", "请选用在哪一步。", field="act")
    facts: dict[str, Any] = {
        **owner,
        "act": words.act,
        "kind": clean_scope(words.kind),
        "title": clean_title(words.title),
        "text": clean_reply(words.text),
    }
    try:
        with transaction.atomic():
            made = ReplyTemplate.objects.create(
                id=new_key(now), author_id=actor.account, since=now, **facts
            )
            _line(made, "matters.reply_add", actor, now)
    except IntegrityError:
        same = ReplyTemplate.objects.filter(ended_at__isnull=True, **facts).first()
        if same is None:
            raise Refused(
                "matters.reply_name",
                "已有同名的常用答复。请换个名称，或先停用原来那条。",
                field="title",
            ) from None
        return same
    return made


def end_reply(*, actor: Actor, pk: int, now: dt.datetime) -> None:
    """Offer a template no longer; twice is once."""
    with transaction.atomic():
        found = fetch(
            ReplyTemplate.objects.all(), actor=actor, action="keep", table=REPLIES, pk=pk, lock=True
        )
        if found.ended_at is None:
            found.ended_at = now
            found.save(update_fields=["ended_at"])
            _line(found, "matters.reply_end", actor, now)


def _owner(actor: Actor, area: int | None, unit: int | None) -> dict[str, int]:
    if unit is None and area in {over.low for over in reply_places(actor)}:
        return {"area_id": int(area or 0)}
    if area is None and unit in reply_units(actor):
        return {"unit_id": int(unit or 0)}
    raise Refused(
        "matters.reply_owner", "请选给哪里用：只能是您管的地方或您的单位。", field="owner"
    )


def _line(reply: ReplyTemplate, verb: str, actor: Actor, now: dt.datetime) -> None:
    after = {"act": reply.act, "kind": reply.kind}
    journal.record(actor=actor, verb=verb, subject=reply, now=now, area=reply.area_id, after=after)
