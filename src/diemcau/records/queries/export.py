"""What goes into a dossier's export: sessions with their events and recordings, papers, issued documents."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone, translation

from diemcau.conference import chain
from diemcau.conference.events import Recorded
from diemcau.conference.evolve import evolve
from diemcau.conference.narrate import Line, narrate
from diemcau.conference.recording import CHAPTERS, FILE, MANIFEST, Manifest
from diemcau.conference.session import Session as State
from diemcau.conference.timeline import Kind, Timeline, timeline
from diemcau.conference.watching import Mark, marks_of, runs_of
from diemcau.documents.annex_vi import FileCode, HandedDocument, HandedFile, handed_over
from diemcau.documents.content import Kind as DocumentKind
from diemcau.documents.pdf import pdf
from diemcau.documents.symbols import TITLES
from diemcau.records import verify_export as form
from diemcau.records.export import Chain, Names, Part
from diemcau.records.models import (
    Conference,
    DossierRecord,
    IssuedDocument,
    PaperVersion,
    Recording,
    Session,
)
from diemcau.records.papers.logbook import conference_volumes
from diemcau.records.queries.account import name_of
from diemcau.records.queries.archive import Dossier
from diemcau.records.queries.document import file_of, issued_of
from diemcau.records.queries.paper import path_of
from diemcau.records.queries.seats import latest_script
from diemcau.records.recording_folder import contents_of, folder_of
from diemcau.records.stream import Row, entry, recorded
from diemcau.regulation import retention

METADATA = "ho-so.xml"
DOCUMENTS, PAPERS, BOOKS = "van-ban", "tai-lieu", "so-ghi-bien-ban"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session as the export's page shows it. `film`: name of the recording in the ZIP, "" without one."""

    session: Session
    chain: Chain
    line: Timeline
    lines: Sequence[Line]
    marks: Sequence[Mark]
    film: str
    parts: Sequence[Part]

    @property
    def chapters(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind in (Kind.ITEM, Kind.SPEAKER)]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A document in the export, in every form that it has, and as it is handed in."""

    about: str
    parts: Sequence[Part]
    handed: HandedDocument

    @property
    def title(self) -> str:
        return self.handed.subject


@dataclass(frozen=True, slots=True)
class Export:
    conference: Conference
    sittings: Sequence[Sitting]
    enclosed: Sequence[Enclosed]
    parts: Sequence[Part]

    @property
    def chains(self) -> list[Chain]:
        return [sitting.chain for sitting in self.sittings]

    @property
    def script(self) -> object:
        return latest_script(self.conference)


def export_of(dossier: Dossier, *, compare_at: str = "") -> Export:
    """All but the page and the manifest. `compare_at`: where a log book's printed page is compared."""
    conference = dossier.conference
    held = conference.sessions.filter(seq__gt=0).exclude(phase="planned").order_by("planned_start", "pk")
    sittings = [_sitting(number, one) for number, one in enumerate(held.select_related("recording"), 1)]
    names = Names()
    enclosed = [
        *_papers(conference, names),
        *_issued(conference, names),
        *_books(conference, names, compare_at),
    ]
    handed = _file(dossier, sittings, [one.handed for one in enclosed])
    parts = [part for sitting in sittings for part in sitting.parts]
    parts += [part for one in enclosed for part in one.parts]
    return Export(conference, sittings, enclosed, [*parts, Part(METADATA, handed_over(handed))])


# --- a session
def _sitting(number: int, session: Session) -> Sitting:
    folder = f"phien-{number}"
    rows = list(_rows(session))
    events = Part(f"{folder}/{form.EVENTS}", b"".join(_line(session, row) for row in rows))
    happened = [recorded(row) for row in rows]
    recording, film = list(_recording(folder, session)), f"{folder}/{form.RECORDING}"
    return Sitting(
        session,
        Chain(folder, str(session.pk), len(rows), rows[-1].hash if rows else chain.FIRST),
        line := timeline(happened),
        list(_told(happened)),
        marks_of(line, runs_of(_manifest(session))),
        film if any(part.name == film for part in recording) else "",
        [events, *recording],
    )


def _rows(session: Session) -> Iterator[Row]:
    for values in session.events.order_by("seq").values_list(*Row._fields).iterator(chunk_size=1000):
        yield Row(*values)


def _line(session: Session, row: Row) -> bytes:
    """Exactly what the chain's hash covers, and the two hashes."""
    whole = entry(session.pk, row) | {"previous_hash": row.previous_hash, "hash": row.hash}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _told(happened: Sequence[Recorded]) -> Iterator[Line]:
    state = State()
    for one in happened:
        if line := narrate(state, one):
            yield line
        state = evolve(state, one)


