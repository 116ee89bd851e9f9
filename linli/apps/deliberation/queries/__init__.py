"""What pages, API and higher apps read of halls and topics. Lists are frozen rows."""

from __future__ import annotations

from linli.apps.deliberation.queries.facts import facts_of
from linli.apps.deliberation.queries.halls import get_hall, lacks_rules, list_versions
from linli.apps.deliberation.queries.lists import (
    Wish,
    list_due,
    list_halls,
    list_near,
    list_to_convene,
    list_topics,
    list_waiting,
)
from linli.apps.deliberation.queries.own import export_voices
from linli.apps.deliberation.queries.pages import get_topic
from linli.apps.deliberation.queries.rows import (
    HallPage,
    HallRow,
    Halls,
    IdeaRow,
    OptionRow,
    TopicPage,
    TopicRow,
    Topics,
)
from linli.apps.deliberation.queries.suggesting import suggest_for
from linli.apps.deliberation.queries.votes import OnBallot, hall_of, topic_of_vote

__all__ = [
    "HallPage",
    "HallRow",
    "Halls",
    "IdeaRow",
    "OnBallot",
    "OptionRow",
    "TopicPage",
    "TopicRow",
    "Topics",
    "Wish",
    "export_voices",
    "facts_of",
    "get_hall",
    "get_topic",
    "hall_of",
    "lacks_rules",
    "list_due",
    "list_halls",
    "list_near",
    "list_to_convene",
    "list_topics",
    "list_versions",
    "list_waiting",
    "suggest_for",
    "topic_of_vote",
]
