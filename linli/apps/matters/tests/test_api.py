"""The main path over JSON, and clear answers to what is wrong."""

from __future__ import annotations

import io
import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, Cast
from linli.apps.matters.tests.desk import ANSWER, WORDS, desk, report

__all__ = ["desk"]


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    return client.post(
        f"/api{path}", json.dumps(body or {}), content_type="application/json", headers=headers
    )


def body_of(**more: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "kind": "A01",
        "words": WORDS,
        "spot": {"area": str(place.GRID)},
        **more,
    }


def test_the_main_path_over_json(desk: Cast) -> None:
    anybody, secretary = Client(), desk.secretary.client()
    handler = desk.department_handler.client()
    receipt = post(anybody, "/matters", body_of()).json()
    one, code = f"/matters/{receipt['reference']}", receipt["follow_code"]

    suggested = secretary.get(f"/api{one}/suggestions").json()
    assert suggested["lane"] == "minor"
    for client, act, body in (
        (secretary, "accept", {}),
        (secretary, "triage", {"kind": "A01", "lane": "minor"}),
        (secretary, "dispatch", {"unit": str(HANDLING_DEPARTMENT)}),
        (handler, "start", {}),
        (handler, "notes", {"words": "约了晚上。"}),
        (handler, "resolve", {"words": ANSWER}),
    ):
        answer = post(client, f"{one}/{act}", body)
        assert answer.status_code in {200, 201}, answer.content
    rated = post(anybody, f"{one}/rate", {"value": "fair"}, **{"X-Follow-Code": code})
    assert rated.status_code == 200
    reopened = post(anybody, f"{one}/reopen", {"words": "还是不亮。"}, **{"X-Follow-Code": code})
    assert reopened.json()["state"] == "reopened"
    page = post(anybody, "/matters/follow", {"code": code}).json()
    assert page["is_full"]
    assert [entry["verb"] for entry in page["entries"]].count("note") == 0
    rows = secretary.get("/api/matters", {"scope": "work"}).json()["rows"]
    assert [row["reference"] for row in rows] == [receipt["reference"]]
    assert isinstance(rows[0]["id"], str)


def test_everybody_reads_the_public_form_alone(desk: Cast) -> None:
    reference = report(desk.resident.actor).reference

    page = Client().get(f"/api/matters/{reference}").json()

    assert (page["words"], page["building"], page["may"]) == ("", None, [])
    rows = Client().get("/api/matters/public").json()["rows"]
    assert [row["reference"] for row in rows] == [reference]
    assert "words" not in rows[0]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"words": ""}, 409, "matters.words_missing"),
        ({"words": "灯" * 100_000}, 409, "matters.text_too_long"),
        ({"kind": "Z99"}, 409, "matters.kind_unknown"),
        ({"spot": {}}, 409, "matters.place_missing"),
        ({"spot": {"lon": 0, "lat": 0}}, 409, "matters.outside"),
        ({"spot": {"area": "9999999999999999999"}}, 409, "matters.area_unknown"),
        ({"channel": "phone"}, 409, "matters.channel_not_yours"),
        ({"kind": "lamp"}, 422, None),
        ({"client_id": "again"}, 422, None),
        ({"spot": {"lon": 200, "lat": 0}}, 422, None),
    ],
)
def test_what_is_wrong_is_answered_with_a_reason(
    desk: Cast, body: dict[str, Any], status: int, code: str | None
) -> None:
    answer = post(Client(), "/matters", body_of(**body))

    assert answer.status_code == status
    assert answer.json().get("code") == code


def test_a_photo_is_made_anew_and_what_is_none_is_refused(desk: Cast) -> None:
    sink = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(sink, "PNG")
    photo = SimpleUploadedFile("a.png", sink.getvalue(), "image/png")
    kept = Client().post("/api/photos", {"photo": photo})
    text = SimpleUploadedFile("a.png", b"not a picture", "image/png")
    refused = Client().post("/api/photos", {"photo": text})

    assert kept.status_code == 201
    assert refused.json()["code"] == "file.not_image"
    receipt = post(Client(), "/matters", body_of(photos=[kept.json()["key"]]))
    assert receipt.status_code == 201


def test_another_site_cannot_act_with_a_session(desk: Cast) -> None:
    reference = report().reference

    answer = post(
        desk.secretary.client(), f"/matters/{reference}/accept", **{"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403


def test_wrong_place_and_wrong_role_are_told_apart(desk: Cast) -> None:
    reference = report(desk.resident.actor).reference

    assert post(desk.outsider.client(), f"/matters/{reference}/accept").status_code == 404
    assert post(desk.resident.client(), f"/matters/{reference}/accept").status_code == 403
    assert post(Client(), "/matters/NOSUCHONE/accept").status_code == 404


def test_kinds_and_hints_are_open_to_all(desk: Cast) -> None:
    kinds = Client().get("/api/matters/kinds").json()
    hint = Client().get("/api/matters/hint", {"kind": "A07", "words": "家里起火了！"}).json()

    assert len(kinds) == 65
    assert hint["numbers"] == ["119"]
    assert Client().get("/api/matters/hint", {"words": "灯坏了"}).json() is None
