"""Who holds which post, where, and since when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.apps.organisations.models import labels
from linli.apps.organisations.models.labels import plain
from linli.apps.organisations.models.organisations import Organisation
from linli.apps.organisations.rules.kinds import ELECTED_SEATS, Post
from linli.platform.dated import DatedLink


class Appointment(DatedLink):
    """A person holds a post for a time.

    `seat` names what may be held by one only (see `kinds.seat_of`); the database refuses two holders
    at one time. An elected seat carries the record of the election: it is never created here.
    """

    person = models.ForeignKey(
        "people.Person", models.PROTECT, verbose_name="人员", related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="组织", related_name="appointments"
    )
    post = models.CharField("岗位", max_length=30, choices=labels.choices(labels.POSTS))
    seat = models.CharField("席位", max_length=90)
    area = models.ForeignKey(
        "places.Area",
        models.PROTECT,
        verbose_name="负责区划",
        null=True,
        blank=True,
        related_name="+",
    )
    compound = models.ForeignKey(
        "places.Compound",
        models.PROTECT,
        verbose_name="负责小区",
        null=True,
        blank=True,
        related_name="+",
    )
    building = models.ForeignKey(
        "places.Building",
        models.PROTECT,
        verbose_name="负责楼栋",
        null=True,
        blank=True,
        related_name="+",
    )
    source = models.CharField(
        "书记来源", max_length=20, choices=labels.choices(labels.SOURCES), blank=True
    )
    election = models.CharField("选举记录", max_length=120, blank=True)
    elected_on = models.DateField("选举日期", null=True, blank=True)
    appointed_by = models.BigIntegerField("任命人账号", null=True, blank=True)
    reason = models.CharField("事由", max_length=120, blank=True)
    # Told to linked neighbours only while the person agrees.
    shown_to_neighbours = models.BooleanField("同意向联系户公开", default=False)
    role_grant = models.BigIntegerField("随岗授权编号", null=True, blank=True)

    class Meta(DatedLink.Meta):
        verbose_name = "任职"
        verbose_name_plural = "任职"
        indexes = [
            models.Index(fields=["organisation", "post"], name="appointment_org_post"),
            models.Index(
                fields=["building"],
                name="appointment_building",
                condition=Q(building__isnull=False),
            ),
            models.Index(
                fields=["area", "post"],
                name="appointment_area_post",
                condition=Q(area__isnull=False),
            ),
            models.Index(
                fields=["compound"],
                name="appointment_compound",
                condition=Q(compound__isnull=False),
            ),
        ]
        constraints = [
            *DatedLink.Meta.constraints,
            models.CheckConstraint(
                name="appointment_post_known", condition=Q(post__in=plain(Post))
            ),
            models.CheckConstraint(
                name="appointment_elected_seat_has_record",
                condition=~Q(post__in=plain(ELECTED_SEATS))
                | (~Q(election="") & Q(elected_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="appointment_secretary_has_source",
                condition=~Q(post=Post.SECRETARY.value) | ~Q(source=""),
            ),
            models.CheckConstraint(
                name="appointment_building_head_has_building",
                condition=~Q(post__in=plain([Post.BUILDING_HEAD, Post.KEY_HOUSEHOLD]))
                | Q(building__isnull=False),
            ),
            models.CheckConstraint(
                name="appointment_grid_post_has_area",
                condition=~Q(post__in=plain([Post.GRID_WORKER, Post.GRID_LEADER]))
                | Q(area__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.organisation_id}"


class HomeContact(DatedLink):
    """A home is linked to one key household of its building, or to none."""

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, verbose_name="党员中心户", related_name="homes"
    )
    home = models.ForeignKey("places.Home", models.PROTECT, verbose_name="户室", related_name="+")

    class Meta(DatedLink.Meta):
        verbose_name = "联系户"
        verbose_name_plural = "联系户"

    def __str__(self) -> str:
        return f"{self.appointment_id} → {self.home_id}"
