"""What once held stays: the table of policies takes new rows and refuses to change or delete any."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION policies_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'policies are only ever added' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER policies_only_added BEFORE UPDATE OR DELETE ON policies_policy
  FOR EACH ROW EXECUTE FUNCTION policies_only_added();
"""
BACKWARD = """
DROP TRIGGER policies_only_added ON policies_policy;
DROP FUNCTION policies_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
