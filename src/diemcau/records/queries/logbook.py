"""Log books: who may read and sign which one; entries; does a book's chain hold."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from diemcau.conference import chain
from diemcau.conference.actors import Actor
from diemcau.records.models import Account, Assignment, LogCheckpoint, LogDraft, LogEntry, Site
from diemcau.records.models.base import on
from diemcau.records.queries.account import name_of
from diemcau.records.signing import is_signed, public_key
from diemcau.regulation.powers import Power, Role, may

OF_ONE_ROOM = frozenset({Role.SITE_TECHNICIAN, Role.CHAIR_TECHNICIAN})


@dataclass(frozen=True, slots=True)
class Book:
    """A site's book as it is opened by somebody. `signer`: who signs here; None: may only read."""

    site: Site
    signer: Actor | None

    @property
    def code(self) -> str:
        return self.site.code


def access_book(account: Account, held: Sequence[Assignment], code: str, day: date) -> Book | None:
    """None: no such site, or not yours to read."""
    site = Site.objects.filter(on(day), code=code).select_related("unit").first()
    if site is None or not _may_read(held, site):
        return None
    return Book(site, _signer(account, held, site))


def _may_read(held: Sequence[Assignment], site: Site) -> bool:
    """A room's technician his own room's; the centre and the offices all."""
    reading = [one for one in held if may(Role(one.role), Power.READ_LOGBOOK)]
    return any(
        Role(one.role) not in OF_ONE_ROOM or (one.site and one.site.code == site.code) for one in reading
    )


def _signer(account: Account, held: Sequence[Assignment], site: Site) -> Actor | None:
    """Art. 6.4, 7.4: the technician of the room; the centre's technicians sign in the centre's book."""
    for one in held:
        role = Role(one.role)
        own = one.site is not None and one.site.code == site.code
        central = role is Role.CENTRAL_TECHNICIAN and site.role == Site.Role.CENTRAL
        if may(role, Power.WRITE_LOGBOOK) and (own or central):
            return Actor(role, str(account.pk), name_of(account), site.code)
    return None


@dataclass(frozen=True, slots=True)
class Shelf:
    """One line of the list of books."""

    site: Site
    entries: int
    open: int
    last: datetime | None


def shelves(held: Sequence[Assignment], day: date) -> list[Shelf]:
    """Three questions, however many sites."""
    sites = Site.objects.filter(on(day)).select_related("unit").order_by("number", "code")
    entries = (
        LogEntry.objects.order_by().values("site_code").annotate(count=Count("pk"), last=Max("written_at"))
    )
    waiting = LogDraft.objects.filter(state=LogDraft.State.OPEN).order_by().values("site_code")
    written: dict[str, Any] = {row["site_code"]: row for row in entries}
    open_ = {row["site_code"]: row["count"] for row in waiting.annotate(count=Count("pk"))}
    return [
        _shelf(site, written.get(site.code, {}), open_.get(site.code, 0))
        for site in sites
        if _may_read(held, site)
    ]


def _shelf(site: Site, row: dict[str, Any], waiting: int) -> Shelf:
    return Shelf(site, row.get("count", 0), waiting, row.get("last"))


def waiting_in(code: str) -> QuerySet[LogDraft]:
    wanted = LogDraft.objects.filter(site_code=code, state=LogDraft.State.OPEN)
    return wanted.select_related("session__conference", "first_signer__person", "second_signer__person")


def entries_of(
    code: str, *, kind: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[LogEntry]:
    """Newest first. The period is of when it happened."""
    wanted = LogEntry.objects.filter(site_code=code)
    wanted = wanted.filter(kind=kind) if kind else wanted
    wanted = wanted.filter(happened_from__date__gte=since) if since else wanted
    wanted = wanted.filter(happened_from__date__lte=until) if until else wanted
    related = wanted.select_related("session__conference", "corrects").prefetch_related("corrections")
    return related.order_by("-number")


def colleagues_of(site: Site, account: Account, day: date) -> QuerySet[Account]:
    """Who may take over the duty: the others who sign in this book."""
    writing = [role.value for role in Role if may(role, Power.WRITE_LOGBOOK)]
    bound = Q(site__code=site.code, role__in=writing)
    if site.role == Site.Role.CENTRAL:
        bound |= Q(role=Role.CENTRAL_TECHNICIAN.value)
    holding = Assignment.objects.filter(on(day) & bound).values("account")
    others = Account.objects.filter(pk__in=holding, is_active=True).exclude(pk=account.pk)
    return others.select_related("person").order_by("person__name", "username")


def waiting_for(held: Sequence[Assignment]) -> int:
    """Drafts that wait for this account's signature: for Today."""
    writing = [one for one in held if may(Role(one.role), Power.WRITE_LOGBOOK)]
    codes = Q(site_code__in=[one.site.code for one in writing if one.site])
    if any(Role(one.role) is Role.CENTRAL_TECHNICIAN for one in writing):
        central = Site.objects.filter(role=Site.Role.CENTRAL).values("code")
        codes |= Q(site_code__in=central)
    return LogDraft.objects.filter(codes, state=LogDraft.State.OPEN).count() if writing else 0


# --- the chain
HASHED = (
    "site_code", "number", "session_id", "kind", "happened_from", "happened_to", "entered_at", "written_at",
    "late", "facts", "statement", "author_id", "author_name", "author_role", "proof", "co_signer_id",
    "co_signer_name", "corrects_id",
)  # fmt: skip


def hashed(row: LogEntry) -> dict[str, Any]:
    """What the hash of an entry covers: everything but the row's own id and the hashes."""
    return {name: _plain(getattr(row, name)) for name in HASHED}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, str | int | bool | list) else str(value)


