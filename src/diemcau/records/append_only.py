"""Tables whose rows the database itself refuses to change or delete, on SQLite and PostgreSQL (domain: what
makes a log book trustworthy). One operation for a migration."""

from collections.abc import Callable, Sequence

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Statements = dict[str, list[str]]
"""By the database's vendor."""


def append_only(table: str, message: str, unique: Sequence[Sequence[str]] = ()) -> migrations.RunPython:
    """Stands after the operation that creates the table. `unique`: groups of columns that are unique beside
    the id: INSERT OR REPLACE over one of them would delete a row without firing SQLite's delete trigger."""
    made = {"sqlite": _sqlite(table, message, unique), "postgresql": _postgresql(table, message)}
    dropped = {
        "sqlite": [f"DROP TRIGGER {table}_no_{what}" for what in ("update", "delete", "replace")],
        "postgresql": [
            f"DROP TRIGGER {table}_no_truncate ON {table}",
            f"DROP TRIGGER {table}_no_change ON {table}",
            f"DROP FUNCTION {table}_append_only()",
        ],
    }
    return migrations.RunPython(_runs(made), _runs(dropped))


def _runs(statements: Statements) -> Callable[[object, BaseDatabaseSchemaEditor], None]:
    def run(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements[editor.connection.vendor]:
            editor.execute(statement)

    return run


def _sqlite(table: str, message: str, unique: Sequence[Sequence[str]]) -> list[str]:
    groups = [["id"], *unique]
    same = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in group) for group in groups)
    refused = [
        f"""CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table}
            BEGIN SELECT RAISE(ABORT, '{message}'); END"""
        for what in ("update", "delete")
    ]
    replaced = f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
        BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: {table}'); END"""  # noqa: S608 (our own names)
    return [*refused, replaced]


def _postgresql(table: str, message: str) -> list[str]:
    error = "USING ERRCODE = 'integrity_constraint_violation'"
    return [
        f"""CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{message}' {error}; END $$""",
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_append_only()""",
        f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()""",
    ]
