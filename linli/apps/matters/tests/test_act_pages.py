"""Every act has a page: it can be opened by itself, done, and brings the matter where it should."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, PROPERTY_FIRM, Cast
from linli.apps.matters import actions
from linli.apps.matters.models import Matter, MatterNote
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import ANSWER, desk, report
from linli.apps.matters.web.states import ACTS, LOOKS
from linli.apps.matters.web.steps import STEPS
from linli.foundation import clock
from linli.platform.models import StoredFile

__all__ = ["desk"]

REASON = "要等物业约好师傅上门"


def bring(cast: Cast, state: str) -> Matter:
    """Bring a matter to a state, as the cast would."""
    now = clock.now()
    pk = report(now=now).id
    secretary, handler = cast.secretary.actor, cast.department_handler.actor
    if state == "received":
        return Matter.objects.get(pk=pk)
    actions.accept_matter(actor=secretary, pk=pk, now=now)
    if state == "accepted":
        return Matter.objects.get(pk=pk)
    actions.dispatch_matter(actor=secretary, pk=pk, unit=HANDLING_DEPARTMENT, now=now)
    if state == "dispatched":
        return Matter.objects.get(pk=pk)
    actions.start_matter(actor=handler, pk=pk, now=now)
    if state == "waiting_decision":
        actions.wait_decision(actor=handler, pk=pk, reason=REASON, now=now)
    return Matter.objects.get(pk=pk)


def next_month() -> str:
    return (clock.local_date(clock.now()) + dt.timedelta(days=30)).isoformat()


@pytest.mark.parametrize(
    ("state", "act", "typed", "after"),
    [
        ("received", "accept", {}, "accepted"),
        ("received", "finish", {"answer": ANSWER}, "resolved"),
        ("accepted", "finish", {"answer": ANSWER}, "resolved"),
        ("accepted", "start", {}, "in_progress"),
        ("accepted", "ask", {"question": "是哪一层的灯？"}, "waiting_information"),
        ("dispatched", "reassign", {"unit": f"u{PROPERTY_FIRM}", "reason": REASON}, "dispatched"),
        ("dispatched", "finish", {"answer": ANSWER}, "resolved"),
        ("in_progress", "wait_decision", {"reason": REASON}, "waiting_decision"),
        ("in_progress", "extend", {"due": next_month(), "reason": REASON}, "in_progress"),
        ("in_progress", "refer", {"way": "court", "answer": ANSWER}, "referred_out"),
        ("waiting_decision", "resume", {}, "in_progress"),
        ("waiting_decision", "finish", {"answer": ANSWER}, "resolved"),
        ("in_progress", "withdraw", {"reason": "说已经修好"}, "withdrawn"),
    ],
)
def test_an_act_opens_by_itself_and_leads_on(
    desk: Cast, state: str, act: str, typed: dict[str, str], after: str
) -> None:
    matter = bring(desk, state)
    client = desk.secretary.client()
    path = f"/matters/{matter.reference}/do/{act}/"
    assert act in ACTS[State(state)]
    assert client.get(path).status_code == 200
    assert path in client.get(f"/matters/{matter.reference}/").content.decode()
    answer = client.post(path, typed)

    assert answer.status_code == 302, answer.content.decode()
    matter.refresh_from_db()
    assert matter.state == after


def test_a_duplicate_leads_to_the_other_one(desk: Cast) -> None:
    first, second = bring(desk, "received"), bring(desk, "received")
    client = desk.secretary.client()
    client.post(f"/matters/{second.reference}/do/duplicate/", {"of": first.reference.lower()})
    second.refresh_from_db()

    assert second.duplicate_of_id == first.pk


def test_a_note_stays_among_colleagues(desk: Cast, client: Client) -> None:
    matter = bring(desk, "accepted")
    path = f"/matters/{matter.reference}/"
    desk.secretary.client().post(f"{path}do/note/", {"text": "物业说周五有师傅"})

    assert MatterNote.objects.get().is_private
    assert "周五有师傅" in desk.grid_worker.client().get(path).content.decode()
    assert "周五有师傅" not in client.get(path).content.decode()


def test_photos_of_the_work_done_stand_beside_the_answer(desk: Cast, client: Client) -> None:
    sink = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(sink, "PNG")
    photo = SimpleUploadedFile("done.png", sink.getvalue(), content_type="image/png")
    receipt = report(now=clock.now())
    path = f"/matters/{receipt.reference}/do/finish/"
    desk.secretary.client().post(path, {"answer": ANSWER, "photos": [photo]})
    followed = client.get(f"/follow/{receipt.follow_code}/").content.decode()
    address = followed.split('class="gallery">')[1].split('src="')[1].split("?")[0]

    assert StoredFile.objects.get().kind == "matters.photo_after"
    shown = client.get(address)
    assert shown["Content-Type"] == "image/jpeg"
    assert shown.getvalue()[:2] == b"\xff\xd8"
    assert client.get(f"/files/{StoredFile.objects.get().key}").status_code == 404
    assert client.get("/my/photos/forged").status_code == 404


def test_an_act_nobody_knows_is_not_there(desk: Cast) -> None:
    matter = bring(desk, "received")

    assert (
        desk.secretary.client().get(f"/matters/{matter.reference}/do/explode/").status_code == 404
    )
    assert desk.secretary.client().get("/matters/NOSUCHNO/").status_code == 404


def test_a_reporter_who_works_at_the_desk_does_not_decide_on_her_own_matter(desk: Cast) -> None:
    receipt = report(desk.secretary.actor, now=clock.now())
    client = desk.secretary.client()
    page = client.get(f"/matters/{receipt.reference}/").content.decode()

    assert "确认分类并派出" not in page
    assert client.get(f"/matters/{receipt.reference}/do/settle/").status_code == 404


def test_every_state_has_a_look_and_every_offered_act_a_form() -> None:
    assert set(LOOKS) == set(ACTS) == set(State)
    assert {act for acts in ACTS.values() for act in acts} | {"note", "adopt"} == set(STEPS)


@pytest.mark.parametrize("who", ["secretary", "grid_worker", "property_manager"])
def test_english_staff_pages_speak_english(desk: Cast, who: str) -> None:
    matter = bring(desk, "in_progress")
    client = desk[who].client()
    for path in ("/today/", "/matters/", "/matters/new/", f"/matters/{matter.reference}/"):
        text = client.get(path, headers={"Accept-Language": "en"}).content.decode()
        main = text.split("<main")[1].split("</main>")[0]
        for sentence in ("今天的事", "下一步", "代人登记", "期限", "经过", "公开答复", "怎么来的"):
            assert sentence not in main, path
