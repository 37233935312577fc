"""Attacks on what was written down: by the ORM, by SQL, by a forged chain, by the engine's own messages."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from diemcau.conference import chain
from diemcau.conference.commands import SendNote
from diemcau.engine.memory import MemoryEngine
from diemcau.engine.port import TicketError
from diemcau.engine.signed import Seal, read_webhook, sign_body
from diemcau.records import stream
from diemcau.records.actions.log import write_line
from diemcau.records.models import LogLine, SessionEvent
from diemcau.records.queries.chain import broken_link
from diemcau.records.queries.session import current
from tests.database import without_triggers
from tests.records import builders
from tests.web.live.house import House, account, house, store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(transactional_db: None) -> UUID:
    return builders.connected("bim-son")


@pytest.fixture
async def here(session: UUID) -> AsyncIterator[House]:
    async with house(MemoryEngine()) as one:
        yield one


def refused(attack: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        attack()


def test_events_are_changed_by_no_way_of_the_orm(session: UUID) -> None:
    rows = SessionEvent.objects.filter(session=session)
    before = list(rows.order_by("seq").values())
    some = list(rows[:2])
    for event in some:
        event.kind = "x"
    refused(lambda: rows.update(kind="x"))
    refused(rows.delete)
    refused(lambda: rows._raw_delete(rows.db))
    refused(lambda: SessionEvent.objects.bulk_update(some, ["kind"]))
    refused(lambda: some[0].session.delete())
    refused(lambda: SessionEvent.objects.bulk_create(some))
    assert list(rows.order_by("seq").values()) == before
    builders.done(session, SendNote(text="x"))
    assert rows.count() == len(before) + 1


def test_the_offices_log_is_changed_by_no_way(session: UUID) -> None:
    boss = account()
    write_line("account.made", boss, actor=boss, now=timezone.now(), words="control")
    line = LogLine.objects.get()
    line.words = "x"
    refused(line.save)
    refused(line.delete)
    refused(lambda: LogLine.objects.update(words="x"))
    for statement in ("UPDATE records_logline SET words = 'x'", "DELETE FROM records_logline"):
        refused(lambda statement=statement: connection.cursor().execute(statement))
    refused(boss.delete)
    assert LogLine.objects.get().words == "control"


def test_an_event_with_a_hash_of_its_own_making_breaks_the_chain(session: UUID) -> None:
    """Somebody with all rights in the database rewrites one event and makes its hash fit."""
    builders.done(session, SendNote(text="một"))
    builders.done(session, SendNote(text="hai"))
    seq = current(session).seq
    assert broken_link(session, seq) is None
    row = SessionEvent.objects.get(session=session, seq=seq - 1)
    row.on_word = True
    row.hash = chain.link(row.previous_hash, stream.entry(session, row))
    with without_triggers():
        row.save()
    assert f"event {seq}" in str(broken_link(session, seq))


async def test_a_replayed_hint_of_the_engine_changes_nothing(here: House, session: UUID) -> None:
    """Ten times "the room is finished" of a room that runs: it is looked at, and stays."""
    engine = here.live.engine
    assert isinstance(engine, MemoryEngine)
    before = (await store(lambda: current(session))).seq
    body, signature = engine.webhook("room_finished", str(session))
    async with httpx.AsyncClient(base_url=here.origin, verify=False) as client:
        for _ in range(10):
            answer = await client.post(
                "/live/engine/webhook", content=body, headers={"Authorization": signature}
            )
            assert answer.status_code == 200
    after = await store(lambda: current(session))
    assert (after.seq, after.running) == (before, True)


def test_an_old_signature_of_the_engine_is_worth_nothing() -> None:
    seal, body = Seal("key", "s" * 40), b'{"id":"1","event":"room_finished"}'
    assert read_webhook(seal, body, sign_body(seal, body)).kind == "room_finished"
    with pytest.raises(TicketError):
        read_webhook(seal, body, sign_body(seal, body, timedelta(seconds=-1)))
