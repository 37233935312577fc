"""The conference that `diemcau demo` holds: an invented monthly briefing on the network of 2018."""

from datetime import datetime, timedelta

from diemcau.conference.commands import RequestFloor
from diemcau.conference.picture import Caption, Layout, Picture
from diemcau.conference.script import Cue, Item, Speaker
from diemcau.conference.session import Channel
from diemcau.records.data.demonstration_clip import SECONDS

CHAIR_SITE = "van-phong-ubnd-tinh"
CHAIR_PERSON = "Trịnh Hữu Phúc"
SECRETARY = "Hoàng Đình Toàn"
CONVENER = "ubnd-tinh"
HOST_UNIT = "vp-hdnd-ubnd-bim-son"
CLIP = "Mạng truyền hình hội nghị của tỉnh"
OWN_SITE = "bim-son"  # not simulated: for the person who tries the demo
LENGTH = timedelta(hours=2)

_CHAIR = Speaker(CHAIR_PERSON, "Chánh Văn phòng", "Văn phòng UBND tỉnh")
_ITEMS: tuple[tuple[str, int, str, Speaker], ...] = (
    ("Báo cáo kết quả ứng dụng công nghệ thông tin trong tháng", 10, "so-thong-tin-truyen-thong",
     Speaker("Vũ Hồng Oanh", "Phó Giám đốc Sở", "Sở Thông tin và Truyền thông")),
    ("Tham luận: đón khách mùa lễ hội an toàn, văn minh", 7, "sam-son",
     Speaker("Lê Đình Khánh", "Chủ tịch UBND thành phố", "UBND thành phố Sầm Sơn")),
    ("Tham luận: phòng họp trực tuyến phục vụ cải cách hành chính", 7, OWN_SITE,
     Speaker("Mai Xuân Lộc", "Chủ tịch UBND thị xã", "UBND thị xã Bỉm Sơn")),
    ("Tham luận: đường truyền tới các xã vùng cao", 7, "muong-lat",
     Speaker("Hà Công Vinh", "Phó Chủ tịch UBND huyện", "UBND huyện Mường Lát")),
    ("Tham luận: hỗ trợ doanh nghiệp trong khu kinh tế", 7, "nghi-son-kkt",
     Speaker("Đặng Thu Phương", "Phó Trưởng ban", "Ban Quản lý Khu kinh tế Nghi Sơn")),
)  # fmt: skip
_CALLERS: tuple[tuple[str, Speaker, str, Channel], ...] = (
    ("ha-trung", Speaker("Bùi Quang Hưng", "Chủ tịch UBND huyện", "UBND huyện Hà Trung"),
     "Kiến nghị nâng cấp đường truyền", Channel.SYSTEM),
    ("tho-xuan", Speaker("Trần Thị Ngọc Yến", "Phó Chủ tịch UBND huyện", "UBND huyện Thọ Xuân"),
     "Kinh nghiệm trực kỹ thuật", Channel.PHONE),
    ("hoang-hoa", Speaker("Ngô Xuân Long", "Chủ tịch UBND huyện", "UBND huyện Hoằng Hóa"),
     "Đăng ký lịch họp quý tới", Channel.SYSTEM),
)  # fmt: skip


def title(day: datetime) -> str:
    return f"Giao ban trực tuyến tháng {day.month} năm {day.year}"


def script(starts: datetime, centre: str = "", clip: str = "") -> tuple[Item, ...]:
    """Each item with its cue; the times follow one another from `starts`. `clip`: the id of the uploaded film
    that `centre` plays."""
    last = len(_ITEMS) + 2
    opening = _by_chair("1", "Khai mạc, giới thiệu đại biểu", 5)
    papers = [_paper(str(at), *row) for at, row in enumerate(_ITEMS, 2)]
    talk = Item(str(last), "Trao đổi, thảo luận", 30, cue=Cue(_mosaic()))
    closing = _by_chair(str(last + 1), "Kết luận, bế mạc", 10)
    films = [_film(centre, clip)] if clip else []
    return _timed((opening, *papers, *films, talk, closing), starts)


PAST_TITLE = "Họp kỹ thuật trước giao ban"
PAST_SITES = ("sam-son", "muong-lat", "ha-trung")
PAST_LENGTH = timedelta(minutes=15)
_PAST: tuple[tuple[str, str, Speaker], ...] = (
    ("Đường truyền tới huyện Mường Lát", "muong-lat",
     Speaker("Hà Công Vinh", "Phó Chủ tịch UBND huyện", "UBND huyện Mường Lát")),
    ("Trực kỹ thuật tại Sầm Sơn", "sam-son",
     Speaker("Lê Đình Khánh", "Chủ tịch UBND thành phố", "UBND thành phố Sầm Sơn")),
)  # fmt: skip


def past_script(starts: datetime) -> tuple[Item, ...]:
    """Of the short conference that is over and recorded before anybody has looked around."""
    opening = _by_chair("1", "Khai mạc", 2)
    papers = [_paper(str(at), words, 5, site, speaker) for at, (words, site, speaker) in enumerate(_PAST, 2)]
    return _timed((opening, *papers, _by_chair(str(len(_PAST) + 2), "Kết luận", 3)), starts)


def registrations() -> list[RequestFloor]:
    return [
        RequestFloor(
            site=site,
            speaker=speaker,
            topic=topic,
            minutes=5,
            channel=channel,
            caller="Kỹ thuật điểm cầu" if channel is Channel.PHONE else "",
            read_back=channel is Channel.PHONE,
        )
        for site, speaker, topic, channel in _CALLERS
    ]


def _by_chair(id: str, words: str, minutes: int) -> Item:
    picture = Picture(Layout.ONE, (CHAIR_SITE,), _caption(_CHAIR))
    return Item(id, words, minutes, "", _CHAIR, CHAIR_SITE, Cue(picture))


def _paper(id: str, words: str, minutes: int, site: str, speaker: Speaker) -> Item:
    picture = Picture(Layout.CHAIR_SPEAKER, (CHAIR_SITE, site), _caption(speaker))
    return Item(id, words, minutes, "", speaker, site, Cue(picture, microphone=site))


def _film(centre: str, file: str) -> Item:
    cue = Cue(Picture(Layout.SHARED, (centre,)), clip=CLIP, file=file, seconds=float(SECONDS))
    return Item("phong-su", f"Xem phóng sự: {CLIP}", 1, cue=cue)


def _mosaic() -> Picture:
    return Picture(Layout.MOSAIC, (CHAIR_SITE, *(site for site, *_ in _CALLERS), "sam-son", "muong-lat"))


def _caption(speaker: Speaker) -> Caption:
    return Caption(speaker.name, speaker.title, speaker.unit)


def _timed(items: tuple[Item, ...], starts: datetime) -> tuple[Item, ...]:
    timed, at = [], starts
    for item in items:
        timed.append(
            Item(item.id, item.title, item.minutes, f"{at:%H:%M}", item.speaker, item.site, item.cue)
        )
        at += timedelta(minutes=item.minutes)
    return tuple(timed)
