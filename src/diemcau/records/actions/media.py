"""Files that a conference plays: kept whole or not at all; removed with a reason, while no script uses
them."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from diemcau.conference.commands import Refused
from diemcau.records.actions.log import write_line
from diemcau.records.media_content import Content, Unplayable, content_of
from diemcau.records.models import Account, Conference, MediaFile
from diemcau.records.queries.media import is_used, path_of
from diemcau.records.uploads import NO_ROOM, TooLarge, write_upload


def _(words: str) -> str:
    return words


DISK_FULL = Refused(
    "media.disk_full", _("Ổ đĩa của máy chủ không đủ chỗ cho tệp này; xin báo quản trị viên.")
)
NOT_KEPT = Refused("media.not_kept", _("Máy chủ chưa ghi được tệp; xin thử lại hoặc báo quản trị viên."))
EMPTY = Refused("media.empty", _("Tệp không có nội dung."))
UNPLAYABLE = Refused(
    "media.unplayable",
    _(
        "Trình duyệt không phát được tệp này."
        " Xin dùng phim MP4 (H.264, AAC) hoặc WebM, âm thanh MP3 hoặc WAV."
    ),
)
USED = Refused("media.used", _("Kịch bản đang dùng tệp “{title}”; xin bỏ tệp khỏi kịch bản trước."))
NO_REASON = Refused("media.no_reason", _("Xin ghi lý do xóa tệp."))


def keep_media(
    *,
    conference: Conference,
    title: str,
    source: Iterable[bytes],
    actor: Account | None,
    now: datetime,
    id: UUID | None = None,
) -> MediaFile | Refused:
    """Written beside its place, looked into, then put there together with its row. `id`: one that a script
    names already."""
    folder = settings.MEDIA_FOLDER
    part = folder / f"{uuid4().hex}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        size, sha256 = write_upload(source, part, settings.MEDIA_LIMIT)
        if size == 0:
            return EMPTY
        found = content_of(part)
        media = _row(id or uuid4(), conference, title, size, sha256, found, actor, now)
        return _place(media, part)
    except Unplayable:
        return UNPLAYABLE
    except TooLarge:
        return too_large()
    except OSError as error:
        return DISK_FULL if error.errno in NO_ROOM else NOT_KEPT
    finally:
        part.unlink(missing_ok=True)


def too_large() -> Refused:
    limit = str(settings.MEDIA_LIMIT >> 20)
    return Refused(
        "media.too_large", _("Tệp lớn quá {limit} MB; xin nén nhỏ hơn rồi tải lên lại."), {"limit": limit}
    )


def _row(
    id: UUID,
    conference: Conference,
    title: str,
    size: int,
    sha256: str,
    found: Content,
    actor: Account | None,
    now: datetime,
) -> MediaFile:
    return MediaFile(
        id=id,
        conference=conference,
        title=title,
        stored=f"{uuid4().hex}.{found.form}",
        kind=MediaFile.Kind.VIDEO if found.picture else MediaFile.Kind.AUDIO,
        form=found.form,
        size=size,
        seconds=found.seconds,
        sha256=sha256,
        uploaded_by=actor,
        uploaded_at=now,
    )


def _place(media: MediaFile, part: Path) -> MediaFile | Refused:
    place = path_of(media)
    try:
        with transaction.atomic():
            media.save(force_insert=True)
            words = f"{media.title} ({media.sha256})"
            write_line(
                "media.uploaded",
                media.conference,
                actor=media.uploaded_by,
                now=media.uploaded_at,
                words=words,
            )
            part.replace(place)
    except IntegrityError:
        return Refused("media.same_title", _("Hội nghị đã có tệp tên “{title}”."), {"title": media.title})
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return media


def remove_media(*, media: MediaFile, reason: str, actor: Account | None, now: datetime) -> Refused | None:
    """Its row and its hash stay for the record; the bytes go after the commit."""
    if not reason.strip():
        return NO_REASON
    with transaction.atomic():
        Conference.objects.select_for_update().get(
            pk=media.conference_id
        )  # a script that is being saved waits
        if is_used(media):
            return Refused(USED.code, USED.says, {"title": media.title})
        if MediaFile.objects.filter(pk=media.pk, removed_at=None).update(removed_at=now):
            words = f"{media.title}: {reason.strip()}"
            write_line("media.removed", media.conference, actor=actor, now=now, words=words)
            transaction.on_commit(partial(path_of(media).unlink, missing_ok=True))
    return None
