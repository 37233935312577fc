"""Every look into a dossier is noted once in five minutes, and nobody changes what is noted."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from diemcau.records.actions.viewing import note_viewing
from diemcau.records.models import Viewing
from tests.records.builders import NOW
from tests.records.dossiers import held_conference, invited, officer

pytestmark = pytest.mark.django_db(transaction=True)
PAPER, PAGE = Viewing.What.PAPER, Viewing.What.PAGE
TABLE = "records_viewing"
ATTACKS = [f"UPDATE {TABLE} SET by_name = 'x'", f"DELETE FROM {TABLE}"]
ATTACKS_ON = {
    "sqlite": [
        f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE}",
        f"INSERT OR REPLACE INTO {TABLE} (at, by_name, what, key, name, period, account_id, conference_id)"
        f" SELECT at, 'x', what, key, name, period, account_id, conference_id FROM {TABLE}",
    ],
    "postgresql": [f"TRUNCATE {TABLE}"],
}


def test_the_same_thing_is_noted_once_in_five_minutes_of_the_clock() -> None:
    conference, reader, other = held_conference(), officer(), invited()
    assert note_viewing(actor=reader, conference=conference, what=PAGE, now=NOW)
    assert not note_viewing(actor=reader, conference=conference, what=PAGE, now=NOW + timedelta(seconds=299))
    assert note_viewing(actor=reader, conference=conference, what=PAGE, now=NOW + timedelta(seconds=300))
    assert note_viewing(actor=reader, conference=conference, what=PAPER, key="a", name="Báo cáo", now=NOW)
    assert note_viewing(actor=reader, conference=conference, what=PAPER, key="b", name="Báo cáo", now=NOW)
    assert note_viewing(actor=other, conference=conference, what=PAGE, now=NOW)
    assert Viewing.objects.count() == 5
    assert Viewing.objects.filter(by_name="Phạm Ngọc Lan", what=PAPER, name="Báo cáo").count() == 2


def test_several_requests_of_one_reader_at_once_leave_one_row() -> None:
    conference, reader = held_conference(), officer()
    together, answers = Barrier(4), []

    def look() -> None:
        together.wait()
        try:
            answers.append(note_viewing(actor=reader, conference=conference, what=PAGE, now=NOW))
        finally:
            connection.close()

    threads = [Thread(target=look) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [False, False, False, True]
    assert Viewing.objects.count() == 1


def test_raw_sql_and_the_orm_are_refused() -> None:
    conference, reader = held_conference(), officer()
    note_viewing(actor=reader, conference=conference, what=PAGE, now=NOW)
    before = list(Viewing.objects.values())
    for attack in [*ATTACKS, *ATTACKS_ON[connection.vendor]]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
        assert list(Viewing.objects.values()) == before, attack
    one = Viewing.objects.get()
    for refused in (one.save, one.delete, Viewing.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()
