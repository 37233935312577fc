"""POST /live/engine/webhook: hints of the engine. Signed, and even so only a reason to look."""

from diemcau.engine.port import EngineEvent
from diemcau.web.live.live import Live
from diemcau.web.live.passages import Room, allowed

MOST_BYTES = 64 * 1024


def take_hint(event: EngineEvent, live: Live) -> None:
    """Worth a look: a room of ours is gone, or somebody is in it who should not be."""
    room = Room.parse(event.room)
    feed = live.hub.feeds.get(room.session) if room else None
    if room is None or feed is None:
        return
    stranger = event.kind == "participant_joined" and allowed(feed.state, room, event.identity) is None
    if stranger or (event.kind == "room_finished" and room.kind == "room"):
        live.watch.doubt(room.session)
