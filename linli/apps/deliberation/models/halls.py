"""Deliberation halls (议事厅): where, who convenes, who sits, which rules are published, bookings."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.apps.deliberation.models import labels
from linli.apps.deliberation.rules.topics import SECONDS_MAX, SECONDS_MIN


def check(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=f"deliberation_{name}")


class Hall(models.Model):
    """A body of neighbours with a room. Without published rules (`rules`) it cannot sit."""

    id = models.BigIntegerField("编号", primary_key=True)
    name = models.CharField("名称", max_length=60)
    area = models.ForeignKey("places.Area", models.PROTECT, verbose_name="社区", related_name="+")
    compound = models.ForeignKey(
        "places.Compound", models.PROTECT, verbose_name="小区", null=True, related_name="+"
    )
    centre = models.ForeignKey(
        "places.ServiceCentre",
        models.SET_NULL,
        verbose_name="所在服务中心",
        null=True,
        related_name="+",
        db_index=False,
    )
    # Who meets here: its seats, meetings and calendar are kept by the one meeting engine.
    body = models.OneToOneField(
        "meetings.Body", models.PROTECT, verbose_name="议事机构", related_name="+"
    )
    room = models.CharField("地点", max_length=120)
    hours = models.CharField("开放时间", max_length=120)
    # Who convenes is a secretary: of the community, or of the branch of the compound.
    convener = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        verbose_name="主持人",
        null=True,
        related_name="+",
        db_index=False,
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name="主持人所在组织",
        null=True,
        related_name="+",
        db_index=False,
    )
    rules = models.OneToOneField(
        "HallRules", models.PROTECT, verbose_name="现行规则", null=True, related_name="+"
    )
    founded_on = models.DateField("成立日期")
    closed_on = models.DateField("停用日期", null=True)

    class Meta:
        verbose_name = "议事厅"
        verbose_name_plural = "议事厅"
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="deliberation_hall_name"),
            check("hall_named", ~Q(name="") & ~Q(room="") & ~Q(hours="")),
            check(
                "hall_convener_has_post",
                Q(convener=None, organisation=None)
                | Q(convener__isnull=False, organisation__isnull=False),
            ),
            check("hall_rules_need_convener", Q(rules=None) | Q(convener__isnull=False)),
            check("hall_dates", Q(closed_on=None) | Q(closed_on__gte=F("founded_on"))),
        ]

    def __str__(self) -> str:
        return self.name


class HallRules(models.Model):
    """One published version of a hall's rules. A row exists only once published, and never changes."""

    id = models.BigIntegerField("编号", primary_key=True)
    hall = models.ForeignKey(
        Hall, models.PROTECT, verbose_name="议事厅", related_name="versions", db_index=False
    )
    number = models.PositiveSmallIntegerField("第几版")
    procedure = models.CharField("议事办法", max_length=40)
    lanes = models.CharField("分流办法", max_length=40)
    seconds = models.PositiveSmallIntegerField("附议人数")
    vote_rule = models.CharField("居民表决的门槛", max_length=40)
    text = models.TextField("规则全文")
    published_at = models.DateTimeField("公布时间")
    published_by = models.BigIntegerField("公布人")

    class Meta:
        verbose_name = "议事规则"
        verbose_name_plural = "议事规则"
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="deliberation_rules_number"),
            check(
                "rules_written", ~Q(text="") & ~Q(procedure="") & ~Q(lanes="") & ~Q(vote_rule="")
            ),
            check("rules_seconds", Q(seconds__gte=SECONDS_MIN, seconds__lte=SECONDS_MAX)),
            check("rules_number_from_one", Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id} v{self.number}"


class HallSeat(models.Model):
    """Whom a seat of the hall's body speaks for; who holds it and since when the body knows."""

    id = models.BigIntegerField("编号", primary_key=True)
    hall = models.ForeignKey(Hall, models.CASCADE, verbose_name="议事厅", related_name="seats")
    kind = models.CharField("席位", max_length=12, choices=labels.SEATS)
    seat = models.OneToOneField(
        "meetings.Seat", models.CASCADE, verbose_name="机构席位", related_name="+"
    )
    title = models.CharField("身份", max_length=40, blank=True)

    class Meta:
        verbose_name = "议事席位"
        verbose_name_plural = "议事席位"
        constraints = [check("seat_kind", Q(kind__in=labels.codes(labels.SEATS)))]

    def __str__(self) -> str:
        return f"{self.kind} {self.hall_id}"


class HallBooking(models.Model):
    """A part of a day for which the room is taken; at most one holds it."""

    id = models.BigIntegerField("编号", primary_key=True)
    hall = models.ForeignKey(Hall, models.CASCADE, verbose_name="议事厅", related_name="bookings")
    on = models.DateField("日期")
    slot = models.CharField("时段", max_length=10, choices=labels.SLOTS)
    purpose = models.CharField("用途", max_length=60)
    is_sitting = models.BooleanField("议事会", default=False)
    account = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name="预约人",
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField("预约时间")
    cancelled_at = models.DateTimeField("取消时间", null=True)

    class Meta:
        verbose_name = "议事厅预约"
        verbose_name_plural = "议事厅预约"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "on", "slot"],
                condition=Q(cancelled_at=None),
                name="deliberation_booked_once",
            ),
            check("booking_slot", Q(slot__in=labels.codes(labels.SLOTS))),
            check("booking_purpose", ~Q(purpose="")),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id} {self.on} {self.slot}"
