"""Evidence is only ever added to; a topic goes only from a stage to the next, and nobody skips the vote."""

from django.db import migrations

from linli.apps.deliberation.models.guards import OnlyWhile, StepsForward
from linli.platform.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0001_initial")]
    operations = [
        AppendOnly("HallRules"),
        AppendOnly("TopicTriage"),
        AppendOnly("TopicAnswer"),
        AppendOnly("TopicOutcome"),
        AppendOnly("TopicProgress"),
        AppendOnly("TopicNudge"),
        StepsForward("Topic"),
        OnlyWhile("TopicSecond", ["proposed"], ["INSERT"]),
        OnlyWhile("Idea", ["collecting_ideas"], ["INSERT"]),
        OnlyWhile("IdeaVoice", ["collecting_ideas"], ["INSERT", "UPDATE OF value"]),
        OnlyWhile("TopicOption", ["option_review"], ["INSERT", "UPDATE", "DELETE"]),
        OnlyWhile("TopicOutcome", ["voting"], ["INSERT"]),
        OnlyWhile("TopicProgress", ["in_work"], ["INSERT"]),
        OnlyWhile("TopicReview", ["under_review"], ["INSERT"]),
    ]
