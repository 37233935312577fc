import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


TABLE = "records_logline"
MESSAGE = "log lines are append only"
SQLITE = tuple(
    f"""CREATE TRIGGER {TABLE}_no_{what} BEFORE {what.upper()} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
    for what in ("update", "delete")
) + (
    # INSERT OR REPLACE deletes without firing the trigger above (unless recursive_triggers is on).
    f"""CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: {TABLE}'); END""",
)
SQLITE_BACK = tuple(f"DROP TRIGGER {TABLE}_no_{what}" for what in ("update", "delete", "replace"))
POSTGRESQL = (
    f"""CREATE FUNCTION {TABLE}_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_append_only()""",
    f"""CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_append_only()""",
)
POSTGRESQL_BACK = (
    f"DROP TRIGGER {TABLE}_no_truncate ON {TABLE}",
    f"DROP TRIGGER {TABLE}_no_change ON {TABLE}",
    f"DROP FUNCTION {TABLE}_append_only()",
)


def guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement)


def unguard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0002_events_are_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='password_is_temporary',
            field=models.BooleanField(default=False, verbose_name='mật khẩu tạm'),
        ),
        migrations.CreateModel(
            name='LogLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('by_name', models.CharField(max_length=200)),
                ('action', models.CharField(max_length=60)),
                ('subject', models.CharField(db_index=True, max_length=120)),
                ('changes', models.JSONField(default=dict)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
