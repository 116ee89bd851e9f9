"""/design: every component at work, with made-up content."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.foundation import clock
from linli.interface.parts.core import ICONS

COLOURS = (
    "paper", "surface", "sunken", "ink", "soft", "line", "jade", "jade-tint", "deep", "lamp",
    "brick", "good", "warn", "danger", "info",
)  # fmt: skip
KIND_ICONS = {
    "light": "lamp-ceiling",
    "water": "droplets",
    "noise": "volume-2",
    "other": "ellipsis",
}


class Sample(forms.Form):
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    words = forms.CharField(widget=forms.Textarea(attrs={"maxlength": 500, "rows": 4}))
    phone = forms.CharField(required=False)
    when = forms.ChoiceField(widget=forms.RadioSelect)
    photos = forms.FileField(required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    agreed = forms.BooleanField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        kinds = [
            ("light", _("楼道灯不亮")),
            ("water", _("漏水渗水")),
            ("noise", _("噪声扰民")),
            ("other", _("其他事情")),
        ]
        labels = {
            "kind": _("是哪一类事？"),
            "words": _("怎么回事？"),
            "phone": _("联系电话"),
            "when": _("什么时候发现的？"),
            "photos": _("照片"),
            "agreed": _("我同意社区为办这件事使用我的联系电话"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        for name, options in {
            "kind": kinds,
            "when": [("now", _("刚刚")), ("days", _("好几天了"))],
        }.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options


def _sample_form() -> Sample:
    typed = {"kind": "light", "words": _("三楼到四楼的灯坏了，晚上上下楼看不见。"), "phone": "1380"}
    form = Sample(typed)
    form.add_error("phone", _("电话号码应为 11 位数字，请再核对一下。"))
    return form


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return render(
        request,
        "interface/design.html",
        {
            "form": _sample_form(),
            "colours": COLOURS,
            "icons": sorted(ICONS),
            "kind_icons": KIND_ICONS,
            "labels": [_("在哪里"), _("什么事"), _("说一说"), _("提交")],
            "soon": now - dt.timedelta(minutes=40),
            "earlier": now - dt.timedelta(hours=5),
            "long_ago": now - dt.timedelta(days=40),
            "tomorrow": now + dt.timedelta(hours=20),
        },
    )
