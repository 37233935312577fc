"""Recordings: what is to be recorded, where it lies, what is still to be finished."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from diemcau.conference.session import Phase
from diemcau.records.models import Conference, Lease, Recording
from diemcau.records.processes import is_dead
from diemcau.records.store import reading


def folder_of(session: UUID | str) -> Path:
    return Path(settings.RECORDINGS_FOLDER) / str(session)


def clerk_lease(session: UUID) -> str:
    return f"clerk:{session}"


def recorder_lease(session: UUID) -> str:
    return f"recorder:{session}"


def not_recorded_reason(session: UUID) -> str:
    """Why the conference is not to be recorded; empty: it is."""
    reasons = Conference.objects.filter(sessions=session).values_list("not_recorded_reason", flat=True)
    return reading(lambda: (reasons.first() or "").strip())


def unfinished_recordings() -> list[UUID]:
    """Of sessions that have ended: not a file yet."""
    rows = Recording.objects.filter(state=Recording.State.RECORDING, session__phase=Phase.ENDED.value)
    return reading(lambda: list(rows.values_list("session_id", flat=True)))


def other_clerk(session: UUID, clerk: str, now: datetime) -> bool:
    """Another clerk has this session now."""
    others = Lease.objects.filter(name=clerk_lease(session), until__gt=now).exclude(holder=clerk)
    return reading(lambda: others.exists())


def free_to_finish(sessions: Collection[UUID], now: datetime) -> set[UUID]:
    """Those of which no recorder works."""
    names = {recorder_lease(session): session for session in sessions}
    held = Lease.objects.filter(name__in=names, until__gt=now).values_list("name", "holder")
    busy = {names[name] for name, holder in reading(lambda: list(held)) if not is_dead(holder)}
    return set(sessions) - busy
