"""A conference of twelve seconds that was recorded, with items, a speaker, a lost line, and real files."""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from diemcau.conference.actors import MACHINE
from diemcau.conference.commands import (
    Admit,
    AnyCommand,
    End,
    GiveFloorToSite,
    GoLive,
    Knock,
    OpenSession,
    SeeLine,
    SeeMedia,
    SeeRecording,
    SeeRecordingFinished,
    StartItem,
)
from diemcau.conference.recording import MANIFEST, Manifest
from diemcau.conference.script import Speaker
from diemcau.records.models import Recording, ScriptVersion, Session, Site, Unit
from tests.recordings import keep_recording
from tests.records import builders
from tests.records.builders import CENTRE, CHAIR, NOW, SINCE, done, technician
from tests.records.dossiers import INVITED, OWNER, STRANGER, UNITS, unit

LENGTH = 12
ITEMS = [
    {"id": "m1", "title": "Khai mạc", "minutes": 5},
    {"id": "m2", "title": "Báo cáo của thị xã Bỉm Sơn", "minutes": 10},
]
LEADER = Speaker("Hoàng Đình Toàn", "Chánh Văn phòng", "UBND thị xã Bỉm Sơn")


def after(seconds: float, began: datetime = NOW) -> datetime:
    return began + timedelta(seconds=seconds)


def recorded_conference(began: datetime = NOW) -> Session:
    """Held, recorded, finished. The owner hosts it, Hà Trung is invited, Nga Sơn and the Party are not."""
    session = running_conference(began)
    _course(session, began)
    done(session.pk, End(), CHAIR, after(LENGTH, began))
    manifest = kept(session, began)
    file = manifest.file
    assert file is not None
    hashed = _hash_of(session)
    finished = SeeRecordingFinished(
        file.seconds, file.size, file.sha256, hashed, len(manifest.parts[0].segments)
    )
    done(session.pk, finished, MACHINE, after(LENGTH + 1, began))
    Recording.objects.filter(session=session).update(
        state=Recording.State.FINISHED,
        seconds=file.seconds,
        size=file.size,
        sha256=file.sha256,
        manifest_sha256=hashed,
        segments=len(manifest.parts[0].segments),
        ended_at=after(LENGTH, began),
    )
    session.refresh_from_db()
    return session


def running_conference(began: datetime = NOW, *, segments: int | None = None) -> Session:
    """`segments`: so many of them are written yet (none: no folder)."""
    conference = builders.make_conference()
    for code, (name, side) in UNITS.items():
        Unit.objects.create(code=code, name=name, side=side, valid_from=SINCE)
    conference.host_unit = unit(OWNER)
    conference.save(update_fields=["host_unit"])
    Site.objects.filter(code="ha-trung").update(unit=unit(INVITED))
    Site.objects.filter(code="nga-son").update(unit=unit(STRANGER))
    conference.invited.filter(site__code="nga-son").delete()
    ScriptVersion.objects.create(conference=conference, number=1, items=ITEMS, made_at=conference.made_at)
    key = builders.plan(conference)
    _go_live(key, began)
    done(key, SeeRecording(running=True, profile="standard", recorder="thu-ky-1"), MACHINE, began)
    session = Session.objects.get(pk=key)
    Recording.objects.create(session=session, folder=str(key), profile="standard", started_at=began)
    if segments is not None:
        keep_recording(folder_of(session), str(key), began=began, segments=segments, finished=False)
    return session


def folder_of(session: Session) -> Path:
    return Path(settings.RECORDINGS_FOLDER) / str(session.pk)


def kept(session: Session, began: datetime = NOW) -> Manifest:
    return keep_recording(folder_of(session), str(session.pk), seconds=LENGTH, began=began)


def _hash_of(session: Session) -> str:
    return sha256((folder_of(session) / MANIFEST).read_bytes()).hexdigest()


def _go_live(key: object, began: datetime) -> None:
    before: list[tuple[AnyCommand, object]] = [(OpenSession(), CENTRE)]
    for site in ("tinh-uy", "bim-son", "ha-trung"):
        before += [(Knock(site=site, device=f"d-{site}"), technician(site)), (Admit(site=site), CENTRE)]
        before += [(SeeLine(site=site, up=True), MACHINE), (SeeMedia(site=site, up=True), MACHINE)]
    for command, by in [*before, (GoLive(), CHAIR)]:
        done(key, command, by, began)  # type: ignore[arg-type]


def _course(session: Session, began: datetime) -> None:
    for seconds, command, by in (
        (0, StartItem(item="m1"), CENTRE),
        (4, StartItem(item="m2"), CENTRE),
        (5, GiveFloorToSite(site="bim-son", speaker=LEADER), CENTRE),
        (8, SeeLine(site="ha-trung", up=False), MACHINE),
        (8, SeeMedia(site="ha-trung", up=False), MACHINE),
        (10, SeeLine(site="ha-trung", up=True), MACHINE),
        (10, SeeMedia(site="ha-trung", up=True), MACHINE),
    ):
        done(session.pk, command, by, after(seconds, began))
