"""For which compounds, buildings, areas and firms an organisation answers, and since when."""

from __future__ import annotations

from django.db import models

from linli.apps.organisations.models import labels
from linli.apps.organisations.models.organisations import Organisation
from linli.platform.dated import DatedLink


class Coverage(DatedLink):
    """What the three kinds of coverage share.

    `line` is copied from the organisation's kind, so that the database can refuse two answers for
    one place in one line.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="组织", related_name="%(class)ss"
    )
    line = models.CharField("工作线", max_length=20, choices=labels.choices(labels.LINES))

    class Meta(DatedLink.Meta):
        abstract = True


class OrganisationCompound(Coverage):
    """An organisation answers for a compound: branch, committee, firm."""

    compound = models.ForeignKey(
        "places.Compound", models.PROTECT, verbose_name="小区", related_name="+"
    )

    class Meta(Coverage.Meta):
        verbose_name = "组织覆盖小区"
        verbose_name_plural = "组织覆盖小区"
        indexes = [models.Index(fields=["compound", "line"], name="covers_compound_line")]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.compound_id}"


class OrganisationBuilding(Coverage):
    """An organisation answers for a building: building group, Red Steward team."""

    building = models.ForeignKey(
        "places.Building", models.PROTECT, verbose_name="楼栋", related_name="+"
    )

    class Meta(Coverage.Meta):
        verbose_name = "组织覆盖楼栋"
        verbose_name_plural = "组织覆盖楼栋"
        indexes = [models.Index(fields=["building", "line"], name="covers_building_line")]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.building_id}"


class OrganisationArea(Coverage):
    """An organisation answers for an area of the territory: grid branch, grid team, firm's area."""

    area = models.ForeignKey("places.Area", models.PROTECT, verbose_name="区划", related_name="+")

    class Meta(Coverage.Meta):
        verbose_name = "组织覆盖区划"
        verbose_name_plural = "组织覆盖区划"
        indexes = [models.Index(fields=["area", "line"], name="covers_area_line")]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.area_id}"


class OrganisationFirm(DatedLink):
    """An organisation in the trade covers a property firm; one may cover several."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="党组织", related_name="firms"
    )
    firm = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="物业企业", related_name="firm_organisations"
    )

    class Meta(DatedLink.Meta):
        verbose_name = "物业企业党组织覆盖"
        verbose_name_plural = "物业企业党组织覆盖"
        indexes = [models.Index(fields=["firm"], name="covers_firm")]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.firm_id}"
