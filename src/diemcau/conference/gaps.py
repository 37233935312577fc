"""What of a session is not in its recording: pauses, as they were decided, and gaps, which are faults."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from diemcau.conference import events as e
from diemcau.conference.events import Recorded
from diemcau.conference.recording import Manifest, Missing, Part

START_TAKES = timedelta(seconds=3)
"""So long a recorder may need from the start (or the end of a pause) to its first picture: no gap."""
SHORTEST = timedelta(seconds=0.5)
"""Beside a pause and at the end, where a recorder was to stop: what it stops early is no gap."""
CHANGE = timedelta(seconds=0.1)
"""From one recorder to the next."""

PAUSE, GAP = "pause", "gap"


class Stretch(msgspec.Struct, frozen=True):
    """`last`: nothing is recorded after it."""

    since: datetime
    until: datetime
    last: bool = False


def missing(manifest: Manifest, events: Sequence[Recorded], until: datetime | None = None) -> list[Missing]:
    """In their order. `until`: what is missing at the end, up to then, counts too."""
    pauses = list(_pauses(events))
    found: list[Missing] = []
    for stretch in _stretches(manifest, events, until):
        found += _told(stretch, pauses, events)
    return found


def untold(gaps: Iterable[Missing], events: Sequence[Recorded]) -> list[Missing]:
    """The gaps that the stream does not know yet."""
    told = {one.event.since for one in events if isinstance(one.event, e.RecordingGap)}
    return [gap for gap in gaps if gap.kind == GAP and gap.since not in told]


def _stretches(manifest: Manifest, events: Sequence[Recorded], until: datetime | None) -> Iterator[Stretch]:
    """Between the parts; before the first and, up to `until`, after the last."""
    parts = [part for part in manifest.parts if part.segments]
    begun = next((one.at for one in events if isinstance(one.event, e.RecordingStarted)), None)
    if begun is None:
        return
    ends = [begun, *map(_end, parts)]
    starts = [part.segments[0].at for part in parts] + ([until] if until else [])
    for number, (end, start) in enumerate(zip(ends, starts, strict=False)):
        if start > end:
            yield Stretch(end, start, last=number == len(parts))


def _end(part: Part) -> datetime:
    last = part.segments[-1]
    return last.at + timedelta(seconds=last.seconds)


def _pauses(events: Sequence[Recorded]) -> Iterator[Missing]:
    """Of the session, and where an operator had stopped the recording."""
    since, reason = None, ""
    for one in events:
        match one.event:
            case e.SessionPaused(reason=why) | e.RecordingStopped(reason=why) if since is None:
                since, reason = one.at, why
            case e.SessionResumed() | e.RecordingStarted() if since is not None:
                yield Missing(PAUSE, since, one.at, reason)
                since = None
    if since is not None:
        yield Missing(PAUSE, since, datetime.max.replace(tzinfo=since.tzinfo), reason)


def _told(stretch: Stretch, pauses: Iterable[Missing], events: Sequence[Recorded]) -> Iterator[Missing]:
    """Pieces of a stretch, one after the other: what lies in a pause, and what does not."""
    at = stretch.since
    for pause in pauses:
        if pause.until <= at or pause.since >= stretch.until:
            continue
        yield from _gap(at, pause.since, SHORTEST, events)
        paused_until = min(pause.until, stretch.until)
        if stretch.until - paused_until <= START_TAKES:
            paused_until = stretch.until
        yield Missing(PAUSE, max(pause.since, at), paused_until, pause.reason)
        at = paused_until
    changes = at == stretch.since and not stretch.last
    allowed = START_TAKES if _is_start(at, events) else CHANGE if changes else SHORTEST
    yield from _gap(at, stretch.until, allowed, events)


def _is_start(moment: datetime, events: Iterable[Recorded]) -> bool:
    return any(isinstance(one.event, e.RecordingStarted) and one.at == moment for one in events)


def _gap(
    since: datetime, until: datetime, allowed: timedelta, events: Sequence[Recorded]
) -> Iterator[Missing]:
    if until - since > allowed:
        yield Missing(GAP, since, until, _reason(since, until, events))


def _reason(since: datetime, until: datetime, events: Sequence[Recorded]) -> str:
    """The first fault that was told in this time."""
    for one in events:
        if isinstance(one.event, e.RecordingFailed) and since <= one.at <= until:
            return one.event.reason
    return ""
