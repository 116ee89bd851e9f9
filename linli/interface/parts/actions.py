"""Buttons, links that look like buttons, tiles, tabs, pager."""

from __future__ import annotations

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from linli.interface.parts.core import EMPTY, UnknownPart, attributes, icon

KINDS: Final = frozenset({"", "quiet", "plain", "danger", "lamp"})


def _classes(kind: str, size: str) -> str:
    wrong = [word for word in kind.split() if word not in KINDS]
    if wrong:
        raise UnknownPart(f"button kind {wrong}: use one of {sorted(KINDS)}")
    return " ".join(word for word in ("button", kind, size) if word)


def button(
    label: str, *, kind: str = "", icon_name: str = "", size: str = "", **extra: object
) -> SafeString:
    """Return a button that sends its form; `type="button"` makes one that does not."""
    return format_html(
        '<button class="{}"{}>{}<span>{}</span></button>',
        _classes(kind, size),
        attributes({"type": "submit", **extra}),
        icon(icon_name),
        label,
    )


def link_button(
    label: str, href: str, *, kind: str = "", icon_name: str = "", size: str = "", **extra: object
) -> SafeString:
    return format_html(
        '<a class="{}" href="{}"{}>{}<span>{}</span></a>',
        _classes(kind, size),
        href,
        attributes(extra),
        icon(icon_name),
        label,
    )


def _tile_inside(label: str, icon_name: str, note: str) -> SafeString:
    return format_html(
        "{}<span><b>{}</b>{}</span>",
        format_html('<span class="icon-ground">{}</span>', icon(icon_name)) if icon_name else EMPTY,
        label,
        format_html("<small>{}</small>", note) if note else EMPTY,
    )


def tile_link(
    label: str, href: str, *, icon_name: str = "", note: str = "", **extra: object
) -> SafeString:
    return format_html(
        '<a class="tile" href="{}"{}>{}</a>',
        href,
        attributes(extra),
        _tile_inside(label, icon_name, note),
    )


def tile(
    label: str, name: str, value: object, *, icon_name: str = "", note: str = "", **extra: object
) -> SafeString:
    """Return one big choice; `checked=True` marks it, `type="checkbox"` allows several."""
    return format_html(
        '<label class="tile"><input name="{}" value="{}"{}>{}</label>',
        name,
        value,
        attributes({"type": "radio", **extra}),
        _tile_inside(label, icon_name, note),
    )


def tab(label: str, href: str, *, current: bool = False, count: int | None = None) -> SafeString:
    return format_html(
        '<a href="{}"{}>{}{}</a>',
        href,
        attributes({"aria_current": "page" if current else None}),
        label,
        EMPTY if count is None else format_html(' <span class="count">{}</span>', count),
    )


def pager(*, older: str = "", newer: str = "") -> SafeString:
    """Return the way to the rows before and after: addresses that carry a key, never a number."""
    if not older and not newer:
        return EMPTY
    return format_html(
        '<nav class="pager" aria-label="{}">{}{}</nav>',
        gettext("翻页"),
        link_button(gettext("上一页"), newer, kind="quiet", icon_name="arrow-left", rel="prev")
        if newer
        else EMPTY,
        link_button(gettext("下一页"), older, kind="quiet", icon_name="arrow-right", rel="next")
        if older
        else EMPTY,
    )
