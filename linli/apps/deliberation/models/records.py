"""What the hall and the units put on record: options, official answers, outcome, progress, reminders."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.apps.deliberation.models import labels
from linli.apps.deliberation.models.halls import check
from linli.apps.deliberation.models.topics import Topic
from linli.apps.deliberation.rules.law import CERTAIN, Payer

_CERTAIN = [payer.value for payer in CERTAIN]


class TopicOption(models.Model):
    """One option: what, how much, who pays, who does it, which item of Art. 278 it touches (0: none)."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name="议题", related_name="options", db_index=False
    )
    number = models.PositiveSmallIntegerField("第几个")
    title = models.CharField("方案", max_length=60)
    text = models.TextField("怎么做")
    yuan = models.PositiveBigIntegerField("花费（元）")
    payer = models.CharField("谁出钱", max_length=14, choices=labels.PAYERS)
    item = models.PositiveSmallIntegerField("民法典第278条", choices=labels.ITEMS, default=0)
    unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name="谁来办",
        related_name="+",
        db_index=False,
    )
    ideas = models.JSONField("来自哪几条主意", default=list)
    withdrawn_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        verbose_name = "方案"
        verbose_name_plural = "方案"
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="deliberation_option_number"),
            check("option_written", ~Q(title="") & ~Q(text="")),
            check("option_payer", Q(payer__in=labels.codes(labels.PAYERS))),
            check(
                "option_cost_has_payer",
                Q(yuan=0, payer=Payer.NOBODY) | (Q(yuan__gt=0) & ~Q(payer=Payer.NOBODY)),
            ),
            check("option_item", Q(item__lte=9)),
            check("option_item_certain", ~Q(payer__in=_CERTAIN) | Q(item__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.number}"


class TopicAnswer(models.Model):
    """What a unit answers officially: adopted, partly, not, and why."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.ForeignKey(Topic, models.CASCADE, verbose_name="议题", related_name="answers")
    stance = models.CharField("态度", max_length=8, choices=labels.STANCES)
    text = models.TextField("答复")
    unit_name = models.CharField("答复单位", max_length=80)
    by = models.BigIntegerField("答复人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "正式答复"
        verbose_name_plural = "正式答复"
        constraints = [
            check("answer_stance", Q(stance__in=labels.codes(labels.STANCES))),
            check("answer_written", ~Q(text="") & ~Q(unit_name="")),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}"


class TopicOutcome(models.Model):
    """What was decided and what follows, in words that everybody understands."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.OneToOneField(Topic, models.CASCADE, verbose_name="议题", related_name="outcome")
    result = models.CharField("结果", max_length=12, choices=labels.RESULTS)
    option = models.ForeignKey(
        TopicOption,
        models.PROTECT,
        verbose_name="通过的方案",
        null=True,
        related_name="+",
        db_index=False,
    )
    text = models.TextField("结果说明")
    by = models.BigIntegerField("公布人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "结果说明"
        verbose_name_plural = "结果说明"
        constraints = [
            check("outcome_result", Q(result__in=labels.codes(labels.RESULTS))),
            check(
                "outcome_has_option",
                Q(result="carried", option__isnull=False) | (~Q(result="carried") & Q(option=None)),
            ),
            check("outcome_written", ~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}"


class TopicProgress(models.Model):
    """How far the work is, 0–100 %, and what proves its end."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.ForeignKey(Topic, models.CASCADE, verbose_name="议题", related_name="progress")
    round = models.PositiveSmallIntegerField("第几轮")
    percent = models.PositiveSmallIntegerField("进度")
    text = models.CharField("做了什么", max_length=500)
    proof = models.CharField("证明", max_length=200, blank=True)
    by = models.BigIntegerField("填写人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "办理进度"
        verbose_name_plural = "办理进度"
        constraints = [
            check("progress_percent", Q(percent__lte=100)),
            check("progress_proof", Q(percent__lt=100) | ~Q(proof="")),
            check("progress_written", ~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.percent}%"


class TopicNudge(models.Model):
    """A reminder about a deadline; one of each kind for each deadline."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name="议题", related_name="nudges", db_index=False
    )
    kind = models.CharField("提醒", max_length=10)
    due_at = models.DateTimeField("哪个期限")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "到期提醒"
        verbose_name_plural = "到期提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "due_at", "kind"], name="deliberation_nudge_once"
            ),
            check("nudge_kind", Q(kind__in=["soon", "late", "escalated"])),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.kind}"
