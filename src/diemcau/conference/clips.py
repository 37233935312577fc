"""An uploaded file that the centre plays: started, held, stopped; what of it is to be seen now."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.picture import Layout, Picture
from diemcau.conference.pictures import shown
from diemcau.conference.refusal import BY_THE_SCRIPT, Act, Events, connected, refuse
from diemcau.conference.script import Cue, Item
from diemcau.conference.session import Lane, Playing, Session


def _(words: str) -> str:
    return words


def playing(state: Session) -> Playing | None:
    """Only while the room it plays from is in the session and may share."""
    clip = state.clip
    seat = state.seats.get(clip.site) if clip else None
    return clip if seat and seat.lane is Lane.CONNECTED and seat.sharing_allowed else None


def play(state: Session, command: c.PlayClip, act: Act) -> Events:
    item, cue = _cued(state, command.item)
    seat = connected(state, command.site)
    other = playing(state)
    if other is not None and other.running and other.site != seat.site:
        refuse("clip.elsewhere", _("Tệp “{title}” đang phát từ một điểm cầu khác."), title=other.title)
    picture = shown(state, Picture(Layout.SHARED, (seat.site,), cue.picture.caption))
    at = min(command.at, cue.seconds)
    started = e.ClipStarted(seat.site, item.id, cue.file, cue.clip or item.title, cue.seconds, at)
    previewed = () if state.preview == picture else (e.PreviewSet(picture),)
    taken = () if state.program == picture else (e.PictureTaken(picture),)
    return (started, *previewed, *taken)


def _cued(state: Session, id: str) -> tuple[Item, Cue]:
    item = state.script.item(id)
    if item is None:
        refuse("script.unknown_item", _("Kịch bản không có mục này."), BY_THE_SCRIPT)
    if item.cue is None or not item.cue.file:
        refuse("clip.no_file", _("Mục “{item}” không có tệp phát."), BY_THE_SCRIPT, item=item.title)
    return item, item.cue


def pause(state: Session, command: c.PauseClip, act: Act) -> Events:
    clip = playing(state)
    if clip is None or clip.site != command.site or not clip.running:
        return ()
    return (e.ClipPaused(command.site, min(command.at, clip.seconds)),)


def stop(state: Session, command: c.StopClip, act: Act) -> Events:
    clip = state.clip
    if clip is None or clip.site != command.site:
        return ()
    return (e.ClipStopped(command.site, command.ended),)
