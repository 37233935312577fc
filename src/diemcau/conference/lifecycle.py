"""The life of a conference: draft, scheduled, held; or cancelled, postponed. One table."""

from enum import StrEnum

from diemcau.conference.commands import Refused


def _(words: str) -> str:
    return words


class ConferenceState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    HELD = "held"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


class Move(StrEnum):
    SCHEDULE = "schedule"  # the schedule is issued (Article 8.1); a postponed one gets its new date
    WITHDRAW = "withdraw"  # back to the draft, before anybody was invited
    HOLD = "hold"  # its last official session has ended
    CANCEL = "cancel"
    POSTPONE = "postpone"


MOVES: dict[tuple[ConferenceState, Move], ConferenceState] = {
    (ConferenceState.DRAFT, Move.SCHEDULE): ConferenceState.SCHEDULED,
    (ConferenceState.DRAFT, Move.CANCEL): ConferenceState.CANCELLED,
    (ConferenceState.SCHEDULED, Move.WITHDRAW): ConferenceState.DRAFT,
    (ConferenceState.SCHEDULED, Move.HOLD): ConferenceState.HELD,
    (ConferenceState.SCHEDULED, Move.CANCEL): ConferenceState.CANCELLED,
    (ConferenceState.SCHEDULED, Move.POSTPONE): ConferenceState.POSTPONED,
    (ConferenceState.POSTPONED, Move.SCHEDULE): ConferenceState.SCHEDULED,
    (ConferenceState.POSTPONED, Move.CANCEL): ConferenceState.CANCELLED,
}

NEED_REASON = frozenset({Move.CANCEL, Move.POSTPONE})

WHY_NOT: dict[ConferenceState, str] = {
    ConferenceState.DRAFT: _("Hội nghị còn là dự thảo, chưa lên lịch nên chưa thực hiện được việc này."),
    ConferenceState.SCHEDULED: _("Hội nghị đã lên lịch rồi."),
    ConferenceState.HELD: _("Hội nghị đã họp xong nên không thay đổi được nữa."),
    ConferenceState.CANCELLED: _("Hội nghị đã hủy; xin lập hội nghị mới."),
    ConferenceState.POSTPONED: _("Hội nghị đang hoãn; xin lên lịch lại trước."),
}

ARTICLE = "8.1"


def nexts(state: ConferenceState) -> dict[ConferenceState, Move]:
    """Where a conference may go from here, and by which move."""
    return {to: move for (of, move), to in MOVES.items() if of is state}


def moved(state: ConferenceState, move: Move, reason: str = "") -> ConferenceState | Refused:
    to = MOVES.get((state, move))
    if to is None:
        return Refused(f"conference.is_{state}", WHY_NOT[state], article=ARTICLE)
    if move in NEED_REASON and not reason.strip():
        return Refused("conference.no_reason", _("Xin ghi lý do hủy hoặc hoãn hội nghị."), article=ARTICLE)
    return to
