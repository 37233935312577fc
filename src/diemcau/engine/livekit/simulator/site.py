"""One simulated site: keeps its line and its media, whatever happens, and does what a technician would do."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from diemcau.engine.livekit.simulator.check import check_line
from diemcau.engine.livekit.simulator.habits import ADMITTED, Habits, Intent, Scenario
from diemcau.engine.livekit.simulator.media import Media, MediaError
from diemcau.engine.livekit.simulator.picture import Camera
from diemcau.engine.livekit.simulator.web import Away, Closed, Line, Refusal, Web
from diemcau.engine.livekit.simulator.words import Json

log = logging.getLogger("diemcau.simulator")

SILENCE = 4.0  # seconds without an answer to our beats: the line is dead
REPLACED = 4409
NOT_ALLOWED = (4401, 4403, 4404)
SOON, LATER, LATEST = 0.5, 5.0, 15.0
HIDDEN = (60.0, 240.0)  # a lossy line holds so long
GONE = (3.0, 20.0)  # and is away so long


@dataclass
class Turns:
    """A machine that starts everything at once does nothing in time."""

    to_check: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(3))
    to_enter: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(4))


class SimulatedSite:
    """`turns`: how many sites may check their lines, or enter the media room, at the same time."""

    def __init__(self, web: Web, token: str, camera: Camera, habits: Habits, turns: Turns) -> None:
        self.habits, self.camera = habits, camera
        self._web, self._token, self._turns = web, token, turns
        self._mine: Json | None = None
        self._media: Media | None = None
        self._wake, self._hurry = asyncio.Event(), asyncio.Event()
        self._renew = False
        self.over = asyncio.Event()
        self._doing: dict[str, asyncio.Task[None]] = {}
        self._owed: Json | None = None
        self._stats: Json | None = None

    @property
    def joined(self) -> bool:
        """Seen by the others: camera on the engine."""
        return self._media is not None and self._media.filming

    async def run(self) -> None:
        """Until another device takes the site over, or for ever."""
        try:
            while not await self._present():
                since = datetime.now(UTC)
                await asyncio.sleep(self.habits.luck.uniform(*GONE))
                self._owed = self.habits.fault(since)
        finally:
            self._forget(set())
            self.over.set()

    async def _present(self) -> bool:
        """True: over. False: the line went away, as lossy lines do."""
        holds = self.habits.luck.uniform(*HIDDEN) if self.habits.scenario is Scenario.LOSSY else None
        media = asyncio.create_task(self._keep_media())
        try:
            async with asyncio.timeout(holds):
                await self._keep_line()
        except TimeoutError:
            return False
        finally:
            await _over(media)
        return True

    # --- the line
    async def _keep_line(self) -> None:
        while True:
            wait = SOON
            try:
                async with self._web.line(self._token, self.habits.site, self.habits.device) as line:
                    await self._talk(line)
            except Closed as closed:
                if closed.code == REPLACED:
                    log.warning("%s: another device took over", self.habits.site)
                    return
                wait = LATEST if closed.code in NOT_ALLOWED else SOON
                log.debug("%s: line closed with %s", self.habits.site, closed.code)
            except Away as away:
                log.debug("%s: line away (%s)", self.habits.site, away)
            await asyncio.sleep(self.habits.luck.uniform(0.5, 1.5) * wait)

    async def _talk(self, line: Line) -> None:
        beside = [asyncio.create_task(self._beat(line)), asyncio.create_task(self._measure())]
        try:
            async for message in line.messages(SILENCE):
                self._hear(message)
        finally:
            for task in beside:
                await _over(task)

    async def _beat(self, line: Line) -> None:
        count = 0
        with suppress(Closed, Away):
            while True:
                await line.send({"t": "beat", "n": count, **self._report()})
                count += 1
                await asyncio.sleep(1)

    def _report(self) -> Json:
        media = self._media
        if media is None or not media.up:
            return {"media": {"up": False, "camera": False, "microphone": False, "sharing": False}}
        on = {"up": True, "camera": media.filming, "microphone": media.sounding, "sharing": False}
        stats, self._stats = self._stats, None
        return {"media": on, "stats": {**stats, "level": media.level}} if stats else {"media": on}

    async def _measure(self) -> None:
        """Beside the beats: they do not wait for it."""
        while True:
            await asyncio.sleep(1)
            if (media := self._media) and media.up:
                with suppress(RuntimeError):  # it went away while we asked
                    self._stats = await media.numbers()

    def _hear(self, message: Json) -> None:
        if message.get("mine"):
            self._mine = message["mine"]
            self._wake.set()
            self._consider(message["mine"])
        elif message["t"] == "engine" and message["up"]:
            self._renew = self._media is not None and not self._media.up
            self._wake.set()
            self._hurry.set()

    # --- what the technician does
    def _consider(self, mine: Json) -> None:
        intents = {intent.key: intent for intent in self.habits.intents(mine)}
        checking = mine["lane"] == "waiting" and not mine["check"]
        self._forget({*intents, *({"check"} if checking else ()), "fault"})
        for key, intent in intents.items():
            self._once(key, lambda intent=intent: self._carry_out(intent))  # type: ignore[misc]
        if checking:
            self._once("check", self._check)
        if self._owed and mine["lane"] in ADMITTED:
            owed, self._owed = self._owed, None
            self._doing.pop("fault", None)
            self._once("fault", lambda: self._carry_out(Intent("fault", 2, owed)))

    def _once(self, key: str, what: Callable[[], "asyncio._CoroutineLike[None]"]) -> None:
        if key not in self._doing:
            self._doing[key] = asyncio.create_task(what())

    def _forget(self, wanted: set[str]) -> None:
        """An occasion that has passed: not acted upon any more, and if it comes again, it is a new one."""
        for key in self._doing.keys() - wanted:
            self._doing.pop(key).cancel()

    async def _carry_out(self, intent: Intent) -> None:
        await asyncio.sleep(intent.after)
        while True:
            try:
                return await self._web.act(self._token, intent.command)
            except Away:
                await asyncio.sleep(SOON * 4)
            except Refusal as refused:
                log.debug("%s: %s refused (%s)", self.habits.site, intent.command["act"], refused)
                await asyncio.sleep(LATEST)

    async def _check(self) -> None:
        async with self._turns.to_check:
            try:
                given = await self._web.ticket(self._token, self.habits.site, self.habits.device, "check")
                address = self._web.media_address(given["url"])
                tokens = [ticket["token"] for ticket in given["tickets"]]
                result = await check_line(address, tokens, self.camera, lambda: None)
            except (Away, Refusal, MediaError) as failed:
                log.debug("%s: no line check (%s)", self.habits.site, failed)
                return
        act = {"act": "site.submit_check", "site": self.habits.site, **result}
        await self._carry_out(Intent("check", 0, act))

    # --- the media
    async def _keep_media(self) -> None:
        failed = 0
        while True:
            await self._until(self._admitted)
            try:
                await self._take_part()
                failed = 0
            except (Away, Refusal, MediaError) as refused:
                failed += 1
                log.debug("%s: no media yet (%s)", self.habits.site, refused)
            except Exception:
                failed += 1
                log.exception("%s: media begins again", self.habits.site)
            self._renew = False
            await self._rest(min(SOON * 2**failed, LATER) * self.habits.luck.uniform(0.5, 1))

    async def _rest(self, seconds: float) -> None:
        """Cut short when the engine is back."""
        self._hurry.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()

    async def _take_part(self) -> None:
        epoch = self._mine and self._mine["epoch"]
        media = await self._enter()
        try:
            self._media = media
            while self._admitted() and self._mine and self._mine["epoch"] == epoch:
                if media.lost or self._renew:
                    return
                self._wake.clear()
                await self._follow(media, self._mine)
                await self._wake.wait()
        finally:
            self._media = None
            await media.leave()

    async def _enter(self) -> Media:
        async with self._turns.to_enter:
            given = await self._web.ticket(self._token, self.habits.site, self.habits.device, "room")
            address = self._web.media_address(given["url"])
            media = await Media.enter(address, given["token"], self.camera, self._wake.set)
            try:
                await media.film()
            except BaseException:
                await media.leave()
                raise
            return media

    async def _follow(self, media: Media, mine: Json) -> None:
        await media.speak("microphone" in mine["may_publish"] and media.may_speak)
        media.admit_viewers(everybody=mine["everybody_sees_me"], chair=mine["chair"])

    def _admitted(self) -> bool:
        return self._mine is not None and self._mine["lane"] in ADMITTED

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._wake.clear()
            await self._wake.wait()


async def _over(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled() and (wrong := task.exception()):
        log.error("ended by an error", exc_info=wrong)
