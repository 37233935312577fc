"""Faults: opened by the system, by a site, by telephone; reported to two; handled step by step; closed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from diemcau.conference.commands import Refused
from diemcau.conference.events import FaultReported, Recorded
from diemcau.conference.faults import ARTICLE, Lost, kind_of, lost_lines, may_close
from diemcau.conference.session import Channel
from diemcau.conference.session import Session as State
from diemcau.records.actions.log import write_line
from diemcau.records.models import Account, Fault, FaultReport, FaultStep, Session, Site
from diemcau.records.models.base import on
from diemcau.records.queries.account import name_of
from diemcau.records.queries.fault import told
from diemcau.records.queries.session import events_after
from diemcau.records.store import translated


def _(words: str) -> str:
    return words


OVERTAKEN = Refused("fault.overtaken", _("Sự cố vừa được người khác cập nhật; xin xem lại."), {}, ARTICLE)
CLOSED = Refused("fault.closed", _("Sự cố này đã kết thúc."), {}, ARTICLE)
IN_FUTURE = Refused("fault.future", _("Thời điểm không thể ở sau lúc này."), {}, ARTICLE)
NOTHING_DONE = Refused("fault.nothing", _("Xin ghi cách xử lý trước khi kết thúc sự cố."), {}, ARTICLE)


# --- what the system sees
def open_lost_lines(state: State, now: datetime) -> int:
    """Idempotent: one fault for each loss, however often it is seen."""
    lost = lost_lines(state, now)
    return sum(_open_lost(state, one, now) for one in lost) if lost else 0


def _open_lost(state: State, lost: Lost, now: datetime) -> bool:
    seat = state.seats[lost.site]
    what = _("Mất kết nối") if not (seat.line_up or seat.media_up) else _("Mất hình, tiếng")
    what = _("Mất điều khiển") if seat.media_up else what
    fields = {"kind": Fault.Kind.LINE, "source": Fault.Source.MACHINE, "words": what}
    return _open_once(UUID(state.id), lost.site, lost.key, lost.since, now, fields)


def _open_once(
    session: UUID, site: str, key: str, happened_at: datetime, now: datetime, fields: dict[str, str]
) -> bool:
    if Fault.objects.filter(session=session, key=key).exists():
        return False
    row = _site(site, happened_at)
    if row is None:
        return False
    try:
        with transaction.atomic():
            fault = Fault.objects.create(
                session_id=session, site=row, key=key, happened_at=happened_at, opened_at=now, **fields
            )
            write_line("fault.opened", fault, actor=None, now=now, words=f"{row.name}: {fields['words']}")
    except IntegrityError:
        return False  # another clerk was quicker
    return True


def _site(code: str, at: datetime) -> Site | None:
    return Site.objects.filter(on(timezone.localdate(at)), code=code).first()


def see_restored(state: State, now: datetime) -> int:
    """The line is whole again: noted once, the fault stays open until a person closes it."""
    away = {seat.site for seat in state.seats.values() if seat.lost_since is not None}
    waiting = Fault.objects.filter(
        session=UUID(state.id), source=Fault.Source.MACHINE, restored_at=None, closed_at=None
    ).select_related("site")
    back = [fault for fault in waiting if fault.site.code not in away]
    for fault in back:
        with transaction.atomic():
            if Fault.objects.filter(pk=fault.pk, restored_at=None).update(restored_at=now):
                FaultStep.objects.create(
                    fault=fault, at=now, words=_("Đường truyền đã khôi phục"), machine=True
                )
    return len(back)


def open_reported(session: UUID, after: int, now: datetime) -> int:
    """Faults that sites reported in the session since event `after`; the centre has been told thereby.
    Returns the latest event seen."""
    seen = after
    for one in events_after(session, after):
        seen = one.seq
        if isinstance(one.event, FaultReported):
            _open_reported(session, one, one.event, now)
    return seen


def _open_reported(session: UUID, one: Recorded, event: FaultReported, now: datetime) -> None:
    phone = event.channel == Channel.PHONE.value
    fields = {
        "kind": kind_of(event.fault_kind).value,
        "source": (Fault.Source.PHONE if phone else Fault.Source.SITE).value,
        "words": event.words[:500],
        "opened_by_name": one.by.name[:200],
    }
    key = f"reported-{one.seq}"
    if _open_once(session, event.site, key, event.happened_at, now, fields):
        fault = Fault.objects.get(session=session, key=key)
        channel = FaultReport.Channel.PHONE if phone else FaultReport.Channel.SYSTEM
        FaultReport.objects.create(
            fault=fault,
            to=FaultReport.To.CENTRE,
            channel=channel,
            told_at=one.at,
            written_at=now,
            by_name=one.by.name[:200],
        )


@dataclass(slots=True)
class Watched:
    """How far a session's stream was read for faults, by this clerk."""

    seq: int = 0


