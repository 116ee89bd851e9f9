"""The ladder of a city: when who is told of a matter that is late."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EscalationLadder(models.Model):
    """Hours after the deadline for each rung, empty where a rung is left out; the newest is in force."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    city = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name=_("城市"), related_name="+", db_index=False
    )
    unit = models.PositiveSmallIntegerField(_("承办单位"), null=True)
    community = models.PositiveSmallIntegerField(_("社区"), null=True)
    subdistrict = models.PositiveSmallIntegerField(_("街道"), null=True)
    city_hours = models.PositiveSmallIntegerField(_("市级"), null=True)
    author = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("谁定的"),
        null=True,
        related_name="+",
        db_index=False,
    )
    since = models.DateTimeField(_("什么时候起"))

    class Meta:
        verbose_name = _("提级阶梯")
        indexes = [models.Index(fields=["city", "-id"], name="ladder_of_city")]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False)
                | Q(community__isnull=False)
                | Q(subdistrict__isnull=False)
                | Q(city_hours__isnull=False),
                name="ladder_has_a_rung",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city_id} {self.since:%Y-%m-%d}"
