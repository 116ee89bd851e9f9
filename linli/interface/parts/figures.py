"""Figures, steps, progress, map, QR."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from linli.interface.parts.core import EMPTY, asset, attributes, join, tone_class


def stat(
    value: object, label: str, *, unit: str = "", href: str = "", tone: str = ""
) -> SafeString:
    tag = "a" if href else "div"
    return format_html(
        '<{} class="{}"{}><b>{}{}</b><span>{}</span></{}>',
        tag,
        tone_class("stat", tone),
        attributes({"href": href}),
        value,
        format_html(" <small>{}</small>", unit) if unit else EMPTY,
        label,
        tag,
    )


def steps(labels: Sequence[str], current: int) -> SafeString:
    """Return the steps of a longer form; `current` counts from 1."""
    items = [
        format_html(
            "<li{}>{}</li>",
            attributes(
                {
                    "class": "done" if number < current else None,
                    "aria_current": "step" if number == current else None,
                }
            ),
            label,
        )
        for number, label in enumerate(labels, 1)
    ]
    return format_html('<ol class="steps" aria-label="{}">{}</ol>', gettext("步骤"), join(*items))


def progress(value: float, most: float, label: str) -> SafeString:
    return format_html(
        '<div class="progress"><span>{}</span>'
        '<progress value="{}" max="{}" aria-label="{}"></progress></div>',
        label,
        value,
        most,
        label,
    )


def qr(text: str, *, label: str = "", title: str = "") -> SafeString:
    """Return the QR code of `text` as a drawing that prints sharply at any size."""
    import segno  # few pages show one, and it takes 5 MB

    drawing = segno.make(text, error="m").svg_inline(
        omitsize=True, border=0, svgclass=None, lineclass=None, title=title or label or text
    )
    return format_html(
        '<figure class="qr">{}{}</figure>',
        mark_safe(drawing),  # noqa: S308  # drawn by segno, which escapes the title
        format_html("<figcaption>{}</figcaption>", label) if label else EMPTY,
    )


def map_words() -> dict[str, str]:
    """Return what the map says by itself, in the language of the page."""
    return {
        "closer": gettext("放大"),
        "farther": gettext("缩小"),
        "pick": gettext("点一下地图，选一个地方。"),
        "chosen": gettext("已选："),
        "point": gettext("地图上的这一点"),
        "here": gettext("就是这里"),
        "locate": gettext("到我现在的位置"),
        "notLocated": gettext("没有找到您的位置，请直接在地图上选"),
    }


def map_block(content: str, *, label: str, options: Mapping[str, object]) -> SafeString:
    """Return a map; `content` is its alternative in words and stands below it."""
    given = {
        "city": "/map/city.json",
        "community": "/map/{code}.json",
        "tiles": settings.MAP_TILES,
        "icons": asset("src/icons.svg"),
        "words": json.dumps(map_words(), ensure_ascii=False),
        **options,
    }
    data = {f"data_{name}": value for name, value in given.items() if value}
    return format_html(
        '<div class="map-box" data-map{}><div class="map-canvas" role="region" tabindex="0"'
        ' aria-label="{}"></div><div class="map-near">{}</div></div>',
        attributes(data),
        label,
        content,
    )


def skeleton(lines: int = 3) -> SafeString:
    return format_html(
        '<div class="skeleton htmx-indicator" aria-hidden="true">{}</div>',
        mark_safe("<i></i>" * lines),  # noqa: S308  # fixed text
    )
