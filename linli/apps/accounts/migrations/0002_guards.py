"""Guards: one grant of a kind at a time; the access log is only added to until it may be forgotten."""

from __future__ import annotations

from django.db import migrations

from linli.platform.guards import POSTGRESQL, AppendOnly, Guard, NoOverlap

KEEP_DAYS = 1095  # access_log in domain/codes.json, and in accounts.rules

BODY = f"""
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '{KEEP_DAYS} days' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '23001';
END
"""
FUNCTION = (
    "CREATE OR REPLACE FUNCTION linli_accesslog_change() RETURNS trigger LANGUAGE plpgsql"
    f" AS $${BODY}$$"
)


class KeptForYears(AppendOnly):
    """Append-only, except that lines older than `KEEP_DAYS` may be deleted."""

    def guards(self, model, vendor):
        made = super().guards(model, vendor)
        if vendor == POSTGRESQL:
            change, truncate = made
            create = (
                FUNCTION,
                change.create[1].replace("linli_refuse_change", "linli_accesslog_change"),
                change.create[2],
            )
            return Guard(change.name, change.table, create, change.drop, body=BODY), truncate
        update, delete, insert = made
        young = f" WHEN OLD.at >= datetime('now', '-{KEEP_DAYS} days') BEGIN "
        create = (delete.create[0].replace(" BEGIN ", young, 1),)
        return update, Guard(delete.name, delete.table, create, delete.drop), insert


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        NoOverlap("RoleGrant", ["account", "role", "area", "organisation"]),
        NoOverlap("Helper", ["principal", "helper"]),
        KeptForYears("AccessLogLine"),
    ]
