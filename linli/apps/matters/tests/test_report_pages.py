"""Reporting without an account: every step is a plain form, nothing typed is ever lost."""

from __future__ import annotations

import io
import re
import uuid
from html import unescape

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters.models import Matter
from linli.apps.matters.tests.desk import desk
from linli.apps.matters.web.draft import SALT, Draft, read_draft
from linli.platform.models import StoredFile

__all__ = ["desk"]

WORDS = "楼道灯坏了好几天，晚上看不见台阶。"


def state_in(text: str) -> str:
    """Return the draft that a page carries."""
    found = re.search(r'name="state" value="([^"]+)"', text)
    assert found, "the page carries no draft"
    return unescape(found[1])


def at(cast: Cast) -> str:
    return f"b{cast.city.first.pk}"


def page(client: Client, path: str, **data: str) -> str:
    return client.get(path, data).content.decode()


def tell(client: Client, cast: Cast, kind: str = "A01") -> str:
    """Return the draft of the third step."""
    return state_in(page(client, "/report/", at=at(cast), kind=kind))


def photo(name: str = "lamp.jpg") -> SimpleUploadedFile:
    sink = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(sink, "JPEG")
    return SimpleUploadedFile(name, sink.getvalue(), content_type="image/jpeg")


def test_a_report_goes_from_the_card_at_the_door_to_a_follow_up_code(
    client: Client, desk: Cast
) -> None:
    first = page(client, "/b/card222/")
    assert "江滨花园1栋" in first
    third = page(client, "/report/", at=at(desk), kind="A01")
    assert "在第几层" in third
    fourth = client.post(
        "/report/check/",
        {"state": state_in(third), "words": WORDS, "answer_floor": "3", "photos": [photo()]},
    ).content.decode()
    assert WORDS in fourth
    assert "1 张" in fourth
    sent = client.post("/report/send/", {"state": state_in(fourth)}, follow=True)

    matter = Matter.objects.get()
    assert (matter.kind, matter.words, matter.answers) == ("A01", WORDS, {"floor": "3"})
    assert matter.building_id == desk.city.first.pk
    assert StoredFile.objects.get().owner == matter.pk
    assert "已经收到" in sent.content.decode()


def test_sending_twice_is_one_report_and_gives_the_same_code(client: Client, desk: Cast) -> None:
    checked = client.post("/report/check/", {"state": tell(client, desk), "words": WORDS})
    state = state_in(checked.content.decode())
    first, second = (client.post("/report/send/", {"state": state}) for _ in range(2))

    assert Matter.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_submitting_costs_at_most_six_queries_in_one_transaction(
    client: Client, desk: Cast
) -> None:
    checked = client.post("/report/check/", {"state": tell(client, desk), "words": WORDS})
    state = state_in(checked.content.decode())
    with CaptureQueriesContext(
        connection,
    ) as taken:
        client.post("/report/send/", {"state": state})

    asked = [one["sql"] for one in taken if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 6, asked


def test_words_first_bring_suggestions_and_are_kept(client: Client, desk: Cast) -> None:
    start = page(client, "/report/", at=at(desk))
    suggested = client.post("/report/words/", {"state": state_in(start), "words": WORDS})
    text = suggested.content.decode()
    assert "楼道灯不亮" in text
    told = client.post("/report/tell/", {"state": state_in(text), "kind": "A01"})

    assert WORDS in told.content.decode()


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("家里起火了！", "119"),
        ("我胸口痛,喘不上气", "120"),
        ("有人拿刀追人", "110"),
        ("我不想活了", "12356"),
    ],
)
def test_a_danger_in_the_words_shows_whom_to_call_first(
    client: Client, desk: Cast, words: str, number: str
) -> None:
    start = page(client, "/report/", at=at(desk))
    text = client.post(
        "/report/words/", {"state": state_in(start), "words": words}
    ).content.decode()

    assert f'href="tel:{number}"' in text
    assert text.index(f"tel:{number}") < text.index("都不像")


def test_a_kind_that_may_mean_danger_asks_before_going_on(client: Client, desk: Cast) -> None:
    asked = page(client, "/report/", at=at(desk), kind="A07")
    assert 'href="tel:119"' in asked
    assert "id_words" not in asked
    told = client.post("/report/tell/", {"state": state_in(asked), "calm": "1"})

    assert "id_words" in told.content.decode()


