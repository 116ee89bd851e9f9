"""Who meets: bodies, and the seats in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.apps.meetings.models import labels
from linli.platform.dated import DatedLink


class Body(DatedLink):
    """Who meets, over which area: a conference, an alliance, a hall, the owners of a compound."""

    kind = models.CharField("类别", max_length=30)
    name = models.CharField("名称", max_length=80)
    area = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name="区划", related_name="+", db_index=False
    )
    compound = models.ForeignKey(
        "places.Compound",
        models.PROTECT,
        verbose_name="小区",
        null=True,
        blank=True,
        related_name="+",
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级", null=True, blank=True, related_name="+"
    )
    # The feed of a body that is not public is read by whoever knows this.
    feed = models.CharField("日历口令", max_length=32, unique=True)

    class Meta(DatedLink.Meta):
        verbose_name = "议事机构"
        verbose_name_plural = "议事机构"
        indexes = [models.Index(fields=["area", "kind", "id"], name="body_area_kind")]
        constraints = [
            *DatedLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "area", "name"],
                condition=Q(valid_to=None),
                name="body_name_once",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="body_above_is_another"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(DatedLink):
    """A seat in a body, held by an organisation or by a person, for a time."""

    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name="机构", related_name="seats", db_index=False
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name="成员单位",
        null=True,
        related_name="+",
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, verbose_name="成员", null=True, related_name="+"
    )
    substitute = models.ForeignKey(
        "people.Person", models.PROTECT, verbose_name="替补", null=True, related_name="+"
    )
    part = models.CharField("席位", max_length=10, choices=labels.PARTS, default="member")
    standing = models.CharField("代表谁", max_length=40, blank=True)

    class Meta(DatedLink.Meta):
        verbose_name = "席位"
        verbose_name_plural = "席位"
        indexes = [models.Index(fields=["body", "id"], name="seat_body")]
        constraints = [
            *DatedLink.Meta.constraints,
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) ^ Q(person__isnull=False),
                name="seat_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(substitute=None)
                | (Q(person__isnull=False) & ~Q(substitute=F("person"))),
                name="seat_substitute_is_another",
            ),
            models.CheckConstraint(
                condition=Q(part__in=[code for code, _label in labels.PARTS]),
                name="seat_part_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.part}"
