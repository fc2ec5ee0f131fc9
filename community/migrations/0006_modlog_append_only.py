"""Let the database refuse to change or delete a row of the modlog."""

from django.db import migrations

TABLE = "community_modlogentry"
MESSAGE = f"hearth: {TABLE} is append-only"


def forbid(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement, params=None)


def _statements(vendor):
    if vendor == "postgresql":
        return (
            [
                f"""CREATE FUNCTION hearth_modlog_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$""",
                f"""CREATE TRIGGER modlog_append_only BEFORE UPDATE OR DELETE ON {TABLE}
                    FOR EACH ROW EXECUTE FUNCTION hearth_modlog_is_append_only()""",
            ],
            [
                f"DROP TRIGGER modlog_append_only ON {TABLE}",
                "DROP FUNCTION hearth_modlog_is_append_only()",
            ],
        )
    return (
        [
            f"""CREATE TRIGGER modlog_append_only_{verb.lower()} BEFORE {verb} ON {TABLE}
                BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
            for verb in ("UPDATE", "DELETE")
        ],
        [f"DROP TRIGGER modlog_append_only_{verb}" for verb in ("update", "delete")],
    )


class Migration(migrations.Migration):
    dependencies = [("community", "0005_report_without_rule")]
    operations = [migrations.RunPython(forbid, allow)]
