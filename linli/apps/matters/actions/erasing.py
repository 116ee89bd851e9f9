"""What becomes of reports when their reporter closes the account."""

from __future__ import annotations

from django.db import transaction

from linli.apps.matters.models import Follow, Matter, MatterContact, MatterNote
from linli.platform.access import Actor


def erase_reporter(*, actor: Actor, account: int) -> None:
    """Take the reporter out of their matters; the work itself stays, without anybody's name."""
    assert actor.is_system or actor.account == account, "accounts close themselves"
    with transaction.atomic():
        Follow.objects.filter(account=account).delete()
        MatterContact.objects.filter(matter__reporter=account).delete()
        MatterNote.objects.filter(author=account, kind__in=("answer", "objection")).update(
            author=None
        )
        Matter.objects.filter(reporter=account).update(reporter=None)
