"""The table of matters (诉求)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.models import labels
from linli.apps.matters.rules.moves import Facts
from linli.apps.matters.rules.states import OPEN, State
from linli.foundation.areas import SIZE, Level

FACTS = tuple(field.name for field in fields(Facts))
_OPEN = sorted(OPEN)
_RESOLVED = [State.RESOLVED, State.CLOSED]


def check(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=f"matter_{name}")


def _one_of(name: str, column: str, codes: Sequence[tuple[str, object]]) -> models.CheckConstraint:
    return check(name, Q(**{f"{column}__in": [code for code, _label in codes]}))


def _open(name: str, *columns: str) -> models.Index:
    """Index what somebody still has work with: it stays small however many years are kept."""
    return models.Index(fields=[*columns, "due_at", "id"], condition=Q(is_open=True), name=name)


class Matter(models.Model):
    """What somebody reported, from intake to "is it really fixed?".

    `reference` is public; the follow-up code of the reporter is kept only as a keyed hash.
    `area` is the grid, or the community where the grid is not known.
    """

    id = models.BigIntegerField(_("编号"), primary_key=True)
    reference = models.CharField(_("编号"), max_length=8, unique=True)
    client_id = models.UUIDField(_("提交编号"), unique=True)
    follow_hash = models.CharField(_("查询码摘要"), max_length=64, unique=True)

    kind = models.CharField(_("类别"), max_length=3)
    request = models.CharField(_("性质"), max_length=10, choices=labels.REQUESTS)
    lane = models.CharField(_("分流"), max_length=8, choices=labels.LANES)
    privacy = models.CharField(_("保密"), max_length=15, choices=labels.PRIVACIES)
    channel = models.CharField(_("渠道"), max_length=14, choices=labels.CHANNELS)
    words = models.TextField(_("内容"))
    answers = models.JSONField(_("补充问题"), default=dict)

    area = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name=_("网格"), related_name="+", db_index=False
    )
    community = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name=_("社区"), related_name="+", db_index=False
    )
    subdistrict = models.BigIntegerField(_("街道代码"))
    # Without an index, so that lists of a whole district run down the keys instead of sorting.
    district = models.BigIntegerField(_("区县代码"))
    compound = models.ForeignKey(
        "places.Compound",
        models.PROTECT,
        verbose_name=_("小区"),
        null=True,
        related_name="+",
        db_index=False,
    )
    building = models.ForeignKey(
        "places.Building", models.PROTECT, verbose_name=_("楼栋"), null=True, related_name="+"
    )
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    place_text = models.CharField(_("具体位置"), max_length=120, blank=True)

    reporter = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("反映人"),
        null=True,
        related_name="+",
        db_index=False,
    )
    taken_by = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("登记人"),
        null=True,
        related_name="+",
        db_index=False,
    )
    unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name=_("承办单位"),
        null=True,
        related_name="+",
        db_index=False,
    )
    handler = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("经办人"),
        null=True,
        related_name="+",
        db_index=False,
    )
    proposed_unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name=_("退回时建议的单位"),
        null=True,
        related_name="+",
        db_index=False,
    )
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("并入"),
        null=True,
        related_name="duplicates",
        db_index=False,
    )

    state = models.CharField(_("状态"), max_length=20, choices=labels.STATES)
    is_open = models.BooleanField(_("在办"))
    received_at = models.DateTimeField(_("收到时间"))
    response_due = models.DateTimeField(_("首次响应期限"))
    responded_at = models.DateTimeField(_("首次响应时间"), null=True)
    triaged_at = models.DateTimeField(_("分类确认时间"), null=True)
    dispatched_at = models.DateTimeField(_("派单时间"), null=True)
    due_at = models.DateTimeField(_("办结期限"))
    waiting_since = models.DateTimeField(_("等待补充自"), null=True)
    paused_minutes = models.PositiveIntegerField(_("停表分钟"), default=0)
    extended_at = models.DateTimeField(_("延期时间"), null=True)
    returned_at = models.DateTimeField(_("退回时间"), null=True)
    resolved_at = models.DateTimeField(_("办结时间"), null=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True)
    close_round = models.PositiveSmallIntegerField(_("第几轮"), default=1)
    urged_at = models.DateTimeField(_("最近催办时间"), null=True)
    urges = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    # The rung of the ladder that was told, and for which deadline.
    rung = models.PositiveSmallIntegerField(_("提级"), default=0)
    rung_due = models.DateTimeField(_("提级所对的期限"), null=True)
    answer = models.TextField(_("公开答复"), blank=True)
    way_out = models.CharField(_("其他途径"), max_length=16, choices=labels.WAYS_OUT, blank=True)

    class Meta:
        verbose_name = _("诉求")
        verbose_name_plural = _("诉求")
        indexes = [
            _open("matter_open_area", "area"),
            _open("matter_open_community", "community"),
            _open("matter_open_subdistrict", "subdistrict"),
            _open("matter_open_unit", "unit"),
            _open("matter_open_handler", "handler"),
            _open("matter_open_due"),
            _open("matter_open_compound", "compound"),
            models.Index(
                fields=["lat", "lon"],
                condition=Q(is_open=True, lat__isnull=False),
                name="matter_open_point",
            ),
            models.Index(fields=["area", "id"], name="matter_area"),
            models.Index(fields=["community", "id"], name="matter_community"),
            models.Index(fields=["subdistrict", "id"], name="matter_subdistrict"),
            models.Index(
                fields=["unit", "id"], condition=Q(unit__isnull=False), name="matter_unit"
            ),
            models.Index(
                fields=["handler", "id"], condition=Q(handler__isnull=False), name="matter_handler"
            ),
            models.Index(
                fields=["reporter", "id"],
                condition=Q(reporter__isnull=False),
                name="matter_reporter",
            ),
            models.Index(
                fields=["taken_by", "id"],
                condition=Q(taken_by__isnull=False),
                name="matter_taken_by",
            ),
            models.Index(
                fields=["resolved_at", "id"], condition=Q(state="resolved"), name="matter_resolved"
            ),
        ]
        constraints = [
            _one_of("state_known", "state", labels.STATES),
            _one_of("lane_known", "lane", labels.LANES),
            _one_of("request_known", "request", labels.REQUESTS),
            _one_of("privacy_known", "privacy", labels.PRIVACIES),
            _one_of("channel_known", "channel", labels.CHANNELS),
            check(
                "open_is_its_state",
                Q(is_open=True, state__in=_OPEN) | (Q(is_open=False) & ~Q(state__in=_OPEN)),
            ),
            check(
                "area_in_community",
                Q(community=F("area") - F("area") % SIZE[Level.COMMUNITY]),
            ),
            check(
                "community_in_subdistrict",
                Q(subdistrict=F("area") - F("area") % SIZE[Level.SUBDISTRICT]),
            ),
            check(
                "subdistrict_in_district",
                Q(district=F("area") - F("area") % SIZE[Level.DISTRICT]),
            ),
            check(
                "waits_when_it_says",
                Q(state="waiting_information", waiting_since__isnull=False)
                | (~Q(state="waiting_information") & Q(waiting_since__isnull=True)),
            ),
            check(
                "resolved_with_answer",
                ~Q(state__in=_RESOLVED) | (Q(resolved_at__isnull=False) & ~Q(answer="")),
            ),
            check(
                "dispatched_to_somebody",
                ~Q(state="dispatched") | Q(unit__isnull=False) | Q(handler__isnull=False),
            ),
            check("closed_has_time", ~Q(state="closed") | Q(closed_at__isnull=False)),
            check(
                "referred_with_way",
                ~Q(state="referred_out") | (~Q(way_out="") & ~Q(answer="")),
            ),
            check(
                "duplicate_of_another",
                Q(state="duplicate", duplicate_of__isnull=False)
                | (~Q(state="duplicate") & Q(duplicate_of__isnull=True)),
            ),
            check("not_its_own_duplicate", Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id"))),
            check("round_counts_from_one", Q(close_round__gte=1)),
            check(
                "time_runs_forward",
                (Q(resolved_at__isnull=True) | Q(resolved_at__gte=F("received_at")))
                & (Q(closed_at__isnull=True) | Q(closed_at__gte=F("received_at"))),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def facts(self) -> Facts:
        values = {name: getattr(self, name) for name in FACTS}
        return Facts(**{**values, "state": State(self.state)})

    def take(self, facts: Facts) -> list[str]:
        """Take over `facts`; return the names of the columns that changed."""
        changed = [name for name in FACTS if getattr(self, name) != getattr(facts, name)]
        for name in changed:
            setattr(self, name, getattr(facts, name))
        if "state" in changed:
            self.state, self.is_open = facts.state.value, facts.is_open
            changed.append("is_open")
        return changed
