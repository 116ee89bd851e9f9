"""The pages of staff and of those who follow: what each sees, may do, and what a refusal keeps."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PROPERTY_FIRM, Cast
from linli.apps.matters import actions
from linli.apps.matters.actions import Contact, Receipt, Spot
from linli.apps.matters.models import Matter, MatterNote, MatterRating
from linli.apps.matters.tests.desk import ANSWER, desk, report
from linli.apps.organisations.models import OrganisationCompound
from linli.foundation import clock
from linli.platform.access import ANYONE

__all__ = ["desk"]

PHONE = "13877412345"


def fresh(cast: Cast, **more: object) -> Receipt:
    """Report a matter just now, with a way to reach the reporter."""
    facts: dict[str, object] = {"contact": Contact("莫女士", PHONE), **more}
    facts.setdefault("spot", Spot(building=cast.city.first.pk))
    return report(ANYONE, now=clock.now(), kind=str(facts.pop("kind", "A01")), **facts)


def handed_to(cast: Cast, unit: int, **more: object) -> Receipt:
    receipt = fresh(cast, **more)
    secretary, now = cast.secretary.actor, clock.now()
    actions.accept_matter(actor=secretary, pk=receipt.id, now=now)
    actions.dispatch_matter(actor=secretary, pk=receipt.id, unit=unit, now=now)
    return receipt


def resolved(cast: Cast) -> Receipt:
    receipt = handed_to(cast, HANDLING_DEPARTMENT)
    handler, now = cast.department_handler.actor, clock.now()
    actions.start_matter(actor=handler, pk=receipt.id, now=now)
    actions.resolve_matter(actor=handler, pk=receipt.id, answer=ANSWER, now=now)
    return receipt


def url(receipt: Receipt, act: str = "") -> str:
    return f"/matters/{receipt.reference}/" + (f"do/{act}/" if act else "")


def state_of(receipt: Receipt) -> str:
    return Matter.objects.get(pk=receipt.id).state


def queries_of(client: Client, path: str) -> list[str]:
    client.get(path)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(path).status_code == 200
    return [one["sql"] for one in taken]


# ── Who sees what ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["stranger", "neighbour", "outsider"])
def test_others_see_the_public_form_without_words_house_or_number(desk: Cast, who: str) -> None:
    receipt = fresh(desk)
    text = desk[who].client().get(url(receipt)).content.decode()

    assert "楼道灯不亮" in text
    for secret in ("看不见台阶", "1栋", PHONE, "莫女士"):
        assert secret not in text


@pytest.mark.parametrize(
    ("kind", "who", "sees"),
    [
        ("A01", "grid_worker", True),
        ("A01", "secretary", True),
        ("A01", "property_manager", True),
        ("C01", "property_manager", False),
        ("B02", "property_manager", False),
        ("B02", "grid_worker", True),
    ],
)
def test_only_who_must_can_call_the_reporter(desk: Cast, kind: str, who: str, sees: bool) -> None:
    receipt = handed_to(desk, PROPERTY_FIRM, kind=kind)
    client = desk[who].client()
    page = client.get(url(receipt)).content.decode()
    shown = client.post(f"{url(receipt)}contact/", {"purpose": "了解情况"})

    assert PHONE not in page
    assert ("看电话" in page) is sees
    assert (PHONE in shown.content.decode()) is sees
    assert shown.status_code == (200 if sees else 403)


def test_a_sensitive_matter_has_no_public_form(client: Client, desk: Cast) -> None:
    assert client.get(url(fresh(desk, kind="H07"))).status_code == 404


@pytest.mark.parametrize("path", ["/matters/", "/today/", "/matters/new/"])
def test_the_desk_is_for_staff(client: Client, desk: Cast, path: str) -> None:
    assert client.get(path).status_code == 302
    assert desk.resident.client().get(path).status_code == 403
    assert desk.grid_worker.client().get(path).status_code == 200


@pytest.mark.parametrize("act", ["settle", "accept", "finish", "ask", "refer", "note", "reassign"])
def test_nobody_from_elsewhere_acts(desk: Cast, act: str) -> None:
    receipt = fresh(desk)
    for who in ("stranger", "neighbour", "outsider", "department_handler"):
        answer = desk[who].client().post(url(receipt, act), {"answer": ANSWER, "text": "备注"})
        assert answer.status_code in {403, 404}, who

    assert state_of(receipt) == "received"
    assert not MatterNote.objects.exists()


# ── The desk ──────────────────────────────────────────────────────────────────────────────────────
def test_a_secretary_settles_kind_lane_and_unit_in_one_go(desk: Cast) -> None:
    OrganisationCompound.objects.create(
        id=1, organisation_id=PROPERTY_FIRM, compound=desk.city.compound, valid_from=place.SINCE
    )
    receipt = fresh(desk)
    client = desk.secretary.client()
    form = client.get(url(receipt, "settle")).content.decode()
    assert "安居物业" in form
    assert "建议" in form
    client.post(
        url(receipt, "settle"),
        {"kind": "A01", "lane": "minor", "unit": f"u{PROPERTY_FIRM}", "remark": "今天看看"},
    )

    matter = Matter.objects.get()
    assert (matter.state, matter.unit_id, matter.lane) == ("dispatched", PROPERTY_FIRM, "minor")


def test_a_grid_worker_answers_and_closes_from_the_page_at_once(desk: Cast) -> None:
    receipt = fresh(desk)
    client = desk.grid_worker.client()
    assert "楼道灯不亮" in client.get("/today/").content.decode()
    assert '<details class="unfold" open' in client.get(url(receipt)).content.decode()
    done = client.post(url(receipt, "finish"), {"answer": ANSWER}, follow=True)

    assert "已办结" in done.content.decode()
    assert state_of(receipt) == "resolved"


def test_a_department_returns_a_wrong_dispatch_once_naming_the_right_unit(desk: Cast) -> None:
    receipt = handed_to(desk, HANDLING_DEPARTMENT)
    client = desk.department_handler.client()
    unnamed = client.post(url(receipt, "return"), {"reason": "不归本单位管"})
    assert unnamed.status_code == 422
    assert "不归本单位管" in unnamed.content.decode()
    client.post(url(receipt, "return"), {"reason": "属于物业", "other": "u7003"})

    matter = Matter.objects.get()
    assert (matter.state, matter.proposed_unit_id) == ("accepted", 7003)


def test_asking_stops_the_clock_and_the_answer_by_code_starts_it(
    client: Client, desk: Cast
) -> None:
    receipt = handed_to(desk, HANDLING_DEPARTMENT)
    handler = desk.department_handler.client()
    handler.post(url(receipt, "start"))
    handler.post(url(receipt, "ask"), {"question": "是哪一层的灯？"})
    assert "停表" in handler.get(url(receipt)).content.decode()
    followed = client.get(f"/follow/{receipt.follow_code}/").content.decode()
    assert "是哪一层的灯？" in followed
    client.post(f"/follow/{receipt.follow_code}/inform/", {"words": "三层到五层"})

    assert state_of(receipt) == "in_progress"


def test_who_comes_second_is_told_and_keeps_what_was_typed(desk: Cast) -> None:
    receipt = handed_to(desk, HANDLING_DEPARTMENT)
    client = desk.department_handler.client()
    desk.secretary.client().post(
        url(receipt, "finish"), {"answer": "社区已请物业换灯，以后找社区。"}
    )
    late = client.post(url(receipt, "finish"), {"answer": ANSWER})

    assert late.status_code == 422
    assert ANSWER in late.content.decode()
    assert "状态已经变了" in late.content.decode()


@pytest.mark.parametrize(
    ("act", "typed", "field"),
    [
        ("finish", {"answer": ""}, "answer"),
        ("finish", {"answer": "字" * 100_000}, "answer"),
        ("note", {"text": "此人缠访，注意"}, "text"),
        ("refer", {"way": "moon", "answer": ANSWER}, "way"),
        ("duplicate", {"of": "ZZZZZZZZ"}, "of"),
        ("settle", {"kind": "A01", "lane": "huge", "unit": "u7002"}, "lane"),
        ("settle", {"kind": "A01", "lane": "minor", "unit": "u1"}, "unit"),
    ],
)
def test_a_refusal_stands_at_its_field_and_changes_nothing(
    desk: Cast, act: str, typed: dict[str, str], field: str
) -> None:
    receipt = fresh(desk)
    answer = desk.secretary.client().post(url(receipt, act), typed)

    assert answer.status_code == 422
    assert f'id="id_{act}_{field}-error"' in answer.content.decode()
    assert state_of(receipt) == "received"


def test_intake_on_behalf_keeps_the_channel_and_gives_the_code(desk: Cast) -> None:
    client = desk.window.client()
    form = client.get("/matters/new/").content.decode()
    client_id = re.search(r'name="client_id" value="([^"]+)"', form)
    assert client_id
    typed = {
        "client_id": client_id[1],
        "channel": "phone",
        "words": "一楼的下水道堵了",
        "q": "江滨",
    }
    searched = client.post("/matters/new/", {**typed, "find": "1"}).content.decode()
    assert "一楼的下水道堵了" in searched
    at = f"b{desk.city.first.pk}"
    assert f'value="{at}"' in searched
    sent = client.post("/matters/new/", {**typed, "at": at}, follow=True)

    matter = Matter.objects.get()
    assert (matter.channel, matter.taken_by_id, matter.kind) == ("phone", desk.window.key, "A02")
    assert "查询码" in sent.content.decode()


def test_intake_without_a_place_says_so_and_keeps_the_words(desk: Cast) -> None:
    client = desk.window.client()
    typed = {"client_id": "8b7cdb0e-2c39-4a0d-a6b1-6c4ea3b5ad53", "channel": "phone"}
    answer = client.post("/matters/new/", {**typed, "words": "灯坏了，快来修"})

    assert answer.status_code == 422
    assert "灯坏了，快来修" in answer.content.decode()
    assert not Matter.objects.exists()


# ── Following ─────────────────────────────────────────────────────────────────────────────────────
def test_the_code_however_typed_opens_the_report(client: Client, desk: Cast) -> None:
    receipt = fresh(desk)
    code = receipt.follow_code.lower()
    answer = client.post("/follow/", {"code": f" {code[:4]}-{code[4:]} "}, follow=True)

    assert answer.status_code == 200
    assert "看不见台阶" in answer.content.decode()


@pytest.mark.parametrize("code", ["", "AAAA", "字字字", "\x00", "A" * 41, "😀"])
def test_a_wrong_code_is_told_at_its_field(client: Client, desk: Cast, code: str) -> None:
    answer = client.post("/follow/", {"code": code})

    assert answer.status_code == 422
    assert 'id="id_code-error"' in answer.content.decode()


def test_a_forged_code_opens_nothing(client: Client, desk: Cast) -> None:
    assert client.get("/follow/ABCDEFGH2345/").status_code == 404
    assert client.post("/follow/ABCDEFGH2345/withdraw/").status_code == 404


def test_guessing_codes_is_slowed_down(client: Client, desk: Cast) -> None:
    answers = [client.get(f"/follow/AAAABBBB{n:04}/").status_code for n in range(62)]  # two windows

    assert answers[0] == 404
    assert answers[-1] == 409


def test_not_fixed_reopens_and_says_until_when(client: Client, desk: Cast) -> None:
    receipt = resolved(desk)
    base = f"/follow/{receipt.follow_code}/"
    assert ANSWER in client.get(base).content.decode()
    client.post(f"{base}rate/", {"value": "unsatisfied", "words": "还是黑的"})
    again = client.post(f"{base}reopen/", {"words": "三楼还是不亮"}, follow=True).content.decode()

    assert state_of(receipt) == "reopened"
    assert "办结" in again
    assert MatterRating.objects.get().value == "unsatisfied"


def test_rating_twice_is_not_offered_and_told(client: Client, desk: Cast) -> None:
    receipt = resolved(desk)
    base = f"/follow/{receipt.follow_code}/"
    client.post(f"{base}rate/", {"value": "satisfied"})
    assert "rate/" not in client.get(base).content.decode()

    assert client.post(f"{base}rate/", {"value": "satisfied"}).status_code == 422


def test_withdrawing_ends_it_once(client: Client, desk: Cast) -> None:
    receipt = fresh(desk)
    base = f"/follow/{receipt.follow_code}/"
    client.post(f"{base}withdraw/", {"reason": ""})
    assert state_of(receipt) == "withdrawn"

    assert client.post(f"{base}withdraw/", {"reason": "再撤"}).status_code == 422


def test_a_signed_in_resident_adopts_by_code(desk: Cast) -> None:
    receipt = fresh(desk)
    client = desk.resident.client()
    client.post(f"/follow/{receipt.follow_code}/adopt/")

    assert Matter.objects.get().reporter_id == desk.resident.key
    assert receipt.reference in client.get("/my/matters/").content.decode()


@pytest.mark.parametrize("act", ["settle", "finish", "note", "return", "extend"])
def test_the_code_opens_no_act_of_staff(client: Client, desk: Cast, act: str) -> None:
    receipt = fresh(desk)
    answer = client.post(f"/follow/{receipt.follow_code}/{act}/", {"answer": ANSWER, "text": "x"})

    assert answer.status_code in {403, 404}
    assert state_of(receipt) == "received"


# ── The price ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(
    ("who", "path", "most"),
    [
        ("secretary", "/matters/", 3),
        ("secretary", "/matters/board/", 3),
        ("grid_worker", "/today/", 3),
        ("property_manager", "/today/", 3),
        ("resident", "/my/matters/", 3),
        ("stranger", "/public/matters/", 1),
        ("stranger", f"/public/matters/{place.COMMUNITY}/", 2),
    ],
)
def test_lists_cost_the_same_for_one_row_and_for_twenty(
    desk: Cast, who: str, path: str, most: int, rows: int
) -> None:
    for _ in range(rows):
        report(desk.resident.actor if who == "resident" else ANYONE, now=clock.now())

    assert len(queries_of(desk[who].client(), path)) <= most


@pytest.mark.parametrize("notes", [1, 20])
@pytest.mark.parametrize("who", ["secretary", "grid_worker", "resident", "stranger"])
def test_a_page_costs_at_most_four_queries(desk: Cast, who: str, notes: int) -> None:
    receipt = fresh(desk)
    for _ in range(notes):
        actions.add_note(actor=desk.secretary.actor, pk=receipt.id, text="已联系", now=clock.now())

    assert len(queries_of(desk[who].client(), url(receipt))) <= 4


def test_following_by_code_costs_at_most_four_queries(client: Client, desk: Cast) -> None:
    assert len(queries_of(client, f"/follow/{fresh(desk).follow_code}/")) <= 4


def test_a_list_is_paged_by_key(desk: Cast) -> None:
    for _ in range(25):
        report(now=clock.now())
    client = desk.secretary.client()
    first = client.get("/matters/?scope=all").content.decode()
    older = re.search(r'href="(\?[^"]*after=[^"]+)"', first)
    assert older
    second = client.get("/matters/" + older[1].replace("&amp;", "&")).content.decode()
    seen = [set(re.findall(r'href="/matters/([A-Z0-9]{8})/"', text)) for text in (first, second)]

    assert (len(seen[0]), len(seen[1])) == (20, 5)
    assert not seen[0] & seen[1]


@pytest.mark.parametrize("after", ["x", "1.2.3", "９", "-1", "9" * 50])
def test_a_made_up_page_is_refused(desk: Cast, after: str) -> None:
    answer = desk.secretary.client().get("/matters/", {"after": after})

    assert answer.status_code in {200, 409}
