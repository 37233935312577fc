"""The roster of a session: filled from the standing assignments, swapped with a reason, checked in and out
(Art. 5.4, 6.4, 7.4, 12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from diemcau.conference.actors import Actor
from diemcau.conference.commands import AssignDuty, Order, Refused
from diemcau.conference.session import Phase
from diemcau.records.actions.log import write_line
from diemcau.records.actions.session import act
from diemcau.records.models import Account, DutyTurn, Person, Session, Site, Training, Unit
from diemcau.records.queries.duty import Standing, standing_of

ARTICLE = "6.4, 7.4"


def _(words: str) -> str:
    return words


ENDED = Refused("duty.session_over", _("Phiên đã kết thúc, không đổi được lịch trực."), {}, ARTICLE)
NOBODY = Refused("duty.nobody", _("Xin ghi họ tên người trực."), {}, ARTICLE)
NO_REASON = Refused("duty.no_reason", _("Xin ghi lý do đổi người trực."), {}, ARTICLE)
NOT_READ_BACK = Refused(
    "duty.not_read_back",
    _("Đổi qua điện thoại phải ghi người báo và đọc lại cho người báo nghe."),
    {},
    ARTICLE,
)
OVERTAKEN = Refused("duty.overtaken", _("Lịch trực vừa được người khác thay đổi; xin xem lại."), {}, ARTICLE)
NOT_IN = Refused("duty.not_in", _("Chưa ghi có mặt nên chưa ghi hết trực được."), {}, "5.4")
TAKEN = Refused(
    "duty.taken", _("Điểm cầu này đã có người chịu trách nhiệm; xin đổi người thay vì thêm."), {}, ARTICLE
)


@dataclass(frozen=True, slots=True)
class Word:
    """How the office heard of it."""

    channel: str = DutyTurn.Channel.SYSTEM
    told_by: str = ""
    read_back: bool = False


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who: a person of the directory, or a name from outside."""

    name: str
    phone: str = ""
    person: Person | None = None
    unit: Unit | None = None


def fill_roster(*, session: Session, actor: Account | None, now: datetime) -> int:
    """From the standing assignments of the day: whoever has none yet. Again is harmless."""
    if session.phase == Phase.ENDED.value:
        return 0
    known = {(one.site_id, one.duty) for one in DutyTurn.objects.filter(session=session, ended_at=None)}
    lacking = [one for one in standing_of(session) if (one.site_id, one.duty) not in known]
    with transaction.atomic():
        rows = [_turn(session, one, actor, now) for one in lacking]
        DutyTurn.objects.bulk_create(rows, ignore_conflicts=True)
        if rows:
            write_line("duty.filled", session, actor=actor, now=now, words=str(len(rows)))
    return len(rows)


def _turn(session: Session, one: Standing, actor: Account | None, now: datetime) -> DutyTurn:
    return DutyTurn(
        session=session,
        site_id=one.site_id,
        duty=one.duty,
        person_id=one.person_id,
        unit_id=one.unit_id,
        name=one.name,
        phone=one.phone,
        made_by=actor,
        made_at=now,
    )


def assign_turn(
    *,
    session: Session,
    site: Site | None,
    duty: str,
    who: OnDuty,
    word: Word,
    actor: Account,
    by: Actor,
    now: datetime,
) -> DutyTurn | Refused:
    if refused := _wrong(session, who, word):
        return refused
    turn = _made(session, site, duty, who, word, actor, now)
    try:
        with transaction.atomic():
            turn.save(force_insert=True)
            write_line("duty.assigned", session, actor=actor, now=now, words=_told(turn))
    except IntegrityError:
        return TAKEN
    _tell_session(turn, by, now)
    return turn


def swap_turn(
    *, turn: DutyTurn, who: OnDuty, reason: str, word: Word, actor: Account, by: Actor, now: datetime
) -> DutyTurn | Refused:
    """The old turn ends and stays in the history."""
    if not reason.strip():
        return NO_REASON
    if refused := _wrong(turn.session, who, word):
        return refused
    new = _made(turn.session, turn.site, turn.duty, who, word, actor, now)
    new.replaces, new.reason = turn, reason.strip()
    with transaction.atomic():
        if not DutyTurn.objects.filter(pk=turn.pk, ended_at=None).update(ended_at=now):
            return OVERTAKEN
        new.save(force_insert=True)
        words = f"{turn.name} → {_told(new)}: {reason.strip()}"
        write_line("duty.swapped", turn.session, actor=actor, now=now, words=words)
    _tell_session(new, by, now)
    return new


def _wrong(session: Session, who: OnDuty, word: Word) -> Refused | None:
    if session.phase == Phase.ENDED.value:
        return ENDED
    if not who.name.strip():
        return NOBODY
    heard = word.channel != DutyTurn.Channel.PHONE or (word.read_back and word.told_by.strip())
    return None if heard else NOT_READ_BACK


def _made(
    session: Session, site: Site | None, duty: str, who: OnDuty, word: Word, actor: Account, now: datetime
) -> DutyTurn:
    return DutyTurn(
        session=session,
        site=site,
        duty=duty,
        person=who.person,
        unit=who.unit,
        name=who.name.strip(),
        phone=who.phone.strip(),
        channel=word.channel,
        told_by=word.told_by.strip(),
        read_back=word.read_back,
        made_by=actor,
        made_at=now,
    )


def _told(turn: DutyTurn) -> str:
    where = turn.site.name if turn.site else turn.get_duty_display()
    return f"{turn.name} ({where})"


def _tell_session(turn: DutyTurn, by: Actor, now: datetime) -> None:
    """The board shows who is responsible now, with his number."""
    if turn.duty == DutyTurn.Duty.RESPONSIBLE and turn.site:
        command = AssignDuty(turn.site.code, turn.name, turn.phone)
        act(turn.session_id, Order(command, by, uuid4().hex), now)


# --- presence
def check_in(*, turn: DutyTurn, actor: Account | None, now: datetime) -> Refused | None:
    """Once; a second press changes nothing."""
    with transaction.atomic():
        wanted = DutyTurn.objects.filter(pk=turn.pk, ended_at=None, checked_in_at=None)
        if wanted.update(checked_in_at=now):
            write_line("duty.checked_in", turn.session, actor=actor, now=now, words=_told(turn))
            return None
    turn.refresh_from_db()
    return OVERTAKEN if turn.ended_at else None


def check_out(*, turn: DutyTurn, actor: Account | None, now: datetime) -> Refused | None:
    with transaction.atomic():
        here = DutyTurn.objects.filter(pk=turn.pk, checked_in_at__isnull=False, checked_out_at=None)
        if here.update(checked_out_at=now):
            write_line("duty.checked_out", turn.session, actor=actor, now=now, words=_told(turn))
            return None
    turn.refresh_from_db()
    return None if turn.checked_out_at else NOT_IN


# --- trainings
def record_training(
    *, subject: str, held_on: date, trainer: Unit, people: Sequence[Person], actor: Account, now: datetime
) -> Training | Refused:
    if held_on > timezone.localdate(now):
        return Refused("training.future", _("Ngày tập huấn không thể ở sau hôm nay."), {}, ARTICLE)
    with transaction.atomic():
        training = Training.objects.create(
            subject=subject.strip(), held_on=held_on, trainer=trainer, made_by=actor, made_at=now
        )
        training.people.set(people)
        words = f"{subject.strip()}: {len(people)}"
        write_line("training.recorded", training, actor=actor, now=now, words=words)
    return training
