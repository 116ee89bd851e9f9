"""What pages and other apps read of bodies, meetings and decisions. Lists are frozen rows."""

from __future__ import annotations

from linli.apps.meetings.queries.attendance import (
    PlaceRow,
    SpeakerRow,
    list_places,
    list_speakers,
    own_places,
    seat_units,
)
from linli.apps.meetings.queries.bodies import (
    BodyPage,
    BodyRow,
    SeatRow,
    get_body,
    list_bodies,
    list_calendar,
)
from linli.apps.meetings.queries.decisions import (
    DecisionPage,
    DecisionRow,
    Follow,
    get_decision,
    list_decisions,
    list_overdue,
)
from linli.apps.meetings.queries.files import FILE_KINDS, may_see_file
from linli.apps.meetings.queries.lists import (
    MeetingRow,
    Meetings,
    key_of,
    list_mine,
    list_past,
    list_to_write_up,
    list_upcoming,
    yearly_held,
)
from linli.apps.meetings.queries.offers import Offer, list_offers
from linli.apps.meetings.queries.pages import (
    ItemRow,
    MeetingPage,
    NeedRow,
    OpinionRow,
    get_page,
)
from linli.apps.meetings.queries.rights import erase_voices, export_voices
from linli.apps.meetings.queries.writing import (
    ReviewResult,
    VersionRow,
    get_review,
    list_versions,
    suggest_minutes,
)

__all__ = [
    "FILE_KINDS",
    "BodyPage",
    "BodyRow",
    "DecisionPage",
    "DecisionRow",
    "Follow",
    "ItemRow",
    "MeetingPage",
    "MeetingRow",
    "Meetings",
    "NeedRow",
    "Offer",
    "OpinionRow",
    "PlaceRow",
    "ReviewResult",
    "SeatRow",
    "SpeakerRow",
    "VersionRow",
    "erase_voices",
    "export_voices",
    "get_body",
    "get_decision",
    "get_page",
    "get_review",
    "key_of",
    "list_bodies",
    "list_calendar",
    "list_decisions",
    "list_mine",
    "list_offers",
    "list_overdue",
    "list_past",
    "list_places",
    "list_speakers",
    "list_to_write_up",
    "list_upcoming",
    "list_versions",
    "may_see_file",
    "own_places",
    "seat_units",
    "suggest_minutes",
    "yearly_held",
]
