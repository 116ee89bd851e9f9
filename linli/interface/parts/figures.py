"""Figures, steps, progress, map, QR."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from linli.interface.parts.core import EMPTY, attributes, join, tone_class


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
    drawing = segno.make(text, error="m").svg_inline(
        omitsize=True, border=0, svgclass=None, lineclass=None, title=title or label or text
    )
    return format_html(
        '<figure class="qr">{}{}</figure>',
        mark_safe(drawing),  # noqa: S308  # drawn by segno, which escapes the title
        format_html("<figcaption>{}</figcaption>", label) if label else EMPTY,
    )


def map_block(content: str, *, label: str, options: Mapping[str, object]) -> SafeString:
    """Return a map; `content` is its alternative in words and stands below it."""
    data = {
        f"data_{name}": json.dumps(value) if isinstance(value, dict | list) else value
        for name, value in options.items()
        if value is not None and value is not False
    }
    return format_html(
        '<div class="map-box"{}><div class="map-canvas" role="region" tabindex="0" aria-label="{}"></div>'
        '<div class="map-near">{}</div></div>',
        attributes({"data_map": True, **data}),
        label,
        content,
    )


def skeleton(lines: int = 3) -> SafeString:
    return format_html(
        '<div class="skeleton htmx-indicator" aria-hidden="true">{}</div>',
        mark_safe("<i></i>" * lines),  # noqa: S308  # fixed text
    )
