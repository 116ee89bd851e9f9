"""Who mediates, when people meet, what is noted, and who looked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.disputes.models import labels
from linli.apps.disputes.models.dispute import Dispute
from linli.apps.disputes.models.sides import Side, known


class Seat(models.Model):
    """A mediator named for a dispute; takes the seat once every side has accepted."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    dispute = models.ForeignKey(
        Dispute, models.CASCADE, verbose_name=_("纠纷"), related_name="seats", db_index=False
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, verbose_name=_("调解员"), related_name="+"
    )
    proposed_by = models.PositiveSmallIntegerField(_("由哪一方提名"), default=0)  # 0: the desk
    state = models.CharField(_("状态"), max_length=8, choices=labels.SEATS)
    at = models.DateTimeField(_("提名时间"))
    since = models.DateTimeField(_("担任时间"), null=True)

    class Meta:
        verbose_name = _("调解员席位")
        constraints = [
            known("seat", "state", labels.SEATS),
            models.UniqueConstraint(
                fields=["dispute", "account"],
                condition=Q(state__in=["proposed", "seated"]),
                name="dispute_seat_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="seated") | Q(since__isnull=False),
                name="dispute_seat_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.account_id}"


class SeatAnswer(models.Model):
    """What a side said of a mediator. Append-only: who changes their mind proposes another one."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    seat = models.ForeignKey(
        Seat, models.PROTECT, verbose_name=_("席位"), related_name="answers", db_index=False
    )
    side = models.ForeignKey(
        Side, models.PROTECT, verbose_name=_("当事人"), related_name="+", db_index=False
    )
    accepts = models.BooleanField(_("认可"))
    way = models.CharField(_("方式"), max_length=9, choices=labels.WAYS)
    recorded_by = models.BigIntegerField(_("登记人"), null=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("对调解员的答复")
        constraints = [
            models.UniqueConstraint(fields=["seat", "side"], name="dispute_seat_answer_once"),
            known("seatanswer", "way", labels.WAYS),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.side_id}"


class Session(models.Model):
    """People meet: when, where, who came, what comes next. `record` is shared with both sides."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    dispute = models.ForeignKey(
        Dispute, models.CASCADE, verbose_name=_("纠纷"), related_name="sessions", db_index=False
    )
    number = models.PositiveSmallIntegerField(_("第几次"))
    begins_at = models.DateTimeField(_("时间"))
    setting = models.CharField(_("方式"), max_length=5, choices=labels.SETTINGS)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    called_by = models.BigIntegerField(_("约定人"))
    state = models.CharField(_("状态"), max_length=9, choices=labels.SESSION_STATES)
    held_at = models.DateTimeField(_("记录时间"), null=True)
    came = models.JSONField(_("到场"), default=list)  # numbers of the sides
    record = models.TextField(_("记录"), blank=True)
    next_step = models.CharField(_("下一步"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("一次调解")
        indexes = [
            models.Index(
                fields=["begins_at"], condition=Q(state="planned"), name="dispute_session_planned"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="dispute_session_number"),
            known("session", "state", labels.SESSION_STATES),
            known("session", "setting", labels.SETTINGS),
            models.CheckConstraint(
                condition=Q(state="held", held_at__isnull=False)
                | (~Q(state="held") & Q(held_at__isnull=True)),
                name="dispute_session_held_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.number}"


class Note(models.Model):
    """Private words: of the mediators among themselves, or of one side for itself."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    dispute = models.ForeignKey(
        Dispute, models.CASCADE, verbose_name=_("纠纷"), related_name="notes"
    )
    scope = models.CharField(_("谁能看"), max_length=9, choices=labels.SCOPES)
    side = models.ForeignKey(
        Side, models.CASCADE, verbose_name=_("当事人"), null=True, related_name="+", db_index=False
    )
    author = models.BigIntegerField(_("写的人"), null=True)
    words = models.TextField(_("内容"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("笔记")
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="side", side__isnull=False)
                | Q(scope="mediators", side__isnull=True, author__isnull=False),
                name="dispute_note_has_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.scope}"


class Look(models.Model):
    """Somebody who is no side opened the file: who, in which capacity, what. Append-only.

    Kept apart from the log of accounts, which the data officer reads: even that somebody is a side
    of a dispute is confidential.
    """

    id = models.BigIntegerField(_("编号"), primary_key=True)
    dispute = models.ForeignKey(
        Dispute, models.PROTECT, verbose_name=_("纠纷"), related_name="looks"
    )
    viewer = models.BigIntegerField(_("查看人"), null=True)
    capacity = models.CharField(_("身份"), max_length=9)
    what = models.CharField(_("看了什么"), max_length=12)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("查看记录")

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.viewer}"
