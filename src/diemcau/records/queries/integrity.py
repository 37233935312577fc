"""Is everything that is kept as it was: recordings, papers, issued documents against the hashes that stand in
their rows and in the events. Names the first thing wrong of each."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from diemcau.conference.events import RecordingFinished
from diemcau.conference.recording import MANIFEST
from diemcau.records.models import IssuedDocument, PaperVersion, Recording
from diemcau.records.queries.document import file_of, hash_of
from diemcau.records.queries.paper import path_of
from diemcau.records.queries.session import events_after
from diemcau.records.recording_folder import contents_of, folder_of
from diemcau.records.verify_export import BLOCK


class Looked(NamedTuple):
    """`wrong`: in words, or None."""

    what: str
    wrong: str | None


def everything_kept() -> Iterator[Looked]:
    for recording in Recording.objects.filter(state=Recording.State.FINISHED).order_by("started_at"):
        yield Looked(f"recording {recording.session_id}", _recording(recording))
    for version in PaperVersion.objects.filter(removed_at=None).order_by("uploaded_at"):
        yield Looked(f"paper {version.pk}", _differs(path_of(version), version.sha256))
    for document in IssuedDocument.objects.order_by("issued_at"):
        wrong = (_differs(file_of(document, form), hash_of(document, form)) for form in ("pdf", "docx"))
        yield Looked(f"document {document.pk}", next(filter(None, wrong), None))


def _recording(recording: Recording) -> str | None:
    """The event is the truth; row, manifest and files must say the same. One that two persons removed is not
    there any more, and that stands in the record."""
    if _was_removed(recording):
        return None
    return _row(recording) or _files(recording)


def _was_removed(recording: Recording) -> bool:
    removals = recording.session.conference.removals.filter(what="recording", state="confirmed")
    return bool(removals.filter(key=str(recording.session_id)).exists())


def _row(recording: Recording) -> str | None:
    events = events_after(recording.session_id, 0)
    said = [one.event for one in events if isinstance(one.event, RecordingFinished)]
    if not said:
        return "no event says that it was finished"
    last = said[-1]
    if (recording.sha256, recording.manifest_sha256) != (last.sha256, last.manifest_sha256):
        return "its row differs from its event"
    return None


def _files(recording: Recording) -> str | None:
    folder = folder_of(recording)
    if wrong := _differs(folder / MANIFEST, recording.manifest_sha256):
        return wrong
    contents = contents_of(recording)
    if contents is None or contents.manifest.file is None:
        return f"{MANIFEST}: unreadable, or names no file"
    if contents.manifest.file.sha256 != recording.sha256:
        return f"{MANIFEST}: names another file"
    wrongs = (_differs(one.path, one.sha256) for one in contents.files.values())
    return next(filter(None, wrongs), None)


def _differs(path: Path, expected: str) -> str | None:
    digest = sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(BLOCK):
                digest.update(piece)
    except OSError:
        return f"{path.name}: missing"
    return None if digest.hexdigest() == expected else f"{path.name}: was changed"
