"""When consent to help lists is withdrawn, the entries that rest on it end."""

from __future__ import annotations

from linli.apps.accounts.events import ConsentWithdrawn
from linli.apps.people.actions import end_help
from linli.apps.people.models import HelpListEntry
from linli.foundation.clock import local_date
from linli.platform.access import system
from linli.platform.events import listen

HELP_LIST = "help_list"


@listen(ConsentWithdrawn, within=True)
def end_entries(event: ConsentWithdrawn) -> None:
    """End the entries of the one who took the consent back, in the same transaction."""
    if event.purpose != HELP_LIST:
        return
    entries = HelpListEntry.objects.as_of(local_date(event.at)).filter(
        person__account=event.account
    )
    for entry in entries.values_list("pk", flat=True):
        end_help(actor=system("consent"), entry=entry, now=event.at)
