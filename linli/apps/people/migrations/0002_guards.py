"""Guards: nobody holds two shares of one home at a time, and shares never exceed the whole."""

from __future__ import annotations

from django.db import migrations

from linli.platform.guards import POSTGRESQL, Guard, GuardOperation, NoOverlap

# On each day on which the new share and another one of the home hold, they must have the same
# denominator, and the numerators must not add up to more. The sum changes only on days on which a
# share begins, so these days are all that has to be looked at.
CLASH = """
SELECT 1 FROM people_ownership d
 WHERE d.home_id = NEW.home_id
   AND d.valid_from >= NEW.valid_from
   AND (NEW.valid_to IS NULL OR d.valid_from < NEW.valid_to)
   AND (SELECT SUM(o.numerator) FROM people_ownership o
         WHERE o.home_id = NEW.home_id AND o.valid_from <= d.valid_from
           AND (o.valid_to IS NULL OR o.valid_to > d.valid_from)) > NEW.denominator
UNION ALL
SELECT 1 FROM people_ownership o
 WHERE o.home_id = NEW.home_id AND o.denominator <> NEW.denominator
   AND (NEW.valid_to IS NULL OR o.valid_from < NEW.valid_to)
   AND (o.valid_to IS NULL OR o.valid_to > NEW.valid_from)
UNION ALL
SELECT 1 WHERE (SELECT SUM(o.numerator) FROM people_ownership o
                 WHERE o.home_id = NEW.home_id AND o.valid_from <= NEW.valid_from
                   AND (o.valid_to IS NULL OR o.valid_to > NEW.valid_from)) > NEW.denominator
"""

# The home's row is locked first: of two transactions that add a share, the second one waits and
# then sees what the first one wrote.
BODY = f"""
BEGIN
  PERFORM 1 FROM places_home WHERE id = NEW.home_id FOR UPDATE;
  IF EXISTS ({CLASH}) THEN
    RAISE EXCEPTION 'shares: more than the whole home' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END
"""
FUNCTION = (
    f"CREATE OR REPLACE FUNCTION linli_shares_fit() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$"
)
TABLE = "people_ownership"


class SharesFit(GuardOperation):
    """The shares of a home that hold on one day never add up to more than the home."""

    def describe(self):
        return "Refuse shares of a home beyond the whole"

    @property
    def migration_name_fragment(self):
        return "shares_fit"

    def guards(self, model, vendor):
        if vendor == POSTGRESQL:
            return (
                Guard(
                    name="shares_fit",
                    table=TABLE,
                    create=(
                        FUNCTION,
                        "CREATE TRIGGER shares_fit AFTER INSERT OR UPDATE ON people_ownership"
                        " FOR EACH ROW EXECUTE FUNCTION linli_shares_fit()",
                        "ALTER TABLE people_ownership ENABLE ALWAYS TRIGGER shares_fit",
                    ),
                    drop="DROP TRIGGER IF EXISTS shares_fit ON people_ownership",
                    body=BODY,
                ),
            )
        return tuple(
            Guard(
                name=f"shares_fit_{act.lower()}",
                table=TABLE,
                create=(
                    f"CREATE TRIGGER shares_fit_{act.lower()} AFTER {act} ON people_ownership"
                    f" WHEN EXISTS ({CLASH})"
                    " BEGIN SELECT RAISE(ABORT, 'shares: more than the whole home'); END",
                ),
                drop=f"DROP TRIGGER IF EXISTS shares_fit_{act.lower()}",
            )
            for act in ("INSERT", "UPDATE")
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        NoOverlap("Ownership", ["home", "person"]),
        NoOverlap("Residence", ["home", "person"]),
        NoOverlap("HelpListEntry", ["person", "help_list"]),
        SharesFit("Ownership"),
    ]
