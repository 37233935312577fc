"""A test session is accepted with its figures; the official session's board warns while a line is worse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import pytest

from diemcau.conference import commands as c
from diemcau.conference.actors import MACHINE
from diemcau.conference.quality import Window
from diemcau.conference.session import Grade, SessionKind
from diemcau.engine.memory import MemoryEngine
from diemcau.records import bus
from diemcau.records.actions.quality import Measured, write_windows
from diemcau.records.actions.session import plan_session
from diemcau.records.clerk import Clerk
from diemcau.records.models import Conference
from diemcau.records.queries.quality import references_of
from diemcau.regulation.powers import Role
from tests.records import builders
from tests.records.builders import CENTRE, NOW, done
from tests.web.live.house import House, person, store


def rehearsed(grade: Grade, loss: float, *, accepted: bool = True, days: int = 1) -> None:
    """A test session of the conference in which Bỉm Sơn came in and was judged."""
    day = NOW - timedelta(days=days)
    conference = Conference.objects.get()
    test = plan_session(
        conference=conference, kind=SessionKind.TEST, planned_start=day, actor=CENTRE, now=day
    ).pk
    done(test, c.OpenSession(), now=day)
    done(test, c.Knock("bim-son", "d1"), builders.technician("bim-son"), now=day)
    done(test, c.Admit("bim-son"), now=day)
    write_windows([Measured(test, "bim-son", "up", Window(day, 20, loss, 8.0, 60.0, 900.0, grade))])
    done(test, c.JudgeSite("bim-son", accepted, "" if accepted else "Tiếng rè"), now=day)
    done(test, c.End(), now=day)


@asynccontextmanager
async def working(engine: MemoryEngine) -> AsyncIterator[None]:
    stop = asyncio.Event()
    work = asyncio.create_task(Clerk(engine, bus.here()).run(stop))
    yield
    stop.set()
    await work


async def test_the_mark_comes_with_a_worse_line_and_goes_with_a_better_one(
    here: House, session: UUID, engine: MemoryEngine
) -> None:
    await store(lambda: rehearsed(Grade.GOOD, 0.2))
    centre = here.browser(await store(lambda: person(Role.CENTRAL_TECHNICIAN)))
    operator = {"as": "operator", "device": "ban-1"}
    async with here.line(centre, session, **operator) as line, working(engine):
        assert (await line.next("welcome"))["cells"]["bim-son"]["reference"] is None
        told = await line.next("board", lambda m: "reference" in m["cells"].get("bim-son", {}))
        assert told["cells"]["bim-son"]["reference"]["grade"] == "good"
        assert told["cells"]["bim-son"]["reference"]["loss"] == 0.2
        for grade, worse in ((Grade.POOR, True), (Grade.GOOD, False)):
            await store(lambda grade=grade: done(session, c.SeeGrade("bim-son", grade), MACHINE))
            told = await line.next("board", lambda m: "worse" in m["cells"].get("bim-son", {}))
            assert told["cells"]["bim-son"]["worse"] is worse


@pytest.mark.django_db(transaction=True)
def test_only_what_was_accepted_is_compared_with_and_the_latest_of_it(session: UUID) -> None:
    assert references_of(session) == {}
    rehearsed(Grade.BAD, 20.0, accepted=False, days=4)
    assert references_of(session) == {}
    rehearsed(Grade.FAIR, 2.0, days=3)
    rehearsed(Grade.GOOD, 0.1, days=2)
    rehearsed(Grade.POOR, 5.0, accepted=False, days=1)
    assert {site: one.grade for site, one in references_of(session).items()} == {"bim-son": Grade.GOOD}
