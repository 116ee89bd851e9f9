"""Forms of the studio; each gives the facts of one kind of study."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.planning.actions import FILE_ENDINGS
from linli.apps.planning.models import Upload
from linli.apps.planning.rules import studies as rules
from linli.apps.planning.rules.studies import (
    Facts,
    GridFacts,
    Kind,
    MatchFacts,
    SiteFacts,
    WalkFacts,
)

Choices = Iterable[tuple[Any, Any]]


def number(
    label: Any, initial: float, least: float, most: float, **more: Any
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, initial=initial, min_value=int(least), max_value=int(most), **more
    )


class BeginForm(forms.Form):
    """What every study begins with: an area and a name; buildings of the register or of a file."""

    area = forms.TypedChoiceField(label=_("范围"), coerce=int)
    title = forms.CharField(label=_("名称"), max_length=rules.TITLE_MAX)
    buildings_file = forms.TypedChoiceField(
        label=_("楼栋数据"), coerce=int, required=False, empty_value=None
    )
    without_file = _("本市楼栋底数")

    def __init__(
        self, *args: Any, areas: Choices, files: Choices, second_files: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("area", areas)
        self._choices("buildings_file", [("", self.without_file), *files])
        if "second_file" in self.fields:
            self._choices("second_file", [("", _("不用文件")), *second_files])

    def _choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def common(self) -> dict[str, Any]:
        """Return what the action takes beside the facts."""
        names = ("area", "title", "buildings_file", "second_file")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class GridForm(BeginForm):
    mode = forms.ChoiceField(
        label=_("怎样划"),
        choices=[
            ("draw", _("重新划分")),
            ("least", _("尽量少动：只改不合规的片区")),
            ("shape", _("形状最好：重画不合规的片区")),
        ],
        initial="draw",
    )
    low = number(_("最少户数"), rules.LOW, 1, rules.HOUSEHOLDS_MAX)
    high = number(_("最多户数"), rules.HIGH, 1, rules.HOUSEHOLDS_MAX)
    target = number(_("目标户数"), rules.TARGET, 1, rules.HOUSEHOLDS_MAX)
    fewest = forms.BooleanField(label=_("网格越少越好（不看目标户数）"), required=False)
    whole = forms.BooleanField(label=_("尽量不拆小区"), required=False, initial=True)
    seed = number(_("种子"), 1, 0, rules.SEED_MAX, help_text=_("同一个种子，同样的结果。"))
    second_file = forms.TypedChoiceField(
        label=_("另用河流和道路文件"), coerce=int, required=False, empty_value=None
    )

    def facts(self) -> Facts:
        names = ("low", "high", "target", "fewest", "whole", "mode", "seed")
        return GridFacts(**{name: self.cleaned_data[name] for name in names})


class WalkForm(BeginForm):
    minutes = number(_("步行时限（分钟）"), rules.MINUTES, 5, 30)
    barrier_free = forms.BooleanField(
        label=_("无障碍：走得慢，只算有坡道的服务中心"), required=False
    )
    pace = forms.FloatField(
        label=_("步行速度（米/分钟）"),
        initial=rules.PACE,
        min_value=10,
        max_value=150,
        help_text=_("一般 66.7；无障碍 45。"),
    )
    detour = forms.FloatField(
        label=_("没有道路时的绕行系数"), initial=rules.DETOUR, min_value=1, max_value=3
    )

    def walk(self) -> dict[str, Any]:
        """Return how people walk; without steps at most the slower pace."""
        names = ("minutes", "barrier_free", "pace", "detour")
        given = {name: self.cleaned_data[name] for name in names}
        if given["barrier_free"]:
            given["pace"] = min(given["pace"], rules.BARRIER_FREE_PACE)
        return given

    def facts(self) -> Facts:
        return WalkFacts(**self.walk())


class SiteForm(WalkForm):
    goal = forms.ChoiceField(
        label=_("要回答的问题"),
        choices=[
            ("most", _("新建几处，让最多住户十五分钟内可达")),
            ("all", _("至少要几处，才能让所有可达住户都可达")),
            ("median", _("新建几处，让大家走的路加起来最短（可限容量）")),
        ],
        initial="most",
    )
    count = number(_("新建几处"), 3, 1, rules.SITES_MAX)
    candidates = forms.ChoiceField(
        label=_("候选地点"),
        choices=[
            ("compounds", _("每个小区")),
            ("idle", _("规划中、在建或关闭的服务中心")),
            ("file", _("我上传的文件")),
        ],
        initial="compounds",
    )
    second_file = forms.TypedChoiceField(
        label=_("候选地点文件"), coerce=int, required=False, empty_value=None
    )
    seconds = number(_("精确搜索最多几秒"), 20, 0, rules.SECONDS_MAX)

    def facts(self) -> Facts:
        names = ("goal", "count", "candidates", "seconds")
        return SiteFacts(**{name: self.cleaned_data[name] for name in names}, **self.walk())


class MatchForm(BeginForm):
    without_file = _("请选择")
    second_file = forms.TypedChoiceField(
        label=_("帮手文件"), coerce=int, required=False, empty_value=None
    )
    metres = number(_("最远距离（米）"), 2000, 50, 20_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["buildings_file"].label = _("求助文件")

    def facts(self) -> Facts:
        return MatchFacts(metres=self.cleaned_data["metres"])


FORMS: Final[dict[str, type[GridForm | WalkForm | MatchForm]]] = {
    Kind.GRIDS: GridForm,
    Kind.CIRCLE: WalkForm,
    Kind.SITES: SiteForm,
    Kind.MATCH: MatchForm,
}


class UploadForm(forms.Form):
    area = forms.TypedChoiceField(label=_("范围"), coerce=int)
    sort = forms.ChoiceField(label=_("文件里是什么"), choices=Upload.Sort.choices)
    datum = forms.ChoiceField(
        label=_("坐标系"),
        required=False,
        choices=[
            ("", _("按文件说明（WGS 84、CGCS2000）")),
            ("gcj02", _("GCJ-02（高德、腾讯地图）")),
            ("bd09", _("BD-09（百度地图）")),
        ],
    )
    file = forms.FileField(
        label=_("文件"), widget=forms.ClearableFileInput(attrs={"accept": ",".join(FILE_ENDINGS)})
    )

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(areas)


class NoteForm(forms.Form):
    words = forms.CharField(
        label=_("您的意见"), widget=forms.Textarea(attrs={"rows": 3}), max_length=rules.NOTE_MAX
    )


class MoveForm(forms.Form):
    to = forms.TypedChoiceField(label=_("移到"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), max_length=200, required=False)

    def __init__(self, *args: Any, options: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(options)


class ApproveForm(forms.Form):
    on = forms.DateField(
        label=_("启用日期"), widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )


class PlaceForm(forms.Form):
    """A point for a new hall: from the map, or a place from the list."""

    lon = forms.FloatField(min_value=-180, max_value=180)
    lat = forms.FloatField(min_value=-90, max_value=90)
