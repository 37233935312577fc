"""The demo's processes, and what its central technician does to get the conference going."""

import asyncio
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings

from diemcau.conference.commands import (
    AcceptRequest,
    AdmitAll,
    AnyCommand,
    End,
    GoLive,
    OpenSession,
    Order,
    Refused,
    SeeAlarm,
    StartItem,
)
from diemcau.conference.session import Lane, Phase, SiteRole
from diemcau.conference.session import Session as State
from diemcau.conference.taping import unfinished
from diemcau.config.serve import is_ready
from diemcau.records.actions.demonstration import ACCOUNTS, Demonstration, close_past
from diemcau.records.actions.session import act
from diemcau.records.child import Child
from diemcau.records.data.demonstration import OWN_SITE, registrations
from diemcau.records.queries.session import current

SECONDS_TO_GATHER = 60
SECONDS_TO_SETTLE = 8
SECONDS_TO_END = 15.0
SECONDS_FOR_AN_ITEM = 7.0
SECONDS_TO_KEEP = 30.0


async def run(demonstration: Demonstration, past: Demonstration | None, password: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    serve = Child("serve", [sys.executable, "-m", "diemcau", "serve"], seconds_to_end=SECONDS_TO_END)
    simulate = [sys.executable, "-m", "diemcau", "simulate", "--session", str(demonstration.session)]
    sites = Child("simulate", [*simulate, "--but", OWN_SITE])
    works = [
        asyncio.create_task(work)
        for work in (serve.live(), _hold(demonstration, past, sites, password), stop.wait())
    ]
    try:
        done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
        for work in done:
            work.result()
        if not stop.is_set():
            sys.exit("Không khởi động được máy chủ (xem ở trên). / The server did not start (see above).")
    finally:
        await _end(works, sites, serve)


async def _end(works: Iterable["asyncio.Task[object]"], *children: Child) -> None:
    print("\nĐang dừng… / Stopping…", flush=True)
    for child in children:
        await child.end()
    for work in works:
        work.cancel()
    await asyncio.gather(*works, return_exceptions=True)


async def _hold(
    demonstration: Demonstration, past: Demonstration | None, sites: Child, password: str
) -> None:
    url = f"http://{settings.LISTEN}"
    while not await asyncio.to_thread(is_ready, url):  # noqa: ASYNC110 (another process' state)
        await asyncio.sleep(0.2)
    technician = Technician(demonstration)
    await technician.open()
    simulated = asyncio.create_task(sites.keep())
    print(_table(url, demonstration, password), flush=True)
    await technician.gather()
    begun = await technician.begin()
    print(
        "Hội nghị đang diễn ra. Nhấn Ctrl-C để dừng. / The conference is live. Ctrl-C stops it all.",
        flush=True,
    )
    if not begun:
        await technician.see_what_our_own_end_left()
    await asyncio.gather(simulated, *([hold_past(past)] if past else []))


async def hold_past(past: Demonstration) -> None:
    """Beside the one that runs: real sites, engine and recorder. Its trouble is not the other's."""
    simulate = [sys.executable, "-m", "diemcau", "simulate", "--session", str(past.session)]
    sites, technician = Child("simulate", simulate), Technician(past)
    await technician.open()
    simulated = asyncio.create_task(sites.keep())
    try:
        await technician.gather()
        await technician.hold(SECONDS_FOR_AN_ITEM)
        await technician.until_kept(SECONDS_TO_KEEP)
    finally:
        await sites.end()
        simulated.cancel()
    await asyncio.to_thread(close_past, past=past, now=datetime.now(UTC))


class Technician:
    """The demo's central technician; every act goes the ordinary way."""

    def __init__(self, demonstration: Demonstration) -> None:
        self._session = demonstration.session
        self._actor = demonstration.technician

    async def open(self) -> None:
        if (await self._state()).phase is Phase.PLANNED:
            await self._do(OpenSession())

    async def gather(self) -> None:
        """Admit whoever knocks until all simulated sites are in; after a minute go on with those who came."""
        for _ in range(SECONDS_TO_GATHER * 2):
            lanes = self._lanes(await self._state())
            if Lane.WAITING in lanes:
                await self._do(AdmitAll())
            if lanes == {Lane.CONNECTED}:
                return
            await asyncio.sleep(0.5)

    async def begin(self) -> bool:
        """False: the conference of an earlier run goes on."""
        if (await self._state()).phase is not Phase.OPEN:
            return False
        await self._do(GoLive())
        await self._do(StartItem(take=True))
        for request in registrations():
            await self._do(request)
        pending = [request.id for request in (await self._state()).floor.pending()]
        for request_id in pending[:2]:
            await self._do(AcceptRequest(request_id))
        return True

    async def hold(self, seconds: float) -> None:
        """The whole script, each item for so long."""
        if (await self._state()).phase is Phase.OPEN:
            await self._do(GoLive())
        while (state := await self._state()).script.after(state.item):
            await self._do(StartItem(take=True))
            await asyncio.sleep(seconds)
        await self._do(End())

    async def until_kept(self, seconds: float) -> None:
        """Its recording is one file; or the clerk makes it later."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while unfinished(await self._state()):  # noqa: ASYNC110 (another process' state)
                    await asyncio.sleep(0.5)

    async def see_what_our_own_end_left(self) -> None:
        """Run again: that the sites were lost meanwhile was no fault of theirs; some are only noticed now."""
        for _ in range(SECONDS_TO_SETTLE):
            for alarm in (await self._state()).alarms:
                await self._do(SeeAlarm(alarm.id))
            await asyncio.sleep(1)

    def _lanes(self, state: State) -> set[Lane]:
        others = (seat for seat in state.seats.values() if seat.site != OWN_SITE)
        return {seat.lane for seat in others if seat.role is not SiteRole.CENTRAL}

    async def _state(self) -> State:
        return await asyncio.to_thread(current, self._session)

    async def _do(self, command: AnyCommand) -> None:
        order = Order(command, self._actor, uuid4().hex)
        answer = await asyncio.to_thread(act, self._session, order, datetime.now(UTC))
        if isinstance(answer, Refused):
            print(f"  {answer.sentence()}", flush=True)


def _table(url: str, demonstration: Demonstration, password: str) -> str:
    rows = [f"  {entry.username:<10} {password}   {entry.words}" for entry in ACCOUNTS]
    return "\n".join(
        [
            "",
            f"  ĐIỂM CẦU   {url}/",
            f"  {demonstration.conference.title}",
            "",
            "  Tài khoản  Mật khẩu         Vai trò / Role",
            *rows,
            "",
        ]
    )
