"""Error pages: what happened, and the way on. For htmx the same as a fragment."""
# ruff: noqa: ARG001  # Django gives the reason; the page says what to do instead

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Words:
    status: int
    title: str | Promise
    text: str | Promise


BAD_REQUEST: Final = Words(400, _("这个请求不完整"), _("请返回上一页，重新打开后再试一次。"))
FORBIDDEN: Final = Words(
    403, _("您没有办理这一步的权限"), _("如果这是您的工作，请联系社区管理员为您开通。")
)
NOT_FOUND: Final = Words(404, _("没有找到这一页"), _("地址可能写错了，也可能这件事不对您公开。"))
SERVER_ERROR: Final = Words(
    500, _("系统出了点问题"), _("问题已经记录下来。请过几分钟再试；急事请打社区电话。")
)
TOO_OFTEN: Final = Words(429, _("操作太频繁了"), _("请稍等几分钟再试。"))
EXPIRED: Final = Words(
    403, _("这一页放得太久了"), _("请返回上一页，刷新后再提交；填过的内容还在。")
)


def answer(request: HttpRequest, words: Words) -> HttpResponse:
    """Return the page, or the fragment, for `words`."""
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "interface/error_fragment.html" if is_fragment else "interface/error.html"
    return render(request, template, {"words": words}, status=words.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, FORBIDDEN)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection token is missing or old (`CSRF_FAILURE_VIEW`)."""
    return answer(request, EXPIRED)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer with the page, or in plain words when even the page cannot be made."""
    try:
        return answer(request, SERVER_ERROR)
    except Exception:  # noqa: BLE001  # whatever broke the page may break this one too
        return HttpResponse(
            f"{SERVER_ERROR.title}。{SERVER_ERROR.text}",
            status=500,
            content_type="text/plain; charset=utf-8",
        )
