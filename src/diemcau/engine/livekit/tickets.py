"""Our rights in LiveKit's words."""

from datetime import UTC, datetime, timedelta

from livekit.api import AccessToken, VideoGrants
from livekit.protocol.models import ParticipantPermission, TrackSource

from diemcau.conference.plan import Rights, Source
from diemcau.engine.port import Ticket
from diemcau.engine.signed import Seal

NAMES = {
    Source.CAMERA: "camera",
    Source.MICROPHONE: "microphone",
    Source.SCREEN: "screen_share",
    Source.SCREEN_SOUND: "screen_share_audio",
}
TRACKS: dict[Source, TrackSource] = {
    Source.CAMERA: TrackSource.CAMERA,
    Source.MICROPHONE: TrackSource.MICROPHONE,
    Source.SCREEN: TrackSource.SCREEN_SHARE,
    Source.SCREEN_SOUND: TrackSource.SCREEN_SHARE_AUDIO,
}
SOURCES = {track: source for source, track in TRACKS.items()}


def make_ticket(seal: Seal, room: str, identity: str, name: str, rights: Rights, ttl: timedelta) -> Ticket:
    token = (
        AccessToken(seal.key, seal.secret)
        .with_identity(identity)
        .with_name(name)
        .with_ttl(ttl)
        .with_grants(_grants(room, rights))
    )
    return Ticket(room, identity, token.to_jwt(), datetime.now(UTC).replace(microsecond=0) + ttl)


def _grants(room: str, rights: Rights) -> VideoGrants:
    """An empty list of sources would mean "all of them": then publishing is forbidden as a whole."""
    return VideoGrants(
        room_join=True,
        room=room,
        can_publish=bool(rights.publish),
        can_publish_sources=sorted(NAMES[source] for source in rights.publish),
        can_subscribe=True,
        can_publish_data=False,
        can_update_own_metadata=False,
    )


def permission(rights: Rights) -> ParticipantPermission:
    return ParticipantPermission(
        can_subscribe=True,
        can_publish=bool(rights.publish),
        can_publish_sources=sorted(TRACKS[source] for source in rights.publish),
        can_publish_data=False,
        can_update_metadata=False,
    )


def rights(given: ParticipantPermission) -> Rights:
    if not given.can_publish:
        return Rights()
    if not given.can_publish_sources:
        return Rights(frozenset(Source))
    return Rights(frozenset(SOURCES[track] for track in given.can_publish_sources if track in SOURCES))
