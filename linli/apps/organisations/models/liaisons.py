"""Leaders who answer for compounds (分片联系)."""

from __future__ import annotations

from django.db import models

from linli.apps.organisations.models.organisations import Organisation
from linli.platform.dated import DatedLink


class Liaison(DatedLink):
    """A leader of a unit keeps in touch with a set of compounds; no quota of visits is kept."""

    leader = models.ForeignKey(
        "people.Person", models.PROTECT, verbose_name="联系领导", related_name="+"
    )
    unit = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="所在单位", related_name="liaisons"
    )
    area = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name="联系片区", related_name="+"
    )
    task = models.CharField("联系事项", max_length=200)

    class Meta(DatedLink.Meta):
        verbose_name = "分片联系"
        verbose_name_plural = "分片联系"
        indexes = [models.Index(fields=["area", "id"], name="liaison_area")]

    def __str__(self) -> str:
        return self.task


class LiaisonCompound(DatedLink):
    """A compound that a liaison looks after."""

    liaison = models.ForeignKey(
        Liaison, models.CASCADE, verbose_name="分片联系", related_name="compounds"
    )
    compound = models.ForeignKey(
        "places.Compound", models.PROTECT, verbose_name="小区", related_name="+"
    )

    class Meta(DatedLink.Meta):
        verbose_name = "联系小区"
        verbose_name_plural = "联系小区"

    def __str__(self) -> str:
        return f"{self.liaison_id} → {self.compound_id}"
