"""The table of disputes (矛盾纠纷)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.apps.disputes.models import labels
from linli.apps.disputes.rules.states import ENDED, OPEN, STATE_OF, State
from linli.foundation.areas import SIZE, Level

_OPEN = sorted(state.value for state in OPEN)
_ENDED = sorted(state.value for state in ENDED)
_AGREED = [State.AGREED.value, State.PERFORMED.value]


def check(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=f"dispute_{name}")


def one_of(name: str, column: str, codes: Sequence[tuple[str, object]]) -> models.CheckConstraint:
    return check(name, Q(**{f"{column}__in": [code for code, _label in codes]}))


def _outcome_is_its_state() -> Q:
    condition = Q(state__in=_OPEN, outcome="")
    for outcome, state in STATE_OF.items():
        condition |= Q(state=state.value, outcome=outcome.value)
    return condition


class Dispute(models.Model):
    """Neighbours who do not agree, from registration to “was it kept?”.

    Nobody outside its circle learns that it exists: see `access.py`. `desk` says who answers for it,
    the community's secretary, or the subdistrict where the secretary is a side. `risk` is of the
    case, never of a person, and ends with it.
    """

    id = models.BigIntegerField(_("编号"), primary_key=True)
    reference = models.CharField(_("编号"), max_length=8, unique=True)
    client_id = models.UUIDField(_("提交编号"), unique=True)
    kind = models.CharField(_("类别"), max_length=3)
    privacy = models.CharField(_("保密"), max_length=10, choices=labels.PRIVACIES)
    risk = models.CharField(_("风险"), max_length=9, choices=labels.RISKS, default="normal")
    channel = models.CharField(_("渠道"), max_length=14, choices=labels.CHANNELS)
    words = models.TextField(_("经过"), blank=True)
    answers = models.JSONField(_("补充问题"), default=dict)

    area = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name=_("网格"), related_name="+", db_index=False
    )
    community = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name=_("社区"), related_name="+", db_index=False
    )
    subdistrict = models.BigIntegerField(_("街道代码"))
    compound = models.ForeignKey(
        "places.Compound",
        models.PROTECT,
        verbose_name=_("小区"),
        null=True,
        related_name="+",
        db_index=False,
    )
    building = models.ForeignKey(
        "places.Building",
        models.PROTECT,
        verbose_name=_("楼栋"),
        null=True,
        related_name="+",
        db_index=False,
    )
    place_text = models.CharField(_("具体位置"), max_length=120, blank=True)
    matter = models.ForeignKey(
        "matters.Matter",
        models.SET_NULL,
        verbose_name=_("相关诉求"),
        null=True,
        related_name="+",
    )
    taken_by = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("登记人"),
        null=True,
        related_name="+",
        db_index=False,
    )
    desk = models.CharField(_("负责"), max_length=11, choices=labels.DESKS, default="community")

    state = models.CharField(_("状态"), max_length=13, choices=labels.STATES)
    is_open = models.BooleanField(_("在办"))
    registered_at = models.DateTimeField(_("登记时间"))
    consent_due = models.DateTimeField(_("征求同意期限"))
    asked_at = models.DateTimeField(_("征求同意时间"), null=True)
    began_at = models.DateTimeField(_("开始调解时间"), null=True)
    due_at = models.DateTimeField(_("调解期限"), null=True)
    agreed_at = models.DateTimeField(_("协议生效时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    outcome = models.CharField(_("结果"), max_length=13, choices=labels.OUTCOMES, blank=True)
    way_out = models.CharField(_("其他途径"), max_length=16, choices=labels.WAYS_OUT, blank=True)
    advice = models.TextField(_("告知的途径"), blank=True)
    confirm_until = models.DateField(_("共同申请司法确认的最后一天"), null=True)
    court = models.CharField(
        _("司法确认"), max_length=9, choices=labels.COURT_STATES, default="", blank=True
    )
    court_on = models.DateField(_("司法确认日期"), null=True)
    reminded_at = models.DateTimeField(_("提醒时间"), null=True)
    erased_at = models.DateTimeField(_("内容删除时间"), null=True)

    class Meta:
        verbose_name = _("纠纷")
        verbose_name_plural = _("纠纷")
        indexes = [
            models.Index(fields=["community", "id"], name="dispute_community"),
            models.Index(fields=["subdistrict", "id"], name="dispute_subdistrict"),
            models.Index(
                fields=["confirm_until"],
                condition=Q(reminded_at__isnull=True, confirm_until__isnull=False),
                name="dispute_to_remind",
            ),
            models.Index(
                fields=["ended_at"], condition=Q(erased_at__isnull=True), name="dispute_to_erase"
            ),
        ]
        constraints = [
            one_of("state_known", "state", labels.STATES),
            one_of("channel_known", "channel", labels.CHANNELS),
            one_of("privacy_known", "privacy", labels.PRIVACIES),
            one_of("risk_known", "risk", labels.RISKS),
            one_of("desk_known", "desk", labels.DESKS),
            one_of("court_known", "court", labels.COURT_STATES),
            check(
                "open_is_its_state",
                Q(is_open=True, state__in=_OPEN) | Q(is_open=False, state__in=_ENDED),
            ),
            check("outcome_is_its_state", _outcome_is_its_state()),
            check(
                "ended_has_time",
                Q(is_open=True, ended_at__isnull=True) | Q(is_open=False, ended_at__isnull=False),
            ),
            check("risk_ends_with_it", Q(is_open=True) | Q(risk="normal")),
            check("asked_has_time", ~Q(state="consent_asked") | Q(asked_at__isnull=False)),
            check(
                "talks_have_time",
                ~Q(state__in=["in_mediation", *_AGREED])
                | Q(began_at__isnull=False, due_at__isnull=False),
            ),
            check(
                "agreed_has_dates",
                (Q(agreed_at__isnull=True, confirm_until__isnull=True) & ~Q(state__in=_AGREED))
                | Q(agreed_at__isnull=False, confirm_until__isnull=False),
            ),
            check("referred_with_way", ~Q(state="referred") | ~Q(way_out="")),
            check("court_after_agreement", Q(court="") | Q(confirm_until__isnull=False)),
            check(
                "court_in_time",
                ~Q(court="applied") | Q(court_on__isnull=False, court_on__lte=F("confirm_until")),
            ),
            check("area_in_community", Q(community=F("area") - F("area") % SIZE[Level.COMMUNITY])),
            check(
                "community_in_subdistrict",
                Q(subdistrict=F("area") - F("area") % SIZE[Level.SUBDISTRICT]),
            ),
            check(
                "time_runs_forward",
                (Q(ended_at__isnull=True) | Q(ended_at__gte=F("registered_at")))
                & (Q(began_at__isnull=True) | Q(began_at__gte=F("registered_at"))),
            ),
            check(
                "erased_is_empty",
                Q(erased_at__isnull=True) | Q(words="", answers={}, place_text="", is_open=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference
