"""Nobody writes a result by hand: it stands only behind a vote that was counted."""

from django.db import migrations

from linli.apps.deliberation.models.guards import CountedResult


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0002_guards"), ("votes", "0006_proxies_rounds_imports")]
    operations = [CountedResult("Topic")]
