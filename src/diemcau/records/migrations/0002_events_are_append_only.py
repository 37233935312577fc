"""Events of a session refuse UPDATE and DELETE in the database itself (domain: what makes a log book trustworthy)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "records_sessionevent"
MESSAGE = "session events are append only"

SQLITE = (
    f"""CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
    f"""CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
    # INSERT OR REPLACE deletes without firing the trigger above (unless recursive_triggers is on).
    f"""CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id
            OR (session_id = NEW.session_id AND (seq = NEW.seq
                OR (order_id = NEW.order_id AND part = NEW.part))))
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


def _run(editor: BaseDatabaseSchemaEditor, sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[editor.connection.vendor]:
        editor.execute(statement)


def guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, SQLITE, POSTGRESQL)


def unguard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
