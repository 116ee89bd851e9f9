"""What was asked and answered at a place: the page, the feed, the notice for the stairwell. No person."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from linli.apps.matters.queries import PublicRow, kind_of
from linli.apps.organisations import queries as organisations
from linli.apps.portal import queries
from linli.apps.portal.web.showing import public_line
from linli.foundation import clock
from linli.foundation.keys import KEY_MAX
from linli.interface.names import named
from linli.platform import pdf
from linli.platform.requests import Request

NOTICE_ROWS: Final = 6
FEED_SECONDS: Final = 900


def _found(
    *, community: int | None = None, compound: int | None = None, after: str = ""
) -> queries.News:
    wanted = min(community or compound or 0, KEY_MAX)
    given = {"community": wanted} if community is not None else {"compound": wanted}
    news = queries.get_news(**given, now=clock.now(), after=after)
    if news is None:
        raise Http404
    return news


def _address(news: queries.News, page: str) -> str:
    if news.compound is None:
        return reverse(f"portal:community_{page}", args=[news.community.code])
    return reverse(f"portal:compound_{page}", args=[news.compound])


@require_safe
def page(
    request: Request, community: int | None = None, compound: int | None = None
) -> HttpResponse:
    """Show what was asked, what was answered, and how long it takes."""
    after = request.GET.get("after", "")
    news = _found(community=community, compound=compound, after=after)
    context = {
        "news": news,
        "name": named(news),
        "community_name": named(news.community),
        "typical": days_words(news.record.typical),
        "kinds": [(named(kind_of(code)), count) for code, count in news.record.kinds],
        "lines": [public_line(row) for row in news.page.rows],
        "feed": _address(news, "feed"),
        "notice": _address(news, "notice"),
        "older": f"?after={news.page.after}" if news.page.after else "",
        "newer": "." if after else "",
    }
    return render(request, "portal/news.html", context)


def days_words(typical: dt.timedelta | None) -> str:
    """Return how long half of the answers took, in words; nothing when there are too few."""
    if typical is None:
        return ""
    if typical < dt.timedelta(days=1):
        return gettext("一半的事当天有答复")
    days = -(-typical // dt.timedelta(days=1))
    return ngettext("一半的事%(days)s天内有答复", "一半的事%(days)s天内有答复", days) % {
        "days": days
    }


@require_safe
@cache_control(max_age=FEED_SECONDS, public=True)
def feed(
    _request: Request, community: int | None = None, compound: int | None = None
) -> HttpResponse:
    """Hand out the same as an Atom feed, in the public form."""
    news = _found(community=community, compound=compound)
    title = gettext("%(place)s · 邻里的事") % {"place": named(news)}
    atom = Atom1Feed(
        title=title,
        link=settings.BASE_URL + _address(news, "news"),
        description=title,
        feed_url=settings.BASE_URL + _address(news, "feed"),
        language="zh-Hans",
        feed_guid=f"tag:linli,{_address(news, 'news')}",
    )
    for row in news.page.rows:
        atom.add_item(**_entry(row))
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _entry(row: PublicRow) -> dict[str, Any]:
    line = public_line(row)
    return {
        "title": line.title,
        "link": settings.BASE_URL + line.href,
        "description": row.answer or gettext("正在办理"),
        "pubdate": row.received_at,
        "updateddate": row.resolved_at or row.received_at,
        "unique_id": f"tag:linli,matter:{row.reference}",
    }


@require_safe
def notice(
    _request: Request, community: int | None = None, compound: int | None = None
) -> HttpResponse:
    """Print the notice that hangs in the stairwell, with a code that begins a report."""
    news = _found(community=community, compound=compound)
    offices = organisations.units_for(
        "community", news.community.code, on=clock.local_date(clock.now())
    )
    answered = [row for row in news.page.rows if row.answer][:NOTICE_ROWS]
    figures = (
        (gettext("反映的事"), news.record.asked),
        (gettext("已答复"), news.record.answered),
        (gettext("正在办"), news.record.open),
    )
    paper = pdf.render(
        "portal/notice.typ",
        {
            "title": named(news),
            "place": named(news.community),
            "foot": gettext("%(day)s 由邻里打印，数字来自办理记录")
            % {"day": date_format(clock.local_date(clock.now()), "DATE_FORMAT")},
            "typical": days_words(news.record.typical),
            "figures": [{"label": label, "count": str(count)} for label, count in figures],
            "rows": [
                {"what": public_line(row).title, "answer": row.answer, "place": row.place}
                for row in answered
            ],
            "phone": offices[0].office_phone if offices else "",
            "qr": pdf.qr(settings.BASE_URL + reverse("matters:report")),
            "words": {
                "lead": gettext("邻里的事，办得怎样"),
                "days": gettext("近%(days)s天") % {"days": queries.NEWS_DAYS},
                "solved": gettext("最近办成的事"),
                "none": gettext("这里还没有公开的答复"),
                "scan": gettext("扫码报事，不用注册"),
                "call": gettext("或打社区电话"),
            },
        },
    )
    return pdf.answer(paper, f"{named(news)}.pdf")
