"""The index by which matters are found by their words."""

from __future__ import annotations

from django.db import migrations

from linli.platform.search import SearchIndex


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_learned_suggestions"), ("platform", "0003_search_cursor")]

    operations = [SearchIndex("matters")]
