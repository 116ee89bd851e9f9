"""Consent, answers, confirmations and looks are only ever added to; the steps are guarded."""

from django.db import migrations

from linli.apps.disputes.models.guards import DisputeGuards
from linli.platform.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial")]
    operations = [
        AppendOnly("ConsentLine"),
        AppendOnly("SeatAnswer"),
        AppendOnly("Confirmation"),
        AppendOnly("PerformanceLine"),
        AppendOnly("Look"),
        DisputeGuards("Dispute"),
    ]
