"""Open disputes in which the personas have something to do today, through the actions."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from linli.apps.accounts.models import Account
from linli.apps.disputes import actions
from linli.apps.disputes.actions import Application, Duty, Minutes, Someone, Voice
from linli.apps.disputes.actions import Spot as Place
from linli.apps.disputes.seeds.world import World
from linli.foundation.clock import LOCAL, local_date
from linli.platform.access import ANYONE, Actor

DAY: Final = dt.timedelta(days=1)
HOUR: Final = dt.timedelta(hours=1)
RECORD: Final = "双方说了各自的作息：莫女士早班，楼上上夜班。愿意先铺地垫试两周。"
TERMS: Final = "晚上十一点以后不拖动桌椅，一周内铺好地垫；楼下有事先发信息，不再敲天花板。"


def write_today(world: World, now: dt.datetime) -> None:
    """Write what waits for the tenant, the secretary and the mediator of the showcase."""
    found = Account.objects.filter(username__in=("mo", "liang", "tan"))
    keys = dict(found.values_list("username", "pk"))
    if len(keys) < 3:
        return
    mo, liang, tan = (world.actor(keys[name]) for name in ("mo", "liang", "tan"))
    home = next((spot for spot in world.spots if spot.community == liang.grants[0].over.low), None)
    if home is None or world.secretaries[home.community] != keys["liang"]:
        return
    scenes = Scenes(home.building, mo, liang, tan, now)
    scenes.waiting_for_the_desk()
    scenes.waiting_for_mo()
    scenes.in_talks()
    scenes.to_confirm()
    scenes.to_keep()


class Scenes:
    """Five disputes in the showcase community."""

    def __init__(
        self, building: int, mo: Actor, liang: Actor, tan: Actor, now: dt.datetime
    ) -> None:
        self.building, self.mo, self.liang, self.tan, self.now = building, mo, liang, tan, now

    def _apply(  # who against whom about what
        self,
        actor: Actor,
        kind: str,
        words: str,
        applicant: Someone,
        other: Someone,
        *,
        ago: dt.timedelta,
    ) -> int:
        application = Application(
            client_id=uuid.uuid5(uuid.NAMESPACE_URL, f"linli:{kind}:{words}"),
            kind=kind,
            words=words,
            spot=Place(building=self.building),
            applicant=applicant,
            others=(other,),
        )
        receipt = actions.register_dispute(actor=actor, application=application, now=self.now - ago)
        return receipt.id

    def _begun(self, pk: int, ago: dt.timedelta) -> None:
        """Bring a dispute into mediation by the mediator of the showcase."""
        now, tan = self.now - ago, self.tan.account
        assert tan is not None
        actions.ask_consent(actor=self.liang, pk=pk, way="phone", now=now)
        actions.answer_consent(
            actor=self.liang, pk=pk, answer="given", voice=Voice(2, "phone"), now=now + HOUR
        )
        seat = actions.propose_mediator(actor=self.liang, pk=pk, mediator=tan, now=now + HOUR)
        for side in (1, 2):
            voice = Voice(side, "phone") if side == 2 else self._own_voice(pk)
            who = self.liang if side == 2 or voice.side else self.mo
            actions.answer_mediator(
                actor=who, pk=pk, seat=seat.pk, accepts=True, voice=voice, now=now + 2 * HOUR
            )

    def _own_voice(self, pk: int) -> Voice:
        from linli.apps.disputes.models import Side

        is_mo = Side.objects.filter(dispute=pk, number=1, account=self.mo.account).exists()
        return Voice() if is_mo else Voice(1, "phone")

    def _met(self, pk: int, ago: dt.timedelta) -> None:
        then = self.now - ago
        actions.plan_session(
            actor=self.tan, pk=pk, begins_at=then, setting="room", place="南中社区调解室", now=then
        )
        actions.record_session(
            actor=self.tan, pk=pk, number=1, minutes=Minutes((1, 2), RECORD), now=then + HOUR
        )

    def waiting_for_the_desk(self) -> None:
        self._apply(
            ANYONE,
            "K04",
            "三楼楼道放了鞋柜和纸箱，老人下楼要侧着身子，提过两次没有搬。",
            Someone("陆阿姨", "13907740011"),
            Someone("三楼左边的邻居"),
            ago=dt.timedelta(hours=5),
        )

    def waiting_for_mo(self) -> None:
        pk = self._apply(
            ANYONE,
            "K03",
            "楼下常停的位置放了小推车占位，想商量一个先后。",
            Someone("黎先生", "13907740012"),
            Someone("莫小玲", "13907740013", account=self.mo.account),
            ago=2 * DAY,
        )
        actions.ask_consent(actor=self.liang, pk=pk, way="phone", now=self.now - DAY)

    def in_talks(self) -> None:
        pk = self._apply(
            self.mo,
            "K01",
            "楼上半夜还在拖桌椅，孩子第二天要上学，睡不好。想请人一起说一说。",
            Someone("莫小玲", "13907740013"),
            Someone("楼上的区先生", "13907740014"),
            ago=4 * DAY,
        )
        self._begun(pk, 3 * DAY)
        local = (self.now + DAY).astimezone(LOCAL).replace(hour=19, minute=30, second=0)
        actions.plan_session(
            actor=self.tan,
            pk=pk,
            begins_at=local,
            setting="room",
            place="南中社区调解室",
            now=self.now - 2 * DAY,
        )

    def to_confirm(self) -> None:
        pk = self._apply(
            self.mo,
            "K02",
            "楼上阳台浇花的水流到晾的衣服上，说了几次。",
            Someone("莫小玲", "13907740013"),
            Someone("四楼的覃阿姨", "13907740015"),
            ago=9 * DAY,
        )
        self._begun(pk, 8 * DAY)
        self._met(pk, 3 * DAY)
        due = local_date(self.now) + dt.timedelta(days=7)
        actions.draw_up(
            actor=self.tan,
            pk=pk,
            form="oral",
            words="浇花前先看楼下有没有晾衣服，花盆下加接水盘。",
            duties=[Duty(2, "花盆下加接水盘", due)],
            now=self.now - 2 * DAY,
        )

    def to_keep(self) -> None:
        pk = self._apply(
            self.mo,
            "K06",
            "隔壁的狗在楼道不牵绳，孩子害怕。",
            Someone("莫小玲", "13907740013"),
            Someone("隔壁的梁叔", "13907740016"),
            ago=30 * DAY,
        )
        self._begun(pk, 29 * DAY)
        self._met(pk, 25 * DAY)
        then = self.now - 24 * DAY
        draft = actions.draw_up(
            actor=self.tan,
            pk=pk,
            form="oral",
            words="出门就牵绳，走东边的楼梯；孩子不追着狗跑。",
            duties=[Duty(2, "换一条短的牵引绳", local_date(then) + dt.timedelta(days=26))],
            now=then,
        )
        for side in (1, 2):
            actions.confirm_agreement(
                actor=self.tan,
                pk=pk,
                fingerprint=draft.fingerprint,
                voice=Voice(side, "spoken"),
                now=then + HOUR,
            )
