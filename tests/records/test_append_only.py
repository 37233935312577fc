"""The database itself refuses to change or delete an event, by the ORM and by raw SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from diemcau.records.models import SessionEvent
from diemcau.records.queries.chain import broken_link, broken_links
from tests.database import without_triggers
from tests.records.builders import opened

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = "records_sessionevent"
COLUMNS = "id, session_id, seq, at, kind, by, data, on_word, order_id, part, previous_hash, hash"
ATTACKS = [
    f"UPDATE {TABLE} SET kind = 'x'",
    f"UPDATE {TABLE} SET seq = seq + 100 WHERE seq = 1",
    f"DELETE FROM {TABLE}",
    f"DELETE FROM {TABLE} WHERE seq = 2",
]
ATTACKS_ON = {
    "sqlite": [
        f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE} WHERE seq = 2",
        f"REPLACE INTO {TABLE} ({COLUMNS}) SELECT {COLUMNS.replace('kind', 'hash')} FROM {TABLE}",
        f"UPDATE OR REPLACE {TABLE} SET seq = 1 WHERE seq = 2",
    ],
    "postgresql": [
        f"TRUNCATE {TABLE}",
        f"TRUNCATE {TABLE} CASCADE",
        f"INSERT INTO {TABLE} SELECT * FROM {TABLE} ON CONFLICT (id) DO UPDATE SET kind = 'x'",
    ],
}


def test_raw_sql_is_refused() -> None:
    opened()
    before = list(SessionEvent.objects.values())
    for attack in [*ATTACKS, *ATTACKS_ON[connection.vendor]]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
        assert list(SessionEvent.objects.values()) == before, attack


def test_the_orm_is_refused() -> None:
    opened()
    event = SessionEvent.objects.order_by("seq").first()
    assert event
    event.kind = "x"
    for attack in (event.save, event.delete, SessionEvent.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def unguarded(statement: str) -> None:
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE records_sessionevent SET kind = 'x' WHERE seq = 2", "event 2 (x) was changed"),
        ("UPDATE records_sessionevent SET on_word = NOT on_word WHERE seq = 1", "event 1 (session.planned)"),
        ("UPDATE records_sessionevent SET order_id = 'other' WHERE seq = 2", "event 2 (session.opened)"),
        ("DELETE FROM records_sessionevent WHERE seq = 1", "event 1 is missing"),
        ("DELETE FROM records_sessionevent WHERE seq = 2", "event 2 is missing: the session stands at 2"),
        ("UPDATE records_sessionevent SET previous_hash = hash WHERE seq = 2", "does not continue event 1"),
    ],
)
def test_who_gets_round_it_is_found_by_the_chain(tampering: str, found: str) -> None:
    session = opened()
    assert list(broken_links()) == [(session, None)]
    unguarded(tampering)
    assert found in str(broken_link(session, 2))
