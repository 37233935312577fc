"""Something of a dossier is destroyed: after its time, proposed by one person and confirmed by another. The
row, the hash and the record of it stay; the bytes go after the commit."""

import shutil
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from diemcau.conference.commands import Refused
from diemcau.records.actions.archive import hold_record
from diemcau.records.actions.log import write_line
from diemcau.records.models import Account, Conference, PaperVersion, Removal
from diemcau.records.queries.paper import path_of
from diemcau.records.queries.recording import folder_of
from diemcau.records.queries.removal import Removable
from diemcau.regulation.retention import may_be_removed


def _(words: str) -> str:
    return words


NO_REASON = Refused("removal.no_reason", _("Xin ghi lý do hủy tài liệu."))
TOO_EARLY = Refused(
    "removal.too_early", _("Chưa hết thời hạn bảo quản nên không được hủy tài liệu nào của hồ sơ.")
)
PROPOSED = Refused("removal.proposed", _("Tài liệu này đã có đề nghị hủy."))
SAME_PERSON = Refused(
    "removal.same_person", _("Người xác nhận hủy tài liệu phải là người khác với người đề nghị.")
)
DECIDED = Refused("removal.decided", _("Đề nghị hủy này đã được xử lý."))


def propose_removal(
    *, conference: Conference, thing: Removable, reason: str, actor: Account, now: datetime
) -> Removal | Refused:
    if not reason.strip():
        return NO_REASON
    try:
        with transaction.atomic():
            if not _time_is_over(conference, now):
                return TOO_EARLY
            removal = Removal.objects.create(
                conference=conference,
                what=thing.what,
                key=thing.key,
                name=thing.name[:200],
                sha256=thing.sha256,
                reason=reason.strip(),
                proposed_by=actor,
                proposed_at=now,
            )
            words = f"{thing.name}: {reason.strip()}"
            write_line("removal.proposed", conference, actor=actor, now=now, words=words)
    except IntegrityError:
        return PROPOSED
    return removal


def withdraw_removal(*, removal: Removal, actor: Account, now: datetime) -> Refused | None:
    with transaction.atomic():
        if not _decide(removal, Removal.State.WITHDRAWN, actor, now):
            return DECIDED
        write_line("removal.withdrawn", removal.conference, actor=actor, now=now, words=removal.name)
    return None


def confirm_removal(*, removal: Removal, actor: Account, now: datetime) -> Refused | None:
    """By another person, and the time must be over on this day too: it may have been made longer since."""
    if removal.proposed_by_id == actor.pk:
        return SAME_PERSON
    with transaction.atomic():
        if not _time_is_over(removal.conference, now):
            return TOO_EARLY
        if not _decide(removal, Removal.State.CONFIRMED, actor, now):
            return DECIDED
        words = f"{removal.name} ({removal.sha256})"
        write_line("removal.confirmed", removal.conference, actor=actor, now=now, words=words)
        transaction.on_commit(_bytes_of(removal, now))
    return None


def _time_is_over(conference: Conference, now: datetime) -> bool:
    """Within a transaction: nobody makes it longer meanwhile."""
    record = hold_record(conference)
    return record.closed_at is not None and may_be_removed(record.keep_until, timezone.localdate(now))


def _decide(removal: Removal, state: Removal.State, actor: Account, now: datetime) -> bool:
    waiting = Removal.objects.filter(pk=removal.pk, state=Removal.State.PROPOSED)
    return bool(waiting.update(state=state, decided_by=actor, decided_at=now))


def _bytes_of(removal: Removal, now: datetime) -> Callable[[], None]:
    """Within the transaction: the row is marked. What it gives back takes the bytes away."""
    if removal.what == Removal.What.RECORDING:
        return partial(shutil.rmtree, folder_of(removal.key), ignore_errors=True)
    version = PaperVersion.objects.get(pk=removal.key)
    PaperVersion.objects.filter(pk=version.pk).update(removed_at=now)
    return partial(path_of(version).unlink, missing_ok=True)
