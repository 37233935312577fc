"""A dossier is published, closed with its retention, and handed in; each with one line in the log."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from diemcau.conference.commands import Refused
from diemcau.records.actions.log import subject_of, write_line
from diemcau.records.actions.search import index_conference
from diemcau.records.models import Account, Conference, DossierRecord, LogLine
from diemcau.records.queries.archive import done_on, owner_of, runs_now
from diemcau.regulation.retention import Retention, keep_until, may_become


def _(words: str) -> str:
    return words


PUBLISHED = Refused("archive.published", _("Hồ sơ đã được công bố."))
NOT_PUBLISHED = Refused("archive.not_published", _("Hồ sơ chưa được công bố."))
CLOSED = Refused("archive.closed", _("Hồ sơ đã đóng; không đổi được nữa."))
NOT_CLOSED = Refused("archive.not_closed", _("Hồ sơ chưa đóng; xin đóng hồ sơ trước."))
RUNS = Refused("archive.session_runs", _("Hội nghị còn phiên đang họp; xin chờ phiên kết thúc."))
HANDED_IN = Refused("archive.handed_in", _("Hồ sơ đã nộp vào lưu trữ cơ quan."))
SHORTER = Refused(
    "archive.shorter", _("Hồ sơ đã đóng: thời hạn bảo quản chỉ được kéo dài, không được rút ngắn.")
)
NOT_YET = Refused("archive.handed_in_future", _("Ngày nộp lưu chưa tới hoặc trước ngày họp; xin xem lại."))


def open_record(conference: Conference) -> DossierRecord:
    """Within a transaction. Its owner is settled the first time something is kept of it."""
    return DossierRecord.objects.get_or_create(
        conference=conference, defaults={"owner": owner_of(conference)}
    )[0]


def hold_record(conference: Conference) -> DossierRecord:
    """Within a transaction: from here on whoever would change it waits."""
    record = open_record(conference)
    DossierRecord.objects.filter(pk=record.pk).update(owner=F("owner"))
    record.refresh_from_db()
    return record


def publish_dossier(*, conference: Conference, actor: Account, now: datetime) -> Refused | None:
    """From now on the invited units see its content (Art. 3)."""
    values = {"published_at": now, "published_by": actor}
    return _write(conference, values, "archive.published", PUBLISHED, actor, now, published_at=None)


def withdraw_publication(
    *, conference: Conference, reason: str, actor: Account, now: datetime
) -> Refused | None:
    values = {"published_at": None, "published_by": None}
    return _write(
        conference,
        values,
        "archive.publication_withdrawn",
        NOT_PUBLISHED,
        actor,
        now,
        words=reason,
        published_at__isnull=False,
    )


def close_dossier(
    *, conference: Conference, retention: Retention, actor: Account, now: datetime
) -> Refused | None:
    """Complete: nothing is added any more, and from now on its time runs."""
    if runs_now(conference):
        return RUNS
    if not _may_be_closed_with(conference, retention):
        return SHORTER
    until = keep_until(done_on(conference), retention)
    values = {"closed_at": now, "closed_by": actor, "retention": retention.value, "keep_until": until}
    words = str(DossierRecord.Retention(retention.value).label)
    return _write(conference, values, "archive.closed", CLOSED, actor, now, words=words, closed_at=None)


def _may_be_closed_with(conference: Conference, retention: Retention) -> bool:
    """What was closed once, and opened again, is not kept shorter than then."""
    closed = LogLine.objects.filter(subject=subject_of(conference), action="archive.closed")
    if not closed.exists():
        return True
    before = DossierRecord.objects.get(conference=conference).retention
    return may_become(Retention(before), retention)


def reopen_dossier(*, conference: Conference, reason: str, actor: Account, now: datetime) -> Refused | None:
    """Something was forgotten."""
    values = {"closed_at": None, "closed_by": None, "keep_until": None}
    return _write(
        conference,
        values,
        "archive.reopened",
        NOT_CLOSED,
        actor,
        now,
        words=reason,
        closed_at__isnull=False,
        handed_in_at=None,
    )


def extend_retention(
    *, conference: Conference, retention: Retention, actor: Account, now: datetime
) -> Refused | None:
    record = DossierRecord.objects.filter(conference=conference).exclude(closed_at=None).first()
    if record is None:
        return NOT_CLOSED
    if not may_become(Retention(record.retention), retention):
        return SHORTER
    values = {"retention": retention.value, "keep_until": keep_until(done_on(conference), retention)}
    words = str(DossierRecord.Retention(retention.value).label)
    return _write(
        conference,
        values,
        "archive.retention_extended",
        SHORTER,
        actor,
        now,
        words=words,
        retention=record.retention,
    )


def hand_in(*, conference: Conference, day: date, note: str, actor: Account, now: datetime) -> Refused | None:
    """To the body's archive: Decree 30 Art. 30, Law on Archives 33/2024."""
    if not done_on(conference) <= day <= timezone.localdate(now):
        return NOT_YET
    record = DossierRecord.objects.filter(conference=conference).first()
    if record is None or record.closed_at is None:
        return NOT_CLOSED
    values = {"handed_in_at": day, "handed_in_note": note}
    return _write(
        conference, values, "archive.handed_in", HANDED_IN, actor, now, words=note, handed_in_at=None
    )


def _write(
    conference: Conference,
    values: dict[str, Any],
    action: str,
    overtaken: Refused,
    actor: Account,
    now: datetime,
    words: str = "",
    **before: Any,
) -> Refused | None:
    """`before`: what must hold for it; otherwise it is refused as `overtaken`."""
    with transaction.atomic():
        open_record(conference)
        if not DossierRecord.objects.filter(conference=conference, **before).update(**values):
            transaction.set_rollback(True)
            return overtaken
        write_line(action, conference, actor=actor, now=now, words=words)
        index_conference(conference)
    return None
