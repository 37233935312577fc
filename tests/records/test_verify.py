"""`diemcau verify`: every chain, every kept file, an export; the first thing wrong by name."""

from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from diemcau.conference.commands import SendNote
from diemcau.records.export import Sealed, zipped
from diemcau.records.models import Conference, Recording, Removal
from tests.records import builders
from tests.records.builders import done, opened, plan
from tests.records.dossiers import archivist, officer
from tests.records.recorded import folder_of, recorded_conference
from tests.records.test_append_only import unguarded

pytestmark = pytest.mark.django_db(transaction=True)


def test_whole_chains() -> None:
    opened()
    plan(Conference.objects.get())
    out = StringIO()
    call_command("verify", stdout=out)
    assert out.getvalue() == (
        "2 sessions, 0 log books: every link holds\n0 recordings and documents: as they were kept\n"
    )


def test_the_first_broken_link_of_each_session_is_named() -> None:
    session = opened()
    plan(Conference.objects.get())
    for text in ("Một", "Hai", "Ba"):
        done(session, SendNote(text=text))
    unguarded("UPDATE records_sessionevent SET kind = 'x' WHERE seq IN (3, 5)")
    err = StringIO()
    with pytest.raises(CommandError, match="1 of 2 sessions"):
        call_command("verify", stderr=err)
    assert err.getvalue() == f"{session}: event 3 (x) was changed\n"


@pytest.fixture
def recordings(settings: Any, tmp_path: Path) -> Path:
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    return tmp_path / "recordings"


def told() -> str:
    """What is wrong, as the command says it; empty: nothing."""
    err = StringIO()
    with suppress(CommandError):
        call_command("verify", stdout=StringIO(), stderr=err)
    return err.getvalue()


def test_a_recording_is_held_against_manifest_row_and_event(recordings: Path) -> None:
    session = recorded_conference()
    assert told() == ""
    for name in ("1-00003.m4s", "init-1.mp4", "recording.mp4", "manifest.json"):
        path = folder_of(session) / name
        raw = path.read_bytes()
        path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
        assert told() == f"recording {session.pk}: {name}: was changed\n"
        path.unlink()
        assert told() == f"recording {session.pk}: {name}: missing\n"
        path.write_bytes(raw)
    Recording.objects.update(sha256="0" * 64)
    assert told() == f"recording {session.pk}: its row differs from its event\n"


def test_what_two_persons_removed_is_not_missing(recordings: Path) -> None:
    session = recorded_conference()
    for path in folder_of(session).iterdir():
        path.unlink()
    assert "missing" in told()
    Removal.objects.create(
        conference=session.conference,
        what="recording",
        key=str(session.pk),
        name="Bản ghi hình",
        reason="Hết thời hạn bảo quản",
        state="confirmed",
        proposed_by=officer(),
        proposed_at=builders.NOW,
        decided_by=archivist(),
        decided_at=builders.NOW,
    )
    assert told() == ""


def test_an_export_is_checked_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.zip"
    path.write_bytes(b"".join(zipped(Sealed([], [], {}))))
    call_command("verify", str(path))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CommandError, match=r"ho-so\.zip: not as it was exported"):
        call_command("verify", str(path))
