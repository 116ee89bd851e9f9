"""What can be done with bodies and their meetings: the only way to change these tables."""

from __future__ import annotations

from linli.apps.meetings.actions.bodies import end_seat, found_body, seat_member
from linli.apps.meetings.actions.calling import (
    add_item,
    attach_papers,
    call_meeting,
    cancel_meeting,
    drop_item,
    name_review,
    record_outcome,
)
from linli.apps.meetings.actions.coming import (
    ask_to_speak,
    check_in,
    end_speech,
    give_floor,
    register_at_desk,
    register_guest,
    reply,
)
from linli.apps.meetings.actions.deciding import (
    check_decision,
    close_decision,
    record_decision,
    report_progress,
    urge_decision,
)
from linli.apps.meetings.actions.minutes import (
    amend_minutes,
    approve_minutes,
    draft_minutes,
    publish_minutes,
    record_signature,
)
from linli.apps.meetings.actions.running import close_meeting, open_meeting
from linli.apps.meetings.actions.voices import (
    answer_need,
    answer_opinion,
    give_opinion,
    rate_on_paper,
    rate_service,
    take_need,
    turn_need_into_matter,
)

__all__ = [
    "add_item",
    "amend_minutes",
    "answer_need",
    "answer_opinion",
    "approve_minutes",
    "ask_to_speak",
    "attach_papers",
    "call_meeting",
    "cancel_meeting",
    "check_decision",
    "check_in",
    "close_decision",
    "close_meeting",
    "draft_minutes",
    "drop_item",
    "end_seat",
    "end_speech",
    "found_body",
    "give_floor",
    "give_opinion",
    "name_review",
    "open_meeting",
    "publish_minutes",
    "rate_on_paper",
    "rate_service",
    "record_decision",
    "record_outcome",
    "record_signature",
    "register_at_desk",
    "register_guest",
    "reply",
    "report_progress",
    "seat_member",
    "take_need",
    "turn_need_into_matter",
    "urge_decision",
]
