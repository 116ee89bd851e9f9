"""Pages: applying without an account, the file as each of its circle sees it, acts, papers, lists."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.apps.accounts.tests.cast import give, make_account, signed_in
from linli.apps.accounts.tests.tiny_city import COMMUNITY, SUBDISTRICT
from linli.apps.disputes import actions
from linli.apps.disputes.models import ConsentLine, Dispute, Look
from linli.apps.disputes.tests import room as scene
from linli.apps.disputes.tests.room import Room, later, row
from linli.foundation import clock

room = scene.room
pytestmark = pytest.mark.django_db
STATES = ("registered", "consent_asked", "in_mediation", "agreed", "performed", "failed",
          "referred", "withdrawn")  # fmt: skip


def browser(room: Room, name: str) -> Client:
    """Return the browser of a side, a mediator, or somebody of the cast."""
    if name in {"tan", "huang"}:
        from linli.apps.accounts.models import Account

        return signed_in(Account.objects.get(username=name))
    return room.cast[name].client()


def told(**more: object) -> dict[str, object]:
    return {
        "client_id": str(uuid.uuid4()),
        "q": "枣冲",
        "at": f"a{COMMUNITY}",
        "words": scene.WORDS,
        "other_name": "楼上的李先生",
        "other_sort": "person",
        "name": "莫女士",
        "phone": "13800000001",
        **more,
    }


def address(receipt: actions.Receipt, name: str = "page", *more: object) -> str:
    return reverse(f"disputes:{name}", args=[receipt.reference, *more])


def do(client: Client, receipt: actions.Receipt, act: str, **data: Any) -> Any:
    return client.post(address(receipt, "act", act), data)


def test_somebody_without_an_account_applies_and_follows_by_code(room: Room) -> None:
    client = Client()
    assert client.get("/disputes/").status_code == 200
    assert client.get("/disputes/apply/K01/").status_code == 200
    sent = client.post("/disputes/apply/K01/", told())
    assert sent.headers["Location"] == "/disputes/sent/"
    page = client.get("/disputes/sent/").content.decode()
    code = re.search(r'class="code-word"[^>]*>([^<]+)<', page)
    assert code is not None
    assert client.get("/disputes/sent/").status_code == 302  # shown once

    other = Client()
    dispute = Dispute.objects.get()
    assert other.get(f"/disputes/{dispute.reference}/").status_code == 404
    assert other.post("/disputes/code/", {"code": "ABCD"}).status_code == 422
    assert other.post("/disputes/code/", {"code": code.group(1)}).status_code == 302
    assert scene.WORDS in other.get(f"/disputes/{dispute.reference}/").content.decode()
    other.post("/disputes/leave/")
    assert other.get(f"/disputes/{dispute.reference}/").status_code == 404


def test_a_form_with_errors_keeps_what_was_typed(room: Room) -> None:
    answer = Client().post("/disputes/apply/K01/", told(at="", words="楼上吵"))
    assert answer.status_code == 422
    assert "楼上吵" in answer.content.decode()


def test_searching_a_place_changes_nothing(room: Room) -> None:
    answer = Client().post("/disputes/apply/K01/", told(at="", q="江滨", find="1"))
    assert answer.status_code == 200
    assert "江滨花园" in answer.content.decode()
    assert not Dispute.objects.exists()


def test_violence_is_answered_with_help_and_kept_nowhere(room: Room) -> None:
    answer = Client().post("/disputes/apply/K08/", told(answer_violence="yes"))
    assert answer.status_code == 422
    assert "tel:110" in answer.content.decode()
    assert scene.WORDS not in answer.content.decode()
    assert not Dispute.objects.exists()


def test_dangerous_words_are_asked_about_before_anything_is_kept(room: Room) -> None:
    client, words = Client(), "他威胁我，说要砍人"
    first = client.post("/disputes/apply/K03/", told(words=words))
    assert first.status_code == 422
    assert "tel:110" in first.content.decode()
    assert words in first.content.decode()
    assert not Dispute.objects.exists()
    client.post("/disputes/apply/K03/", told(words=words, answer_violence="no"))
    assert Dispute.objects.exists()


def test_a_grid_worker_writes_down_for_somebody_and_sees_nothing_afterwards(room: Room) -> None:
    client = room.cast.grid_worker.client()
    assert client.get("/disputes/intake/").status_code == 200
    client.post("/disputes/intake/", told(channel="phone", kind_code="K02"))
    assert "code-word" in client.get("/disputes/sent/").content.decode()
    dispute = Dispute.objects.get()
    assert (dispute.channel, dispute.taken_by_id) == ("phone", room.cast.grid_worker.key)
    assert client.get(f"/disputes/{dispute.reference}/").status_code == 404
    assert ConsentLine.objects.get().way == "phone"
    assert Client().get("/disputes/intake/").status_code == 302
    assert room.cast.resident.client().get("/disputes/intake/").status_code == 403


@pytest.mark.parametrize("state", STATES)
def test_each_of_the_circle_reads_the_file_in_every_state(room: Room, state: str) -> None:
    receipt = scene.bring_to(room, state)
    seated = state not in {"registered", "consent_asked"}

    for name in ("resident", "neighbour", "secretary", *(["tan"] if seated else [])):
        page = browser(room, name).get(address(receipt))
        assert page.status_code == 200, name
        assert scene.WORDS in page.content.decode()
    assert browser(room, "huang").get(address(receipt)).status_code == 404


def test_every_look_of_who_is_no_side_is_read_by_both_sides(room: Room) -> None:
    receipt = scene.talking(room)
    browser(room, "resident").get(address(receipt))
    assert not Look.objects.exists()
    browser(room, "tan").get(address(receipt))
    browser(room, "secretary").get(address(receipt))

    assert set(Look.objects.values_list("capacity", flat=True)) == {"mediator", "desk"}
    page = browser(room, "neighbour").get(address(receipt)).content.decode()
    assert "谭淑仪" in page
    assert "梁丽华" in page


def test_a_private_note_stays_on_its_side(room: Room) -> None:
    receipt = scene.talking(room)
    do(browser(room, "resident"), receipt, "note_side", words="莫的心里话")
    do(browser(room, "tan"), receipt, "note_mediators", words="谭的笔记")

    seen = {
        name: browser(room, name).get(address(receipt)).content.decode()
        for name in ("resident", "neighbour", "tan", "secretary")
    }
    assert [name for name, page in seen.items() if "莫的心里话" in page] == ["resident"]
    assert [name for name, page in seen.items() if "谭的笔记" in page] == ["tan"]


def test_the_pages_carry_a_dispute_to_an_agreement_that_was_kept(room: Room) -> None:
    """All by forms, as people press the buttons, at the present moment."""
    receipt = scene.between(room, now=clock.now())
    desk, tan = browser(room, "secretary"), browser(room, "tan")
    one, two = browser(room, "resident"), browser(room, "neighbour")
    acts: list[Callable[[], Any]] = [
        lambda: do(desk, receipt, "ask_consent", way="phone"),
        lambda: do(two, receipt, "consent", answer="given"),
        lambda: do(desk, receipt, "propose_mediator", mediator=room.account(room.mediator)),
        lambda: do(one, receipt, "answer_mediator", seat=row(receipt).seats.get().pk, accepts="yes"),
        lambda: do(
            desk,
            receipt,
            "answer_mediator",
            seat=row(receipt).seats.get().pk,
            side=2,
            accepts="yes",
            way="phone",
        ),
        lambda: do(
            tan, receipt, "plan_session", on=clock.local_date(clock.now()), at="23:59",
            setting="room", place="调解室",
        ),
        lambda: do(tan, receipt, "record_session", number=1, came=["1", "2"], record=scene.RECORD),
        lambda: do(
            tan,
            receipt,
            "draw_up",
            form="oral",
            words=scene.TERMS,
            duty_1="铺地垫",
            duty_side_1="2",
            duty_due_1=clock.local_date(clock.now()),
        ),
        lambda: do(
            one, receipt, "confirm", fingerprint=row(receipt).agreements.get().fingerprint
        ),
        lambda: do(
            tan,
            receipt,
            "confirm",
            fingerprint=row(receipt).agreements.get().fingerprint,
            sides_said=["2"],
        ),
        lambda: do(one, receipt, "perform", duty="1", is_done="yes"),
        lambda: do(tan, receipt, "close"),
    ]  # fmt: skip
    for number, act in enumerate(acts):
        answer = act()
        assert answer.status_code == 302, (number, answer.content.decode()[-3000:])

    assert row(receipt).state == "performed"


def test_a_refused_act_keeps_what_was_typed(room: Room) -> None:
    receipt = scene.talking(room)
    answer = do(browser(room, "tan"), receipt, "fail", advice="去法院")
    assert answer.status_code == 422
    assert "去法院" in answer.content.decode()


def test_nobody_does_what_the_table_does_not_give(room: Room) -> None:
    receipt = scene.talking(room)
    one = browser(room, "resident")
    for act in ("draw_up", "ask_consent", "fail", "note_mediators", "nonsense"):
        assert do(one, receipt, act).status_code == 404
    assert do(Client(), receipt, "withdraw").status_code == 404


def test_who_steps_down_is_led_away(room: Room) -> None:
    receipt = scene.talking(room)
    tan = browser(room, "tan")
    assert do(tan, receipt, "step_down").headers["Location"] == "/disputes/desk/"
    assert tan.get(address(receipt)).status_code == 404


def test_a_code_for_the_other_side_is_shown_once(room: Room) -> None:
    receipt = scene.apply()
    desk = browser(room, "secretary")
    do(desk, receipt, "issue_code", side="2")
    code = re.search(r'class="code-word">([^<]+)<', desk.get(address(receipt)).content.decode())
    assert code is not None
    assert 'class="code-word"' not in desk.get(address(receipt)).content.decode()
    other = Client()
    other.post("/disputes/code/", {"code": code.group(1)})
    assert other.get(address(receipt)).status_code == 200


def test_the_agreement_and_the_invitation_are_papers_of_the_circle(room: Room) -> None:
    receipt = scene.talking(room)
    scene.drawn(room, receipt, "written")
    actions.plan_session(
        actor=room.mediator, pk=receipt.id, begins_at=later(days=2), setting="room", now=scene.NOW
    )
    paper, letter = address(receipt, "agreement"), address(receipt, "invitation", 1)

    for name in ("resident", "tan"):
        for each in (paper, letter):
            assert browser(room, name).get(each).content.startswith(b"%PDF-")
    for client in (Client(), browser(room, "volunteer"), browser(room, "huang")):
        assert {client.get(each).status_code for each in (paper, letter)} == {404}


@pytest.mark.parametrize("name", ["tan", "secretary"])
def test_the_list_of_work_asks_as_often_for_twenty_as_for_one(
    room: Room, name: str, django_assert_num_queries: Any
) -> None:
    client, url = browser(room, name), "/disputes/desk/"
    scene.talking(room)
    client.get(url)
    with django_assert_num_queries(3):
        client.get(url)
    for _each in range(7):
        scene.talking(room)
    with django_assert_num_queries(3):
        client.get(url)


def test_my_list_asks_as_often_for_twenty_as_for_one(
    room: Room, django_assert_num_queries: Any
) -> None:
    client, url = browser(room, "resident"), "/disputes/mine/"
    scene.between(room)
    client.get(url)
    with django_assert_num_queries(3):
        client.get(url)
    for _each in range(7):
        scene.between(room)
    with django_assert_num_queries(3):
        assert client.get(url).content.decode().count("D-") >= 0


def test_the_file_asks_as_often_with_many_mediators_meetings_and_looks(
    room: Room, django_assert_max_num_queries: Any
) -> None:
    receipt = scene.agreed(room)
    for number in range(6):
        account = make_account(f"m{number}", f"调解员{number}")
        give(account, "mediator", SUBDISTRICT, "subdistrict")
    client = browser(room, "secretary")
    for _each in range(4):
        client.get(address(receipt))
    with django_assert_max_num_queries(34):
        client.get(address(receipt))


def test_small_numbers_are_not_told(room: Room) -> None:
    for _each in range(4):
        scene.apply(now=clock.now())
    client = browser(room, "secretary")
    page = client.get("/disputes/figures/").content.decode()
    assert "少于5" in page
    for _each in range(3):
        scene.apply(now=clock.now())
    assert ">7<" in client.get("/disputes/figures/").content.decode().replace("</b>", "<")
    assert browser(room, "resident").get("/disputes/figures/").status_code == 404


def test_pages_are_kept_by_no_cache_and_found_by_no_crawler(room: Room) -> None:
    receipt = scene.talking(room)
    answer = browser(room, "resident").get(address(receipt))
    assert "no-store" in answer["Cache-Control"]
