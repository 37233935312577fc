"""A room that waits in one session goes on to the other one of its conference that is opened."""

import asyncio
from uuid import UUID

import pytest

from diemcau.records.models import Session
from diemcau.regulation.powers import Role
from tests.records import builders
from tests.web.live.house import House, link, person, store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(transactional_db: None) -> UUID:
    """Planned, and never opened; the conference has another one."""
    return builders.planned()


def another(session: UUID) -> UUID:
    return builders.plan(Session.objects.get(pk=session).conference)


async def test_a_room_and_its_screen_are_sent_on_when_the_other_session_opens(
    here: House, waiting: UUID
) -> None:
    other = await store(lambda: another(waiting))
    centre = here.browser(await store(lambda: person(Role.CENTRAL_TECHNICIAN)))
    room = here.codec(await store(lambda: link("bim-son")))
    async with here.line(room, waiting, **{"as": "site", "site": "bim-son", "device": "may-1"}) as line:
        await line.next("welcome")
        await here.live.onward.look()
        await here.does(centre, other, "session.open")
        sent = await line.next("onward")
    assert sent["session"] == str(other)
    assert [message["t"] for message in line.heard].count("onward") == 1


async def test_nobody_is_sent_away_from_a_session_that_runs(here: House, session: UUID) -> None:
    other = await store(lambda: another(session))
    centre = here.browser(await store(lambda: person(Role.CENTRAL_TECHNICIAN)))
    room = here.codec(await store(lambda: link("bim-son")))
    async with here.line(room, session, **{"as": "site", "site": "bim-son", "device": "may-1"}) as line:
        await line.next("welcome")
        await here.does(centre, other, "session.open")
        await here.live.onward.look()
        await line.beat()
    assert "onward" not in [message["t"] for message in line.heard]


async def test_operators_stay_where_they_are(here: House, waiting: UUID) -> None:
    other = await store(lambda: another(waiting))
    centre = here.browser(await store(lambda: person(Role.CENTRAL_TECHNICIAN)))
    async with here.line(centre, waiting, **{"as": "operator"}) as board:
        await board.next("welcome")
        await here.does(centre, other, "session.open")
        await here.live.onward.look()
        await asyncio.wait_for(board.beat(), 10)
    assert "onward" not in [message["t"] for message in board.heard]