def test_going_back_to_change_something_loses_nothing(client: Client, desk: Cast) -> None:
    filled = {
        "words": WORDS,
        "answer_floor": "3",
        "name": "莫",
        "phone": "13800000000",
        "hide": "on",
    }
    checked = client.post(
        "/report/check/", {"state": tell(client, desk), **filled, "photos": [photo()]}
    )
    state = state_in(checked.content.decode())
    again = client.post("/report/tell/", {"state": state, "calm": "1"}).content.decode()

    for piece in (WORDS, 'value="3"', 'value="莫"', "13800000000", "checked", "已收好 1 张照片"):
        assert piece in again


@pytest.mark.parametrize(
    "words",
    ["", "   ", "字" * 100_000, "。。。", "\x00\x01", "😀😀", "\u202e\u202d"],
    ids=["empty", "spaces", "huge", "dots", "control", "emoji", "direction"],
)
def test_words_that_say_nothing_are_refused_at_their_field(
    client: Client, desk: Cast, words: str
) -> None:
    answer = client.post("/report/check/", {"state": tell(client, desk), "words": words})

    assert answer.status_code == 422
    assert 'id="id_words-error"' in answer.content.decode()
    assert Matter.objects.count() == 0


@pytest.mark.parametrize(
    "words", ["灯坏了😀快修", "\u202e灯坏了\u202c", "灯\x00坏了", "<script>alert(1)</script>灯"]
)
def test_odd_letters_are_cleaned_and_never_break_a_page(
    client: Client, desk: Cast, words: str
) -> None:
    checked = client.post("/report/check/", {"state": tell(client, desk), "words": words})
    assert checked.status_code == 200
    sent = client.post("/report/send/", {"state": state_in(checked.content.decode())}, follow=True)

    assert sent.status_code == 200
    kept = Matter.objects.get().words
    assert "\x00" not in kept
    assert "\u202e" not in kept
    assert "<script>alert" not in sent.content.decode()


def test_what_is_no_photo_is_refused_and_the_words_stay(client: Client, desk: Cast) -> None:
    fake = SimpleUploadedFile("photo.jpg", b"not a picture", content_type="image/jpeg")
    answer = client.post(
        "/report/check/", {"state": tell(client, desk), "words": WORDS, "photos": [photo(), fake]}
    )

    assert answer.status_code == 422
    assert 'id="id_photos-error"' in answer.content.decode()
    assert WORDS in answer.content.decode()


def test_more_than_six_photos_are_refused(client: Client, desk: Cast) -> None:
    answer = client.post(
        "/report/check/",
        {"state": tell(client, desk), "words": WORDS, "photos": [photo() for _ in range(7)]},
    )

    assert answer.status_code == 422
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    "where",
    [
        "b1",
        "b",
        "a1",
        f"a{place.GRID}",
        "x5",
        "c99999999999999999999",
        "p0,0",
        "p200,95",
        "pnan,nan",
        "p1",
        "b１２",
        "b-1",
    ],
)
def test_a_place_that_is_none_of_ours_leads_back_to_the_search(
    client: Client, desk: Cast, where: str
) -> None:
    answer = client.get("/report/", {"at": where})

    assert answer.status_code == 200
    assert 'id="q-error"' in answer.content.decode()


@pytest.mark.parametrize("text", ["江滨", "骑楼 8", "\x00", "😀", "字" * 3000, "%", "'; drop"])
def test_any_search_answers(client: Client, desk: Cast, text: str) -> None:
    answer = client.get("/report/", {"q": text})

    assert answer.status_code == 200
    if text == "江滨":
        assert f"at=c{desk.city.compound.pk}" in answer.content.decode()


def test_a_compound_can_be_the_place(client: Client, desk: Cast) -> None:
    state = state_in(page(client, "/report/", at=f"c{desk.city.compound.pk}", kind="B01"))
    checked = client.post("/report/check/", {"state": state, "words": WORDS})
    client.post("/report/send/", {"state": state_in(checked.content.decode())})

    assert Matter.objects.get().compound_id == desk.city.compound.pk


