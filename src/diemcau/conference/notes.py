"""Words between the centre and the sites: messages, instructions to be acknowledged, talkback."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.refusal import Act, Events, refuse, seat_of, with_reason
from diemcau.conference.session import Lane, Note, Session


def _(words: str) -> str:
    return words


EMPTY = _("Xin ghi nội dung tin nhắn.")


def send(state: Session, command: c.SendNote, act: Act) -> Events:
    if command.to is not None:
        seat_of(state, command.to)
    text = with_reason(command.text, "note.empty", EMPTY)
    return (e.NoteSent(Note(act.id, act.now, act.by, text, command.to, command.instruction)),)


def send_from_site(state: Session, command: c.SendNoteFromSite, act: Act) -> Events:
    seat = seat_of(state, command.site)
    text = with_reason(command.text, "note.empty", EMPTY)
    return (e.NoteSent(Note(act.id, act.now, act.by, text, sender=seat.site)),)


def is_for(note: Note, site: str) -> bool:
    return note.sender is None and note.to in (None, site)


def acknowledge(state: Session, command: c.AcknowledgeNote, act: Act) -> Events:
    seat = seat_of(state, command.site)
    note = next((note for note in state.notes if note.id == command.note and is_for(note, seat.site)), None)
    if note is None:
        refuse("note.unknown", _("Không tìm thấy tin nhắn này."))
    return () if seat.site in note.acknowledged else (e.NoteAcknowledged(note.id, seat.site),)


def start_talkback(state: Session, command: c.StartTalkback, act: Act) -> Events:
    """With one site's technician at a time; the room keeps seeing and hearing the program."""
    seat = seat_of(state, command.site)
    if state.talkback == seat.site:
        return ()
    if state.talkback is not None:
        busy = state.seats[state.talkback].name
        refuse("talkback.busy", _("Đang đàm thoại với điểm cầu {site}; xin kết thúc trước."), site=busy)
    if not seat.line_up or not (seat.admitted or seat.lane is Lane.WAITING):
        refuse(
            "talkback.not_on_line",
            _("Không có đường liên lạc với điểm cầu {site}; xin gọi điện thoại {phone}."),
            site=seat.name,
            phone=seat.phone or "—",
        )
    return (e.TalkbackStarted(seat.site),)


def end_talkback(state: Session, command: c.EndTalkback, act: Act) -> Events:
    return (e.TalkbackEnded(state.talkback),) if state.talkback else ()
