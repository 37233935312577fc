"""What one account may play: a recording that its archive shows, or the program of a session that runs.

Fetched and authorised in one step: page, playlist, every segment and every range ask this. Absent and
forbidden give the same answer (None).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import msgspec

from diemcau.conference.session import Session as State
from diemcau.conference.timeline import Kind, Timeline, timeline
from diemcau.conference.watching import Lost, Mark, Run, marks_of, milliseconds, missing_of, runs_of
from diemcau.records.models import Account, Assignment, Conference, Recording, Session
from diemcau.records.queries.archive import Dossier, seen_by, viewer_of, with_rights
from diemcau.records.queries.session import RUNNING, current, events_after
from diemcau.records.recording_folder import Contents, contents_of
from diemcau.regulation.archive import Viewer, watches
from diemcau.regulation.powers import Power

REFRESHED = 3
"""Seconds for which the course of a running session counts as new."""
KEPT = (Recording.State.RECORDING, Recording.State.FINISHED)
WHILE_IT_RUNS = frozenset({Kind.SPEAKER, Kind.ITEM, Kind.PAUSE})
"""What whoever watches from outside is told of the session beside its picture."""


@dataclass(frozen=True, slots=True)
class Playable:
    """`live`: seen only because the session runs; with its end this is over."""

    conference: Conference
    session: Session
    recording: Recording | None
    live: bool
    download: bool

    @property
    def contents(self) -> Contents | None:
        """None where there is nothing to play: not recorded, discarded, removed, or not begun."""
        recording = self.recording
        return contents_of(recording) if recording and recording.state in KEPT else None


def access_playable(
    account: Account, held: Sequence[Assignment], key: int, session: UUID, now: datetime
) -> Playable | None:
    found = with_rights(Conference.objects.filter(pk=key, sessions=session)).first()
    if found is None:
        return None
    sitting = Session.objects.select_related("recording").get(pk=session)
    viewer = viewer_of(account, held)
    dossier = seen_by(viewer, found, now)
    shown = _shows(dossier, viewer, sitting)
    runs = sitting.kind == "official" and sitting.phase in RUNNING
    if not shown and not (runs and watches(viewer, dossier.facts, now)):
        return None
    return _playable(dossier, sitting, live=not shown)


def watched_now(account: Account, held: Sequence[Assignment], now: datetime) -> list[Session]:
    """Sessions that run and that he may watch from outside."""
    viewer = viewer_of(account, held)
    if not viewer.may(Power.WATCH_LIVE):
        return []
    running = Session.objects.filter(phase__in=RUNNING, kind="official").order_by("planned_start", "pk")
    conferences = with_rights(Conference.objects.filter(sessions__in=running).distinct())
    seen = {one.pk: one for one in conferences if watches(viewer, seen_by(viewer, one, now).facts, now)}
    return list(running.filter(conference__in=seen).select_related("conference"))


def _shows(dossier: Dossier, viewer: Viewer, session: Session) -> bool:
    """What was only tried is for whoever tries it and for the dossier's owner."""
    if session.kind == "test" and not (dossier.owned or viewer.may(Power.OPEN_SESSION)):
        return False
    return dossier.shows_recording


def _playable(dossier: Dossier, session: Session, *, live: bool) -> Playable:
    recording: Recording | None = getattr(session, "recording", None)
    return Playable(dossier.conference, session, recording, live, dossier.shows_content and not live)


# --- what the page shows of it
class Facts(msgspec.Struct, frozen=True):
    """For `frontend/src/player/facts.ts`; the addresses are the page's to add."""

    state: str
    now: int
    reason: str
    seconds: float
    runs: tuple[Run, ...]
    missing: tuple[Lost, ...]
    spans: tuple[Mark, ...]
    phase: str
    playlist: str | None = None
    file: str | None = None
    download: bool = False
    outside: bool = False


def facts_of(playable: Playable, now: datetime) -> Facts:
    contents = playable.contents
    state = current(playable.session.pk)
    runs = runs_of(contents.manifest) if contents else ()
    name, reason = _state(playable, state, contents)
    fresh = int(now.timestamp()) // REFRESHED if state.running else state.seq
    line = _line(playable.session.pk, fresh)
    kinds = WHILE_IT_RUNS if playable.live else frozenset(Kind)
    return Facts(
        state=name,
        now=milliseconds(now),
        reason=reason,
        seconds=runs[-1].end if runs else 0.0,
        runs=runs,
        missing=missing_of(contents.manifest) if contents else (),
        spans=marks_of(line, runs, kinds),
        phase=state.phase.value,
        download=playable.download,
        outside=playable.live,
    )


@lru_cache(maxsize=32)
def _line(session: UUID, fresh: int) -> Timeline:
    """One reckoning for all who watch: every one of them asks again every few seconds."""
    return timeline(events_after(session, 0))


def _state(playable: Playable, state: State, contents: Contents | None) -> tuple[str, str]:
    recording = playable.recording
    if recording is None or recording.state == Recording.State.DECLINED:
        return _without(playable, state)
    if recording.state == Recording.State.DISCARDED:
        return "discarded", recording.reason
    if recording.state == Recording.State.EMPTY:
        return "absent", ""
    if recording.state == Recording.State.FINISHED:
        return ("finished" if contents else "removed"), ""
    if contents is None or not contents.manifest.parts:
        return ("waiting" if state.running else "absent"), ""
    return ("running" if state.running else "closing"), ""


def _without(playable: Playable, state: State) -> tuple[str, str]:
    reason = state.tape.declined or (playable.recording.reason if playable.recording else "")
    if reason:
        return "declined", reason
    return ("waiting" if state.running else "absent"), ""
