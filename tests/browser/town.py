"""What the browser tests find: the tiny city with its cast, and matters in the states of a normal day."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PROPERTY_FIRM, Cast
from linli.apps.accounts.tests.tiny_city import SINCE
from linli.apps.matters import actions
from linli.apps.matters.actions import Contact, Receipt, Report, Spot
from linli.apps.matters.tests.desk import make_units
from linli.apps.organisations.models import OrganisationCompound
from linli.foundation import clock
from linli.platform.access import ANYONE, Actor

ANSWER = "今天上午已换好二楼到五楼的灯，试过都亮。再坏请打社区电话，当天来看。"


@dataclass
class Town:
    """The cast, and receipts of matters by what they are for."""

    cast: Cast
    matters: dict[str, Receipt] = field(default_factory=dict)

    def report(
        self, name: str, kind: str, words: str, *, hours: float = 1, **more: object
    ) -> Receipt:
        """Report a matter some hours ago in the first building."""
        facts: dict[str, object] = {
            "client_id": uuid.uuid4(),
            "kind": kind,
            "words": words,
            "spot": Spot(building=self.cast.city.first.pk, text="2单元3楼"),
            "contact": Contact("莫女士", "13877412345"),
            **more,
        }
        when = clock.now() - dt.timedelta(hours=hours)
        report = Report(**facts)  # type: ignore[arg-type]  # facts of a test
        self.matters[name] = actions.report_matter(actor=ANYONE, report=report, now=when)
        return self.matters[name]

    def hand(self, name: str, unit: int) -> None:
        secretary, pk = self.cast.secretary.actor, self.matters[name].id
        now = clock.now() - dt.timedelta(minutes=40)
        actions.accept_matter(actor=secretary, pk=pk, now=now)
        actions.triage_matter(actor=secretary, pk=pk, kind="A01", lane="minor", now=now)
        actions.dispatch_matter(actor=secretary, pk=pk, unit=unit, now=now)

    def resolve(self, name: str, actor: Actor) -> None:
        now, pk = clock.now() - dt.timedelta(minutes=20), self.matters[name].id
        actions.start_matter(actor=actor, pk=pk, now=now)
        actions.resolve_matter(actor=actor, pk=pk, answer=ANSWER, now=now)


def make_town(cast: Cast) -> Town:
    """Write a normal day in the tiny city."""
    make_units()
    OrganisationCompound.objects.create(
        id=1, organisation_id=PROPERTY_FIRM, compound=cast.city.compound, valid_from=SINCE
    )
    made = Town(cast)
    made.report("new", "B02", "楼道里堆满纸皮和旧鞋柜，万一起火跑不出去。", hours=2)
    made.report("late", "C01", "有辆车横在单元门口，轮椅推不出来。", hours=240)
    made.report("lamp", "A01", "三楼到五楼的灯都不亮，老人家走楼梯好危险。", hours=26)
    made.report("handed", "A01", "车库入口那一排灯不亮，晚上倒车看不清。", hours=30)
    made.hand("handed", HANDLING_DEPARTMENT)
    made.report("firm", "A01", "感应灯拍手都不亮，五天了没人管。", hours=50)
    made.hand("firm", PROPERTY_FIRM)
    made.report("fixed", "A01", "1栋2单元楼道灯坏了好几天。", hours=60)
    made.hand("fixed", HANDLING_DEPARTMENT)
    made.resolve("fixed", cast.department_handler.actor)
    return made
