"""What must be true of all matters together, where the database alone cannot hold it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from linli.apps.matters.models import Matter, MatterRating
from linli.apps.matters.queries.pages import SUBJECT
from linli.apps.matters.rules.kinds import all_kinds
from linli.platform.models import JournalLine


def _line(*verbs: str) -> Exists:
    return Exists(
        JournalLine.objects.filter(subject_kind=SUBJECT, subject=OuterRef("pk"), verb__in=verbs)
    )


def _broken() -> Iterator[tuple[str, QuerySet[Matter] | QuerySet[MatterRating]]]:
    matters = Matter.objects.all()
    hidden = [kind.code for kind in all_kinds() if kind.privacy != "normal"]
    yield _("没有收到记录的诉求"), matters.filter(~_line("matters.report"))
    yield (
        _("已办结却没有办结记录的诉求"),
        matters.filter(~_line("matters.resolve"), state__in=["resolved", "closed"]),
    )
    yield (
        _("重新办理的次数和记录不符的诉求"),
        matters.filter(~_line("matters.reopen"), close_round__gt=1),
    )
    yield (
        _("楼栋和社区不一致的诉求"),
        matters.filter(building__isnull=False).exclude(building__community=F("community")),
    )
    yield (
        _("小区和社区不一致的诉求"),
        matters.filter(compound__isnull=False).exclude(compound__community=F("community")),
    )
    yield (
        _("应保密却没有保密的诉求"),
        matters.filter(privacy="normal", kind__in=hidden),
    )
    yield _("期限早于收到时间的诉求"), matters.filter(due_at__lt=F("received_at"))
    yield (
        _("受理、派单早于收到时间的诉求"),
        matters.filter(
            Q(responded_at__lt=F("received_at")) | Q(dispatched_at__lt=F("received_at"))
        ),
    )
    yield (
        _("轮次不对的评价"),
        MatterRating.objects.filter(close_round__gt=F("matter__close_round")),
    )


def broken_invariants() -> list[str]:
    """Return one sentence for each rule that some records break: none in a sound database."""
    found = []
    for name, rows in _broken():
        count = rows.count()
        if count:
            found.append(_("%(name)s：%(count)s 条") % {"name": name, "count": count})
    return found
