"""Every error has a way on, as a page and as a fragment; what was typed is given back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from linli.foundation.refusals import Refused
from linli.interface import errors
from linli.interface.middleware import RefusalMiddleware

Answer = Callable[[HttpRequest], HttpResponse]


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (errors.bad_request, 400, "这个请求不完整"),
        (errors.forbidden, 403, "您没有办理这一步的权限"),
        (errors.expired, 403, "这一页放得太久了"),
        (errors.not_found, 404, "没有找到这一页"),
        (errors.server_error, 500, "系统出了点问题"),
    ],
)
def test_an_error_says_what_to_do_and_leads_on(
    rf: RequestFactory, answer: Answer, status: int, words: str
) -> None:
    page = answer(rf.get("/x"))
    assert page.status_code == status
    assert words in page.content.decode()
    assert 'href="/"' in page.content.decode()

    fragment = answer(rf.get("/x", headers={"hx-request": "true"}))
    assert fragment.status_code == status
    assert words in fragment.content.decode()
    assert "<html" not in fragment.content.decode()


def test_when_even_the_page_breaks_plain_words_remain(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> HttpResponse:
        raise RuntimeError

    monkeypatch.setattr(errors, "answer", broken)

    page = errors.server_error(rf.get("/x"))

    assert page.status_code == 500
    assert "系统出了点问题" in page.content.decode()


def refuse(request: HttpRequest) -> HttpResponse | None:
    refusal = Refused("matter.unanswered", "还差 %(n)s 项，请先写答复。", n="<b>3</b>")
    return RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, refusal)


def test_a_refusal_gives_back_what_was_typed_but_no_secret(rf: RequestFactory) -> None:
    typed = {
        "words": "灯坏了<script>",
        "password": "s3cret-word",
        "csrfmiddlewaretoken": "t" * 32,
        "kind": "7",
    }
    request = rf.post("/matters/", typed, headers={"referer": "http://testserver/matters/?at=1"})

    answer = refuse(request)

    assert answer is not None
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "还差 &lt;b&gt;3&lt;/b&gt; 项，请先写答复。" in text
    assert "灯坏了&lt;script&gt;" in text
    assert "s3cret-word" not in text
    assert 'href="/matters/?at=1"' in text
    assert 'data-code="matter.unanswered"' in text


def test_a_refusal_never_leads_to_another_site(rf: RequestFactory) -> None:
    answer = refuse(rf.post("/matters/", {}, headers={"referer": "https://evil.example/x"}))

    assert answer is not None
    assert "evil.example" not in answer.content.decode()


def test_a_refusal_of_a_fragment_is_a_notice_above_the_page(rf: RequestFactory) -> None:
    answer = refuse(rf.post("/matters/", {}, headers={"hx-request": "true"}))

    assert answer is not None
    assert answer["HX-Retarget"] == "#messages"
    assert "<html" not in answer.content.decode()


def test_other_exceptions_are_left_to_django(rf: RequestFactory) -> None:
    middleware = RefusalMiddleware(lambda _: HttpResponse())

    assert middleware.process_exception(rf.get("/"), PermissionDenied()) is None


@override_settings(DEBUG=False)
@pytest.mark.django_db
def test_an_unknown_address_is_told_in_the_language_of_the_reader(client: Client) -> None:
    assert "没有找到这一页" in client.get("/no/such/page").content.decode()
    client.cookies["linli_language"] = "en"
    assert "There is no such page" in client.get("/no/such/page").content.decode()
