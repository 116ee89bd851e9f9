"""What residents bring: opinions of a hearing, needs of a talk, ratings of a service."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.apps.meetings.models import labels
from linli.apps.meetings.models.meetings import Meeting


class Opinion(models.Model):
    """What somebody said of the plan at a hearing, and the answer to it."""

    id = models.BigIntegerField("编号", primary_key=True)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name="听证会", related_name="opinions", db_index=False
    )
    words = models.TextField("意见", max_length=1000)
    given_at = models.DateTimeField("提出时间")
    author = models.ForeignKey(
        "accounts.Account", models.SET_NULL, verbose_name="提出人", null=True, related_name="+"
    )
    verdict = models.CharField("答复", max_length=8, choices=labels.VERDICTS, blank=True)
    reason = models.TextField("理由", max_length=1000, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "听证意见"
        verbose_name_plural = "听证意见"
        indexes = [models.Index(fields=["meeting", "id"], name="opinion_meeting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", reason="", answered_at=None)
                | (
                    Q(verdict__in=[code for code, _label in labels.VERDICTS])
                    & ~Q(reason="")
                    & Q(answered_at__isnull=False)
                ),
                name="opinion_answered_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.verdict}"


class Need(models.Model):
    """What somebody asked for at a talk: it becomes a matter, or is answered at once."""

    id = models.BigIntegerField("编号", primary_key=True)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name="恳谈会", related_name="needs", db_index=False
    )
    words = models.TextField("需求", max_length=1000)
    given_at = models.DateTimeField("提出时间")
    author = models.ForeignKey(
        "accounts.Account", models.SET_NULL, verbose_name="提出人", null=True, related_name="+"
    )
    matter = models.ForeignKey(
        "matters.Matter", models.PROTECT, verbose_name="诉求", null=True, related_name="+"
    )
    answer = models.TextField("当场答复", max_length=1000, blank=True)
    settled_at = models.DateTimeField("落实时间", null=True)

    class Meta:
        verbose_name = "恳谈需求"
        verbose_name_plural = "恳谈需求"
        indexes = [models.Index(fields=["meeting", "id"], name="need_meeting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(matter=None, answer="", settled_at=None)
                | Q(matter__isnull=False, answer="", settled_at__isnull=False)
                | (Q(matter=None, settled_at__isnull=False) & ~Q(answer="")),
                name="need_matter_or_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}"


class Review(models.Model):
    """Which service a review meeting is about: that of a unit, never a person."""

    meeting = models.OneToOneField(
        Meeting, models.CASCADE, primary_key=True, verbose_name="评议会", related_name="review"
    )
    unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name="被评议单位",
        related_name="+",
    )
    service = models.CharField("评议的服务", max_length=80)
    slips = models.PositiveSmallIntegerField("发出的纸质评议表", default=0)

    class Meta:
        verbose_name = "服务评议"
        verbose_name_plural = "服务评议"

    def __str__(self) -> str:
        return self.service


class Rating(models.Model):
    """One rating of the service: no account, no time, and a key drawn by lot. Never changed."""

    id = models.BigIntegerField("编号", primary_key=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="评议会", related_name="ratings"
    )
    marks = models.JSONField("各项满意度")
    words = models.CharField("意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "评议"
        verbose_name_plural = "评议"

    def __str__(self) -> str:
        return f"{self.meeting_id}"


class Rated(models.Model):
    """That an account, or a numbered slip of paper, has rated; not how. Never changed."""

    id = models.BigIntegerField("编号", primary_key=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="评议会", related_name="+", db_index=False
    )
    account = models.BigIntegerField("账号", null=True)
    slip = models.PositiveSmallIntegerField("纸质评议表号", null=True)

    class Meta:
        verbose_name = "已评议"
        verbose_name_plural = "已评议"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "account"],
                condition=Q(account__isnull=False),
                name="rated_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "slip"], condition=Q(slip__isnull=False), name="rated_slip_once"
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) ^ Q(slip__isnull=False), name="rated_one_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}"
