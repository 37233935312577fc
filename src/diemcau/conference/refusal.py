"""Saying no inside the core: rules raise `Refusal`, `decide` hands out the value in it."""

from datetime import datetime
from typing import NamedTuple, NoReturn

from diemcau.conference.actors import Actor
from diemcau.conference.commands import Refused
from diemcau.conference.events import AnyEvent
from diemcau.conference.session import Lane, Request, Seat, Session

Events = tuple[AnyEvent, ...]

CONNECTING_IS_THE_CENTRES = "6.1, 7.1"
REGISTERING_BY_PHONE = "6.3, 7.3"
LINE_LOST = "6.2, 7.2"
BY_THE_SCRIPT = "5.4"


def _(words: str) -> str:
    return words


class Act(NamedTuple):
    """Who acts, when, and the order's id: ids of what the act creates are made from it, so a replay is
    the same."""

    by: Actor
    id: str
    now: datetime


class Refusal(Exception):
    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


def refuse(code: str, says: str, article: str = "", **values: str) -> NoReturn:
    raise Refusal(Refused(code, says, values, article))


def seat_of(state: Session, site: str) -> Seat:
    seat = state.seats.get(site)
    if seat is None:
        refuse("site.unknown", _("Phiên này không có điểm cầu “{site}”."), site=site)
    return seat


def connected(state: Session, site: str) -> Seat:
    seat = seat_of(state, site)
    if seat.lane is not Lane.CONNECTED:
        refuse("site.not_connected", _("Điểm cầu {site} hiện không kết nối."), site=seat.name)
    return seat


def request_of(state: Session, id: str) -> Request:
    request = state.floor.requests.get(id)
    if request is None:
        refuse("floor.unknown_request", _("Không tìm thấy đăng ký phát biểu này trong phiên."))
    return request


def with_reason(words: str, code: str, says: str, article: str = "") -> str:
    """The reason without surrounding blanks; an empty one is refused."""
    reason = words.strip()
    if not reason:
        refuse(code, says, article)
    return reason
