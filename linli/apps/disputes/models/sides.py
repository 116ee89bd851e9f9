"""The sides of a dispute (当事人) and their consent.

The code says *side*, not *party*: in this house a Party is something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.disputes.models import labels
from linli.apps.disputes.models.dispute import Dispute


def known(table: str, name: str, codes: Sequence[tuple[str, object]]) -> models.CheckConstraint:
    """Return the check that a column holds one of its codes."""
    allowed = [code for code, _label in codes]
    return models.CheckConstraint(
        condition=Q(**{f"{name}__in": allowed}), name=f"dispute_{table}_{name}_known"
    )


class Side(models.Model):
    """One of those who do not agree: a person, a firm or a committee, with who speaks for it.

    `code_hash` is the keyed hash of the code by which the side follows without an account. Somebody
    under age is always spoken for.
    """

    id = models.BigIntegerField(_("编号"), primary_key=True)
    dispute = models.ForeignKey(
        Dispute, models.CASCADE, verbose_name=_("纠纷"), related_name="sides", db_index=False
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    is_applicant = models.BooleanField(_("申请一方"))
    sort = models.CharField(_("种类"), max_length=9, choices=labels.SORTS, default="person")
    name = models.CharField(_("称呼"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    account = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("账号"),
        null=True,
        related_name="+",
        db_index=False,
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name=_("单位"),
        null=True,
        related_name="+",
        db_index=False,
    )
    building = models.ForeignKey(
        "places.Building",
        models.PROTECT,
        verbose_name=_("所住楼栋"),
        null=True,
        related_name="+",
        db_index=False,
    )
    is_minor = models.BooleanField(_("未满十八岁"), default=False)
    speaker_name = models.CharField(_("代理人"), max_length=40, blank=True)
    speaker_phone = models.CharField(_("代理人电话"), max_length=20, blank=True)
    speaker_basis = models.CharField(
        _("代理依据"), max_length=9, choices=labels.BASES, default="", blank=True
    )
    speaker_account = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("代理人账号"),
        null=True,
        related_name="+",
        db_index=False,
    )
    code_hash = models.CharField(  # noqa: DJ001  # unique where there is one
        _("查询码摘要"), max_length=64, null=True, unique=True
    )
    consent = models.CharField(
        _("是否同意"), max_length=9, choices=labels.CONSENTS, default="", blank=True
    )
    consent_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        verbose_name = _("当事人")
        indexes = [
            models.Index(
                fields=[name],
                condition=Q(**{f"{name}__isnull": False}),
                name=f"dispute_side_{name}",
            )
            for name in ("account", "speaker_account", "organisation")
        ]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="dispute_side_number"),
            known("side", "sort", labels.SORTS),
            known("side", "consent", labels.CONSENTS),
            models.CheckConstraint(
                condition=Q(is_minor=False) | Q(speaker_basis="guardian"),
                name="dispute_side_minor_has_guardian",
            ),
            models.CheckConstraint(
                condition=Q(consent="", consent_at__isnull=True)
                | (~Q(consent="") & Q(consent_at__isnull=False)),
                name="dispute_side_consent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.number}"


class ConsentLine(models.Model):
    """One line of a side's consent: asked, given, refused, withdrawn; how and when. Append-only."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    side = models.ForeignKey(
        Side, models.PROTECT, verbose_name=_("当事人"), related_name="consents", db_index=True
    )
    answer = models.CharField(_("答复"), max_length=9, choices=labels.CONSENTS)
    way = models.CharField(_("方式"), max_length=9, choices=labels.WAYS)
    recorded_by = models.BigIntegerField(_("登记人"), null=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("同意记录")
        constraints = [
            known("consentline", "answer", labels.CONSENTS[1:]),
            known("consentline", "way", labels.WAYS),
            models.CheckConstraint(
                condition=Q(way__in=["online", "code"]) | Q(recorded_by__isnull=False),
                name="dispute_consent_has_witness",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side_id} {self.answer}"
