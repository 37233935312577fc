"""Papers of a conference: each upload is a new version, kept whole or not at all, never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from diemcau.conference.commands import Refused
from diemcau.records.actions.archive import hold_record
from diemcau.records.actions.log import write_line
from diemcau.records.actions.media import DISK_FULL, EMPTY, NOT_KEPT
from diemcau.records.actions.search import index_conference
from diemcau.records.models import Account, Conference, Paper, PaperVersion
from diemcau.records.paper_content import Unreadable, form_of
from diemcau.records.queries.paper import path_of
from diemcau.records.uploads import NO_ROOM, TooLarge, write_upload


def _(words: str) -> str:
    return words


UNREADABLE = Refused(
    "paper.unreadable", _("Tệp không phải PDF, Word (DOCX), Excel (XLSX), PowerPoint (PPTX), ODF hoặc ảnh.")
)
WITH_PROGRAM = Refused(
    "paper.with_program",
    _("Tệp có chứa macro nên không nhận; xin lưu lại không có macro hoặc dưới dạng PDF."),
)
CLOSED = Refused("paper.closed", _("Hồ sơ đã đóng nên không thêm tài liệu được; xin mở lại hồ sơ trước."))
OVERTAKEN = Refused(
    "paper.overtaken", _("Có người vừa tải lên phiên bản khác; xin xem lại rồi tải lên lần nữa.")
)


@dataclass(frozen=True, slots=True)
class _Written:
    form: str
    size: int
    sha256: str


def keep_paper(
    *,
    conference: Conference,
    title: str,
    kind: Paper.Kind,
    note: str,
    source: Iterable[bytes],
    actor: Account | None,
    now: datetime,
) -> PaperVersion | Refused:
    """Of a new paper, or the next version of the one that is called so."""
    part = settings.PAPER_FOLDER / f"{uuid4().hex}.part"
    try:
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        size, sha256 = write_upload(source, part, settings.PAPER_LIMIT)
        if size == 0:
            return EMPTY
        written = _Written(form_of(part), size, sha256)
        return _place(conference, title, kind, note, written, part, actor, now)
    except Unreadable as error:
        return WITH_PROGRAM if error.program else UNREADABLE
    except TooLarge:
        return too_large()
    except OSError as error:
        return DISK_FULL if error.errno in NO_ROOM else NOT_KEPT
    finally:
        part.unlink(missing_ok=True)


def too_large() -> Refused:
    limit = str(settings.PAPER_LIMIT >> 20)
    return Refused(
        "paper.too_large", _("Tệp lớn quá {limit} MB; xin nén nhỏ hơn rồi tải lên lại."), {"limit": limit}
    )


def _place(
    conference: Conference,
    title: str,
    kind: Paper.Kind,
    note: str,
    written: _Written,
    part: Path,
    actor: Account | None,
    now: datetime,
) -> PaperVersion | Refused:
    place = None
    try:
        with transaction.atomic():
            if hold_record(conference).closed_at is not None:
                transaction.set_rollback(True)
                return CLOSED
            version = _next(conference, title, kind, note, written, actor, now)
            place = path_of(version)
            words = f"{title}, {version.number} ({written.sha256})"
            write_line("paper.uploaded", conference, actor=actor, now=now, words=words)
            index_conference(conference)
            part.replace(place)
    except IntegrityError:
        return OVERTAKEN
    except BaseException:
        if place:
            place.unlink(missing_ok=True)
        raise
    return version


def _next(
    conference: Conference,
    title: str,
    kind: Paper.Kind,
    note: str,
    written: _Written,
    actor: Account | None,
    now: datetime,
) -> PaperVersion:
    paper, _made = Paper.objects.get_or_create(conference=conference, title=title, defaults={"kind": kind})
    last: int | None = paper.versions.aggregate(last=Max("number"))["last"]
    return PaperVersion.objects.create(
        paper=paper,
        number=(last or 0) + 1,
        form=written.form,
        stored=f"{uuid4().hex}.{written.form}",
        size=written.size,
        sha256=written.sha256,
        note=note,
        uploaded_by=actor,
        uploaded_at=now,
    )
