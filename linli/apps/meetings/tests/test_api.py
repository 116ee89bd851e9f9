"""The API: what everybody may read, and the progress of a decision by its unit."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from linli.apps.accounts.tests.tiny_city import COMMUNITY, OTHER_COMMUNITY
from linli.apps.meetings.models import Decision
from linli.apps.meetings.tests.table import AFTER, DURING, Table, table
from linli.foundation import clock

__all__ = ["table"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING)


def test_everybody_reads_public_meetings_and_no_names(table: Table) -> None:
    meeting = table.open(table.call())
    table.call("joint_conference", title="内部会议")
    table.decide(meeting)
    found = Client().get(f"/api/meetings?area={COMMUNITY}").json()

    assert [row["reference"] for row in found["rows"]] == [meeting.reference]
    assert Client().get(f"/api/meetings?area={OTHER_COMMUNITY}").json()["rows"] == []
    page = Client().get(f"/api/meetings/{meeting.reference}")
    assert page.json()["present"] == 5
    assert page.json()["decisions"] == []  # told after the meeting
    assert not any(person.name in page.content.decode() for person in table.persons.values())


def test_past_meetings_are_paged(table: Table) -> None:
    for _each in range(3):
        table.close(table.open(table.call()))
    first = Client().get("/api/meetings?when=past&limit=2").json()
    rest = Client().get(f"/api/meetings?when=past&limit=2&after={first['after']}").json()

    assert (len(first["rows"]), len(rest["rows"]), rest["after"]) == (2, 1, "")


def test_a_unit_reports_progress(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    decision = table.decided()
    path = f"/api/decisions/{decision.pk}/progress"
    body = json.dumps({"words": "十二个车位已划好，附照片", "is_done": True})

    def send(client: Client, words: str = body) -> tuple[int, str]:
        answer = client.post(path, words, content_type="application/json")
        return answer.status_code, answer.json().get("code", "")

    assert send(table.cast.resident.client()) == (403, "access.denied")
    unit = table.cast.department_handler.client()
    short = json.dumps({"words": "好了", "is_done": True})
    assert send(unit, short) == (409, "decision.no_proof")
    assert send(unit) == (200, "")
    assert Decision.objects.get().state == "done"
    public = Client().get(f"/api/decisions/{decision.pk}").json()
    assert [step["state"] for step in public["steps"]] == ["done"]
    assert Client().get("/api/decisions?scope=mine").json()["rows"] == []
    assert len(Client().get("/api/decisions").json()["rows"]) == 1


@pytest.mark.parametrize("path", ["meetings?after=x'--", "meetings?area=1", "decisions?after=9"])
def test_odd_questions_get_an_answer(path: str) -> None:
    assert Client().get(f"/api/{path}").status_code in {200, 422}
