"""Versions of minutes, approvals, steps of decisions and ratings are only ever added."""

from django.db import migrations

from linli.platform.append_only import AppendOnly
from linli.platform.dated import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]
    operations = [
        AppendOnly("MinutesVersion"),
        AppendOnly("Approval"),
        AppendOnly("DecisionStep"),
        AppendOnly("Rating"),
        AppendOnly("Rated"),
        NoOverlap("Seat", ["body", "organisation"]),
        NoOverlap("Seat", ["body", "person"]),
    ]
