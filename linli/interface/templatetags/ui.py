"""The components, as tags that every template may use without loading anything.

README.md of this package lists each with an example, and /design shows them at work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linli.foundation import clock
from linli.interface.parts import actions, core, fields, figures, kept, pictures, reading

register = template.Library()
HOLES: Final = frozenset({"csrf_token", "address"})  # of what the tag `kept` is given


def _now(context: Context) -> dt.datetime:
    given = context.get("now")
    return given if isinstance(given, dt.datetime) else clock.now()


@register.simple_tag(name="kept")
def kept_piece(template: str, **values: Any) -> SafeString:
    """Return a piece of the page that is drawn once for all readers; see parts/kept.py."""
    holes = {name: values.pop(name) for name in HOLES & values.keys()}
    return kept.kept(template, values, holes)


# ── Drawings ──────────────────────────────────────────────────────────────────────────────────────
@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return core.icon(name, str(label))


@register.simple_tag
def picture(name: str) -> SafeString:
    return pictures.picture(name)


@register.simple_tag
def asset(source: str) -> str:
    return core.asset(source)


@register.simple_tag
def asset_file(name: str) -> str:
    """Return the address of a file of `frontend/public`, which keeps its name."""
    return static(name)


@register.simple_tag
def script(source: str) -> SafeString:
    """Return the built script of `source` with the style sheets that it brings."""
    if not core.asset(source):
        return core.EMPTY
    sheets = [format_html('<link rel="stylesheet" href="{}">', one) for one in core.styles(source)]
    return core.join(
        *sheets, format_html('<script type="module" src="{}"></script>', core.asset(source))
    )


# ── What is pressed ───────────────────────────────────────────────────────────────────────────────
@register.simple_tag
def button(
    label: str, kind: str = "", icon: str = "", size: str = "", **extra: object
) -> SafeString:
    return actions.button(label, kind=kind, icon_name=icon, size=size, **extra)


@register.simple_tag
def link_button(  # the words of a tag
    label: str, href: str, kind: str = "", icon: str = "", size: str = "", **extra: object
) -> SafeString:
    return actions.link_button(label, href, kind=kind, icon_name=icon, size=size, **extra)


@register.simple_tag
def tile_link(label: str, href: str, icon: str = "", note: str = "", **extra: object) -> SafeString:
    return actions.tile_link(label, href, icon_name=icon, note=note, **extra)


@register.simple_tag
def tile(  # the words of a tag
    label: str, name: str, value: object, icon: str = "", note: str = "", **extra: object
) -> SafeString:
    return actions.tile(label, name, value, icon_name=icon, note=note, **extra)


@register.simple_block_tag
def tabs(content: SafeString, label: str = "") -> SafeString:
    return format_html(
        '<nav class="tabs"{}>{}</nav>', core.attributes({"aria_label": label}), content
    )


@register.simple_tag
def tab(label: str, href: str, *, current: bool = False, count: int | None = None) -> SafeString:
    return actions.tab(label, href, current=current, count=count)


@register.simple_tag
def pager(older: str = "", newer: str = "") -> SafeString:
    return actions.pager(older=older, newer=newer)


@register.simple_block_tag(name="unfold")
def unfold(
    content: SafeString, title: str, icon: str = "", tone: str = "", *, is_open: bool = False
) -> SafeString:
    """Return something that opens in place: a second step, a confirmation, a rarely used form."""
    return format_html(
        '<details class="{}"{}><summary>{}{}</summary><div>{}</div></details>',
        core.tone_class("unfold", tone),
        core.attributes({"open": is_open}),
        core.icon(icon),
        title,
        content,
    )


# ── What is read ──────────────────────────────────────────────────────────────────────────────────
@register.simple_block_tag
def page_header(
    content: SafeString, title: str, lead: str = "", back: str = "", back_label: str = ""
) -> SafeString:
    return reading.page_header(content, title, lead=lead, back=back, back_label=back_label)


@register.simple_block_tag
def card(  # the words of a tag
    content: SafeString,
    title: str = "",
    href: str = "",
    tone: str = "",
    icon: str = "",
    **extra: object,
) -> SafeString:
    return reading.card(content, title=title, href=href, tone=tone, icon_name=icon, **extra)


@register.simple_block_tag
def rows(content: SafeString, label: str = "", **extra: object) -> SafeString:
    return format_html(
        '<ul class="rows"{}>{}</ul>', core.attributes({"aria_label": label, **extra}), content
    )


@register.simple_block_tag
def row(  # the words of a tag
    content: SafeString,
    title: str,
    href: str = "",
    icon: str = "",
    note: str = "",
    **extra: object,
) -> SafeString:
    return reading.row(content, title, href=href, icon_name=icon, note=note, **extra)


@register.simple_tag
def badge(label: str, tone: str = "", icon: str = "") -> SafeString:
    return reading.badge(label, tone=tone, icon_name=icon)


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info", title: str = "", **extra: object) -> SafeString:
    return reading.notice(content, tone=tone, title=title, **extra)


@register.simple_block_tag
def empty(content: SafeString, title: str, picture: str = "street") -> SafeString:
    return reading.empty(content, title, drawing=picture)


@register.simple_block_tag
def timeline(content: SafeString, label: str = "") -> SafeString:
    return format_html(
        '<ol class="timeline"{}>{}</ol>', core.attributes({"aria_label": label}), content
    )


@register.simple_block_tag(takes_context=True)
def event(  # the words of a tag
    context: Context,
    content: SafeString,
    title: str,
    at: dt.datetime | str | None = None,
    icon: str = "",
    tone: str = "",
) -> SafeString:
    when = reading.moment(at, _now(context)) if isinstance(at, dt.datetime) else at or core.EMPTY
    return reading.event(content, title, at=when, icon_name=icon, tone=tone)


@register.simple_block_tag
def facts(content: SafeString) -> SafeString:
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: SafeString, label: str) -> SafeString:
    return reading.fact(content, label)


@register.simple_block_tag
def table_box(content: SafeString, caption: str = "", *, cards: bool = True) -> SafeString:
    """Return a table; write `data-label` on each cell, so that a phone can show it as cards."""
    return format_html(
        '<div class="table-box" tabindex="0" role="region"{}><table{}>{}{}</table></div>',
        core.attributes({"aria_label": caption}),
        core.attributes({"class": "cards" if cards else None}),
        format_html("<caption>{}</caption>", caption) if caption else core.EMPTY,
        content,
    )


@register.simple_tag
def crumbs(*words: str) -> SafeString:
    """Return the way down to here: label, address, label, address, …, label of this page."""
    pairs = [
        (words[at], words[at + 1] if at + 1 < len(words) else "") for at in range(0, len(words), 2)
    ]
    return reading.crumbs(pairs)


@register.simple_tag(takes_context=True)
def moment(context: Context, at: dt.datetime | None, style: str = "") -> SafeString:
    return reading.moment(at, _now(context), style=style) if at else core.EMPTY


@register.simple_tag
def day(date: dt.date | None) -> SafeString:
    return reading.day(date) if date else core.EMPTY


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────
@register.simple_tag
def field(bound: BoundField, hint: str = "", **extra: object) -> SafeString:
    return fields.field(bound, hint=hint, **extra)


@register.simple_tag
def choices(
    bound: BoundField,
    icons: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    hint: str = "",
) -> SafeString:
    return fields.choices(bound, hint=hint, icons=icons, notes=notes)


@register.simple_tag
def photos(bound: BoundField, hint: str = "", most: int = 3) -> SafeString:
    return fields.photos(bound, hint=hint, most=most)


@register.simple_tag
def error_summary(form: object) -> SafeString:
    return fields.error_summary(form)


# ── Figures ───────────────────────────────────────────────────────────────────────────────────────
@register.simple_tag
def stat(value: object, label: str, unit: str = "", href: str = "", tone: str = "") -> SafeString:
    return figures.stat(value, label, unit=unit, href=href, tone=tone)


@register.simple_tag
def steps(labels: Sequence[str], current: int) -> SafeString:
    return figures.steps(labels, current)


@register.simple_tag
def progress(value: float, most: float, label: str) -> SafeString:
    return figures.progress(value, most, label)


@register.simple_tag
def qr(text: str, label: str = "", title: str = "") -> SafeString:
    return figures.qr(text, label=label, title=title)


@register.simple_block_tag
def map_block(content: SafeString, label: str, **options: object) -> SafeString:
    return figures.map_block(content, label=label, options=options)


@register.simple_tag
def skeleton(lines: int = 3) -> SafeString:
    return figures.skeleton(lines)
