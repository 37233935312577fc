"""What of a dossier could be destroyed, and what was."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from diemcau.records.models import Conference, PaperVersion, Recording, Removal


@dataclass(frozen=True, slots=True)
class Removable:
    """`key`: the id of the paper's version, or of the recorded session."""

    what: Removal.What
    key: str
    name: str
    sha256: str


def removals_of(conference: Conference) -> list[Removal]:
    people = "proposed_by__person", "decided_by__person"
    return list(conference.removals.select_related(*people).exclude(state=Removal.State.WITHDRAWN))


def removable(conference: Conference, what: str, key: str) -> Removable | None:
    """None: this conference has no such thing."""
    return next((one for one in _things(conference) if (one.what, one.key) == (what, key)), None)


def removables(conference: Conference) -> list[Removable]:
    """Without what is destroyed, or proposed for it."""
    taken = {(one.what, one.key) for one in removals_of(conference)}
    return [one for one in _things(conference) if (one.what.value, one.key) not in taken]


def _things(conference: Conference) -> Iterator[Removable]:
    recordings = Recording.objects.filter(session__conference=conference).exclude(sha256="")
    for recording in recordings.select_related("session"):
        start = timezone.localtime(recording.started_at or recording.session.planned_start)
        name = f"{recording.session.get_kind_display()} {start:%H:%M %d/%m/%Y}"
        yield Removable(Removal.What.RECORDING, str(recording.session_id), name, recording.sha256)
    versions = PaperVersion.objects.filter(paper__conference=conference, removed_at=None)
    for version in versions.select_related("paper"):
        name = f"{version.paper.title}, v{version.number}"
        yield Removable(Removal.What.PAPER, str(version.pk), name, version.sha256)
