"""One open line: a bounded queue, one writer, the beats of the other side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

import msgspec
from django.utils.translation import gettext, override

from diemcau.records.presence import Media
from diemcau.records.queries.access import Granted

Send = Callable[[Any], Awaitable[None]]
Receive = Callable[[], Awaitable[Any]]

MOST_WAITING = 256  # messages; a page that is so far behind comes back and resumes
MOST_IN_A_SECOND = 30
LONGEST_FRAME = 4096  # characters
FAREWELL_WITHIN = 1.0

NOT_SIGNED_IN, WITHDRAWN, NOT_FOUND, REPLACED, TOO_SLOW = 4401, 4403, 4404, 4409, 4429
UNREADABLE, CROWDED, AWAY = 4400, 4430, 1013


def _(words: str) -> str:
    return words


SAYS = {
    UNREADABLE: _("Tin gửi lên không đọc được; xin tải lại trang."),
    NOT_SIGNED_IN: _("Xin đăng nhập, hoặc mở lại đường dẫn của điểm cầu."),
    WITHDRAWN: _("Quyền vào phiên họp này đã bị thu hồi hoặc đã hết hạn."),
    NOT_FOUND: _("Không tìm thấy phiên họp này, hoặc Ông/Bà không có quyền vào."),
    REPLACED: _("Trung tâm đã cho thiết bị khác thay thiết bị này tại điểm cầu."),
    TOO_SLOW: _("Đường truyền quá chậm so với lượng tin; trang sẽ tự nối lại."),
    CROWDED: _("Đang mở quá nhiều trang cùng lúc; xin đóng bớt rồi thử lại."),
    AWAY: _("Cơ sở dữ liệu đang không trả lời; trang sẽ tự nối lại."),
}


class Measure(msgspec.Struct, frozen=True):
    """Percent, ms, ms, kbit/s over the last second; None where nothing was measured."""

    loss: Annotated[float, msgspec.Meta(ge=0, le=100)] | None = None
    jitter: Annotated[float, msgspec.Meta(ge=0, le=600_000)] | None = None
    rtt: Annotated[float, msgspec.Meta(ge=0, le=600_000)] | None = None
    kbps: Annotated[float, msgspec.Meta(ge=0, le=10_000_000)] | None = None


class Stats(msgspec.Struct, frozen=True):
    up: Measure | None = None
    down: Measure | None = None
    level: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


class Beat(msgspec.Struct, frozen=True, tag_field="t", tag="beat"):
    n: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    stats: Stats | None = None
    media: Media | None = None


_beats = msgspec.json.Decoder(Beat)


class Line:
    """`as_`: "site", "screen" or "operator". `since`: what its page has seen of the log."""

    def __init__(self, granted: Granted, as_: str, site: str | None, device: str, language: str) -> None:
        self.id = uuid4().hex
        self.granted = granted
        self.as_ = as_
        self.site = site
        self.device = device
        self.language = language
        self.since = 0
        self.has_stage = False
        self.media: Media | None = None
        self._queue: deque[str] = deque()
        self._wake = asyncio.Event()
        self._end: int | None = None
        self._writer: asyncio.Task[None] | None = None
        self._window = 0.0
        self._heard = 0

    def put(self, text: str) -> None:
        """Never waits. A full queue ends the line: the page comes back and gets a whole picture."""
        if self._end is not None:
            return
        if len(self._queue) >= MOST_WAITING:
            self.bye(TOO_SLOW)
            if self._writer is not None:
                self._writer.cancel()
            return
        self._queue.append(text)
        self._wake.set()

    @property
    def over(self) -> bool:
        return self._end is not None

    def bye(self, code: int) -> None:
        if self._end is None:
            self._end = code
            self._queue.clear()
            self._queue.append(farewell(code, self.language))
            self._wake.set()

    async def run(self, receive: Receive, send: Send, heard: Callable[["Line", Beat], None]) -> None:
        """Until one side closes it."""
        self._writer = asyncio.create_task(self._write(send))
        reader = asyncio.create_task(self._read(receive, heard))
        try:
            await asyncio.wait({self._writer, reader}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await ended(self._writer, reader)
        if self._end is not None:
            await close(send, self._end)

    async def _write(self, send: Send) -> None:
        queue, wake = self._queue, self._wake
        while True:
            while queue:
                await send({"type": "websocket.send", "text": queue.popleft()})
            if self._end is not None:
                return
            wake.clear()
            await wake.wait()

    async def _read(self, receive: Receive, heard: Callable[["Line", Beat], None]) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            beat = read_beat(message)
            if beat is None or self._too_often():
                self.bye(TOO_SLOW if beat else UNREADABLE)
                await asyncio.sleep(FAREWELL_WITHIN)  # the writer ends first and takes this along
                return
            heard(self, beat)

    def _too_often(self) -> bool:
        now = asyncio.get_running_loop().time()
        if now - self._window >= 1:
            self._window, self._heard = now, 0
        self._heard += 1
        return self._heard > MOST_IN_A_SECOND


def read_beat(message: dict[str, Any]) -> Beat | None:
    frame = message.get("text") or message.get("bytes") or ""
    if len(frame) > LONGEST_FRAME:
        return None
    try:
        return _beats.decode(frame)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def farewell(code: int, language: str) -> str:
    with override(language):
        says = gettext(SAYS[code])
    return msgspec.json.encode({"t": "bye", "code": code, "says": says}).decode()


def now_text() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def ended(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def close(send: Send, code: int) -> None:
    """A reader that has stopped reading does not hear it, and is not waited for."""
    with suppress(Exception):
        async with asyncio.timeout(FAREWELL_WITHIN):
            await send({"type": "websocket.close", "code": code})
