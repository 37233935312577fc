"""POST /live/{session}/acts: one order."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from diemcau.conference.commands import AnyCommand, ChangeScript, Order, Refused
from diemcau.records.actions.session import Outcome, act
from diemcau.records.queries.access import Credential, ToAct, access_live
from diemcau.regulation.powers import Power
from diemcau.web.live.answers import Refusal, answer, bad_form, not_found, read_body, refusal, too_big
from diemcau.web.live.hub import Hub
from diemcau.web.live.visitor import Visitor

MOST_BYTES = 64 * 1024
MOST_BYTES_OF_A_SCRIPT = 256 * 1024
OrderId = Annotated[str, msgspec.Meta(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


def _(words: str) -> str:
    return words


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: OrderId
    command: AnyCommand
    on_word: bool = False


_decoder = msgspec.json.Decoder(Asked)

STATUS = {
    "power": 403,
    "unwritable": 422,
}  # by the first word of the refusal's code; else the state forbids it


@dataclass(frozen=True, slots=True)
class Acts:
    hub: Hub

    async def __call__(self, request: Request, visitor: Visitor) -> Response:
        asked = await read_order(request)
        session = session_id(request)
        work = partial(_carry_out, session, visitor.credential, asked)
        outcome = await self.hub.act(work)
        if isinstance(outcome, Refused):
            return refusal(outcome, status_of(outcome), visitor.language)
        return answer({"seq": last_seq(outcome)})


def session_id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["session"])
    except ValueError:
        raise not_found() from None


async def read_order(request: Request) -> Asked:
    body = await read_body(request.stream(), MOST_BYTES_OF_A_SCRIPT)
    try:
        asked = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise (too_big() if len(body) > MOST_BYTES else bad_form()) from None
    if len(body) > MOST_BYTES and not isinstance(asked.command, ChangeScript):
        raise too_big()
    if asked.command.power is Power.OBSERVE or not asked.command.from_outside:
        raise Refusal(403, "machine", _("Việc này chỉ do hệ thống tự ghi nhận."))
    return asked


def _carry_out(session: UUID, credential: Credential, asked: Asked) -> Outcome | Refused:
    """In the acts' own thread: who it is and what happens, one after the other."""
    now = datetime.now(UTC)
    granted = access_live(session, credential, ToAct(asked.command), now)
    return act(session, Order(asked.command, granted.actor, asked.id, asked.on_word), now)


def status_of(refused: Refused) -> int:
    return STATUS.get(refused.code.partition(".")[0], 409)


def last_seq(outcome: Outcome) -> int:
    return outcome.events[-1].seq if outcome.events else outcome.after.seq
