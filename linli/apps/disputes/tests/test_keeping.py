"""How long a dispute is kept, what a side is given of it, what a closed account leaves."""

from __future__ import annotations

import pytest
from django.http import Http404

from linli.apps.disputes import actions, queries
from linli.apps.disputes.models import Side
from linli.apps.disputes.tests import room as scene
from linli.apps.disputes.tests.room import NOW, Room, later, refused, row

room = scene.room
pytestmark = pytest.mark.django_db


def test_an_old_file_loses_its_names_and_words(room: Room) -> None:
    receipt = scene.performed(room)
    actions.add_note(actor=room.resident, pk=receipt.id, words="自己记一笔", for_side=True, now=NOW)
    refused(
        "dispute.kept_still",
        lambda: actions.erase_dispute(actor=scene.SYSTEM, pk=receipt.id, now=later(days=1800)),
    )
    moment = later(days=8 + 1827)
    assert queries.list_to_erase(now=moment) == (receipt.id,)
    actions.erase_dispute(actor=scene.SYSTEM, pk=receipt.id, now=moment)

    dispute = row(receipt)
    assert (dispute.words, dispute.answers, dispute.place_text) == ("", {}, "")
    assert not Side.objects.filter(dispute=dispute).exclude(name="", phone="").exists()
    assert not Side.objects.filter(dispute=dispute, account__isnull=False).exists()
    assert queries.broken_invariants() == []
    with pytest.raises(Http404):
        queries.get_page(actor=room.resident, reference=receipt.reference)


def test_a_closed_account_leaves_its_side(room: Room) -> None:
    receipt = scene.between(room)
    actions.erase_account(
        actor=scene.SYSTEM, account=room.account(room.resident), now=later(days=1)
    )

    side = Side.objects.get(dispute=receipt.id, number=1)
    assert (side.account_id, side.phone) == (None, "")
    with pytest.raises(Http404):
        queries.get_page(actor=room.resident, reference=receipt.reference)


def test_the_rights_page_gives_a_side_its_own_data_only(room: Room) -> None:
    receipt = scene.talking(room)
    actions.add_note(actor=room.resident, pk=receipt.id, words="我的想法", for_side=True, now=NOW)
    (own,) = queries.export_account(room.account(room.resident))
    (other,) = queries.export_account(room.account(room.neighbour))

    assert own["words"] == scene.WORDS
    assert own["notes"] == ["我的想法"]
    assert other["words"] == ""
    assert other["notes"] == []
    assert "莫女士" not in str(other)
