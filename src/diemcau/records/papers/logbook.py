"""From a log book's entries to its printed volume, with the chain's head on every page."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import override

from diemcau.conference.chain import FIRST
from diemcau.documents.content import Anchor, Document, Letterhead
from diemcau.documents.logbook import Entry, volume
from diemcau.records.models import Conference, LogCheckpoint, LogEntry, Site
from diemcau.records.models.base import on
from diemcau.records.papers.document import profile_of
from diemcau.records.queries.logbook import entries_of, head_of
from diemcau.records.signing import fingerprint
from diemcau.regulation.powers import Role

SHORT = 12
"""Signs of a hash that are printed: 48 bits; the whole of it stands in the book."""


ROLES = {
    Role.SITE_TECHNICIAN.value: "Kỹ thuật điểm cầu",
    Role.CHAIR_TECHNICIAN.value: "Kỹ thuật điểm cầu chủ tọa",
    Role.CENTRAL_TECHNICIAN.value: "Kỹ thuật điểm cầu trung tâm",
}
"""Who signs in a book, as the book calls them."""


def printed_volume(site: Site, since: date, until: date, *, compare_at: str) -> Document:
    """`compare_at`: the address of the page that compares a printed page."""
    rows = entries_of(site.code, since=since, until=until).order_by("number")
    return _volume(site, since, until, rows, compare_at)


def conference_volumes(conference: Conference, *, compare_at: str) -> Iterator[tuple[Site, Document]]:
    """Of each site what its book has of this conference's sessions."""
    rows = LogEntry.objects.filter(session__conference=conference).select_related("corrects")
    by_site: dict[str, list[LogEntry]] = {}
    for row in rows.prefetch_related("corrections").order_by("site_code", "number"):
        by_site.setdefault(row.site_code, []).append(row)
    day = timezone.localdate(conference.starts_at)
    sites = Site.objects.filter(on(day), code__in=by_site).select_related("unit__parent")
    for site in sites.order_by("number", "code"):
        entries = by_site[site.code]
        days = [timezone.localdate(row.happened_from) for row in entries]
        yield site, _volume(site, min(days), max(days), entries, compare_at)


def _volume(site: Site, since: date, until: date, rows: Iterable[LogEntry], compare_at: str) -> Document:
    with override("vi"):
        entries = [_entry(row) for row in rows]
    superior = site.unit.parent
    head = Letterhead(profile_of(site.unit), site.unit.name, superior.name if superior else "")
    return volume(
        head,
        site=site.name,
        since=since,
        until=until,
        entries=entries,
        anchor=anchor_of(site, compare_at),
        checkpoint=_latest_checkpoint(site),
    )


def _latest_checkpoint(site: Site) -> str:
    mark = LogCheckpoint.objects.filter(site_code=site.code, number__gt=0).order_by("at").last()
    if mark is None:
        return ""
    signed = f"mục {mark.number}, mã {mark.hash[:SHORT]}, ký lúc {_at(mark.at)}"
    return f"Mốc đã ký gần nhất của sổ: {signed}; khóa ký {fingerprint(mark.key)}."


def _entry(row: LogEntry) -> Entry:
    role = ROLES.get(row.author_role, row.author_role)
    signed = f"{row.author_name}, {role}, ký vào sổ {_at(row.written_at)}"
    if row.co_signer_name:
        signed = f"Bên giao: {row.co_signer_name}; bên nhận: {signed}"
    return Entry(
        number=row.number,
        kind=row.get_kind_display(),
        when=_when(row),
        facts=tuple(row.facts),
        statement=row.statement,
        signed=signed,
        hash=row.hash[:SHORT],
        marks=tuple(_marks(row)),
    )


def _marks(row: LogEntry) -> list[str]:
    late = ["ghi muộn"] if row.late else []
    corrects = [f"đính chính mục {row.corrects.number}"] if row.corrects else []
    return [*late, *corrects, *(f"có đính chính ở mục {one.number}" for one in row.corrections.all())]


def _when(row: LogEntry) -> str:
    since = timezone.localtime(row.happened_from)
    if row.happened_to is None:
        return _at(since)
    until = timezone.localtime(row.happened_to)
    same = since.date() == until.date()
    return f"{since:%H:%M} – {until:%H:%M} ngày {until:%d/%m/%Y}" if same else f"{_at(since)} – {_at(until)}"


def _at(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}"


def anchor_of(site: Site, compare_at: str) -> Anchor:
    """Short hash in words and, as a QR code, the address where it is compared."""
    head = head_of(site.code)
    number, short = (head.number, head.hash[:SHORT]) if head else (0, FIRST)
    words = f"Sổ {site.code}, đến mục {number}, mã {short or '(sổ trống)'}. Đối chiếu: quét mã QR."
    return Anchor(words, f"{compare_at}?{urlencode({'so': site.code, 'muc': number, 'ma': short})}")
