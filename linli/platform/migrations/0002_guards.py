from django.db import migrations

from linli.platform.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("platform", "0001_initial")]

    operations = [AppendOnly("JournalLine")]
