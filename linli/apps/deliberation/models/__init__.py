"""Tables of halls and topics."""

from __future__ import annotations

from linli.apps.deliberation.models.halls import Hall, HallBooking, HallRules, HallSeat
from linli.apps.deliberation.models.records import (
    TopicAnswer,
    TopicNudge,
    TopicOption,
    TopicOutcome,
    TopicProgress,
)
from linli.apps.deliberation.models.topics import Topic, TopicMatter, TopicMeeting, TopicTriage
from linli.apps.deliberation.models.voices import Idea, IdeaVoice, TopicReview, TopicSecond

__all__ = [
    "Hall",
    "HallBooking",
    "HallRules",
    "HallSeat",
    "Idea",
    "IdeaVoice",
    "Topic",
    "TopicAnswer",
    "TopicMatter",
    "TopicMeeting",
    "TopicNudge",
    "TopicOption",
    "TopicOutcome",
    "TopicProgress",
    "TopicReview",
    "TopicSecond",
    "TopicTriage",
]
