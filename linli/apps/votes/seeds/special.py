"""What follows from other votes, or comes from elsewhere: a second round, proxies on paper, an import."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.apps.accounts.models import Account
from linli.apps.accounts.queries import actor_for
from linli.apps.votes import actions
from linli.apps.votes.actions.drafting import parts_of
from linli.apps.votes.models import Elector, OwnersVote
from linli.apps.votes.queries import elections_of
from linli.apps.votes.rules.imported import Asked
from linli.apps.votes.rules.roll import build_roll
from linli.apps.votes.seeds.owners import DAY, SYSTEM
from linli.foundation.chance import Dice
from linli.foundation.clock import LOCAL
from linli.platform import files

CLERK: Final = "liang"
HOLDERS: Final = ("lu", "mai")


def load(now: dt.datetime, dice: Dice) -> None:
    """Tell them, each when the votes before it are there."""
    _second_round(now)
    _proxies(now)
    _import(now, dice)


def _second_round(now: dt.datetime) -> None:
    """Announce the second round of the election that left a seat open."""
    rows = OwnersVote.objects.filter(state="posted", motions__seats__gt=0).order_by("id")
    for first in rows:
        open_seats = [own for own in elections_of(first.pk) if own.second]
        if open_seats:
            act: dict[str, Any] = {"actor": SYSTEM, "now": now - DAY}
            motion = open_seats[0].motion
            vote = actions.draft_run_off(pk=first.pk, motion=motion, **act)
            on = (now - DAY).astimezone(LOCAL).date()
            actions.freeze_roll(pk=vote.pk, on=on, **act)
            opens = (now + 16 * DAY).astimezone(LOCAL).replace(hour=0, minute=0, second=0)
            closes = opens + 14 * DAY
            actions.give_notice(pk=vote.pk, opens_at=opens, closes_at=closes, **act)
            return


def _proxies(now: dt.datetime) -> None:
    """In the running vote one owner has let a neighbour vote; one paper waits for its second clerk."""
    vote = OwnersVote.objects.filter(state="open").first()
    accounts = dict(Account.objects.values_list("username", "id"))
    if vote is None or vote.closes_at is None or not {CLERK, *HOLDERS} <= set(accounts):
        return
    free = Elector.objects.filter(vote=vote, ballots=None, owners__person__account=None)
    granters = (SYSTEM, actor_for(accounts[CLERK], now))
    for elector, holder, actor in zip(free.order_by("number")[:2], HOLDERS, granters, strict=False):
        actions.grant_proxy(
            actor=actor,
            pk=vote.pk,
            elector=elector.pk,
            holder=accounts[holder],
            ends_at=vote.closes_at,
            document=_paper(now),
            now=now,
        )


def _paper(now: dt.datetime) -> str:
    """Store a picture of a signed sheet and return its key."""
    from PIL import Image, ImageDraw  # only the demo city draws

    sheet = Image.new("RGB", (600, 840), "#fbf9f2")
    pen = ImageDraw.Draw(sheet)
    for line in range(12):
        pen.line([(60, 120 + 44 * line), (540 - 60 * (line % 3), 120 + 44 * line)], "#5a6664", 3)
    pen.arc([(330, 690), (520, 770)], 200, 520, fill="#1f2a2a", width=4)
    held = io.BytesIO()
    sheet.save(held, "PNG")
    return files.store_photo(SimpleUploadedFile("proxy.png", held.getvalue()), now=now).key


def _import(now: dt.datetime, dice: Dice) -> None:
    """Take over a result of the official system for the compound of the running vote."""
    vote = OwnersVote.objects.filter(state="open").first()
    if vote is None:
        return
    begun = (now - 300 * DAY).astimezone(LOCAL).date()
    parts, homes = parts_of(vote.compound_id, begun)
    lines = ["楼栋,单元,房号,事项1"]
    for elector in build_roll(parts):
        if dice.random() < 0.82:
            place = homes[elector.homes[0]][0]
            mark = "同意" if dice.random() < 0.75 else "反对"
            lines.append(f"{place.building_name},{place.entrance},{place.number},{mark}")
    held = actions.Held(
        "更换消防水泵",
        "市业主电子投票系统（演示）",
        begun,
        begun + 14 * DAY,
        (Asked(5, "使用维修资金更换消防水泵"),),
    )
    content = "\n".join(lines).encode()
    actions.import_result(
        actor=SYSTEM, compound=vote.compound_id, held=held, content=content, now=now
    )
