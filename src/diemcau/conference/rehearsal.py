"""Test sessions: the centre accepts a site or not; official ones are compared with what was accepted."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.quality import worse_than_test
from diemcau.conference.refusal import Act, Events, refuse, seat_of, with_reason
from diemcau.conference.session import Lane, Seat, Session, SessionKind, Verdict


def _(words: str) -> str:
    return words


def judge(state: Session, command: c.JudgeSite, act: Act) -> Events:
    """Nobody accepts what he has not seen: a site that never came in can only be turned down."""
    seat = seat_of(state, command.site)
    if state.kind is not SessionKind.TEST:
        refuse("test.official", _("Chỉ kết luận về điểm cầu trong phiên thử."))
    if command.accepted and not seat.epoch:
        refuse(
            "test.not_seen", _("Điểm cầu {site} chưa vào phiên thử nên chưa thể chấp nhận."), site=seat.name
        )
    reason = command.reason.strip()
    if not command.accepted:
        reason = with_reason(reason, "test.no_reason", _("Xin ghi lý do chưa chấp nhận điểm cầu."))
    if seat.verdict and (seat.verdict.accepted, seat.verdict.reason) == (command.accepted, reason):
        return ()
    return (e.SiteJudged(seat.site, Verdict(command.accepted, act.now, reason)),)


def see_references(state: Session, command: c.SeeReferences, act: Act) -> Events:
    if state.kind is not SessionKind.OFFICIAL:
        return ()
    seats = ((state.seats.get(site), reference) for site, reference in command.found.items())
    return tuple(
        e.ReferenceKnown(seat.site, reference)
        for seat, reference in seats
        if seat is not None and seat.reference != reference
    )


def is_worse(seat: Seat) -> bool:
    """Worse now than at any time of the test that was accepted."""
    if seat.reference is None or seat.lane is not Lane.CONNECTED:
        return False
    return worse_than_test(seat.grade, seat.reference.grade)
