"""Who may look at a scanned ballot or a signed proxy: the clerks of that vote, nobody else."""

from __future__ import annotations

from typing import Final

from linli.apps.votes.access import TABLE
from linli.apps.votes.models import OwnersVote
from linli.platform.access import Actor, allowed
from linli.platform.models import StoredFile

SCAN_KIND: Final = "votes.scan"
PROXY_KIND: Final = "votes.proxy"
FILE_KINDS: Final = (SCAN_KIND, PROXY_KIND)


def may_see_file(actor: Actor, file: StoredFile) -> bool:
    """Tell whether the actor may see a scan or a proxy, which belongs to the record `file.owner`."""
    field = "papers" if file.kind == SCAN_KIND else "proxies"
    rows = OwnersVote.objects.filter(**{field: file.owner})
    return allowed(rows, actor=actor, action="enter_paper", table=TABLE).exists()
