"""What a browser sends is bounded before it is put down anywhere: large bodies only as uploads of somebody
who is signed in."""

import errno
import re
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session as BrowserSession
from django.http.cookie import parse_cookie
from django.template.loader import render_to_string
from django.utils import timezone, translation

from diemcau.conference.commands import Refused
from diemcau.records.actions import media, paper
from diemcau.records.actions.media import DISK_FULL
from diemcau.records.queries.access import BROWSER_KEY

App = Callable[[Any, Any, Any], Awaitable[None]]

MEDIA = re.compile(r"/hoi-nghi/[0-9]{1,18}/tep/\Z")
PAPER = re.compile(r"/luu-tru/[0-9]{1,18}/tai-lieu/\Z")
MOST = 8 << 20
"""Of everything that is not an upload; the forms' own limit is smaller still."""
FRAME = 1 << 20
"""What a form adds around the file in it."""


def _(words: str) -> str:
    return words


BODY_TOO_LARGE = Refused("body.too_large", _("Nội dung gửi lên quá lớn nên máy chủ không nhận."))


class _Over(Exception):
    """More came than was announced or is taken."""


class Bodies:
    def __init__(self, pages: App) -> None:
        self._pages = pages

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await self._pages(scope, receive, send)
        limit, refused = _upload(scope["path"])
        most = limit + FRAME if limit and await _signed_in(scope) else MOST
        if _announced(scope) > most:
            return await _refuse(scope, receive, send, refused, drain=2 * most)
        await self._bounded(scope, receive, send, most, refused)

    async def _bounded(self, scope: Any, receive: Any, send: Any, most: int, refused: Refused) -> None:
        got, began = 0, False

        async def counted() -> Any:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > most:
                raise _Over
            return message

        async def sent(message: Any) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._pages(scope, counted, sent)
        except _Over:
            await _refuse(scope, receive, send, refused, drain=0)
        except OSError as error:
            if began or error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            await _answer(scope, send, 507, DISK_FULL.says)


def _upload(path: str) -> tuple[int, Refused]:
    """How large a file may come there (0: none does), and what is said to a larger one."""
    if MEDIA.match(path):
        return settings.MEDIA_LIMIT, media.too_large()
    if PAPER.match(path):
        return settings.PAPER_LIMIT, paper.too_large()
    return 0, BODY_TOO_LARGE


def _announced(scope: Any) -> int:
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(told) if told.isdigit() and len(told) < 19 else 0


async def _refuse(scope: Any, receive: Any, send: Any, refused: Refused, *, drain: int) -> None:
    """A little too much is still read and thrown away: browsers show no answer that comes before the end."""
    more = _announced(scope) <= drain
    while more:
        message = await receive()
        more = message["type"] == "http.request" and message.get("more_body", False)
    await _answer(scope, send, 413, refused.says, refused.values)


async def _answer(
    scope: Any, send: Any, status: int, says: str, values: dict[str, str] | None = None
) -> None:
    body = await sync_to_async(_page)(scope, says, values or {})
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (
            b"content-security-policy",
            b"default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'",
        ),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"private, no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _page(scope: Any, says: str, values: dict[str, str]) -> bytes:
    language = _cookies(scope).get(settings.LANGUAGE_COOKIE_NAME, "")
    with translation.override(language if language in dict(settings.LANGUAGES) else "vi"):
        words = translation.gettext(says).format_map(values)
        return render_to_string("503.html", {"says": words}).encode()


async def _signed_in(scope: Any) -> bool:
    key = _cookies(scope).get(settings.SESSION_COOKIE_NAME, "")
    return bool(BROWSER_KEY.match(key)) and await sync_to_async(_known)(key)


def _known(key: str) -> bool:
    row = BrowserSession.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
    return row is not None and SESSION_KEY in row.get_decoded()


def _cookies(scope: Any) -> dict[str, str]:
    told = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(told.decode("latin-1"))
