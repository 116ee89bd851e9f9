"""What neighbours say: seconding, ideas, one voice on each idea, "is it really done?".

An account that closes leaves its row without a name: the count stays, the person goes.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.apps.deliberation.models import labels
from linli.apps.deliberation.models.halls import check
from linli.apps.deliberation.models.topics import Topic


class TopicSecond(models.Model):
    """Somebody seconds a topic. Only the number is shown."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name="议题", related_name="seconds", db_index=False
    )
    account = models.ForeignKey(
        "accounts.Account", models.SET_NULL, verbose_name="附议人", null=True, related_name="+"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "附议"
        verbose_name_plural = "附议"
        constraints = [
            models.UniqueConstraint(fields=["topic", "account"], name="deliberation_second_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}"


class Idea(models.Model):
    """One idea. Who gave it is not shown, only as what: a neighbour, a seat, the unit."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name="议题", related_name="ideas", db_index=False
    )
    number = models.PositiveSmallIntegerField("第几条")
    author = models.ForeignKey(
        "accounts.Account", models.SET_NULL, verbose_name="作者", null=True, related_name="+"
    )
    given_as = models.CharField("以什么身份", max_length=10, choices=labels.PARTS)
    is_relayed = models.BooleanField("代人说", default=False)
    text = models.TextField("主意")
    at = models.DateTimeField("时间")
    hidden_reason = models.CharField("不公开的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "主意"
        verbose_name_plural = "主意"
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="deliberation_idea_number"),
            check("idea_written", ~Q(text="")),
            check("idea_as", Q(given_as__in=labels.codes(labels.PARTS))),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.number}"


class IdeaVoice(models.Model):
    """One voice a person on an idea; the last one counts."""

    id = models.BigIntegerField("编号", primary_key=True)
    idea = models.ForeignKey(
        Idea, models.CASCADE, verbose_name="主意", related_name="voices", db_index=False
    )
    account = models.ForeignKey(
        "accounts.Account", models.SET_NULL, verbose_name="谁说的", null=True, related_name="+"
    )
    value = models.CharField("意见", max_length=8, choices=labels.VOICES)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "对主意的意见"
        verbose_name_plural = "对主意的意见"
        constraints = [
            models.UniqueConstraint(fields=["idea", "account"], name="deliberation_one_voice"),
            check("voice_value", Q(value__in=labels.codes(labels.VOICES))),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}"


class TopicReview(models.Model):
    """A resident says whether it is really done; once in each round."""

    id = models.BigIntegerField("编号", primary_key=True)
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name="议题", related_name="reviews", db_index=False
    )
    round = models.PositiveSmallIntegerField("第几轮")
    account = models.ForeignKey(
        "accounts.Account", models.SET_NULL, verbose_name="评议人", null=True, related_name="+"
    )
    is_done = models.BooleanField("真的办好了")
    words = models.CharField("说明", max_length=500, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "居民评议"
        verbose_name_plural = "居民评议"
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "round", "account"], name="deliberation_review_once"
            ),
            check("review_says_what", Q(is_done=True) | ~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.round}"
