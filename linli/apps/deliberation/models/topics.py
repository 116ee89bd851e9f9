"""Topics (议题): what is talked over in a hall, from the first complaint to "is it really done?"."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.apps.deliberation.models import labels
from linli.apps.deliberation.models.halls import Hall, HallRules, check
from linli.apps.deliberation.rules.law import Engine
from linli.apps.deliberation.rules.stages import ENDS, STAGES, VOTED, Stage
from linli.apps.deliberation.rules.topics import Result

_WITH_ENGINE = [*(stage.value for stage in VOTED), Stage.IN_MEETING.value]
_AFTER_OUTCOME = [Stage.PUBLICISING, Stage.IN_WORK, Stage.UNDER_REVIEW]


class Topic(models.Model):
    """One topic. `rules` are the hall's rules when it was raised: they never change under it."""

    id = models.BigIntegerField("编号", primary_key=True)
    reference = models.CharField("公开编号", max_length=8, unique=True)
    hall = models.ForeignKey(
        Hall, models.PROTECT, verbose_name="议事厅", related_name="topics", db_index=False
    )
    rules = models.ForeignKey(
        HallRules, models.PROTECT, verbose_name="议事规则", related_name="+", db_index=False
    )
    area = models.BigIntegerField("社区代码")
    compound = models.ForeignKey(
        "places.Compound",
        models.PROTECT,
        verbose_name="小区",
        null=True,
        related_name="+",
        db_index=False,
    )
    title = models.CharField("议题", max_length=60)
    words = models.TextField("是什么事，想怎样")
    proposer = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name="提出人",
        null=True,
        related_name="+",
    )
    raised_as = models.CharField("以什么身份提出", max_length=10, choices=labels.PARTS)
    raised_at = models.DateTimeField("提出时间")

    stage = models.CharField("环节", max_length=20, choices=labels.STAGES)
    is_open = models.BooleanField("进行中")
    entered_at = models.DateTimeField("进入这一环节")
    due_at = models.DateTimeField("到期")
    lane = models.CharField("分流", max_length=20, blank=True)
    is_accepted = models.BooleanField("主持人受理", default=False)
    law_checked_at = models.DateTimeField("法律核对时间", null=True)
    engine = models.CharField("由谁表决", max_length=10, choices=labels.ENGINES, blank=True)
    owners_vote = models.OneToOneField(
        "votes.OwnersVote",
        models.PROTECT,
        verbose_name="业主表决",
        null=True,
        related_name="+",
    )
    residents_vote = models.OneToOneField(
        "votes.ResidentsVote",
        models.PROTECT,
        verbose_name="居民表决",
        null=True,
        related_name="+",
    )
    result = models.CharField("结果", max_length=12, choices=labels.RESULTS, blank=True)
    carried_options = models.JSONField("通过的方案", default=list)
    unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name="承办单位",
        null=True,
        related_name="+",
    )
    round = models.PositiveSmallIntegerField("第几轮办理", default=1)
    percent = models.PositiveSmallIntegerField("办理进度", default=0)
    hidden_reason = models.CharField("不公开的原因", max_length=300, blank=True)
    end_reason = models.CharField("结束的原因", max_length=300, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "议题"
        verbose_name_plural = "议题"
        indexes = [
            models.Index(fields=["hall", "id"], name="topic_hall"),
            models.Index(fields=["area", "id"], name="topic_area"),
            models.Index(fields=["due_at"], condition=Q(is_open=True), name="topic_due"),
        ]
        constraints = [
            check("topic_stage", Q(stage__in=labels.codes(labels.STAGES))),
            check(
                "topic_open",
                Q(is_open=True, stage__in=STAGES, ended_at=None)
                | Q(is_open=False, stage__in=ENDS, ended_at__isnull=False),
            ),
            check("topic_sorted", Q(stage__in=[Stage.PROPOSED, *ENDS]) | ~Q(lane="")),
            check(
                "topic_engine",
                Q(engine__in=[each.value for each in Engine]) | ~Q(stage__in=_WITH_ENGINE),
            ),
            check(
                "topic_one_engine",
                Q(owners_vote=None, residents_vote=None)
                | Q(engine=Engine.OWNERS, compound__isnull=False, residents_vote=None)
                | Q(engine=Engine.RESIDENTS, owners_vote=None),
            ),
            check(
                "topic_vote_behind_it",
                ~Q(stage__in=VOTED)
                | Q(owners_vote__isnull=False)
                | Q(residents_vote__isnull=False),
            ),
            check(
                "topic_result_known",
                Q(result__in=["", *labels.codes(labels.RESULTS)]),
            ),
            check("topic_told_with_result", ~Q(stage__in=_AFTER_OUTCOME) | ~Q(result="")),
            check(
                "topic_work_carried",
                ~Q(stage__in=[Stage.IN_WORK, Stage.UNDER_REVIEW, Stage.CLOSED])
                | Q(result=Result.CARRIED),
            ),
            check(
                "topic_not_carried",
                ~Q(stage=Stage.NOT_CARRIED) | Q(result__in=[Result.NOT_CARRIED, Result.TOO_FEW]),
            ),
            check("topic_percent", Q(percent__lte=100)),
            check(
                "topic_reviewed_when_done",
                ~Q(stage__in=[Stage.UNDER_REVIEW, Stage.CLOSED]) | Q(percent=100),
            ),
            check(
                "topic_end_reason",
                ~Q(stage__in=[Stage.DECLINED, Stage.ROUTED]) | ~Q(end_reason=""),
            ),
            check("topic_round", Q(round__gte=1)),
            check("topic_due_later", Q(due_at__gt=F("entered_at"))),
        ]

    def __str__(self) -> str:
        return self.reference


class TopicMatter(models.Model):
    """A matter that a topic has come from, or has become (`is_outcome`)."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name="议题", related_name="matters", db_index=False
    )
    matter = models.ForeignKey(
        "matters.Matter", models.PROTECT, verbose_name="诉求", related_name="+"
    )
    is_outcome = models.BooleanField("由议题转办", default=False)

    class Meta:
        verbose_name = "议题与诉求"
        verbose_name_plural = "议题与诉求"
        constraints = [
            models.UniqueConstraint(fields=["topic", "matter"], name="deliberation_matter_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} ← {self.matter_id}"


class TopicTriage(models.Model):
    """Who sorted a topic into which lane and why; each re-route is one more row."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.ForeignKey(Topic, models.CASCADE, verbose_name="议题", related_name="triages")
    before = models.CharField("原来", max_length=20, blank=True)
    lane = models.CharField("分到", max_length=20)
    suggested = models.CharField("建议", max_length=20)
    because = models.JSONField("建议的理由", default=list)
    reason = models.CharField("理由", max_length=300)
    by = models.BigIntegerField("分流人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "分流记录"
        verbose_name_plural = "分流记录"
        constraints = [
            check("triage_moves", ~Q(lane="") & ~Q(lane=F("before"))),
            check("triage_reason", ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} → {self.lane}"


class TopicMeeting(models.Model):
    """A sitting of the hall in which a topic stands on the agenda, and when its minutes were published."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name="议题", related_name="meetings", db_index=False
    )
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, verbose_name="会议", related_name="+"
    )
    published_at = models.DateTimeField("纪要公布时间", null=True)

    class Meta:
        verbose_name = "议题与会议"
        verbose_name_plural = "议题与会议"
        constraints = [
            models.UniqueConstraint(fields=["topic", "meeting"], name="deliberation_meeting_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} @ {self.meeting}"
