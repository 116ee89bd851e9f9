"""How far each search index has followed the journal."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("platform", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="SearchCursor",
            fields=[
                (
                    "name",
                    models.CharField(
                        max_length=24, primary_key=True, serialize=False, verbose_name="索引"
                    ),
                ),
                ("last", models.BigIntegerField(default=0, verbose_name="到哪一行日志")),
            ],
            options={"verbose_name": "搜索进度"},
        ),
    ]
