"""Minutes: drafted → amended → approved by those present → published."""

from __future__ import annotations

from enum import StrEnum

from linli.foundation.refusals import Refused

TEXT_MIN, TEXT_MAX = 10, 20_000
REASON_MAX = 200


class Minutes(StrEnum):
    NONE = "none"
    DRAFTED = "drafted"
    APPROVED = "approved"
    PUBLISHED = "published"


def require_writable(meeting_state: str, minutes: str) -> None:
    """Refuse a draft of a meeting that is still on, or of minutes that are out."""
    if meeting_state != "closed":
        raise Refused("minutes.too_early", "会议结束以后才能写纪要，请先结束会议。")
    if minutes == Minutes.PUBLISHED:
        raise Refused("minutes.published", "纪要已经公布，不能再改。有错请在下次会议更正。")


def require_approvable(minutes: str) -> None:
    """Refuse to approve what is not there, or is out already."""
    if minutes == Minutes.NONE:
        raise Refused("minutes.none", "纪要还没有写，请等记录人写好。")
    if minutes == Minutes.PUBLISHED:
        raise Refused("minutes.published", "纪要已经公布，不用再确认。")


def is_approved(present: int, approvals: int) -> bool:
    """Tell whether more than half of those who were there have approved this version.

    >>> is_approved(4, 2), is_approved(4, 3), is_approved(0, 0)
    (False, True, False)
    """
    return approvals > 0 and 2 * approvals > present


def require_approved(minutes: str) -> None:
    if minutes == Minutes.PUBLISHED:
        raise Refused("minutes.published", "纪要已经公布，不能再改。有错请在下次会议更正。")
    if minutes != Minutes.APPROVED:
        raise Refused("minutes.not_approved", "到会人过半数确认以后才能公布，请先请他们确认。")
