"""One holder a seat, one answer a line for each place, one key household a home: at any time."""

from __future__ import annotations

from django.db import migrations

from linli.platform.dated import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        NoOverlap("Appointment", ["seat"]),
        NoOverlap("OrganisationCompound", ["compound", "line"]),
        NoOverlap("OrganisationBuilding", ["building", "line"]),
        NoOverlap("OrganisationArea", ["area", "line"]),
        NoOverlap("OrganisationFirm", ["firm"]),
        NoOverlap("HomeContact", ["home"]),
        NoOverlap("LiaisonCompound", ["liaison", "compound"]),
        NoOverlap("MemberUnit", ["organisation", "name"]),
    ]
