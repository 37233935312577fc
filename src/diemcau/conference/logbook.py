"""Art. 4.1: a site's log book, drafted from a session's stream: duty, quality of the line, faults.

What the machine saw becomes finished Vietnamese sentences, since the book is a Vietnamese record that is
printed and signed; what a person states is added by that person and is never mixed with them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from enum import StrEnum

import msgspec

from diemcau.conference import events as e
from diemcau.conference.events import Recorded
from diemcau.conference.evolve import fold
from diemcau.conference.quality import FAULT_OPENS_AFTER, Summary
from diemcau.conference.session import Channel, CheckResult, Grade, Seat, Session, SessionKind
from diemcau.conference.timeline import Kind, Span, timeline

VIETNAM = timezone(timedelta(hours=7))


class EntryKind(StrEnum):
    DUTY = "duty"
    TEST_QUALITY = "test_quality"
    OFFICIAL_QUALITY = "official_quality"
    FAULT = "fault"
    REMARK = "remark"
    HANDOVER = "handover"
    CORRECTION = "correction"


class Draft(msgspec.Struct, frozen=True):
    """An entry as the system proposes it. `key` names it within its session and site, so that drafting again
    finds it again; `facts`: one sentence each."""

    kind: EntryKind
    key: str
    since: datetime
    until: datetime | None
    facts: tuple[str, ...]


GRADES = {
    Grade.GOOD: "tốt",
    Grade.FAIR: "đạt",
    Grade.POOR: "kém",
    Grade.BAD: "rất kém",
    Grade.NO_DATA: "chưa có số liệu",
}
LOST = {"line": "Mất điều khiển", "media": "Mất hình, tiếng", "both": "Mất kết nối"}
FAULTS = {
    "line": "đường truyền",
    "power": "nguồn điện",
    "device": "thiết bị",
    "picture": "hình ảnh",
    "sound": "âm thanh",
    "light": "ánh sáng",
    "physical": "va chạm, tác động cơ học",
}
CHANNELS = {
    Channel.SYSTEM.value: "qua hệ thống",
    Channel.PHONE.value: "qua điện thoại",
    Channel.PAPER.value: "bằng văn bản",
}


class _Course(msgspec.Struct, frozen=True):
    """Of one site: its seat at the end, the events that name it, its spans, its measured line."""

    state: Session
    opened_at: datetime
    seat: Seat
    events: Sequence[Recorded]
    spans: Sequence[Span]
    line: Summary | None

    def first(self, kind: type[e.Event]) -> datetime | None:
        return next((one.at for one in self.events if isinstance(one.event, kind)), None)

    def last(self, kind: type[e.Event]) -> datetime | None:
        return next((one.at for one in reversed(self.events) if isinstance(one.event, kind)), None)


def drafts(events: Sequence[Recorded], lines: Mapping[str, Summary]) -> dict[str, tuple[Draft, ...]]:
    """Site -> its entries of one session. `lines`: site -> its measured windows; one that was not measured is
    not in it."""
    state = fold(events)
    if state.opened_at is None:
        return {}
    own, spans = defaultdict(list), defaultdict(list)
    for one in events:
        own[getattr(one.event, "site", None)].append(one)
    for span in timeline(events).spans:
        spans[span.site].append(span)
    return {
        site: _of(_Course(state, state.opened_at, seat, own[site], spans[site], lines.get(site)))
        for site, seat in state.seats.items()
    }


def _of(course: _Course) -> tuple[Draft, ...]:
    return (_duty(course), _quality(course), *_losses(course.spans), *_reported(course.events))


# --- duty (Art. 5.4, 6.4, 7.4)
def _duty(course: _Course) -> Draft:
    came, left = course.first(e.SiteWaiting), course.last(e.SiteLeft) or course.state.ended_at
    facts = (
        f"Kỹ thuật trực theo phân công: {course.seat.technician or 'chưa phân công'}.",
        *_presence(course, came, left),
        *_readiness(course.seat),
    )
    return Draft(EntryKind.DUTY, "duty", came or course.opened_at, left, facts)


def _presence(course: _Course, came: datetime | None, left: datetime | None) -> Iterator[str]:
    if came is None:
        yield f"Điểm cầu không vào phiên{_because(course.seat.reason)}."
        return
    yield f"Vào phòng chờ lúc {clock(came)}."
    if admitted := course.first(e.SiteAdmitted):
        yield f"Được trung tâm kết nối lúc {clock(admitted)}."
    if left:
        yield f"Kết thúc lúc {clock(left)}."


def _readiness(seat: Seat) -> Iterator[str]:
    answer = seat.readiness
    if answer is None:
        return
    ready = "sẵn sàng" if answer.ready else f"chưa sẵn sàng{_because(answer.reason)}"
    chair = f", chủ trì tại điểm cầu: {answer.local_chair}" if answer.local_chair else ""
    yield f"Điểm danh lúc {clock(answer.at)}: {ready}, {answer.head_count} người dự{chair}."


# --- quality of the line (Art. 4.1, 12.1)
def _quality(course: _Course) -> Draft:
    state = course.state
    test = state.kind is SessionKind.TEST
    kind = EntryKind.TEST_QUALITY if test else EntryKind.OFFICIAL_QUALITY
    facts = (
        *_checked(course.seat.check),
        *measured(course.line),
        _lost_in_all(course.spans, state.ended_at),
        *_judged(course.seat),
    )
    return Draft(kind, "quality", state.live_at or course.opened_at, state.ended_at, facts)


def _checked(check: CheckResult | None) -> Iterator[str]:
    if check is None:
        return
    parts = {
        "camera": check.camera,
        "micro": check.microphone,
        "loa": check.speaker,
        "đường truyền": check.line,
    }
    failed = [name for name, passed in parts.items() if not passed]
    result = f"chưa đạt ({', '.join(failed)})" if failed else "đạt"
    yield f"Tự kiểm tra lúc {clock(check.at)}: {result}{_because(check.remark)}."


def measured(line: Summary | None) -> Iterator[str]:
    """In sentences."""
    if line is None or line.share is None or line.worst is None:
        yield "Chất lượng đường truyền: chưa có số liệu."
        return
    yield (
        f"Chất lượng đường truyền: tốt hoặc đạt trong {number(line.share * 100)} % thời gian đo"
        f" ({line.with_data} khoảng 20 giây có số liệu)."
    )
    worst = line.worst
    yield (
        f"Lúc kém nhất {clock(worst.started_at)}: {GRADES[worst.grade]} (mất gói {number(worst.loss)} %,"
        f" rung {number(worst.jitter)} ms, trễ khứ hồi {number(worst.round_trip)} ms)."
    )


def _lost_in_all(spans: Iterable[Span], ended_at: datetime | None) -> str:
    lost = [span for span in spans if span.kind is Kind.LOST]
    if not lost:
        return "Không mất kết nối lần nào."
    seconds = sum(((span.until or ended_at or span.since) - span.since).total_seconds() for span in lost)
    return f"Mất kết nối {len(lost)} lần, tổng cộng {length(seconds)}."


def _judged(seat: Seat) -> Iterator[str]:
    if verdict := seat.verdict:
        word = "chấp nhận" if verdict.accepted else "chưa chấp nhận"
        yield f"Kết luận của trung tâm lúc {clock(verdict.at)}: {word}{_because(verdict.reason)}."


# --- faults (Art. 6.2, 7.2)
def _losses(spans: Sequence[Span]) -> Iterator[Draft]:
    """Those long enough to be a fault."""
    for span in spans:
        if span.kind is Kind.LOST and (span.until is None or span.until - span.since >= FAULT_OPENS_AFTER):
            facts = [_loss(span), *_while_speaking(span, spans)]
            yield Draft(EntryKind.FAULT, f"lost-{span.seq}", span.since, span.until, tuple(facts))


def _loss(span: Span) -> str:
    what = LOST[span.detail]
    if span.until is None:
        return f"{what} từ {clock(span.since)}, chưa khôi phục khi phiên kết thúc."
    seconds = (span.until - span.since).total_seconds()
    return f"{what} từ {clock(span.since)} đến {clock(span.until)} ({length(seconds)})."


def _while_speaking(loss: Span, spans: Sequence[Span]) -> Iterator[str]:
    for span in spans:
        if span.kind is Kind.SPEAKER and _within(loss, span):
            kept = loss.until is not None and (span.until is None or span.until > loss.until)
            handled = "quyền phát biểu được giữ" if kept else "lượt phát biểu được chuyển"
            yield f"Khi đó {span.title} đang phát biểu; {handled}."


def _within(loss: Span, speech: Span) -> bool:
    return speech.since <= loss.since and (speech.until is None or loss.since <= speech.until)


def _reported(events: Iterable[Recorded]) -> Iterator[Draft]:
    for one in events:
        if isinstance(fault := one.event, e.FaultReported):
            what = FAULTS.get(fault.fault_kind, "khác")
            channel = CHANNELS.get(fault.channel, "qua hệ thống")
            told = f"{one.by.name} báo sự cố {what} {channel} lúc {clock(one.at)}{_because(fault.words)}."
            late = one.at - fault.happened_at > FAULT_OPENS_AFTER
            when = (f"Sự cố xảy ra lúc {clock(fault.happened_at)}, báo muộn.",) if late else ()
            key = f"reported-{one.seq}"
            yield Draft(EntryKind.FAULT, key, fault.happened_at, None, (told, *when))


# --- words
def clock(moment: datetime) -> str:
    """As offices write it: 08 giờ 05 phút 09 giây is too long for a book; 08:05:09."""
    return moment.astimezone(VIETNAM).strftime("%H:%M:%S")


def length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "giờ"), (minutes, "phút"), (rest, "giây")]
    told = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(told) or "dưới 1 giây"


def number(value: float | None) -> str:
    """With a decimal comma; nothing after it where there is nothing."""
    if value is None:
        return "–"
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""
