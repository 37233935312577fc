"""Who else may see a dossier's content: shares that its owner gives, requests that he decides."""

from datetime import datetime

from django.db import IntegrityError, transaction

from diemcau.conference.commands import Refused
from diemcau.records.actions.archive import open_record
from diemcau.records.actions.log import write_line
from diemcau.records.models import AccessRequest, Account, Conference, Share, Unit
from diemcau.records.queries.account import name_of


def _(words: str) -> str:
    return words


NO_REASON = Refused("share.no_reason", _("Xin ghi lý do."))
OVER = Refused("share.over", _("Thời hạn xem phải sau lúc này."))
ASKED = Refused("request.asked", _("Đề nghị trước của đồng chí còn đang chờ đơn vị giữ hồ sơ trả lời."))
DECIDED = Refused("request.decided", _("Đề nghị này đã có người trả lời."))
NO_ANSWER = Refused(
    "request.no_answer",
    _("Xin ghi câu trả lời: không đồng ý, hoặc đồng ý cho khối khác xem, phải nêu lý do."),
)


def share_dossier(
    *,
    conference: Conference,
    to: Unit | Account,
    until: datetime | None,
    reason: str,
    actor: Account,
    now: datetime,
) -> Share | Refused:
    if not reason.strip():
        return NO_REASON
    if until is not None and until <= now:
        return OVER
    with transaction.atomic():
        open_record(conference)
        share = _share(conference, to, until, reason.strip(), None, actor, now)
        write_line("archive.shared", conference, actor=actor, now=now, words=f"{_named(to)}: {reason}")
    return share


def _share(
    conference: Conference,
    to: Unit | Account,
    until: datetime | None,
    reason: str,
    request: AccessRequest | None,
    actor: Account,
    now: datetime,
) -> Share:
    return Share.objects.create(
        conference=conference,
        unit=to if isinstance(to, Unit) else None,
        account=to if isinstance(to, Account) else None,
        until=until,
        reason=reason,
        request=request,
        given_by=actor,
        given_at=now,
    )


def _named(to: Unit | Account) -> str:
    return to.name if isinstance(to, Unit) else name_of(to)


def withdraw_share(*, share: Share, actor: Account, now: datetime) -> bool:
    """False: it was withdrawn before."""
    with transaction.atomic():
        held = Share.objects.filter(pk=share.pk, withdrawn_at=None)
        done = held.update(withdrawn_at=now, withdrawn_by=actor)
        if done:
            to = share.unit or share.account
            words = _named(to) if to else ""
            write_line("archive.share_withdrawn", share.conference, actor=actor, now=now, words=words)
    return bool(done)


def ask_access(
    *, conference: Conference, unit: Unit | None, reason: str, actor: Account, now: datetime
) -> AccessRequest | Refused:
    if not reason.strip():
        return NO_REASON
    try:
        with transaction.atomic():
            asked = AccessRequest.objects.create(
                conference=conference,
                account=actor,
                by_name=name_of(actor),
                unit=unit,
                reason=reason.strip(),
                asked_at=now,
            )
            write_line("archive.access_asked", conference, actor=actor, now=now, words=reason.strip())
    except IntegrityError:
        return ASKED
    return asked


def withdraw_request(*, request: AccessRequest, actor: Account, now: datetime) -> Refused | None:
    with transaction.atomic():
        if not _decide(request, AccessRequest.State.WITHDRAWN, "", actor, now):
            return DECIDED
        write_line("archive.request_withdrawn", request.conference, actor=actor, now=now)
    return None


def answer_request(
    *,
    request: AccessRequest,
    approved: bool,
    until: datetime | None,
    answer: str,
    crossing: bool,
    actor: Account,
    now: datetime,
) -> Refused | None:
    """`crossing`: who asked is not of the dossier's side; then a yes needs its reason too."""
    if not answer.strip() and (crossing or not approved):
        return NO_ANSWER
    if approved and until is not None and until <= now:
        return OVER
    state = AccessRequest.State.APPROVED if approved else AccessRequest.State.REFUSED
    with transaction.atomic():
        if not _decide(request, state, answer.strip(), actor, now):
            return DECIDED
        if approved:
            _share(request.conference, request.account, until, request.reason, request, actor, now)
        words = f"{request.by_name}: {answer.strip() or AccessRequest.State(state).label}"
        write_line(f"archive.request_{state}", request.conference, actor=actor, now=now, words=words)
    return None


def _decide(
    request: AccessRequest, state: AccessRequest.State, answer: str, actor: Account, now: datetime
) -> bool:
    waiting = AccessRequest.objects.filter(pk=request.pk, state=AccessRequest.State.PENDING)
    return bool(waiting.update(state=state, answer=answer, decided_by=actor, decided_at=now))
