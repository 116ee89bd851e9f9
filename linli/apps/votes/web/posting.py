"""The sheet for the door of the compound: the notice first, the result once it is declared."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.votes import queries
from linli.apps.votes.queries import MotionRow, VotePage
from linli.apps.votes.web.shown import ResultShown, result_shown
from linli.foundation.clock import LOCAL
from linli.platform import pdf
from linli.platform.requests import Request


@require_safe
@never_cache
def posting(request: Request, reference: str) -> HttpResponse:
    """Print it; everybody may, since everybody may read the page."""
    page = queries.get_page(actor=request.actor, reference=reference)
    if page.vote.noticed_on is None or page.vote.state == "void":
        raise Http404
    paper = pdf.render("votes/posting.typ", data_of(page))
    return pdf.answer(paper, f"{page.vote.title}.pdf")


def data_of(page: VotePage) -> dict[str, Any]:
    """Return what stands on the sheet."""
    vote = page.vote
    results = result_shown(queries.result_of(page)) if vote.declared_at else ()
    address = settings.BASE_URL + reverse("votes:vote", args=[vote.reference])
    return {
        "title": vote.title,
        "place": f"{page.compound_name}{page.scope}",
        "sort": _("业主表决结果公示") if results else _("业主表决公告"),
        "foot": f"{page.compound_name} · {vote.reference}",
        "facts": _facts(page),
        "motions": [_motion(row) for row in page.motions],
        "results": [_result(each) for each in results],
        "elections": [_election(own) for own in queries.elections_of(vote.pk)] if results else [],
        "fingerprint": vote.roll_fingerprint,
        "qr": pdf.qr(address),
        "address": address,
        "words": {
            "motions": _("表决事项"),
            "result": _("表决结果"),
            "test": _("检验"),
            "have": _("实际"),
            "need": _("需要"),
            "share": _("比例"),
            "fingerprint": _("名册指纹"),
            "why": _("名册或事项被改动过，指纹就对不上。"),
            "scan": _("扫码看全文，业主可以自己复核"),
            "sign": [_("公示人"), _("公示日期")],
        },
    }


def _facts(page: VotePage) -> list[list[str]]:
    vote = page.vote
    assert vote.opens_at is not None
    assert vote.closes_at is not None
    rows = [
        [_("公告日期"), str(vote.noticed_on)],
        [_("投票时间"), f"{_moment(vote.opens_at)} – {_moment(vote.closes_at)}"],
        [_("业主名册"), _("%(heads)s 户，以 %(day)s 的产权登记为准")
         % {"heads": vote.heads, "day": vote.roll_on}],
        [_("计票规则"), page.pack.name],
    ]  # fmt: skip
    if vote.explanation:
        rows.append([_("说明"), vote.explanation])
    return rows


def _moment(moment: Any) -> str:
    return f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}"


def threshold_told(row: MotionRow) -> str:
    """Return in words what a motion needs to pass."""
    if row.is_unanimous:
        return _("民法典第279条：本栋其他业主全部同意才通过，没有投票不算同意。")
    needed = _("参与者的四分之三以上同意") if row.is_special else _("参与者的过半数同意")
    law = _("民法典第278条第%(item)s项") % {"item": row.item}
    return _("%(law)s：三分之二以上参与，%(needed)s，人数和面积都要达到。") % {
        "law": law,
        "needed": needed,
    }


def _motion(row: MotionRow) -> dict[str, str]:
    names = "、".join(row.candidates)
    told = _("席位 %(seats)s 个，候选人：%(names)s") % {"seats": row.seats, "names": names}
    return {
        "title": f"{row.number}. {row.title}",
        "text": row.text,
        "rule": threshold_told(row),
        "candidates": told if row.seats else "",
    }


def _result(each: ResultShown) -> dict[str, Any]:
    row = each.row
    name = f"：{row.name}" if row.name else ""
    return {
        "title": f"{row.motion.number}. {row.motion.title}{name}",
        "verdict": _("通过") if row.passed else _("未通过"),
        "passed": row.passed,
        "tests": [
            {
                "label": test.label,
                "have": test.counted,
                "need": test.need,
                "share": test.share,
                "told": _("达到")
                if test.passed
                else _("差 %(missing)s") % {"missing": test.missing},
            }
            for test in each.tests
        ],
    }


def _election(own: queries.ElectionRow) -> str:
    elected = "、".join(own.elected) or _("无")
    told = _("%(title)s：当选 %(names)s") % {"title": own.title, "names": elected}
    if own.alternates:
        told += _("；候补 %(names)s") % {"names": "、".join(own.alternates)}
    if own.second:
        told += _("；还缺 %(seats)s 席，须办第二轮") % {"seats": own.seats_open}
    return told