def marked(mark: LogCheckpoint) -> bytes:
    """What a checkpoint's signature covers."""
    return chain.canonical(_mark(mark))


def checkpoint_of(mark: LogCheckpoint) -> dict[str, Any]:
    """As it is handed out: whoever keeps it can hold a book against it later."""
    return _mark(mark) | {"key": mark.key, "signature": mark.signature}


def last_checkpoint(session: UUID, code: str) -> LogCheckpoint | None:
    """None: the session goes on, its books are not marked yet, or the site has no seat in it."""
    return LogCheckpoint.objects.filter(session=session, site_code=code).first()


def _mark(mark: LogCheckpoint) -> dict[str, Any]:
    return {
        "site": mark.site_code,
        "session": str(mark.session_id),
        "number": mark.number,
        "hash": mark.hash,
        "at": mark.at.astimezone(UTC).isoformat(timespec="seconds"),
    }


def head_of(code: str) -> LogEntry | None:
    return LogEntry.objects.filter(site_code=code).order_by("-number").first()


@dataclass(frozen=True, slots=True)
class Compared:
    """What the book says today of a printed page. `same`: the paper and the book agree, and the chain holds.
    `entry` None: the book has no such entry (any more)."""

    entry: LogEntry | None
    same: bool
    broken: str | None


def compared(code: str, number: int, short: str) -> Compared:
    entry = LogEntry.objects.filter(site_code=code, number=number).first()
    broken = broken_book(code)
    return Compared(entry, entry is not None and entry.hash.startswith(short) and not broken, broken)


def broken_books() -> Iterator[tuple[str, str | None]]:
    """Every book with its first broken link in words, or None; its checkpoints are held against it."""
    codes = LogEntry.objects.order_by("site_code").values_list("site_code", flat=True).distinct()
    more = LogCheckpoint.objects.order_by("site_code").values_list("site_code", flat=True).distinct()
    for code in sorted({*codes, *more}):
        yield code, broken_book(code)


def broken_book(code: str) -> str | None:
    rows = LogEntry.objects.filter(site_code=code).order_by("number").iterator(chunk_size=500)
    heads, wrong = _walk(rows)
    return wrong or _against_checkpoints(code, heads)


def _walk(rows: Iterable[LogEntry]) -> tuple[dict[int, str], str | None]:
    heads, previous = {0: chain.FIRST}, chain.FIRST
    for expected, row in enumerate(rows, 1):
        if row.number != expected:
            return heads, f"entry {expected} is missing"
        if row.previous_hash != previous:
            return heads, f"entry {row.number} does not continue entry {row.number - 1}"
        if chain.link(previous, hashed(row)) != row.hash:
            return heads, f"entry {row.number} ({row.kind}) was changed"
        heads[row.number] = previous = row.hash
    return heads, None


def _against_checkpoints(code: str, heads: dict[int, str]) -> str | None:
    """A chain that was cut at its end, or made anew as a whole, does not meet what was signed before."""
    for mark in LogCheckpoint.objects.filter(site_code=code).order_by("number", "at"):
        if mark.key != public_key() or not is_signed(marked(mark), mark.signature, mark.key):
            return f"the checkpoint of session {mark.session_id} does not carry this server's signature"
        if mark.number not in heads:
            return f"entry {mark.number} is missing: it was signed at the end of session {mark.session_id}"
        if heads[mark.number] != mark.hash:
            return (
                f"entry {mark.number} is another one than was signed at the end of session {mark.session_id}"
            )
    return None
