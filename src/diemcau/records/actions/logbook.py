"""Log books: drafted when a session has ended, signed by a person, never changed afterwards (Art. 4.1)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from diemcau.conference import chain
from diemcau.conference.actors import Actor
from diemcau.conference.commands import Refused
from diemcau.conference.logbook import Draft, EntryKind, drafts
from diemcau.conference.session import Phase
from diemcau.records.actions.log import write_line
from diemcau.records.models import Account, LogCheckpoint, LogDraft, LogEntry, Session
from diemcau.records.queries.account import name_of
from diemcau.records.queries.logbook import hashed, head_of, marked
from diemcau.records.queries.quality import summaries
from diemcau.records.queries.session import current, events_after
from diemcau.records.signing import public_key, sign
from diemcau.records.store import translated

LATE_AFTER = timedelta(days=1)
"""An entry that is written later is marked as late (our own rule, 2026; the regulation has no time)."""

ATTEMPTS = 5
MOST_AT_ONCE = 10  # sessions
NUMBERS_COME_WITHIN = timedelta(seconds=5)


def _(words: str) -> str:
    return words


OVERTAKEN = Refused(
    "logbook.overtaken", _("Mục này vừa được người khác ký hoặc sửa; xin xem lại."), {}, "4.1"
)
NOTHING_SAID = Refused("logbook.nothing", _("Xin ghi nội dung."), {}, "4.1")
NO_REASON = Refused("logbook.no_reason", _("Xin ghi lý do không đưa mục này vào sổ."), {}, "4.1")
IN_FUTURE = Refused("logbook.future", _("Thời điểm xảy ra không thể ở sau lúc này."), {}, "4.1")
ENDS_BEFORE = Refused("logbook.period", _("Thời điểm kết thúc phải sau thời điểm bắt đầu."), {}, "4.1")
NOT_YOURS = Refused("logbook.handover", _("Mục bàn giao này chờ chữ ký của người nhận."), {}, "4.1")
NOT_ONESELF = Refused("logbook.oneself", _("Người nhận bàn giao phải là người khác."), {}, "4.1")
BUSY = Refused("logbook.busy", _("Sổ đang được nhiều người ghi cùng lúc; xin ký lại."), {}, "4.1")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, in which role, and how he showed who he is ("totp", "password")."""

    account: Account
    by: Actor
    proof: str


# --- what the system proposes
def draft_session(session: Session, now: datetime) -> int:
    """Idempotent: what is there and unsigned is brought up to date. How many are new."""
    proposed = drafts(events_after(session.pk, 0), summaries(session.pk))
    with transaction.atomic():
        known = {(one.site_code, one.key): one for one in session.log_drafts.all()}
        new = []
        for site, draft in ((site, one) for site, every in proposed.items() for one in every):
            if there := known.get((site, draft.key)):
                _bring_up_to_date(there, draft)
            else:
                new.append(LogDraft(session=session, site_code=site, key=draft.key, **_fields(draft)))
        LogDraft.objects.bulk_create(new)
        _mark(session, proposed, now)
    return len(new)


def _fields(draft: Draft) -> dict[str, Any]:
    return {
        "kind": draft.kind.value,
        "happened_from": draft.since,
        "happened_to": draft.until,
        "facts": list(draft.facts),
    }


def _bring_up_to_date(there: LogDraft, draft: Draft) -> None:
    fields = _fields(draft)
    if any(getattr(there, name) != value for name, value in fields.items()):
        LogDraft.objects.filter(pk=there.pk, state=LogDraft.State.OPEN).update(**fields)


def _mark(session: Session, sites: Iterable[str], now: datetime) -> None:
    """Signed checkpoints, once the session has ended."""
    if session.phase != Phase.ENDED.value:
        return
    known = set(session.checkpoints.values_list("site_code", flat=True))
    for site in sites:
        if site not in known:
            _checkpoint(session, site, now)


def _checkpoint(session: Session, site: str, now: datetime) -> None:
    head = head_of(site)
    mark = LogCheckpoint(
        session=session,
        site_code=site,
        number=head.number if head else 0,
        hash=head.hash if head else chain.FIRST,
        at=now,
        key=public_key(),
    )
    mark.signature = sign(marked(mark))
    mark.save(force_insert=True)


# --- what a person does
def save_statement(*, draft: LogDraft, statement: str, version: int) -> Refused | None:
    """While it is being written; nothing is in the book yet."""
    saved = LogDraft.objects.filter(pk=draft.pk, state=LogDraft.State.OPEN, version=version).update(
        statement=statement.strip(), version=version + 1
    )
    return None if saved else OVERTAKEN


def sign_draft(
    *,
    draft: LogDraft,
    statement: str,
    version: int,
    entered_at: datetime,
    signature: Signature,
    now: datetime,
) -> LogEntry | Refused:
    """The proposal becomes an entry."""
    if draft.kind == EntryKind.HANDOVER and draft.second_signer_id != signature.account.pk:
        return NOT_YOURS
    draft.statement = statement.strip() or draft.statement

    def signed() -> bool:
        wanted = LogDraft.objects.filter(pk=draft.pk, state=LogDraft.State.OPEN, version=version)
        return bool(
            wanted.update(state=LogDraft.State.SIGNED, version=version + 1, statement=draft.statement)
        )

    entry = LogEntry(
        site_code=draft.site_code,
        session_id=draft.session_id,
        kind=draft.kind,
        happened_from=draft.happened_from,
        happened_to=draft.happened_to,
        facts=draft.facts,
        statement=draft.statement,
        **_co_signed(draft),
    )
    return _append(entry, entered_at, signature, now, signed)


