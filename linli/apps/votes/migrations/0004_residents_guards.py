"""A voice is used once, the box only fills, the result is what the box says."""

from django.db import migrations

from linli.apps.votes.models.guards_residents import ResidentsGuards
from linli.platform.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("votes", "0003_residents")]
    operations = [
        AppendOnly("ResidentsTurn"),
        AppendOnly("ResidentsResult"),
        ResidentsGuards("ResidentsVote"),
    ]
