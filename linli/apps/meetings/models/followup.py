"""What stays of a meeting: minutes in their versions, decisions and how far they are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.apps.meetings.models import labels
from linli.apps.meetings.models.meetings import AgendaItem, Attendee, Meeting
from linli.apps.meetings.rules.decisions import Stage


class MinutesVersion(models.Model):
    """The minutes as they stood once; the newest counts. Never changed, only followed by another."""

    id = models.BigIntegerField("编号", primary_key=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="会议", related_name="versions", db_index=False
    )
    number = models.PositiveSmallIntegerField("第几稿")
    text = models.TextField("纪要", max_length=20_000)
    reason = models.CharField("改了什么", max_length=200, blank=True)
    made_at = models.DateTimeField("写成时间")
    made_by = models.BigIntegerField("记录人账号", null=True)

    class Meta:
        verbose_name = "纪要稿"
        verbose_name_plural = "纪要稿"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_number"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="minutes_amended_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"


class Approval(models.Model):
    """Somebody who was there says that a version is right; never changed."""

    id = models.BigIntegerField("编号", primary_key=True)
    version = models.ForeignKey(
        MinutesVersion,
        models.PROTECT,
        verbose_name="纪要稿",
        related_name="approvals",
        db_index=False,
    )
    attendee = models.ForeignKey(
        Attendee, models.PROTECT, verbose_name="到会人", related_name="+", db_index=False
    )
    at = models.DateTimeField("确认时间")
    on_paper = models.BooleanField("纸上签字", default=False)

    class Meta:
        verbose_name = "纪要确认"
        verbose_name_plural = "纪要确认"
        constraints = [
            models.UniqueConstraint(fields=["version", "attendee"], name="approval_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.attendee_id}"


class Decision(models.Model):
    """Something decided: what is to be done, which unit answers for it, by which day."""

    id = models.BigIntegerField("编号", primary_key=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="会议", related_name="decisions"
    )
    # Copied from the meeting: the list of decisions is filtered by them.
    body = models.BigIntegerField("机构编号")
    body_kind = models.CharField("机构类别", max_length=30)
    kind = models.CharField("会议类别", max_length=30)
    area = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name="区划", related_name="+", db_index=False
    )
    item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        verbose_name="议题",
        null=True,
        blank=True,
        related_name="+",
    )
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("议定事项", max_length=120)
    measure = models.TextField("措施", max_length=1000)
    unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name="责任单位",
        related_name="+",
        db_index=False,
    )
    subject = models.CharField("重点议题", max_length=20, blank=True)
    due_on = models.DateField("完成日期")
    state = models.CharField(
        "进展", max_length=12, choices=[*labels.STAGES.items()], default=Stage.OPEN
    )
    moved_at = models.DateTimeField("最近进展时间")
    # 0: in time or done late; 1: the convener was told; 2: the leaders were told.
    urged = models.PositiveSmallIntegerField("督办次数", default=0)

    class Meta:
        verbose_name = "议定事项"
        verbose_name_plural = "议定事项"
        indexes = [
            models.Index(fields=["area", "-id"], name="decision_area"),
            models.Index(fields=["unit", "-id"], name="decision_unit"),
            models.Index(fields=["body", "-id"], name="decision_body"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state__in=["open", "in_progress"]),
                name="decision_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_number"),
            models.CheckConstraint(condition=Q(state__in=[*Stage]), name="decision_state_known"),
            models.CheckConstraint(
                condition=~Q(measure="") & ~Q(title=""), name="decision_says_what"
            ),
            models.CheckConstraint(condition=Q(urged__lte=2), name="decision_urged"),
        ]

    def __str__(self) -> str:
        return self.title


class DecisionStep(models.Model):
    """One step of a decision with its words; for what is done, the proof. Never changed."""

    id = models.BigIntegerField("编号", primary_key=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name="议定事项", related_name="steps", db_index=False
    )
    state = models.CharField("进展", max_length=12, choices=[*labels.STAGES.items()])
    words = models.TextField("说明", max_length=1000)
    at = models.DateTimeField("时间")
    by = models.BigIntegerField("经办账号", null=True)

    class Meta:
        verbose_name = "事项进展"
        verbose_name_plural = "事项进展"
        indexes = [models.Index(fields=["decision", "id"], name="decision_step")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*Stage]), name="step_state_known"),
            models.CheckConstraint(condition=~Q(words=""), name="step_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.state}"
