from __future__ import annotations

from django.db import migrations

from linli.platform.dated import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        NoOverlap("GridBuilding", ["building"]),
        NoOverlap("CompoundManagement", ["compound"]),
    ]
