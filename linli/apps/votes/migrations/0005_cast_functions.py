"""On PostgreSQL a ballot joins the chain in one call."""

from django.db import migrations

from linli.apps.votes.models.casting_postgresql import CastFunctions


class Migration(migrations.Migration):
    dependencies = [("votes", "0004_residents_guards")]
    operations = [CastFunctions()]
