"""Minutes: begun from the record, saved in versions by compare-and-set, sent to the chair and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from diemcau.conference.approval import WHY_NOT, MinutesState, Step, stepped
from diemcau.conference.commands import Refused
from diemcau.documents.content import Kind
from diemcau.records.actions.document import Issue, Together, issue_document
from diemcau.records.actions.log import write_line
from diemcau.records.actions.search import index_conference
from diemcau.records.models import Account, Conference, IssuedDocument, Minutes, MinutesVersion
from diemcau.records.papers.document import Particulars
from diemcau.records.papers.minutes import SECTIONS, missing
from diemcau.records.queries.document import standing
from diemcau.records.queries.minutes import facts, latest, paper_of, text_of


def _(words: str) -> str:
    return words


OWN = Refused(
    "minutes.own",
    _("Người trình biên bản không tự duyệt được; xin để chủ tọa duyệt bằng tài khoản của mình."),
)
OVERTAKEN = Refused(
    "minutes.overtaken", _("Người khác vừa thay đổi biên bản. Xin xem lại rồi thao tác lần nữa.")
)


INCOMPLETE = Refused(
    "minutes.incomplete", _("Biên bản còn thiếu mục bắt buộc nên chưa ban hành được; xin trả lại để bổ sung.")
)


def begin_minutes(*, conference: Conference, actor: Account, now: datetime) -> Minutes:
    """Once for each conference, with what the record states."""
    try:
        with transaction.atomic():
            minutes = Minutes.objects.create(conference=conference, made_by=actor, made_at=now)
            MinutesVersion.objects.create(
                minutes=minutes, number=1, sections=facts(conference, actor), made_by=actor, made_at=now
            )
            write_line("minutes.begun", conference, actor=actor, now=now)
    except IntegrityError:  # somebody else began them in the same moment
        return Minutes.objects.get(conference=conference)
    return minutes


def save_minutes(
    *,
    minutes: Minutes,
    sections: Mapping[str, str],
    base: int,
    deliberate: bool,
    actor: Account,
    now: datetime,
    restored: int | None = None,
) -> MinutesVersion | Refused | None:
    """The version after `base`; without a change the one that is there, unless it is saved deliberately.
    None: somebody else saved one meanwhile, nothing was written."""
    before = latest(minutes)
    if before.number != base:
        return None
    known = text_of(before)
    text = {name: sections.get(name, known[name]) for name in SECTIONS}
    changed = [name for name in SECTIONS if text[name] != known[name]]
    if not changed and not deliberate:
        return before
    try:
        with transaction.atomic():
            if not Minutes.objects.filter(pk=minutes.pk, state=Minutes.State.DRAFT).update(
                version=F("version") + 1
            ):
                return _not_a_draft(minutes)
            version = MinutesVersion.objects.create(
                minutes=minutes,
                number=base + 1,
                sections=text,
                changed=changed,
                deliberate=deliberate,
                restored=restored,
                made_by=actor,
                made_at=now,
            )
            action = "minutes.restored" if restored else "minutes.saved"
            write_line(action, minutes, actor=actor, now=now, words=f"v{version.number}")
    except IntegrityError:  # the same number by somebody else in the same moment
        return None
    return version


def _not_a_draft(minutes: Minutes) -> Refused:
    minutes.refresh_from_db(fields=["state"])
    return Refused(f"minutes.is_{minutes.state}", WHY_NOT[MinutesState(minutes.state)])


def restore_version(
    *, minutes: Minutes, number: int, base: int, actor: Account, now: datetime
) -> MinutesVersion | Refused | None:
    """An earlier text as a new version; nothing between is lost."""
    wanted = minutes.versions.filter(number=number).first()
    if wanted is None:
        return None
    return save_minutes(
        minutes=minutes,
        sections=text_of(wanted),
        base=base,
        deliberate=True,
        actor=actor,
        now=now,
        restored=number,
    )


def step_minutes(
    *, minutes: Minutes, step: Step, reason: str, version: int, actor: Account, now: datetime
) -> Refused | None:
    """By whoever has the power for it; issuing goes through the register (actions/document.py)."""
    to = stepped(MinutesState(minutes.state), step, reason)
    if isinstance(to, Refused):
        return to
    if step is Step.APPROVE and minutes.submitted_by_id == actor.pk:
        return OWN
    with transaction.atomic():
        if not _advance(minutes, version, state=to.value, **_marks(step, reason.strip(), actor, now)):
            return OVERTAKEN
        write_line(f"minutes.{step}", minutes.conference, actor=actor, now=now, words=reason.strip())
    return None


def issue_minutes(
    *, minutes: Minutes, given: Particulars, first_number: int, version: int, actor: Account, now: datetime
) -> IssuedDocument | Refused:
    """With the number of the register; what was issued before and is corrected now is pointed at."""
    to = stepped(MinutesState(minutes.state), Step.ISSUE)
    if isinstance(to, Refused):
        return to
    if missing(text_of(latest(minutes))):
        return INCOMPLETE

    def together(_issued: IssuedDocument) -> Refused | None:
        if not _advance(minutes, version, state=to.value):
            return OVERTAKEN
        minutes.tasks.filter(given_at=None).update(given_at=now)
        write_line("minutes.issue", minutes.conference, actor=actor, now=now, words=_issued.designation)
        index_conference(minutes.conference)
        return None

    return _issue(minutes, Kind.MINUTES, given, first_number, actor, now, together)


def issue_notice(
    *, minutes: Minutes, given: Particulars, first_number: int, version: int, actor: Account, now: datetime
) -> IssuedDocument | Refused:
    """Of what the chair has approved; a second one corrects the first."""
    if minutes.state not in (Minutes.State.APPROVED, Minutes.State.ISSUED):
        return Refused(f"minutes.is_{minutes.state}", WHY_NOT[MinutesState(minutes.state)])

    def together(_issued: IssuedDocument) -> Refused | None:
        if not _advance(minutes, version):
            return OVERTAKEN
        write_line("minutes.notice", minutes.conference, actor=actor, now=now, words=_issued.designation)
        return None

    return _issue(minutes, Kind.NOTICE, given, first_number, actor, now, together)


def _issue(
    minutes: Minutes,
    kind: Kind,
    given: Particulars,
    first_number: int,
    actor: Account,
    now: datetime,
    together: Together,
) -> IssuedDocument | Refused:
    issue = Issue(
        document=paper_of(minutes, kind, given),
        body=given.body,
        conference=minutes.conference,
        corrects=standing(minutes.conference, kind),
        first_number=first_number,
        keeper=given.body.name,
        together=together,
    )
    return issue_document(issue=issue, actor=actor, now=now)


def _advance(minutes: Minutes, version: int, **values: Any) -> bool:
    rows = Minutes.objects.filter(pk=minutes.pk, version=version, state=minutes.state)
    return bool(rows.update(**values, version=F("version") + 1))


def _marks(step: Step, reason: str, actor: Account, now: datetime) -> dict[str, Any]:
    match step:
        case Step.SUBMIT:
            return {"submitted_by": actor, "submitted_at": now, "remark": ""}
        case Step.APPROVE:
            return {"approved_by": actor, "approved_at": now}
        case _:
            nobody = {"submitted_by": None, "submitted_at": None, "approved_by": None, "approved_at": None}
            return {**nobody, "remark": reason}
