"""What is read: header, card, rows, badge, notice, timeline, facts, time."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Final

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from linli.foundation.clock import LOCAL
from linli.interface.parts.core import EMPTY, attributes, icon, join, tone_class
from linli.interface.parts.pictures import picture

NOTICE_ICONS: Final = {
    "": "info",
    "info": "info",
    "jade": "info",
    "good": "circle-check",
    "warn": "triangle-alert",
    "danger": "circle-alert",
}
MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
RELATIVE_DAYS_MAX: Final = 7


def back_link(href: str, label: str = "") -> SafeString:
    return format_html(
        '<a class="back" href="{}">{}{}</a>', href, icon("arrow-left"), label or gettext("返回")
    )


def page_header(
    content: str, title: str, *, lead: str = "", back: str = "", back_label: str = ""
) -> SafeString:
    return format_html(
        '<header class="page-header">{}<div><h1>{}</h1>{}</div>{}</header>',
        back_link(back, back_label) if back else EMPTY,
        title,
        format_html('<p class="lead">{}</p>', lead) if lead else EMPTY,
        format_html('<div class="actions">{}</div>', content) if content.strip() else EMPTY,
    )


def card(
    content: str,
    *,
    title: str = "",
    href: str = "",
    tone: str = "",
    icon_name: str = "",
    **extra: object,
) -> SafeString:
    head = (
        format_html(
            "<header>{}<h2>{}</h2></header>",
            format_html('<span class="icon-ground">{}</span>', icon(icon_name))
            if icon_name
            else EMPTY,
            title,
        )
        if title
        else EMPTY
    )
    tag = "a" if href else "section"
    return format_html(
        '<{} class="{}"{}>{}{}</{}>',
        tag,
        tone_class("card", tone),
        attributes({"href": href, **extra}),
        head,
        content,
        tag,
    )


def row(
    content: str,
    title: str,
    *,
    href: str = "",
    icon_name: str = "",
    note: str = "",
    **extra: object,
) -> SafeString:
    """Return one line of a list; `content` stands at its end (badge, time)."""
    tag = "a" if href else "div"
    return format_html(
        '<li{}><{} class="line"{}>{}<div><b>{}</b>{}</div>{}{}</{}></li>',
        attributes(extra),
        tag,
        attributes({"href": href}),
        format_html('<span class="icon-ground">{}</span>', icon(icon_name)) if icon_name else EMPTY,
        title,
        format_html('<span class="note">{}</span>', note) if note else EMPTY,
        format_html('<div class="end">{}</div>', content) if content.strip() else EMPTY,
        format_html('<span class="go">{}</span>', icon("chevron-right")) if href else EMPTY,
        tag,
    )


def badge(label: str, *, tone: str = "", icon_name: str = "") -> SafeString:
    return format_html(
        '<span class="{}">{}{}</span>', tone_class("badge", tone), icon(icon_name), label
    )


def notice(content: str, *, tone: str = "info", title: str = "", **extra: object) -> SafeString:
    return format_html(
        '<div class="{}"{}>{}<div>{}{}</div></div>',
        tone_class("notice", tone),
        attributes({"role": "alert" if tone == "danger" else None, **extra}),
        icon(NOTICE_ICONS[tone]),
        format_html("<b>{}</b> ", title) if title else EMPTY,
        content,
    )


def empty(content: str, title: str, *, drawing: str = "street") -> SafeString:
    return format_html('<div class="empty">{}<b>{}</b>{}</div>', picture(drawing), title, content)


def event(
    content: str, title: str, *, at: str = EMPTY, icon_name: str = "", tone: str = ""
) -> SafeString:
    return format_html(
        '<li class="{}"><span class="dot">{}</span><div><b>{}</b> {}</div>{}</li>',
        tone,
        icon(icon_name or "check"),
        title,
        at,
        content,
    )


def fact(content: str, label: str) -> SafeString:
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content)


def crumbs(pairs: list[tuple[str, str]]) -> SafeString:
    """Return the way down to here from (label, address); an empty address is the page itself."""
    items = [
        format_html('<li><a href="{}">{}</a></li>', href, label)
        if href
        else format_html('<li aria-current="page">{}</li>', label)
        for label, href in pairs
    ]
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', gettext("所在位置"), join(*items)
    )


def relative(moment: dt.datetime, now: dt.datetime) -> str:
    """Return how long ago, or in how long, in the words of the page's language."""
    seconds = (moment - now).total_seconds()
    size = abs(seconds)
    unit = MINUTE if size < HOUR else HOUR if size < DAY else DAY
    return _relative(int(size // unit), unit, seconds > 0, get_language())


@lru_cache(maxsize=1024)
def _relative(count: int, unit: int, is_ahead: bool, _language: str | None) -> str:  # noqa: FBT001
    if not count:
        return gettext("马上") if is_ahead else gettext("刚刚")
    text = {
        MINUTE: ngettext("%(n)d 分钟", "%(n)d 分钟", count),
        HOUR: ngettext("%(n)d 小时", "%(n)d 小时", count),
        DAY: ngettext("%(n)d 天", "%(n)d 天", count),
    }[unit]
    span = text % {"n": count}
    return (gettext("%(span)s后") if is_ahead else gettext("%(span)s前")) % {"span": span}


def absolute(moment: dt.datetime, now: dt.datetime) -> str:
    local = moment.astimezone(LOCAL)
    day = _date(local.year, local.month, local.day, now.astimezone(LOCAL).year, get_language())
    return f"{day}{local.hour:02}:{local.minute:02}"


@lru_cache(maxsize=1024)
def _date(year: int, month: int, day: int, this_year: int, language: str | None) -> str:
    """Return the day as it stands before a time; this year goes without saying."""
    date = dt.date(year, month, day)
    if (language or "").startswith("zh"):
        return date_format(date, "n月j日 " if year == this_year else "Y年n月j日 ")
    return date_format(date, "j M, " if year == this_year else "j M Y, ")


def moment(at: dt.datetime, now: dt.datetime, *, style: str = "") -> SafeString:
    """Return a `time`: near ones as “3 小时前”, far ones as a date; the other form as its title."""
    plain, far = relative(at, now), absolute(at, now)
    is_near = abs((at - now).total_seconds()) < RELATIVE_DAYS_MAX * DAY
    shown = plain if is_near else far
    if style:
        shown = {"relative": plain, "absolute": far, "both": f"{far} · {plain}"}.get(style, shown)
    title = far if shown == plain else plain
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.astimezone(LOCAL).isoformat(), title, shown
    )


def day(date: dt.date) -> SafeString:
    is_chinese = (get_language() or "").startswith("zh")
    return format_html(
        '<time datetime="{}">{}</time>',
        date.isoformat(),
        date_format(date, "Y年n月j日" if is_chinese else "j M Y"),
    )
