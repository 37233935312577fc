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


def gapless(table: str, number: str, row: Sequence[str]) -> migrations.RunPython:
    """The numbers of one row (equal in the columns `row`) follow one another; only the first may be any. With
    `append_only` no gap can arise later."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in row)
    others = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 (our own names)
    gap = f"EXISTS ({others}) AND NOT EXISTS ({others} AND {number} = NEW.{number} - 1)"
    message = f"numbers of {table} have no gaps"
    sqlite = f"""CREATE TRIGGER {table}_gapless BEFORE INSERT ON {table} WHEN {gap}
        BEGIN SELECT RAISE(ABORT, '{message}'); END"""
    function = f"""CREATE FUNCTION {table}_gapless() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF {gap} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
        END IF; RETURN NEW; END $$"""
    trigger = f"""CREATE TRIGGER {table}_gapless BEFORE INSERT ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_gapless()"""
    dropped = [f"DROP TRIGGER {table}_gapless ON {table}", f"DROP FUNCTION {table}_gapless()"]
    return migrations.RunPython(
        _runs({"sqlite": [sqlite], "postgresql": [function, trigger]}),
        _runs({"sqlite": [f"DROP TRIGGER {table}_gapless"], "postgresql": dropped}),
    )


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