def watch_faults(state: State, watched: Watched, now: datetime) -> None:
    """Once a second for each running session: one question when nothing happened."""
    with translated():
        if state.seq > watched.seq:
            watched.seq = open_reported(UUID(state.id), watched.seq, now)
        open_lost_lines(state, now)
        see_restored(state, now)


# --- what a person does
def open_fault(
    *,
    site: Site,
    kind: str,
    severity: str,
    source: str,
    words: str,
    happened_at: datetime,
    session: Session | None,
    actor: Account,
    now: datetime,
) -> Fault | Refused:
    if happened_at > now:
        return IN_FUTURE
    with transaction.atomic():
        fault = Fault.objects.create(
            site=site,
            session=session,
            kind=kind,
            severity=severity,
            source=source,
            words=words.strip(),
            happened_at=happened_at,
            opened_at=now,
            opened_by=actor,
            opened_by_name=name_of(actor),
        )
        write_line("fault.opened", fault, actor=actor, now=now, words=f"{site.name}: {words.strip()}")
    return fault


def report_fault(
    *, fault: Fault, to: str, channel: str, to_name: str, told_at: datetime, actor: Account, now: datetime
) -> FaultReport | Refused:
    """Also afterwards: who was told late is written down all the same."""
    if told_at > now:
        return IN_FUTURE
    with transaction.atomic():
        report = FaultReport.objects.create(
            fault=fault,
            to=to,
            channel=channel,
            to_name=to_name.strip(),
            told_at=told_at,
            written_at=now,
            by=actor,
            by_name=name_of(actor),
        )
        words = f"{report.get_to_display()}, {report.get_channel_display()}, {to_name.strip()}"
        write_line("fault.reported", fault, actor=actor, now=now, words=words)
    return report


def add_step(*, fault: Fault, words: str, actor: Account, now: datetime) -> FaultStep | Refused:
    if fault.closed_at is not None:
        return CLOSED
    with transaction.atomic():
        step = FaultStep.objects.create(
            fault=fault, at=now, words=words.strip(), by=actor, by_name=name_of(actor)
        )
        write_line("fault.step", fault, actor=actor, now=now, words=words.strip())
    return step


def close_fault(
    *,
    fault: Fault,
    cause: str,
    repair: str,
    severity: str,
    reason: str,
    version: int,
    actor: Account,
    now: datetime,
) -> Refused | None:
    """Needs both reports, or the reason why not."""
    if not repair.strip():
        return NOTHING_DONE
    if refused := may_close(told(fault), reason):
        return refused
    with transaction.atomic():
        wanted = Fault.objects.filter(pk=fault.pk, version=version, closed_at=None)
        if not wanted.update(
            closed_at=now,
            closed_by=actor,
            cause=cause.strip(),
            repair=repair.strip(),
            severity=severity,
            not_reported_reason=reason.strip(),
            version=version + 1,
        ):
            return OVERTAKEN
        write_line("fault.closed", fault, actor=actor, now=now, words=repair.strip())
    return None
