"""A meeting: when and where, its agenda, who is there, who speaks."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.apps.meetings.models import labels
from linli.apps.meetings.models.bodies import Body, Seat
from linli.apps.meetings.rules.minutes import Minutes
from linli.apps.meetings.rules.running import State


class Meeting(models.Model):
    """One meeting of a body. `reference` is public; `door` is the code shown at the door."""

    id = models.BigIntegerField("编号", primary_key=True)
    reference = models.CharField("公开编号", max_length=8, unique=True)
    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name="机构", related_name="meetings", db_index=False
    )
    body_kind = models.CharField("机构类别", max_length=30)
    kind = models.CharField("会议类别", max_length=30)
    title = models.CharField("名称", max_length=120)
    area = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name="区划", related_name="+", db_index=False
    )
    place = models.CharField("地点", max_length=120)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    agenda_closes_on = models.DateField("议程截止")
    state = models.CharField("状态", max_length=10, choices=[*labels.STATES.items()])
    minutes_state = models.CharField(
        "纪要", max_length=10, choices=[*labels.MINUTES.items()], default=Minutes.NONE
    )
    door = models.CharField("门口代码", max_length=6)
    needed = models.PositiveSmallIntegerField("法定席数", default=0)
    called_at = models.DateTimeField("通知时间")
    changed_at = models.DateTimeField("变更时间")
    opened_at = models.DateTimeField("开会时间", null=True)
    closed_at = models.DateTimeField("散会时间", null=True)
    cancelled_why = models.CharField("取消原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "会议"
        verbose_name_plural = "会议"
        indexes = [
            models.Index(fields=["body", "starts_at"], name="meeting_body"),
            models.Index(fields=["area", "starts_at"], name="meeting_area"),
            models.Index(fields=["state", "starts_at"], name="meeting_state"),
            models.Index(fields=["starts_at", "id"], name="meeting_start"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*State]), name="meeting_state_known"),
            models.CheckConstraint(
                condition=Q(minutes_state__in=[*Minutes]), name="meeting_minutes_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state=State.CALLED, opened_at=None)
                | Q(state=State.OPEN, opened_at__isnull=False, closed_at=None)
                | Q(state=State.CLOSED, opened_at__isnull=False, closed_at__gte=F("opened_at"))
                | (Q(state=State.CANCELLED) & ~Q(cancelled_why="")),
                name="meeting_state_has_times",
            ),
            models.CheckConstraint(
                condition=Q(minutes_state=Minutes.NONE) | Q(state=State.CLOSED),
                name="meeting_minutes_after_close",
            ),
            models.UniqueConstraint(
                fields=["door"],
                condition=Q(state__in=[State.CALLED, State.OPEN]),
                name="meeting_door_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One item with its time, where it came from, and what came of it."""

    id = models.BigIntegerField("编号", primary_key=True)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name="会议", related_name="items", db_index=False
    )
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("议题", max_length=120)
    text = models.TextField("说明", max_length=4000, blank=True)
    minutes = models.PositiveSmallIntegerField("分钟")
    source_kind = models.CharField("来源", max_length=10, choices=labels.SOURCES, blank=True)
    source = models.BigIntegerField("来源编号", null=True)
    outcome = models.TextField("议定情况", max_length=4000, blank=True)

    class Meta:
        verbose_name = "议题"
        verbose_name_plural = "议题"
        indexes = [
            models.Index(
                fields=["source_kind", "source"],
                condition=Q(source__isnull=False),
                name="item_source",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="item_number"),
            models.UniqueConstraint(
                fields=["meeting", "source_kind", "source"],
                condition=Q(source__isnull=False),
                name="item_source_once",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=240), name="item_minutes"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendee(models.Model):
    """Somebody invited, or who came: a seat of the body, or a resident at an open meeting."""

    id = models.BigIntegerField("编号", primary_key=True)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name="会议", related_name="attendees", db_index=False
    )
    seat = models.ForeignKey(
        Seat, models.SET_NULL, verbose_name="席位", null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name="单位",
        null=True,
        related_name="+",
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, verbose_name="人员", null=True, related_name="+"
    )
    substitute = models.ForeignKey(
        "people.Person", models.PROTECT, verbose_name="替补", null=True, related_name="+"
    )
    account = models.ForeignKey(
        "accounts.Account", models.SET_NULL, verbose_name="账号", null=True, related_name="+"
    )
    part = models.CharField("席位", max_length=10, choices=labels.PARTS, default="member")
    standing = models.CharField("代表谁", max_length=40, blank=True)
    reply = models.CharField("回复", max_length=10, choices=labels.REPLIES, blank=True)
    present_at = models.DateTimeField("到会时间", null=True)
    by_substitute = models.BooleanField("由替补参加", default=False)
    at_desk = models.BooleanField("在会务台登记", default=False)

    class Meta:
        verbose_name = "参会"
        verbose_name_plural = "参会"
        indexes = [models.Index(fields=["meeting", "id"], name="attendee_meeting")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(seat__isnull=False), name="attendee_seat"
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="attendee_person",
            ),
            models.UniqueConstraint(
                fields=["meeting", "account"],
                condition=Q(account__isnull=False),
                name="attendee_account",
            ),
            models.CheckConstraint(
                condition=Q(by_substitute=False)
                | Q(substitute__isnull=False, present_at__isnull=False),
                name="attendee_substitute_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.standing}"


class Speaker(models.Model):
    """One place on the list of speakers; only one speaks at a time."""

    id = models.BigIntegerField("编号", primary_key=True)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name="会议", related_name="speakers", db_index=False
    )
    attendee = models.ForeignKey(
        Attendee, models.CASCADE, verbose_name="发言人", related_name="+", db_index=False
    )
    asked_at = models.DateTimeField("举手时间")
    began_at = models.DateTimeField("开始发言", null=True)
    ended_at = models.DateTimeField("结束发言", null=True)

    class Meta:
        verbose_name = "发言"
        verbose_name_plural = "发言"
        indexes = [models.Index(fields=["meeting", "id"], name="speaker_meeting")]
        constraints = [
            models.UniqueConstraint(
                fields=["attendee"], condition=Q(ended_at=None), name="speaker_waits_once"
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(began_at__isnull=False, ended_at=None),
                name="speaker_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id}"
