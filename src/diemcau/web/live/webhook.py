"""POST /live/engine/webhook: hints of the engine. Signed, and even so only a reason to look."""

from diemcau.engine.port import EngineEvent
from diemcau.records import bus
from diemcau.web.live.live import Live
from diemcau.web.live.passages import Room, allowed

MOST_BYTES = 64 * 1024
WHO_IS_THERE = frozenset({"participant_joined", "participant_left", "room_finished"})


def take_hint(event: EngineEvent, live: Live) -> None:
    """The clerk looks whenever somebody came or went. Our own doubt: a room of ours is gone, or somebody is
    in it who should not be."""
    room = Room.parse(event.room)
    if room is None or event.kind not in WHO_IS_THERE:
        return
    if room.kind == "room":
        bus.announce(room.session, 0)
    feed = live.hub.feeds.get(room.session)
    if feed is not None and _doubtful(event, room, allowed(feed.state, room, event.identity) is None):
        live.watch.doubt(room.session)


def _doubtful(event: EngineEvent, room: Room, stranger: bool) -> bool:
    if event.kind == "participant_joined":
        return stranger
    return event.kind == "room_finished" and room.kind == "room"
