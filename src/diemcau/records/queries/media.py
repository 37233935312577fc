"""A conference's files to play; absent, removed and another conference's give the same answer (None)."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings

from diemcau.conference.script import Item, Script
from diemcau.records.models import Assignment, Conference, MediaFile
from diemcau.records.queries.conference import access_conference
from diemcau.records.queries.seats import latest_script
from diemcau.records.queries.session import current
from diemcau.regulation.powers import Power

TYPES = {"mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg", "wav": "audio/wav"}


def media_of(conference: Conference) -> list[MediaFile]:
    return list(
        MediaFile.objects.filter(conference=conference, removed_at=None).select_related("uploaded_by__person")
    )


def access_media(held: Sequence[Assignment], key: int, media: UUID, power: Power) -> MediaFile | None:
    conference = access_conference(held, key, power)
    if conference is None:
        return None
    mine = MediaFile.objects.filter(conference=conference, removed_at=None)
    return mine.filter(pk=media).select_related("conference").first()


def path_of(media: MediaFile) -> Path:
    return Path(settings.MEDIA_FOLDER) / media.stored


def type_of(media: MediaFile) -> str:
    """Fixed by the form that its content has: a sound in WebM is a sound."""
    kind = TYPES[media.form]
    return kind.replace("video/", "audio/") if media.kind == MediaFile.Kind.AUDIO else kind


def used_files(conference: Conference) -> set[str]:
    """By the latest script, and by every session of it that is not over."""
    return set(_files(item for script in _scripts(conference) for item in script.items))


def is_used(media: MediaFile) -> bool:
    return str(media.pk) in used_files(media.conference)


def _scripts(conference: Conference) -> Iterator[Script]:
    yield latest_script(conference)
    for session in conference.sessions.exclude(phase="ended"):
        yield current(session.pk).script


def _files(items: Iterable[Item]) -> Iterator[str]:
    return (item.cue.file for item in items if item.cue and item.cue.file)