def test_a_whole_community_can_be_the_place(client: Client, desk: Cast) -> None:
    assert f"at=a{place.COMMUNITY}" in page(client, "/report/", q="枣冲")
    state = state_in(page(client, "/report/", at=f"a{place.COMMUNITY}", kind="H01"))
    checked = client.post("/report/check/", {"state": state, "words": "怎么开居住证明？"})
    client.post("/report/send/", {"state": state_in(checked.content.decode())})

    assert Matter.objects.get().area_id == place.COMMUNITY


def test_an_unknown_card_says_so_and_offers_the_search(client: Client, desk: Cast) -> None:
    answer = client.get("/b/NOSUCH99/")

    assert answer.status_code == 404
    assert 'name="q"' in answer.content.decode()


@pytest.mark.parametrize("path", ["words", "tell", "check", "send"])
def test_a_forged_draft_is_refused(client: Client, desk: Cast, path: str) -> None:
    forged = signing.dumps({"client_id": str(uuid.uuid4()), "at": "b1"}, salt="another")
    answer = client.post(f"/report/{path}/", {"state": forged, "words": WORDS})

    assert answer.status_code == 409
    assert Matter.objects.count() == 0


@pytest.mark.parametrize("path", ["words", "tell", "check", "send"])
def test_a_step_without_a_draft_starts_at_the_place(client: Client, desk: Cast, path: str) -> None:
    answer = client.post(f"/report/{path}/", {})

    assert answer.status_code == 200
    assert 'name="q"' in answer.content.decode()


def test_photos_of_somebody_else_cannot_be_slipped_in(client: Client, desk: Cast) -> None:
    state = signing.dumps({"client_id": "x", "photos": ["a" * 32]}, salt="guess")
    assert client.post("/report/send/", {"state": state}).status_code == 409
    draft = read_draft(tell(client, desk)).but(words=WORDS, photos=("a" * 32,))

    assert client.post("/report/send/", {"state": draft.state}).status_code == 409
    assert Matter.objects.count() == 0


@pytest.mark.parametrize(
    "words", ["查一下隔壁住的是什么人,做什么工作", "把301那家加到黑名单,不要给他办事"]
)
def test_what_is_never_done_is_refused_with_the_words_kept(
    client: Client, desk: Cast, words: str
) -> None:
    answer = client.post("/report/check/", {"state": tell(client, desk), "words": words})

    assert answer.status_code == 422
    assert 'id="id_words-error"' in answer.content.decode()


def test_a_similar_matter_near_by_is_shown_before_sending(client: Client, desk: Cast) -> None:
    for _ in range(2):
        checked = client.post("/report/check/", {"state": tell(client, desk), "words": WORDS})
        text = checked.content.decode()
        client.post("/report/send/", {"state": state_in(text)})

    assert "附近有人反映过" in text
    assert f"/matters/{Matter.objects.order_by('id')[0].reference}/" in text


def test_a_signed_in_report_stands_in_the_account(desk: Cast) -> None:
    client = desk.resident.client()
    checked = client.post("/report/check/", {"state": tell(client, desk), "words": WORDS})
    client.post("/report/send/", {"state": state_in(checked.content.decode())})

    assert Matter.objects.get().reporter_id == desk.resident.key
    assert "楼道灯不亮" in client.get("/my/matters/").content.decode()


def test_a_draft_survives_its_own_signature() -> None:
    draft = Draft.begin().but(at="b1", words="字" * 2000, photos=("k",), answers={"floor": "3"})

    assert read_draft(draft.state) == draft
    assert SALT not in draft.state


def test_pages_of_a_report_are_complete_in_english(client: Client, desk: Cast) -> None:
    for path in ("/report/", f"/report/?at={at(desk)}", f"/report/?at={at(desk)}&kind=A01"):
        text = client.get(path, headers={"Accept-Language": "en"}).content.decode()
        main = re.sub(r"(?s)^.*<main|</main>.*$|<[^>]+>|江滨花园|枣冲社区|1栋", "", text)
        assert not re.search(r"[\u4e00-\u9fff]", main), re.findall(r"[\u4e00-\u9fff]+", main)[:5]