def _co_signed(draft: LogDraft) -> dict[str, Any]:
    if draft.first_signer is None:
        return {}
    return {"co_signer": draft.first_signer, "co_signer_name": name_of(draft.first_signer)}


def set_aside(*, draft: LogDraft, reason: str, version: int, actor: Account, now: datetime) -> Refused | None:
    """It is not for the book: kept, with who said so and why."""
    if not reason.strip():
        return NO_REASON
    with transaction.atomic():
        wanted = LogDraft.objects.filter(pk=draft.pk, state=LogDraft.State.OPEN, version=version)
        if not wanted.update(state=LogDraft.State.SET_ASIDE, reason=reason.strip(), version=version + 1):
            return OVERTAKEN
        write_line("logbook.set_aside", draft, actor=actor, now=now, words=reason.strip())
    return None


def write_remark(
    *,
    site: str,
    statement: str,
    happened_from: datetime,
    happened_to: datetime | None,
    entered_at: datetime,
    signature: Signature,
    now: datetime,
    kind: EntryKind = EntryKind.REMARK,
) -> LogEntry | Refused:
    if wrong := _wrong(statement, happened_from, happened_to, now):
        return wrong
    entry = LogEntry(
        site_code=site,
        kind=kind.value,
        happened_from=happened_from,
        happened_to=happened_to,
        statement=statement.strip(),
    )
    return _append(entry, entered_at, signature, now)


def correct_entry(
    *, entry: LogEntry, statement: str, entered_at: datetime, signature: Signature, now: datetime
) -> LogEntry | Refused:
    """A new entry that points at the old one, which stays as it is."""
    if not statement.strip():
        return NOTHING_SAID
    correction = LogEntry(
        site_code=entry.site_code,
        session_id=entry.session_id,
        kind=EntryKind.CORRECTION.value,
        happened_from=entry.happened_from,
        happened_to=entry.happened_to,
        statement=statement.strip(),
        corrects=entry,
    )
    return _append(correction, entered_at, signature, now)


def hand_over(
    *, site: str, to: Account, statement: str, at: datetime, signature: Signature, now: datetime
) -> LogDraft | Refused:
    """Who hands over signs first; the entry is written when the other one signs."""
    if to.pk == signature.account.pk:
        return NOT_ONESELF
    if wrong := _wrong(statement, at, None, now):
        return wrong
    with transaction.atomic():
        draft = LogDraft.objects.create(
            site_code=site,
            kind=EntryKind.HANDOVER.value,
            key=uuid4().hex,
            happened_from=at,
            statement=statement.strip(),
            first_signer=signature.account,
            first_signed_at=now,
            second_signer=to,
        )
        words = f"{name_of(signature.account)} → {name_of(to)}"
        write_line("logbook.handed_over", draft, actor=signature.account, now=now, words=words)
    return draft


def _wrong(statement: str, since: datetime, until: datetime | None, now: datetime) -> Refused | None:
    if not statement.strip():
        return NOTHING_SAID
    if since > now or (until and until > now):
        return IN_FUTURE
    return ENDS_BEFORE if until and until < since else None


# --- the chain
def _append(
    entry: LogEntry,
    entered_at: datetime,
    signature: Signature,
    now: datetime,
    also: Callable[[], bool] = lambda: True,
) -> LogEntry | Refused:
    """The next number of the book. The unique number is the compare-and-set: two writers cannot fork it.
    `also`: what must succeed in the same transaction."""
    entry.entered_at, entry.written_at = min(entered_at, now), now
    entry.late = now - (entry.happened_to or entry.happened_from) > LATE_AFTER
    entry.author, entry.author_name = signature.account, name_of(signature.account)
    entry.author_role, entry.proof = signature.by.role.value, signature.proof
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                if not also():
                    return OVERTAKEN
                return _write(entry, now)
        except IntegrityError:
            entry.pk = None
    return BUSY


def _write(entry: LogEntry, now: datetime) -> LogEntry:
    head = head_of(entry.site_code)
    entry.number = head.number + 1 if head else 1
    entry.previous_hash = head.hash if head else chain.FIRST
    entry.hash = chain.link(entry.previous_hash, hashed(entry))
    entry.save(force_insert=True)
    words = f"số {entry.number}, {entry.hash[:8]}"
    write_line("logbook.signed", entry, actor=entry.author, now=now, words=words)
    return entry


def undrafted(now: datetime) -> list[UUID]:
    """Sessions that have ended and whose books have not heard of it; the last numbers of their lines are
    waited for."""
    ended = Session.objects.filter(phase=Phase.ENDED.value, checkpoints__isnull=True)
    keys = ended.order_by("planned_start").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return [key for key in keys if (at := current(key).ended_at) and now - at >= NUMBERS_COME_WITHIN]


def draft_what_ended(now: datetime) -> int:
    with translated():
        return sum(draft_session(Session.objects.get(pk=session), now) for session in undrafted(now))
