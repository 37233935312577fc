"""Events of the official sittings -> what the minutes can state of them: what people said is not in them.

Messages and instructions stay out: they are the technicians' business, not the conference's.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from diemcau.conference import events as e
from diemcau.conference import timeline
from diemcau.conference.events import Recorded
from diemcau.conference.evolve import evolve
from diemcau.conference.session import Phase, Request, RequestState, Seat, Session, SessionKind, SiteRole
from diemcau.conference.timeline import Kind, Span

LONG_LOSS = timedelta(seconds=60)
"""A shorter one is told only if its site was speaking (our own rule, 2026)."""

BEGUN = (Phase.LIVE, Phase.PAUSED)


class Floor(StrEnum):
    """What became of the floor of a speaker whose line was lost."""

    KEPT = "kept"  # the speaker went on when the line was back
    YIELDED = "yielded"  # the line stayed away
    ENDED = "ended"  # the speech was over meanwhile
    TAKEN_BACK = "taken_back"


class Present(msgspec.Struct, frozen=True, omit_defaults=True):
    """`head_count` 0: not told at the roll call. `joined`: only if after the opening; `left`: only if before
    the end."""

    site: str
    name: str
    role: SiteRole
    head_count: int = 0
    local_chair: str = ""
    joined: datetime | None = None
    left: datetime | None = None
    reason: str = ""


class Absent(msgspec.Struct, frozen=True, omit_defaults=True):
    site: str
    name: str
    reason: str = ""


class Speech(msgspec.Struct, frozen=True, omit_defaults=True):
    """`site`: its name. `until` None: goes on."""

    name: str
    site: str
    since: datetime
    until: datetime | None = None
    title: str = ""
    unit: str = ""
    topic: str = ""


class Passage(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item of the script as it ran, with who spoke. `title` "": before the first item."""

    since: datetime
    until: datetime | None = None
    title: str = ""
    speeches: tuple[Speech, ...] = ()


class Pause(msgspec.Struct, frozen=True, omit_defaults=True):
    since: datetime
    until: datetime | None = None
    reason: str = ""


