"""The residents' vote: who has voted stands on the roll, what was voted lies in one box, nothing joins them.

The box of a vote is one row: each mark that was made, and how often. There is no row for a ballot, so
there is no time, no sequence and no key by which a ballot could find its voter again.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.apps.votes.rules.residents import Method, Unit
from linli.apps.votes.rules.secrecy import Channel, State

RESIDENTS_STATE_NAMES: Final = {
    State.DRAFT: _("起草"),
    State.OPEN: _("投票中"),
    State.CLOSED: _("已有结果"),
    State.VOID: _("已作废"),
}
UNIT_NAMES: Final = {Unit.ADULT: _("每位成年居民一票"), Unit.HOUSEHOLD: _("每户一票")}
METHOD_NAMES: Final = {
    Method.DECISION: _("同意或不同意"),
    Method.APPROVAL: _("可以选多个"),
    Method.RANKING: _("按喜好排序"),
}


class ResidentsVote(models.Model):
    """A question to the residents of an area, a compound or a building. Never an owners' decision."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    reference = models.CharField(_("公开编号"), max_length=12, unique=True)
    area = models.BigIntegerField(_("区划代码"))
    compound = models.ForeignKey(
        "places.Compound",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("限于小区"),
    )
    building = models.ForeignKey(
        "places.Building",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("限于楼栋"),
    )
    title = models.CharField(_("名称"), max_length=120)
    explanation = models.TextField(_("说明"), max_length=4000, blank=True)
    unit = models.CharField(_("谁有一票"), max_length=10, choices=[*UNIT_NAMES.items()])
    method = models.CharField(_("怎么投"), max_length=10, choices=[*METHOD_NAMES.items()])
    options = models.JSONField(_("选项"))
    quorum = models.JSONField(_("参与门槛"))
    passing = models.JSONField(_("通过门槛"))
    opens_at = models.DateTimeField(_("开始时间"))
    closes_at = models.DateTimeField(_("截止时间"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[*RESIDENTS_STATE_NAMES.items()],
        default=State.DRAFT,
    )
    voters = models.PositiveIntegerField(_("有票的人数或户数"), default=0)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    made_by = models.BigIntegerField(_("发起账号"))

    class Meta:
        verbose_name = _("居民表决")
        verbose_name_plural = _("居民表决")
        indexes = [
            models.Index(fields=["area", "id"], name="residents_vote_area"),
            models.Index(fields=["state", "closes_at"], name="residents_vote_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[*State]), name="residents_vote_state_known"
            ),
            models.CheckConstraint(condition=Q(unit__in=[*Unit]), name="residents_vote_unit"),
            models.CheckConstraint(condition=Q(method__in=[*Method]), name="residents_vote_method"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="residents_vote_period"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.VOID]) | Q(voters__gte=1),
                name="residents_vote_roll",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.VOID) | ~Q(void_reason=""), name="residents_vote_void_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ResidentsVoter(models.Model):
    """A voice on the roll: an adult or a household, with the door behind which it lives."""

    id = models.BigAutoField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        ResidentsVote, models.CASCADE, related_name="roll", verbose_name=_("表决")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("居民")
    )
    household = models.ForeignKey(
        "people.Household", models.PROTECT, null=True, related_name="+", verbose_name=_("家庭户")
    )
    building = models.BigIntegerField(_("楼栋"))
    door = models.CharField(_("门牌"), max_length=80)

    class Meta:
        verbose_name = _("居民表决名册")
        verbose_name_plural = _("居民表决名册")
        constraints = [
            models.UniqueConstraint(fields=["vote", "person"], name="residents_person_once"),
            models.UniqueConstraint(fields=["vote", "household"], name="residents_household_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(household__isnull=True),
                name="residents_voter_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}"


class ResidentsTurn(models.Model):
    """A voice has been used: how the ballot came in, and who took it in at the desk. Not when, not what.

    The key is drawn at random and is the place of the row in the file, so the rows are in no order.
    """

    id = models.BigAutoField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        ResidentsVote, models.PROTECT, related_name="turns", verbose_name=_("表决")
    )
    voter = models.ForeignKey(
        ResidentsVoter, models.PROTECT, related_name="turns", verbose_name=_("有票人")
    )
    channel = models.CharField(
        _("渠道"), max_length=10, choices=[(each.value, each.value) for each in Channel]
    )
    clerk = models.BigIntegerField(_("经办账号"), null=True)

    class Meta:
        verbose_name = _("已投票")
        verbose_name_plural = _("已投票")
        indexes = [models.Index(fields=["vote"], name="residents_turn_vote")]
        constraints = [
            models.UniqueConstraint(fields=["voter"], name="residents_turn_once"),
            models.CheckConstraint(
                condition=Q(channel=Channel.WEB, clerk=None)
                | Q(channel__in=[Channel.DESK, Channel.PAPER], clerk__isnull=False),
                name="residents_turn_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}"


class ResidentsBox(models.Model):
    """The box of a vote: mark → how often, as `{"2": 41, "1": 7, "": 3}`; a ranking is `"3,1,2"`."""

    vote = models.OneToOneField(
        ResidentsVote,
        models.CASCADE,
        primary_key=True,
        related_name="box",
        verbose_name=_("表决"),
    )
    marks = models.JSONField(_("选票"), default=dict)
    ballots = models.PositiveIntegerField(_("选票数"), default=0)

    class Meta:
        verbose_name = _("居民票箱")
        verbose_name_plural = _("居民票箱")

    def __str__(self) -> str:
        return f"{self.vote_id}"


class ResidentsResult(models.Model):
    """What was counted when the vote closed."""

    vote = models.OneToOneField(
        ResidentsVote,
        models.PROTECT,
        primary_key=True,
        related_name="result",
        verbose_name=_("表决"),
    )
    voters = models.PositiveIntegerField(_("有票的人数或户数"))
    ballots = models.PositiveIntegerField(_("选票数"))
    rounds = models.JSONField(_("各轮票数"))
    is_quorate = models.BooleanField(_("达到参与门槛"))
    winner = models.PositiveSmallIntegerField(_("胜出选项"), null=True)
    at = models.DateTimeField(_("计票时间"))

    class Meta:
        verbose_name = _("居民表决结果")
        verbose_name_plural = _("居民表决结果")
        constraints = [
            models.CheckConstraint(
                condition=Q(winner=None) | Q(is_quorate=True), name="residents_result_winner"
            ),
            models.CheckConstraint(
                condition=Q(ballots__lte=F("voters")), name="residents_result_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}"
