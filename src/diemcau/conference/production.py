"""The picture (preview, then taken) and the script that stages it."""

from msgspec.structs import replace

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.floor import UNDECIDED, grant_new, grant_only, release_all
from diemcau.conference.picture import Picture
from diemcau.conference.pictures import available, laid_out, shown
from diemcau.conference.refusal import BY_THE_SCRIPT, Act, Events, connected, refuse, seat_of
from diemcau.conference.script import Item, Script
from diemcau.conference.session import Request, Session


def _(words: str) -> str:
    return words


def set_preview(state: Session, command: c.SetPreview, act: Act) -> Events:
    return _previewed(state, shown(state, command.picture))


def set_preview_layout(state: Session, command: c.SetPreviewLayout, act: Act) -> Events:
    return (
        () if state.preview.layout is command.layout else _previewed(state, laid_out(state, command.layout))
    )


def _previewed(state: Session, picture: Picture) -> Events:
    return () if picture == state.preview else (e.PreviewSet(picture),)


def take(state: Session, command: c.Take, act: Act) -> Events:
    if command.version is not None and command.version < state.program_version:
        refuse("picture.moved_on", _("Người khác vừa đưa hình khác lên; xin xem lại rồi thực hiện."))
    if command.picture is not None and command.picture != state.preview:
        refuse(
            "picture.preview_changed", _("Hình chuẩn bị vừa được người khác thay; xin xem lại rồi thực hiện.")
        )
    return _taken(state, shown(state, state.preview))


def _taken(state: Session, picture: Picture) -> Events:
    return () if picture == state.program else (e.PictureTaken(picture),)


# --- the script
def change_script(state: Session, command: c.ChangeScript, act: Act) -> Events:
    script = command.script
    if script.items == state.script.items:
        return ()
    if script.version <= state.script.version:
        refuse("script.moved_on", _("Kịch bản vừa được người khác sửa; xin mở bản mới nhất rồi sửa lại."))
    _check_items(state, script)
    return (e.ScriptChanged(replace(script, changed=_changed(state.script, script))),)


def _changed(before: Script, after: Script) -> tuple[str, ...]:
    old = {item.id: item for item in before.items}
    return tuple(item.id for item in after.items if old.get(item.id) != item)


def _check_items(state: Session, script: Script) -> None:
    ids = {item.id for item in script.items}
    if len(ids) != len(script.items) or "" in ids:
        refuse("script.same_id", _("Mỗi mục của kịch bản phải có một mã riêng."))
    if state.item is not None and state.item not in ids:
        refuse("script.item_running", _("Không bỏ được mục đang diễn ra khỏi kịch bản."), BY_THE_SCRIPT)
    for item in script.items:
        _check_item(state, item)


def _check_item(state: Session, item: Item) -> None:
    cue = item.cue
    if cue is not None and not cue.picture.fits():
        refuse("script.cue", _("Hình của mục “{item}” không đúng số điểm cầu của bố cục."), item=item.title)
    sites = [item.site, *((cue.microphone, *cue.picture.sites) if cue else ())]
    for site in filter(None, sites):
        seat_of(state, site)


def acknowledge_script(state: Session, command: c.AcknowledgeScript, act: Act) -> Events:
    seat = seat_of(state, command.site)
    if command.version != state.script.version:
        refuse("script.moved_on", _("Kịch bản đã có bản mới; xin xem bản mới rồi xác nhận."), BY_THE_SCRIPT)
    return () if seat.script_seen == command.version else (e.ScriptSeen(seat.site, command.version),)


def start_item(state: Session, command: c.StartItem, act: Act) -> Events:
    """A cue whose sites are partly away is staged with those who are there: the script goes on."""
    if command.after is not None and command.after != state.item:
        refuse("script.moved_on", _("Người khác vừa chuyển mục; xin xem lại rồi thực hiện."), BY_THE_SCRIPT)
    item = _item(state, command.item)
    started = () if state.item == item.id else (e.ItemStarted(item.id),)
    picture = available(state, item.cue.picture) if item.cue else None
    staged = _previewed(state, picture) if picture else ()
    if not command.take:
        return (*started, *staged)
    taken = _taken(state, picture) if picture else ()
    return (*started, *staged, *taken, *_microphone(state, item, act))


def _item(state: Session, id: str | None) -> Item:
    item = state.script.item(id) if id is not None else state.script.after(state.item)
    if item is None and id is not None:
        refuse("script.unknown_item", _("Kịch bản không có mục này."), BY_THE_SCRIPT)
    if item is None:
        refuse("script.finished", _("Kịch bản không còn mục nào tiếp theo."), BY_THE_SCRIPT)
    return item


def _microphone(state: Session, item: Item, act: Act) -> Events:
    """The cue's microphone gets the floor, the others' floor ends. No cue: the floor is left alone."""
    if item.cue is None:
        return ()
    site = item.cue.microphone
    if site is None or state.floor.holds(site):
        return release_all(state, keep=site or "")
    seat = connected(state, site)
    request = _request_for(state, item, site)
    if request is not None:
        return grant_only(state, request, act)
    granted = grant_new(state, seat, item.speaker, item.minutes, act, item=item.id)
    return tuple(event for event in granted if not isinstance(event, e.PreviewSet))


def _request_for(state: Session, item: Item, site: str) -> Request | None:
    undecided = (r for r in state.floor.requests.values() if r.site == site and r.state in UNDECIDED)
    return next((request for request in undecided if request.item == item.id), None)
