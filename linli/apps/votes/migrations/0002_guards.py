"""Evidence is only ever added to, and the database refuses what the law does not allow."""

from django.db import migrations

from linli.apps.votes.models.guards import VoteGuards
from linli.platform.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("votes", "0001_initial")]
    operations = [
        AppendOnly("OwnersBallot"),
        AppendOnly("Declared"),
        AppendOnly("Delivery"),
        AppendOnly("HeadPost"),
        VoteGuards("OwnersVote"),
    ]
