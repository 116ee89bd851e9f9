"""Forms on the registers; what they check is only that a value can be read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.places.models import (
    Compound,
    CompoundManagement,
    NeighbourPlace,
    ServiceCentre,
)
from linli.apps.places.rules import (
    BuildingFacts,
    CentreFacts,
    CompoundFacts,
    HomesPlan,
    PlaceFacts,
)

ROOMS_MAX = 20


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WhereForm(forms.Form):
    """A name and a point; the point is picked on the map or typed."""

    name = forms.CharField(label=_("名称"), max_length=60)
    lon = forms.FloatField(label=_("经度"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("纬度"), min_value=-90, max_value=90)


class CompoundForm(WhereForm):
    kind = forms.ChoiceField(label=_("小区类型"), choices=Compound.Kind.choices)
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    year = forms.IntegerField(label=_("建成年份"), required=False, min_value=1840, max_value=2100)

    field_order = ["name", "kind", "address", "year", "lon", "lat"]

    def facts(self) -> CompoundFacts:
        return CompoundFacts(**self.cleaned_data)


class InCompoundForm(WhereForm):
    """Something that may stand in one of the community's compounds."""

    compound = forms.TypedChoiceField(
        label=_("所在小区"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, compounds: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("不在小区内")), *((str(pk), name) for pk, name in compounds)]
        self.fields["compound"].choices = choices  # type: ignore[attr-defined]  # a choice field


class BuildingForm(InCompoundForm):
    floors = forms.IntegerField(label=_("层数"), min_value=1, max_value=150)
    entrances = forms.IntegerField(label=_("单元数"), min_value=1, max_value=40, initial=1)
    has_lift = forms.BooleanField(label=_("有电梯"), required=False)
    year = forms.IntegerField(label=_("建成年份"), required=False, min_value=1840, max_value=2100)

    field_order = ["name", "compound", "floors", "entrances", "has_lift", "year", "lon", "lat"]

    def facts(self) -> BuildingFacts:
        names = BuildingFacts.__dataclass_fields__
        return BuildingFacts(**{key: self.cleaned_data[key] for key in names})


class NewBuildingForm(BuildingForm):
    grid = forms.TypedChoiceField(label=_("网格"), coerce=int)
    per_floor = forms.IntegerField(label=_("每单元每层户数"), min_value=0, max_value=40, initial=2)
    first_floor = forms.IntegerField(label=_("住宅起始楼层"), min_value=1, initial=1)
    square_metres = forms.DecimalField(
        label=_("每套专有面积（平方米）"),
        min_value=1,
        max_value=10_000,
        max_digits=7,
        decimal_places=2,
        initial=85,
    )

    field_order = [
        *BuildingForm.field_order[:-2],
        "grid",
        "per_floor",
        "first_floor",
        "square_metres",
        "lon",
        "lat",
    ]

    def __init__(self, *args: Any, grids: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(code), name) for code, name in grids]
        self.fields["grid"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def homes(self) -> HomesPlan:
        given = self.cleaned_data
        area = round(given["square_metres"] * 100)
        return HomesPlan(given["per_floor"], given["first_floor"], area)


class MoveForm(forms.Form):
    grid = forms.TypedChoiceField(label=_("移入网格"), coerce=int)
    on = forms.DateField(label=_("从哪一天起"), widget=DayInput())

    def __init__(self, *args: Any, grids: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(code), name) for code, name in grids]
        self.fields["grid"].choices = choices  # type: ignore[attr-defined]  # a choice field


class ManagementForm(forms.Form):
    mode = forms.ChoiceField(label=_("管理模式"), choices=CompoundManagement.Mode.choices)
    on = forms.DateField(label=_("从哪一天起"), widget=DayInput())
    decision = forms.CharField(label=_("决定依据"), max_length=200, required=False)
    decided_on = forms.DateField(label=_("决定日期"), widget=DayInput(), required=False)


class DayForm(forms.Form):
    on = forms.DateField(label=_("日期"), widget=DayInput())

    def day(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        return day


class CentreForm(InCompoundForm):
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    area_m2 = forms.IntegerField(label=_("面积（平方米）"), min_value=1, max_value=100_000)
    floor_type = forms.ChoiceField(label=_("场地类型"), choices=ServiceCentre.FloorType.choices)
    hours = forms.CharField(label=_("开放时间"), max_length=120, required=False)
    rooms = forms.CharField(label=_("功能室（用顿号分开）"), max_length=300, required=False)
    serves_party = forms.BooleanField(label=_("党群服务"), required=False)
    serves_government = forms.BooleanField(label=_("政务服务"), required=False)
    serves_market = forms.BooleanField(label=_("市场服务"), required=False)
    serves_social = forms.BooleanField(label=_("社会服务"), required=False)
    has_ramp = forms.BooleanField(label=_("无障碍坡道"), required=False)
    has_accessible_toilet = forms.BooleanField(label=_("无障碍卫生间"), required=False)
    has_low_counter = forms.BooleanField(label=_("低位服务台"), required=False)

    def facts(self) -> CentreFacts:
        rooms = self.cleaned_data["rooms"].replace("，", "、").replace(",", "、").split("、")
        kept = tuple(room.strip()[:30] for room in rooms if room.strip())[:ROOMS_MAX]
        return CentreFacts(**{**self.cleaned_data, "rooms": kept})


class PlaceForm(InCompoundForm):
    kind = forms.ChoiceField(label=_("类别"), choices=NeighbourPlace.Kind.choices)
    hours = forms.CharField(label=_("开放时间"), max_length=120, required=False)
    inscription = forms.CharField(label=_("氛围造型文字"), max_length=80, required=False)
    is_open = forms.BooleanField(label=_("开放"), required=False, initial=True)

    def facts(self) -> PlaceFacts:
        return PlaceFacts(**self.cleaned_data)
