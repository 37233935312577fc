"""POST /live/engine/webhook: hints of the engine. Signed, and even so only a reason to look."""

from diemcau.engine.port import EngineEvent
from diemcau.web.live.live import Live
from diemcau.web.live.passages import Room

MOST_BYTES = 64 * 1024
WORTH_A_LOOK = frozenset(
    {"room_finished", "participant_joined", "participant_left", "participant_connection_aborted"}
)


def take_hint(event: EngineEvent, live: Live) -> None:
    room = Room.parse(event.room)
    if room is not None and room.kind == "room" and event.kind in WORTH_A_LOOK:
        live.watch.doubt(room.session)
