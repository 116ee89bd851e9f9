"""Every act in halls and on topics. Keyword-only, the actor first, one transaction each."""

from __future__ import annotations

from linli.apps.deliberation.actions.deciding import (
    Option,
    add_option,
    advance_topic,
    answer_topic,
    check_law,
    withdraw_option,
)
from linli.apps.deliberation.actions.halls import (
    Rules,
    appoint_convener,
    book_hall,
    cancel_booking,
    close_hall,
    fill_seat,
    found_hall,
    publish_rules,
    vacate_seat,
)
from linli.apps.deliberation.actions.nudging import nudge_topic
from linli.apps.deliberation.actions.raising import (
    Proposal,
    accept_topic,
    decline_topic,
    raise_topic,
    second_topic,
    triage_topic,
    withdraw_topic,
)
from linli.apps.deliberation.actions.sitting import call_sitting, record_minutes
from linli.apps.deliberation.actions.voices import (
    erase_voices,
    give_idea,
    hide_idea,
    hide_topic,
    review_topic,
    voice_on_idea,
)
from linli.apps.deliberation.actions.voting import open_topic_vote, record_result
from linli.apps.deliberation.actions.working import (
    finish_review,
    publish_outcome,
    report_progress,
)

__all__ = [
    "Option",
    "Proposal",
    "Rules",
    "accept_topic",
    "add_option",
    "advance_topic",
    "answer_topic",
    "appoint_convener",
    "book_hall",
    "call_sitting",
    "cancel_booking",
    "check_law",
    "close_hall",
    "decline_topic",
    "erase_voices",
    "fill_seat",
    "finish_review",
    "found_hall",
    "give_idea",
    "hide_idea",
    "hide_topic",
    "nudge_topic",
    "open_topic_vote",
    "publish_outcome",
    "publish_rules",
    "raise_topic",
    "record_minutes",
    "record_result",
    "report_progress",
    "review_topic",
    "second_topic",
    "triage_topic",
    "vacate_seat",
    "voice_on_idea",
    "withdraw_option",
    "withdraw_topic",
]
