"""POST /live/{session}/tickets: to enter a room of the engine. Short-lived; the gate decides afterwards."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Literal
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from diemcau.conference.commands import Id
from diemcau.conference.plan import Identity, Rights, Slot
from diemcau.conference.script import Code
from diemcau.conference.session import Seat
from diemcau.engine.port import EngineError, MediaEngine
from diemcau.records.actions.slots import give_slot
from diemcau.records.queries.access import (
    Asked,
    AsOperator,
    AsScreen,
    AsSite,
    Credential,
    Granted,
    access_live,
)
from diemcau.records.queries.slots import holding
from diemcau.records.store import NotFound
from diemcau.web.live.acts import session_id
from diemcau.web.live.answers import Refusal, answer, bad_form, engine_away, not_found, read_body
from diemcau.web.live.passages import CHECK_ROLES, Passage, Passages, Room, allowed, check_identity, may_check
from diemcau.web.live.visitor import Visitor
from diemcau.web.live.workers import Workers

MOST_BYTES = 4096
TO_CONNECT = timedelta(minutes=2)
CHECK_LASTS = timedelta(minutes=3)
URL = "/gate"


def _(words: str) -> str:
    return words


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slot: Literal["room", "display", "operator", "check", "talkback"]
    device: Id
    site: Code | None = None


_decoder = msgspec.json.Decoder(Wanted)


class Tickets:
    """`alone`: no other web process can be holding a device's connection."""

    def __init__(
        self, engine: MediaEngine, workers: Workers, passages: Passages, *, alone: bool = True
    ) -> None:
        self._engine = engine
        self._workers = workers
        self._passages = passages
        self._alone = alone
        self._checks: dict[Room, tuple[str, asyncio.Task[None]]] = {}

    async def __call__(self, request: Request, visitor: Visitor) -> Response:
        wanted = await read_wanted(request)
        session = session_id(request)
        work = partial(_entitled, session, visitor.credential, wanted, datetime.now(UTC))
        granted = await self._workers.read(work)
        if wanted.slot == "check":
            return answer(await self._check(granted, str(wanted.site), wanted.device))
        return answer(await self._one(granted, wanted))

    # --- one ticket
    async def _one(self, granted: Granted, wanted: Wanted) -> dict[str, Any]:
        room, identity = GIVE[wanted.slot](granted, wanted)
        rights = allowed(granted.state, room, str(identity))
        if rights is None:
            raise not_admitted()
        await self._take(str(room), str(identity), wanted.device)
        if room.kind == "talk":
            await self._open(room)
        self._passages.give(str(room), str(identity), wanted.device, granted)
        return self._ticket(room, str(identity), granted.actor.name, rights, TO_CONNECT)

    async def _take(self, room: str, identity: str, device: str) -> None:
        """The slot is this device's from now on, at every web process, unless another one is in it."""
        held = await self._workers.read(partial(holding, room, identity))
        if held == (device, False):
            return
        if held and not held.shut and await self._is_in(room, identity):
            raise second_device()
        await self._workers.act(partial(give_slot, room, identity, device))

    async def _is_in(self, room: str, identity: str) -> bool:
        """Through this process, or as the engine sees it, through another one."""
        if (room, identity) in self._passages.here or self._alone:
            return (room, identity) in self._passages.here
        try:
            return identity in await self._engine.participants(room)
        except EngineError:
            return False

    def _ticket(self, room: Room, identity: str, name: str, rights: Rights, ttl: timedelta) -> dict[str, Any]:
        ticket = self._engine.ticket(str(room), identity, name, rights, ttl)
        return {"url": URL, "room": ticket.room, "identity": ticket.identity, "token": ticket.token}

    async def _open(self, room: Room) -> None:
        try:
            await self._engine.open_room(str(room))
        except EngineError:
            raise engine_away() from None

    # --- a line check: two of the site's own participants in a room that is thrown away
    async def _check(self, granted: Granted, site: str, device: str) -> dict[str, Any]:
        state = granted.state
        if not may_check(state, site):
            raise Refusal(409, "check.not_now", _("Chỉ kiểm tra được đường truyền khi chưa vào phòng họp."))
        room = Room("check", UUID(state.id), site)
        await self._make_room_for(room, device)
        await self._open(room)
        self._checks[room] = (device, asyncio.create_task(self._throw_away(room)))
        tickets = []
        for role in CHECK_ROLES:
            identity = check_identity(site, role)
            await self._workers.act(partial(give_slot, str(room), identity, device))
            self._passages.give(str(room), identity, device, granted)
            rights = allowed(state, room, identity) or Rights()
            tickets.append(self._ticket(room, identity, site, rights, CHECK_LASTS))
        return {"url": URL, "room": str(room), "tickets": tickets}

    async def _make_room_for(self, room: Room, device: str) -> None:
        """One check at a time: the same device may begin again, another one waits."""
        running = self._checks.get(room)
        if running is None:
            return
        if running[0] != device:
            raise Refusal(409, "check.running", _("Điểm cầu đang kiểm tra đường truyền trên thiết bị khác."))
        running[1].cancel()
        await asyncio.gather(running[1], return_exceptions=True)

    async def _throw_away(self, room: Room) -> None:
        """When its time is over; the gate ends it sooner when both have gone."""
        try:
            await asyncio.sleep(CHECK_LASTS.total_seconds())
        finally:
            self._checks.pop(room, None)
            await self._close_room(room)

    async def _close_room(self, room: Room) -> None:
        try:
            await self._engine.close_room(str(room))
        except EngineError:
            return  # the clerk sweeps it

    def left(self, passage: Passage) -> None:
        """Somebody left a check: when it was the last one, the room goes."""
        room = passage.room
        running = self._checks.get(room)
        if running is not None and not any(p.room == room for p in self._passages.of(room.session)):
            running[1].cancel()

    async def close(self) -> None:
        tasks = [task for _, task in self._checks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def read_wanted(request: Request) -> Wanted:
    body = await read_body(request.stream(), MOST_BYTES)
    try:
        wanted = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise bad_form() from None
    if wanted.site is None and wanted.slot != "operator":
        raise bad_form()
    return wanted


# --- who gets which
def _entitled(session: UUID, credential: Credential, wanted: Wanted, now: datetime) -> Granted:
    site = wanted.site or ""
    if wanted.slot == "talkback":
        return _talker(session, credential, wanted, now)
    asked: dict[str, Asked] = {"operator": AsOperator(), "display": AsScreen(site)}
    return access_live(session, credential, asked.get(wanted.slot) or AsSite(site), now)


def _talker(session: UUID, credential: Credential, wanted: Wanted, now: datetime) -> Granted:
    """The site's side is the device in its room slot; whoever else is entitled speaks for the centre."""
    try:
        granted = access_live(session, credential, AsSite(wanted.site or ""), now)
    except NotFound:
        return access_live(session, credential, AsOperator(), now)
    if _seat(granted, wanted).device == wanted.device:
        return granted
    return access_live(session, credential, AsOperator(), now)


def _seat(granted: Granted, wanted: Wanted) -> Seat:
    seat = granted.state.seat(wanted.site or "")
    if seat is None:
        raise not_found()
    return seat


def _room(granted: Granted, wanted: Wanted) -> tuple[Room, Identity]:
    seat = _seat(granted, wanted)
    if not seat.admitted:
        raise not_admitted()
    if seat.device != wanted.device:
        raise second_device()
    return Room("room", UUID(granted.state.id)), Identity(Slot.ROOM, seat.site, seat.epoch)


def _display(granted: Granted, wanted: Wanted) -> tuple[Room, Identity]:
    seat = _seat(granted, wanted)
    if not seat.admitted:
        raise not_admitted()
    return Room("room", UUID(granted.state.id)), Identity(Slot.DISPLAY, seat.site, seat.epoch)


def _operator(granted: Granted, wanted: Wanted) -> tuple[Room, Identity]:
    identity = Identity(Slot.OPERATOR, granted.actor.id, device=wanted.device)
    return Room("room", UUID(granted.state.id)), identity


def _talk(granted: Granted, wanted: Wanted) -> tuple[Room, Identity]:
    seat = _seat(granted, wanted)
    room = Room("talk", UUID(granted.state.id), seat.site)
    if isinstance(granted.asked, AsSite):
        return room, Identity(Slot.ROOM, seat.site, seat.epoch)
    return room, _operator(granted, wanted)[1]


GIVE: dict[str, Callable[[Granted, Wanted], tuple[Room, Identity]]] = {
    "room": _room,
    "display": _display,
    "operator": _operator,
    "talkback": _talk,
}


def not_admitted() -> Refusal:
    return Refusal(409, "not_admitted", _("Chưa đến lúc: trung tâm chưa mở phần này cho điểm cầu."))


def second_device() -> Refusal:
    return Refusal(
        409, "second_device", _("Điểm cầu đang dùng thiết bị khác; xin trung tâm xác nhận đổi thiết bị.")
    )
