"""Pictures that can be shown now: the speaker's, one of a layout, one without a site that is gone."""

from collections.abc import Iterator

from msgspec.structs import replace

from diemcau.conference.picture import HOLDING_CARD, PLACES, Caption, Layout, Picture
from diemcau.conference.refusal import refuse
from diemcau.conference.script import Speaker
from diemcau.conference.session import Lane, Request, Session


def _(words: str) -> str:
    return words


def is_connected(state: Session, site: str) -> bool:
    seat = state.seats.get(site)
    return seat is not None and seat.lane is Lane.CONNECTED


def names(state: Session, sites: list[str]) -> str:
    return ", ".join(state.seats[site].name if site in state.seats else site for site in sites)


def shown(state: Session, picture: Picture) -> Picture:
    """The picture itself, when it can be shown now; else refused, naming the sites in the way."""
    least, most = PLACES[picture.layout]
    if not least <= len(picture.sites) <= most:
        refuse(
            "picture.count",
            _("Bố cục này cần từ {least} đến {most} điểm cầu, đang chọn {count}."),
            least=str(least),
            most=str(most),
            count=str(len(picture.sites)),
        )
    if len(set(picture.sites)) != len(picture.sites):
        refuse("picture.twice", _("Mỗi điểm cầu chỉ được chọn một lần trong một hình."))
    away = [site for site in picture.sites if not is_connected(state, site)]
    if away:
        refuse(
            "picture.not_connected",
            _("Không đưa lên hình được vì không kết nối: {sites}."),
            sites=names(state, away),
        )
    return _by_layout(state, picture)


def _by_layout(state: Session, picture: Picture) -> Picture:
    chair = state.chair_seat()
    if picture.layout is Layout.CHAIR_SPEAKER and (chair is None or picture.sites[0] != chair.site):
        refuse("picture.no_chair", _("Bố cục này có điểm cầu chủ tọa ở vị trí thứ nhất."))
    if picture.layout is Layout.SHARED and not state.seats[picture.sites[0]].sharing_allowed:
        refuse(
            "sharing.not_allowed",
            _("Điểm cầu {site} chưa được phép chia sẻ màn hình."),
            site=names(state, [picture.sites[0]]),
        )
    return picture


def caption_of(speaker: Speaker) -> Caption:
    return Caption(speaker.name, speaker.title, speaker.unit)


def of_speaker(state: Session, request: Request) -> Picture:
    """The chair beside the speaker; the speaker alone when he is the chair or the chair's line is away."""
    chair, caption = state.chair_seat(), caption_of(request.speaker)
    if chair is None or chair.site == request.site or chair.lane is not Lane.CONNECTED:
        return Picture(Layout.ONE, (request.site,), caption)
    return Picture(Layout.CHAIR_SPEAKER, (chair.site, request.site), caption)


def cleared(state: Session, picture: Picture, gone: str) -> Picture:
    """The same without a site that is out: its layout if it still fits, else the first who is left, else
    the card."""
    left = tuple(site for site in picture.sites if site != gone and is_connected(state, site))
    smaller = replace(picture, sites=left)
    if picture.layout is not Layout.CHAIR_SPEAKER and smaller.fits():
        return smaller
    return Picture(Layout.ONE, left[:1]) if left else HOLDING_CARD


def available(state: Session, picture: Picture) -> Picture | None:
    """What of a cue can be shown now; None: nothing of it."""
    left = tuple(site for site in picture.sites if is_connected(state, site))
    if left == picture.sites:
        return picture
    return replace(cleared(state, picture, ""), caption=picture.caption) if left else None


def laid_out(state: Session, layout: Layout) -> Picture:
    """This layout, filled from the preview, the speakers, the chair, those who wait to speak, then all
    others."""
    _least, most = PLACES[layout]
    if layout is Layout.SHARED:
        chosen = _sharing(state)
    elif layout is Layout.CHAIR_SPEAKER:
        chosen = _chair_first(state)
    else:
        chosen = list(_candidates(state))
    picture = Picture(layout, tuple(chosen[:most]))
    if not picture.fits():
        refuse("picture.too_few", _("Chưa đủ điểm cầu đã kết nối cho bố cục này."))
    return replace(picture, caption=_caption_for(state, picture))


def _candidates(state: Session) -> Iterator[str]:
    """Connected sites, each once, in the order in which they are wanted. The speaker stands last in a
    preview."""
    chair = state.chair_seat()
    wanted = [
        *reversed(state.preview.sites),
        *(request.site for request in state.floor.speaking()),
        *([chair.site] if chair else []),
        *(request.site for request in state.floor.waiting()),
        *state.seats,
    ]
    return (site for site in dict.fromkeys(wanted) if is_connected(state, site))


def _chair_first(state: Session) -> list[str]:
    chair = state.chair_seat()
    if chair is None or chair.lane is not Lane.CONNECTED:
        refuse("picture.no_chair", _("Điểm cầu chủ tọa hiện không kết nối."))
    return [chair.site, *(site for site in _candidates(state) if site != chair.site)]


def _sharing(state: Session) -> list[str]:
    allowed = [site for site in _candidates(state) if state.seats[site].sharing_allowed]
    if not allowed:
        refuse("sharing.nobody", _("Chưa có điểm cầu nào được phép chia sẻ màn hình."))
    return sorted(allowed, key=lambda site: not state.seats[site].sharing)


def _caption_for(state: Session, picture: Picture) -> Caption | None:
    if not picture.sites:
        return None
    speakers = (request for request in state.floor.speaking() if request.site in picture.sites)
    speaker = next(speakers, None)
    return caption_of(speaker.speaker) if speaker else state.preview.caption
