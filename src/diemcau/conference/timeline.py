"""Events -> spans: who spoke, which line was lost or not good, which item ran, when it paused, what was not
recorded.

A span is the longest stretch over which something was true of the state; the stream alone decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from diemcau.conference.board import what_is_lost
from diemcau.conference.events import Recorded, RecordingGap
from diemcau.conference.evolve import evolve
from diemcau.conference.session import Grade, Lane, Phase, Seat, Session

WORSE_THAN_GOOD = frozenset({Grade.FAIR, Grade.POOR, Grade.BAD})


class Kind(StrEnum):
    """Stable names: pages and styles know them."""

    SPEAKER = "speaker"
    ITEM = "item"
    LOST = "lost"
    GRADE = "grade"
    PAUSE = "pause"
    GAP = "gap"  # the session ran, its recording had begun, and nothing was recorded
    ENGINE = "engine"  # the media engine was away


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """`seq`: of the event it began with. `until` None: it goes on. `title`: the speaker, the item, or the
    site's name. `detail`: a speaker's title and unit; what is lost ("line", "media", "both": the most of
    it); the grade; the reason of a pause. A speaker's span runs through a pause: the floor is kept.
    """

    kind: Kind
    seq: int
    since: datetime
    until: datetime | None = None
    title: str = ""
    site: str = ""
    detail: str = ""


class Total(msgspec.Struct, frozen=True):
    """Seconds of all together: those of two at the same time count twice."""

    count: int = 0
    seconds: float = 0.0


class Timeline(msgspec.Struct, frozen=True):
    """`since`: opened; `until`: ended, None while it runs. `spans`: in the order in which they began."""

    since: datetime | None
    live_at: datetime | None
    until: datetime | None
    spans: tuple[Span, ...]

    def of(self, *kinds: Kind) -> tuple[Span, ...]:
        return tuple(span for span in self.spans if span.kind in kinds)

    def totals(self, now: datetime, *, site: str = "") -> dict[Kind, Total]:
        """Of the session, or of what concerns one site. A span that goes on is counted up to `now`."""
        own = [span for span in self.spans if not site or span.site == site]
        return {kind: _total((span for span in own if span.kind is kind), now) for kind in Kind}


def _total(spans: Iterable[Span], now: datetime) -> Total:
    seconds = [((span.until or now) - span.since).total_seconds() for span in spans]
    return Total(len(seconds), sum(seconds))


def timeline(events: Iterable[Recorded]) -> Timeline:
    line, state = _Line(), Session()
    for recorded in events:
        before, state = state, evolve(state, recorded)
        line.moves(before, state, recorded)
    return Timeline(state.opened_at, state.live_at, state.ended_at, line.spans())


Key = tuple[Kind, str]
Facts = dict[Key, Span]


class _Line:
    """The spans that go on, by what they are about, and those that are over."""

    def __init__(self) -> None:
        self._open: Facts = {}
        self._over: list[Span] = []
        self._recorded = False

    def moves(self, before: Session, after: Session, recorded: Recorded) -> None:
        self._recorded |= after.recording
        if isinstance(recorded.event, RecordingGap):
            self._over.append(_told_gap(recorded.seq, recorded.event))
        if after.phase is Phase.ENDED:
            self._close(self._open, recorded.at)
            return
        facts = dict(_facts(after, self._recorded, recorded))
        self._close([key for key in self._open if key[0] not in OF_SEATS and key not in facts], recorded.at)
        for seat in _changed(before.seats, after.seats):
            here = dict(_of_seat(seat, recorded))
            self._close([key for key in _keys(seat) if key not in here], recorded.at)
            facts |= here
        for key, fact in facts.items():
            self._open[key] = _worse(self._open.get(key), fact)

    def _close(self, keys: Iterable[Key], at: datetime) -> None:
        for key in list(keys):
            span = self._open.pop(key, None)
            if span is not None and (
                span.kind is not Kind.GAP or span.since < at
            ):  # the recording ends first
                self._over.append(msgspec.structs.replace(span, until=at))

    def spans(self) -> tuple[Span, ...]:
        return tuple(sorted((*self._over, *self._open.values()), key=lambda span: (span.since, span.seq)))


def _told_gap(seq: int, gap: RecordingGap) -> Span:
    """A fault of the recorder is known when it is over, perhaps after the session."""
    return Span(Kind.GAP, seq, gap.since, gap.until, detail=gap.reason)


def _worse(known: Span | None, fact: Span) -> Span:
    """What goes on keeps its beginning. A line that is lost altogether was not lost less."""
    if known is None:
        return fact
    return msgspec.structs.replace(known, detail="both") if fact.detail == "both" else known


# --- what is true now
OF_SEATS = frozenset({Kind.LOST, Kind.GRADE})


def _facts(state: Session, recorded_before: bool, recorded: Recorded) -> Iterator[tuple[Key, Span]]:
    """Of the session; what is true of its many seats is looked at where a seat changed."""

    def fact(kind: Kind, id: str = "", title: str = "", site: str = "", detail: str = "") -> tuple[Key, Span]:
        return (kind, id), Span(kind, recorded.seq, recorded.at, None, title, site, detail)

    for request in state.floor.speaking():
        person = request.speaker
        about = ", ".join(filter(None, (person.title, person.unit)))
        yield fact(Kind.SPEAKER, request.id, person.name, request.site, about)
    if item := state.current_item():
        yield fact(Kind.ITEM, item.id, item.title, item.site or "")
    if state.phase is Phase.PAUSED:
        yield fact(Kind.PAUSE, detail=state.pause_reason)
    if state.phase is Phase.LIVE and recorded_before and not state.recording:
        yield fact(Kind.GAP, detail=getattr(recorded.event, "reason", ""))
    if not state.engine_up:
        yield fact(Kind.ENGINE)


def _changed(before: Mapping[str, Seat], after: Mapping[str, Seat]) -> Iterator[Seat]:
    if before is not after:
        yield from (seat for site, seat in after.items() if before.get(site) is not seat)


def _keys(seat: Seat) -> Iterator[Key]:
    yield Kind.LOST, seat.site
    yield from ((Kind.GRADE, f"{seat.site} {grade}") for grade in WORSE_THAN_GOOD)


def _of_seat(seat: Seat, recorded: Recorded) -> Iterator[tuple[Key, Span]]:
    seq, at = recorded.seq, recorded.at
    if seat.lane is Lane.LOST:
        lost = Span(Kind.LOST, seq, at, None, seat.name, seat.site, what_is_lost(seat))
        yield (Kind.LOST, seat.site), lost
    if seat.lane is Lane.CONNECTED and seat.grade in WORSE_THAN_GOOD:
        graded = Span(Kind.GRADE, seq, at, None, seat.name, seat.site, seat.grade.value)
        yield (Kind.GRADE, f"{seat.site} {seat.grade}"), graded
