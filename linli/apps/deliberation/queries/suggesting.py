"""What the machine suggests for a topic, with its reasons. A person decides."""

from __future__ import annotations

from linli.apps.deliberation.models import Topic, TopicMatter
from linli.apps.deliberation.rules.lanes import Suggestion, find_lane_set, suggest_lane
from linli.apps.matters import queries as matters


def suggest_for(topic: Topic) -> Suggestion:
    """Return the lane that the words of the topic and the kinds of its matters speak for."""
    kinds = TopicMatter.objects.filter(topic=topic).values_list("matter__kind", flat=True)
    told = ["art278" for code in kinds if matters.kind_of(code).is_art278]
    return suggest_lane(find_lane_set(topic.rules.lanes), f"{topic.title}\n{topic.words}", told)
