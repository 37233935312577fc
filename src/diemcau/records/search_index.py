"""The full-text index beside the table of search entries: FTS5 on SQLite, a text vector with GIN on
PostgreSQL. Both follow the table by themselves. One operation for a migration."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "records_searchentry"
INDEX = "records_searchentry_index"
ADD = f"INSERT INTO {INDEX}(rowid, folded) VALUES (NEW.id, NEW.folded);"  # noqa: S608 (our own names)
DROP = f"INSERT INTO {INDEX}({INDEX}, rowid, folded) VALUES ('delete', OLD.id, OLD.folded);"  # noqa: S608

MADE = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(folded, content='{TABLE}', content_rowid='id',"
        " tokenize='unicode61 remove_diacritics 0')",
        f"CREATE TRIGGER {TABLE}_added AFTER INSERT ON {TABLE} BEGIN {ADD} END",
        f"CREATE TRIGGER {TABLE}_dropped AFTER DELETE ON {TABLE} BEGIN {DROP} END",
        f"CREATE TRIGGER {TABLE}_changed AFTER UPDATE ON {TABLE} BEGIN {DROP} {ADD} END",
    ],
    "postgresql": [
        f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector"
        " GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED",
        f"CREATE INDEX {INDEX} ON {TABLE} USING gin (vector)",
    ],
}
DROPPED = {
    "sqlite": [
        *(f"DROP TRIGGER {TABLE}_{what}" for what in ("added", "dropped", "changed")),
        f"DROP TABLE {INDEX}",
    ],
    "postgresql": [f"DROP INDEX {INDEX}", f"ALTER TABLE {TABLE} DROP COLUMN vector"],
}


def _make(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MADE[editor.connection.vendor]:
        editor.execute(statement)


def _drop(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROPPED[editor.connection.vendor]:
        editor.execute(statement)


def search_index() -> migrations.RunPython:
    """Stands after the operation that creates the table."""
    return migrations.RunPython(_make, _drop)
