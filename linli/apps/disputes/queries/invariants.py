"""What must be true of all disputes together, where the database alone cannot hold it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from linli.apps.disputes.models import Agreement, ConsentLine, Dispute, Obligation, Seat, Side
from linli.apps.disputes.queries.page import SUBJECT
from linli.apps.disputes.rules.agreement import Duty, Terms
from linli.platform.models import JournalLine

CHECKED_MAX = 200_000


def _broken() -> Iterator[tuple[str, QuerySet[Any]]]:
    disputes = Dispute.objects.all()
    talks = Q(state__in=["in_mediation", "agreed", "performed"])
    line = JournalLine.objects.filter(
        subject_kind=SUBJECT, subject=OuterRef("pk"), verb="disputes.register"
    )
    unwilling = Side.objects.filter(dispute=OuterRef("pk")).exclude(consent="given")
    seat = Seat.objects.filter(dispute=OuterRef("pk"), state__in=["seated", "ended"])
    force = Agreement.objects.filter(dispute=OuterRef("pk"), effective_at__isnull=False)
    said = ConsentLine.objects.filter(side=OuterRef("pk"), answer=OuterRef("consent"))
    yield _("没有登记记录的纠纷"), disputes.filter(~Exists(line))
    yield _("有一方没有同意却在调解的纠纷"), disputes.filter(talks, Exists(unwilling))
    yield _("没有双方认可的调解员却在调解的纠纷"), disputes.filter(talks, ~Exists(seat))
    yield (
        _("已达成协议却没有生效协议的纠纷"),
        disputes.filter(~Exists(force), state__in=["agreed", "performed"]),
    )
    yield _("没有记录的同意"), Side.objects.filter(~Exists(said)).exclude(consent="")
    yield (
        _("已履行却有未履行事项的纠纷"),
        Obligation.objects.filter(
            agreement__dispute__state="performed", agreement__effective_at__isnull=False
        ).exclude(state="done"),
    )
    yield (
        _("指纹和协议不同的确认"),
        Agreement.objects.filter(confirmations__isnull=False).exclude(
            confirmations__fingerprint=F("fingerprint")
        ),
    )


def broken_invariants() -> list[str]:
    """Return one sentence for each rule that some records break: none in a sound database."""
    found = []
    for name, rows in _broken():
        count = rows.count()
        if count:
            found.append(_("%(name)s：%(count)s 条") % {"name": name, "count": count})
    changed = sum(1 for _each in changed_agreements())
    if changed:
        found.append(
            _("%(name)s：%(count)s 条") % {"name": _("内容和指纹不符的协议"), "count": changed}
        )
    return found


def changed_agreements() -> Iterator[int]:
    """Yield the agreements in force whose words are no longer those that the sides confirmed."""
    rows = Agreement.objects.filter(effective_at__isnull=False).exclude(words="").order_by("id")
    for agreement in rows.prefetch_related("duties__side")[:CHECKED_MAX].iterator(chunk_size=200):
        duties = sorted(agreement.duties.all(), key=lambda duty: duty.number)
        told = tuple(Duty(duty.side.number, duty.words, duty.due_on) for duty in duties)
        if Terms(agreement.form, agreement.words, told).fingerprint() != agreement.fingerprint:
            yield agreement.pk