def _finished(session: Session) -> Recording | None:
    recording: Recording | None = getattr(session, "recording", None)
    return recording if recording and recording.state == Recording.State.FINISHED else None


def _manifest(session: Session) -> Manifest:
    recording = _finished(session)
    contents = contents_of(recording) if recording else None
    return contents.manifest if contents else Manifest(str(session.pk))


def _recording(folder: str, session: Session) -> Iterator[Part]:
    recording = _finished(session)
    if recording is None:
        return
    names = {FILE: form.RECORDING, MANIFEST: form.PARTICULARS, CHAPTERS: CHAPTERS}
    for own, name in names.items():
        if (path := folder_of(recording) / own).is_file():
            yield Part(f"{folder}/{name}", path)


# --- documents
def _papers(conference: Conference, names: Names) -> Iterator[Enclosed]:
    """Every version that is kept, oldest first."""
    rows = PaperVersion.objects.filter(paper__conference=conference, removed_at=None)
    for row in rows.select_related("paper").order_by("paper__kind", "paper__title", "number"):
        if (path := path_of(row)).is_file():
            name = names.of(f"{row.paper.title} v{row.number}", row.form)
            parts = [Part(f"{PAPERS}/{name}", path)]
            yield Enclosed(f"v{row.number}, {_day(row.uploaded_at):%d/%m/%Y}", parts, _paper(conference, row))


def _paper(conference: Conference, row: PaperVersion) -> HandedDocument:
    with translation.override("vi"):
        return HandedDocument(
            kind=row.paper.get_kind_display(),
            subject=row.paper.title,
            issued=_day(row.uploaded_at),
            organ=conference.convener.name,
            description=f"Phiên bản {row.number}",
        )


def _issued(conference: Conference, names: Names) -> Iterator[Enclosed]:
    for row in issued_of(conference):
        about = f"{row.designation}, {row.dated:%d/%m/%Y}, {row.body.name}"
        yield Enclosed(about, list(_forms(row, names)), _document(row))


def _forms(row: IssuedDocument, names: Names) -> Iterator[Part]:
    for ending in ("pdf", "docx"):
        if (path := file_of(row, ending)).is_file():
            yield Part(f"{DOCUMENTS}/{names.of(f'{row.designation} {row.dated:%Y%m%d}', ending)}", path)


def _books(conference: Conference, names: Names, compare_at: str) -> Iterator[Enclosed]:
    """What the sites' log books have of this conference's sessions, as printed pages (Art. 4.1)."""
    for site, volume in conference_volumes(conference, compare_at=compare_at):
        parts = [Part(f"{BOOKS}/{names.of(site.name, 'pdf')}", pdf(volume))]
        handed = HandedDocument(
            kind="Sổ ghi biên bản",
            subject=volume.subject,
            issued=volume.dated or _day(conference.ends_at),
            organ=site.unit.name,
        )
        yield Enclosed(site.name, parts, handed)


def _file(dossier: Dossier, sittings: Sequence[Sitting], documents: Sequence[HandedDocument]) -> HandedFile:
    conference, record = dossier.conference, dossier.record
    started = [_day(sitting.line.since) for sitting in sittings if sitting.line.since]
    ended = [_day(sitting.line.until) for sitting in sittings if sitting.line.until]
    start = min(started, default=_day(conference.starts_at))
    kept = record.retention if record else retention.DEFAULT.value
    classes = dict(DossierRecord.Retention.choices)
    with translation.override("vi"):
        return HandedFile(
            code=FileCode(dossier.owner.code, start.year, f"{conference.pk}/HN"),
            title=conference.title,
            maintenance=str(classes[kept]),
            rights=conference.get_secrecy_display(),
            creator=name_of(conference.made_by) if conference.made_by else dossier.owner.name,
            start=start,
            end=max(ended, default=_day(conference.ends_at)),
            documents=(*_films(dossier, sittings), *documents),
        )


def _films(dossier: Dossier, sittings: Sequence[Sitting]) -> Iterator[HandedDocument]:
    for sitting in sittings:
        if sitting.film:
            yield HandedDocument(
                kind="Bản ghi hình",
                subject=f"Bản ghi hình {dossier.conference.title}",
                issued=_day(sitting.session.planned_start),
                organ=dossier.owner.name,
                description=sitting.film,
            )


def _document(row: IssuedDocument) -> HandedDocument:
    number, _, notation = row.designation.partition("/")
    return HandedDocument(
        kind=TITLES[DocumentKind(row.kind)].capitalize() or "Công văn",
        subject=row.subject,
        issued=row.dated,
        organ=row.body.name,
        number=number.removeprefix("Số:").strip(),
        notation=notation,
        signer=row.signatory,
    )


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
