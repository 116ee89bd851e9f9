"""Service centres (党群服务中心) and neighbour places (邻里活动场所)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.apps.places.models.areas import Area
from linli.apps.places.models.checks import COMMUNITY_TAIL, check, point_on_earth, written
from linli.apps.places.models.compounds import Compound


class ServiceCentre(models.Model):
    """A one-stop place with four kinds of service; the standard asks for 300 m²."""

    class FloorType(models.TextChoices):
        STILT_FLOOR = "stilt_floor", _("架空层")
        IDLE_SITE = "idle_site", _("盘活闲置场地")
        BUILT = "built", _("配套建设")
        SHARED = "shared", _("共享共用")

    class State(models.TextChoices):
        PLANNED = "planned", _("规划中")
        BUILDING = "building", _("建设中")
        OPEN = "open", _("开放")
        CLOSED = "closed", _("关闭")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    community = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("社区"), related_name="centres"
    )
    compound = models.ForeignKey(
        Compound,
        models.PROTECT,
        verbose_name=_("所在小区"),
        related_name="centres",
        null=True,
        blank=True,
    )
    name = models.CharField(_("名称"), max_length=80)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    area_m2 = models.PositiveIntegerField(_("面积（平方米）"))
    floor_type = models.CharField(_("场地类型"), max_length=12, choices=FloorType.choices)
    hours = models.CharField(_("开放时间"), max_length=120, blank=True)
    rooms = models.JSONField(_("功能室"), default=list, blank=True)
    serves_party = models.BooleanField(_("党群服务"), default=True)
    serves_government = models.BooleanField(_("政务服务"), default=False)
    serves_market = models.BooleanField(_("市场服务"), default=False)
    serves_social = models.BooleanField(_("社会服务"), default=False)
    has_ramp = models.BooleanField(_("无障碍坡道"), default=False)
    has_accessible_toilet = models.BooleanField(_("无障碍卫生间"), default=False)
    has_low_counter = models.BooleanField(_("低位服务台"), default=False)
    state = models.CharField(_("开放状态"), max_length=10, choices=State.choices)
    opened_on = models.DateField(_("开放日期"), null=True, blank=True)
    closed_on = models.DateField(_("关闭日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("党群服务中心")
        verbose_name_plural = _("党群服务中心")
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="places_centre_name"),
            check(
                "centre_community",
                Q(community=F("community") - F("community") % COMMUNITY_TAIL),
                "服务中心应属于一个社区。",
            ),
            check(
                "centre_area",
                Q(area_m2__gte=1, area_m2__lte=100_000),
                "面积应为 1 到 100000 平方米。",
            ),
            check(
                "centre_floor_type",
                Q(floor_type__in=["stilt_floor", "idle_site", "built", "shared"]),
                "场地类型不对，请从列表中选择。",
            ),
            check(
                "centre_state",
                Q(state__in=["planned", "building"], opened_on=None, closed_on=None)
                | Q(state="open", opened_on__isnull=False, closed_on=None)
                | Q(state="closed", closed_on__isnull=False),
                "服务中心的状态与日期不一致，开放要有开放日期，关闭要有关闭日期。",
            ),
            check(
                "centre_dates",
                Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gte=F("opened_on")),
                "关闭日期不能早于开放日期。",
            ),
            point_on_earth("centre"),
            written("centre"),
        ]

    def __str__(self) -> str:
        return self.name


class NeighbourPlace(models.Model):
    """A place where neighbours meet: a play place, a book bar, a pavilion."""

    class Kind(models.TextChoices):
        PLAY_PLACE = "play_place", _("童趣乐园")
        BOOK_BAR = "book_bar", _("红色书吧")
        FITNESS_CORNER = "fitness_corner", _("健身角")
        CHESS_PAVILION = "chess_pavilion", _("棋牌凉亭")
        TALK_PAVILION = "talk_pavilion", _("议事亭")
        ELDER_ROOM = "elder_room", _("老年活动室")
        CHARGING_SHED = "charging_shed", _("电动车充电棚")
        NEIGHBOUR_GARDEN = "neighbour_garden", _("邻里花园")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    community = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("社区"), related_name="neighbour_places"
    )
    compound = models.ForeignKey(
        Compound,
        models.PROTECT,
        verbose_name=_("所在小区"),
        related_name="neighbour_places",
        null=True,
        blank=True,
    )
    centre = models.ForeignKey(
        ServiceCentre,
        models.PROTECT,
        verbose_name=_("所属服务中心"),
        related_name="neighbour_places",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=80)
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    hours = models.CharField(_("开放时间"), max_length=120, blank=True)
    inscription = models.CharField(_("氛围造型文字"), max_length=80, blank=True)
    is_open = models.BooleanField(_("开放"), default=True)

    class Meta:
        verbose_name = _("邻里活动场所")
        verbose_name_plural = _("邻里活动场所")
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="places_place_name"),
            check(
                "place_community",
                Q(community=F("community") - F("community") % COMMUNITY_TAIL),
                "活动场所应属于一个社区。",
            ),
            check(
                "place_kind",
                Q(
                    kind__in=[
                        "play_place",
                        "book_bar",
                        "fitness_corner",
                        "chess_pavilion",
                        "talk_pavilion",
                        "elder_room",
                        "charging_shed",
                        "neighbour_garden",
                    ]
                ),
                "活动场所的类别不对，请从列表中选择。",
            ),
            point_on_earth("place"),
            written("place"),
        ]

    def __str__(self) -> str:
        return self.name
