"""What can go wrong with the database, in our own words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection


def _(words: str) -> str:
    return words


Answer = TypeVar("Answer")

AWAY = _("Cơ sở dữ liệu đang không trả lời: thao tác chưa có hiệu lực, xin thử lại.")
FULL = _("Ổ đĩa của máy chủ đã đầy: thao tác chưa có hiệu lực, xin báo quản trị viên.")


class NotFound(LookupError):
    """No such thing (or not yours: the answer is the same)."""


class StoreAway(Exception):
    """The database did not take it. Nothing acknowledged is lost; the same order may simply be sent again."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(code)
        self.code = code
        self.says = says


def _is_full(error: BaseException) -> bool:
    """SQLite: "database or disk is full"; PostgreSQL: SQLSTATE 53100."""
    cause = error.__cause__
    return "disk is full" in str(error) or getattr(cause, "sqlstate", None) == "53100"


def away(error: Exception) -> StoreAway:
    return StoreAway(*(("disk_full", FULL) if _is_full(error) else ("store_away", AWAY)))


@contextmanager
def translated() -> Iterator[None]:
    """A broken connection is closed, so that the next attempt opens a new one."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        if not connection.in_atomic_block:
            connection.close()
        raise away(error) from error


def reading(read: Callable[[], Answer]) -> Answer:
    """A read outside a transaction, tried once more on a new connection: the server may have been restarted
    since this thread's connection was used last."""
    if connection.in_atomic_block or connection.connection is None:
        with translated():
            return read()
    try:
        return read()
    except (OperationalError, InterfaceError):
        connection.close()
    with translated():
        return read()
