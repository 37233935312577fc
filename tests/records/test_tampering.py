"""10,000 random edits, swaps, cuts of a stream: every one is found, the first bad link is named."""

import random
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import Q

from diemcau.conference.commands import SendNote
from diemcau.records.queries.chain import first_broken
from diemcau.records.queries.session import read_rows
from diemcau.records.stream import Row
from tests.records.builders import connected, done

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 10_000

Stream = list[Row]


def edit(rows: Stream, dice: random.Random) -> None:
    place = dice.randrange(len(rows))
    column = dice.choice(["at", "kind", "on_word", "order_id", "part", "previous_hash", "hash"])
    changed = {"at": timedelta(microseconds=1), "kind": "x", "on_word": 1, "order_id": "x", "part": 1}
    value = getattr(rows[place], column)
    new = not value if column == "on_word" else value + changed.get(column, "0")
    rows[place] = rows[place]._replace(**{column: new})


def edit_inside(rows: Stream, dice: random.Random) -> None:
    """One letter, one number, one key, somewhere in the event or in its author."""
    place = dice.randrange(len(rows))
    column = dice.choice(["data", "by"])
    inside = deepcopy(getattr(rows[place], column))
    key = dice.choice(sorted(inside))
    if dice.random() < 0.3:
        del inside[key]
    elif dice.random() < 0.3:
        inside[key + "_"] = inside[key]
    else:
        inside[key] = [inside[key]]
    rows[place] = rows[place]._replace(**{column: inside})


def swap(rows: Stream, dice: random.Random) -> None:
    """Two events change places and keep the numbers of their new places."""
    one, other = dice.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other]._replace(seq=one + 1), rows[one]._replace(seq=other + 1)


def renumber(rows: Stream, dice: random.Random) -> None:
    place = dice.randrange(len(rows))
    rows[place] = rows[place]._replace(seq=len(rows) + dice.randint(1, 5))
    rows.sort(key=lambda row: row.seq)


def cut(rows: Stream, dice: random.Random) -> None:
    """From the middle, from the beginning, from the end."""
    start = dice.randrange(len(rows))
    del rows[start : dice.randint(start + 1, len(rows))]


def close_up(rows: Stream, dice: random.Random) -> None:
    """One is taken out and the later ones move up."""
    place = dice.randrange(len(rows) - 1)
    del rows[place]
    rows[place:] = [row._replace(seq=row.seq - 1) for row in rows[place:]]


def repeat(rows: Stream, dice: random.Random) -> None:
    place = dice.randrange(len(rows))
    rows[place + 1 :] = [row._replace(seq=row.seq + 1) for row in rows[place:]]


ATTACKS: list[Callable[[Stream, random.Random], None]] = [
    edit,
    edit_inside,
    swap,
    renumber,
    cut,
    close_up,
    repeat,
]


def first_difference(rows: Stream, others: Stream) -> int:
    """The number of the first event that is not what it was."""
    pairs = enumerate(zip(rows, others, strict=False), 1)
    return next((number for number, (row, other) in pairs if row != other), min(len(rows), len(others)) + 1)


def test_every_tampering_is_found() -> None:
    session = connected("bim-son")
    for text in ("Một", "Hai"):
        done(session, SendNote(text=text))
    whole = read_rows(session, Q())
    assert first_broken(session, whole, len(whole)) is None
    dice = random.Random(4494)
    for turn in range(TIMES):
        assert_found(session, whole, ATTACKS[turn % len(ATTACKS)], dice)


def assert_found(
    session: UUID, whole: Stream, attack: Callable[[Stream, random.Random], None], dice: random.Random
) -> None:
    tampered = list(whole)
    attack(tampered, dice)
    found = first_broken(session, tampered, len(whole))
    assert found, attack.__name__
    assert found.startswith(f"event {first_difference(whole, tampered)} "), (attack.__name__, found)
