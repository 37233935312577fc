"""The row of a recording: it follows the events, which come first."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from diemcau.conference.events import AnyEvent, RecordingDiscarded, RecordingFinished, RecordingGap
from diemcau.conference.session import Session as State
from diemcau.records.actions.log import write_line
from diemcau.records.models import Recording
from diemcau.records.queries.session import current, events_after
from diemcau.records.store import translated


def begin_recording(*, session: UUID, profile: str, now: datetime) -> None:
    """Once for each session; a second recorder finds it there."""
    begun = {"profile": profile, "folder": str(session), "started_at": now}
    with translated(), transaction.atomic():
        row, new = Recording.objects.get_or_create(session_id=session, defaults=begun)
        if new:
            write_line("recording.started", row, actor=None, now=now)


def decline_recording(*, session: UUID, reason: str, now: datetime) -> None:
    declined = {"state": Recording.State.DECLINED, "reason": reason[:500]}
    with translated(), transaction.atomic():
        row, new = Recording.objects.get_or_create(session_id=session, defaults=declined)
        if new:
            write_line("recording.declined", row, actor=None, now=now, words=reason)


def settle_recording(*, session: UUID, now: datetime) -> None:
    """After the end: the row says what the events say. Once."""
    events = events_after(session, 0)
    values = _settled([one.event for one in events], current(session))
    with translated(), transaction.atomic():
        rows = Recording.objects.filter(session_id=session, state=Recording.State.RECORDING)
        if values and rows.update(**values):
            row = Recording.objects.get(session_id=session)
            write_line(f"recording.{row.state}", row, actor=None, now=now, words=row.sha256 or row.reason)


def _settled(events: Sequence[AnyEvent], state: State) -> dict[str, object]:
    ended: dict[str, object] = {"ended_at": state.ended_at}
    for event in events:
        if isinstance(event, RecordingDiscarded):
            return {**ended, "state": Recording.State.DISCARDED, "reason": event.reason[:500]}
        if isinstance(event, RecordingFinished):
            gaps = sum(isinstance(other, RecordingGap) for other in events)
            there = Recording.State.FINISHED if event.size else Recording.State.EMPTY
            return {**ended, "state": there, "gaps": gaps, **_measures(event)}
    return {}


def _measures(event: RecordingFinished) -> dict[str, object]:
    return {
        name: getattr(event, name) for name in ("seconds", "size", "sha256", "manifest_sha256", "segments")
    }
