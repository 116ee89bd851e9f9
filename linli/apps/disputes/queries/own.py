"""What is held about somebody, for their rights page; who may see a scan or a proof."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q
from django.http import Http404

from linli.apps.disputes.access import TABLE, table_with
from linli.apps.disputes.models import Confirmation, Dispute, Look, Note, Side
from linli.apps.disputes.queries.page import read_reference
from linli.platform.access import Actor, allowed
from linli.platform.models import StoredFile

EXPORTED_MAX: Final = 1000
FILE_KINDS: Final = ("disputes.scan", "disputes.proof")


def may_see_file(actor: Actor, file: StoredFile) -> bool:
    """Tell whether the actor is in the circle of the dispute that a file belongs to."""
    rows = Dispute.objects.filter(pk=file.owner or 0)
    return allowed(rows, actor=actor, action="read", table=TABLE).exists()


def get_file(
    *, actor: Actor, reference: str, key: str, follow_code: str | None = None
) -> StoredFile:
    """Return a scan or a proof of a dispute for somebody of its circle, or raise `Http404`."""
    rows = Dispute.objects.filter(reference=read_reference(reference))
    readable = allowed(rows, actor=actor, action="read", table=table_with(follow_code))
    file = StoredFile.objects.filter(
        key=key[:43], kind__in=FILE_KINDS, owner__in=readable.values("pk")
    ).first()
    if file is None:
        raise Http404
    return file


def export_account(account: int) -> list[dict[str, Any]]:
    """Return the disputes of which the account is a side: its own data, never those of the other."""
    sides = (
        Side.objects.filter(Q(account=account) | Q(speaker_account=account))
        .select_related("dispute")
        .prefetch_related("consents")
        .order_by("id")[:EXPORTED_MAX]
    )
    return [_export(side, is_person=side.account_id == account) for side in sides]


def _export(side: Side, *, is_person: bool) -> dict[str, Any]:
    dispute = side.dispute
    notes = Note.objects.filter(side=side).order_by("id").values_list("words", flat=True)
    looks = Look.objects.filter(dispute=dispute).order_by("id").values_list("at", "capacity")
    confirmed = Confirmation.objects.filter(side=side).order_by("id")
    return {
        "reference": dispute.reference,
        "kind": dispute.kind,
        "state": dispute.state,
        "registered_at": dispute.registered_at.isoformat(),
        "words": dispute.words if side.is_applicant else "",
        "answers": dispute.answers if side.is_applicant else {},
        "name": side.name if is_person else side.speaker_name,
        "phone": side.phone if is_person else side.speaker_phone,
        "consents": [
            {"answer": line.answer, "way": line.way, "at": line.at.isoformat()}
            for line in side.consents.all()
        ],
        "notes": list(notes),
        "agreements": [
            {
                "words": each.agreement.words,
                "confirmed_at": each.at.isoformat(),
                "fingerprint": each.fingerprint,
            }
            for each in confirmed.select_related("agreement")
        ],
        "looks": [{"at": at.isoformat(), "capacity": capacity} for at, capacity in looks],
    }