class Loss(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of picture and sound. `speaker`: who had the floor there, and what became of it."""

    site: str
    since: datetime
    until: datetime | None = None
    speaker: str = ""
    floor: Floor | None = None


class Sitting(msgspec.Struct, frozen=True, omit_defaults=True):
    """One official session: a part of the minutes. `until` None: it has not ended."""

    session: str
    title: str
    chair_site: str
    since: datetime
    until: datetime | None = None
    present: tuple[Present, ...] = ()
    absent: tuple[Absent, ...] = ()
    course: tuple[Passage, ...] = ()
    pauses: tuple[Pause, ...] = ()
    losses: tuple[Loss, ...] = ()


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sittings in the order in which they were opened; several make one minutes with parts."""

    sittings: tuple[Sitting, ...] = ()

    @property
    def since(self) -> datetime | None:
        return self.sittings[0].since if self.sittings else None

    @property
    def until(self) -> datetime | None:
        return self.sittings[-1].until if self.sittings else None

    @property
    def over(self) -> bool:
        return bool(self.sittings) and all(sitting.until for sitting in self.sittings)


def draft(streams: Iterable[Sequence[Recorded]]) -> Draft:
    """Of every session of a conference; tests and what was never opened by the chair are left out."""
    found = [sitting for events in streams for sitting in _sitting(events)]
    return Draft(tuple(sorted(found, key=lambda sitting: sitting.since)))


def _sitting(events: Sequence[Recorded]) -> Iterator[Sitting]:
    walk = _Walk(events)
    state = walk.state
    if state.kind is not SessionKind.OFFICIAL or state.live_at is None:
        return
    chair = state.chair_seat()
    spans = [_from(state.live_at, span) for span in timeline.timeline(events).spans if _reaches(span, state)]
    speeches = walk.speeches()
    yield Sitting(
        session=state.id,
        title=state.title,
        chair_site=chair.name if chair else "",
        since=state.live_at,
        until=state.ended_at,
        present=tuple(walk.present()),
        absent=tuple(walk.absent()),
        course=tuple(_course(spans, speeches, state)),
        pauses=tuple(Pause(span.since, span.until, span.detail) for span in spans if span.kind is Kind.PAUSE),
        losses=tuple(_losses(spans, speeches, walk.yielded)),
    )


def _reaches(span: Span, state: Session) -> bool:
    return state.live_at is not None and (span.until is None or span.until > state.live_at)


def _from(opening: datetime, span: Span) -> Span:
    return span if span.since >= opening else msgspec.structs.replace(span, since=opening)


class _Walk:
    """Once through the stream up to the end: the last state, and who was there from when to when."""

    def __init__(self, events: Iterable[Recorded]) -> None:
        self.state = Session()
        self.yielded: set[str] = set()
        self._joined: dict[str, datetime] = {}
        self._left: dict[str, datetime] = {}
        for recorded in events:
            if self.state.phase is Phase.ENDED:
                break
            self._step(recorded)

    def _step(self, recorded: Recorded) -> None:
        before, self.state = self.state, evolve(self.state, recorded)
        if isinstance(recorded.event, e.FloorReleased) and recorded.event.lost:
            self.yielded.add(recorded.event.request)
        if self.state.phase not in BEGUN:
            return
        opening = before.phase not in BEGUN
        for site, seat in self.state.seats.items():
            if opening or before.seats.get(site) is not seat:
                self._sees(seat, recorded.at)

    def _sees(self, seat: Seat, at: datetime) -> None:
        if seat.admitted:
            self._joined.setdefault(seat.site, at)
            self._left.pop(seat.site, None)
        elif seat.site in self._joined:
            self._left.setdefault(seat.site, at)

    def present(self) -> Iterator[Present]:
        for seat in self._seats():
            joined = self._joined.get(seat.site)
            if joined is None:
                continue
            left, answer = self._left.get(seat.site), seat.readiness
            yield Present(
                site=seat.site,
                name=seat.name,
                role=seat.role,
                head_count=answer.head_count if answer else 0,
                local_chair=answer.local_chair if answer else "",
                joined=joined if joined != self.state.live_at else None,
                left=left,
                reason=seat.reason if left else "",
            )

    def absent(self) -> Iterator[Absent]:
        """The central site manages the connections and need not be in the picture."""
        for seat in self._seats():
            if seat.site not in self._joined and seat.role is not SiteRole.CENTRAL:
                yield Absent(seat.site, seat.name, seat.reason)

    def _seats(self) -> list[Seat]:
        return sorted(self.state.seats.values(), key=lambda seat: seat.number)

    def speeches(self) -> list[tuple[Request, Speech]]:
        """Of those who had the floor after the opening, in the order in which they got it."""
        had = [(_speech(one, self.state), one) for one in self.state.floor.requests.values()]
        spoke = [(request, speech) for speech, request in had if speech is not None]
        return sorted(spoke, key=lambda pair: pair[1].since)


def _speech(request: Request, state: Session) -> Speech | None:
    opening = state.live_at
    if request.granted_at is None or opening is None or (request.ended_at and request.ended_at <= opening):
        return None
    return Speech(
        name=request.speaker.name,
        site=state.seats[request.site].name,
        since=max(request.granted_at, opening),
        until=request.ended_at,
        title=request.speaker.title,
        unit=request.speaker.unit,
        topic=request.topic,
    )


def _course(
    spans: Iterable[Span], speeches: Iterable[tuple[Request, Speech]], state: Session
) -> Iterator[Passage]:
    """Who began to speak during an item stands under it."""
    items = [span for span in spans if span.kind is Kind.ITEM]
    said: dict[Span | None, list[Speech]] = {}
    for _request, speech in speeches:
        running = [item for item in items if item.since <= speech.since]
        said.setdefault(running[-1] if running else None, []).append(speech)
    if None in said:
        first = items[0].since if items else state.ended_at
        yield Passage(said[None][0].since, first, "", tuple(said[None]))
    for item in items:
        yield Passage(item.since, item.until, item.title, tuple(said.get(item, ())))


def _losses(
    spans: Iterable[Span], speeches: Sequence[tuple[Request, Speech]], yielded: set[str]
) -> Iterator[Loss]:
    for span in spans:
        if span.kind is not Kind.LOST or span.detail == "line":  # picture and sound went on
            continue
        spoke = next((request for request, _ in speeches if _spoke_at(request, span)), None)
        if spoke is not None:
            floor = _became(spoke, span, yielded)
            yield Loss(span.title, span.since, span.until, spoke.speaker.name, floor)
        elif span.until is None or span.until - span.since > LONG_LOSS:
            yield Loss(span.title, span.since, span.until)


def _spoke_at(request: Request, span: Span) -> bool:
    """When the line went away, or before it came back."""
    if request.site != span.site or request.granted_at is None:
        return False
    ended_before = request.ended_at is not None and request.ended_at <= span.since
    begun_after = span.until is not None and request.granted_at >= span.until
    return not ended_before and not begun_after


def _became(request: Request, span: Span, yielded: set[str]) -> Floor:
    if request.ended_at is None or (span.until is not None and request.ended_at > span.until):
        return Floor.KEPT
    if request.id in yielded:
        return Floor.YIELDED
    return Floor.TAKEN_BACK if request.state is RequestState.REVOKED else Floor.ENDED
