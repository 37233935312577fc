"""The named cast: one network of 2018, its people (invented), one conference; and a sitting of it to act
in."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from diemcau.conference import commands as c
from diemcau.conference.actors import MACHINE, Actor
from diemcau.conference.decide import decide
from diemcau.conference.events import AnyEvent, Recorded, SessionPlanned
from diemcau.conference.evolve import evolve
from diemcau.conference.picture import Caption, Layout, Picture
from diemcau.conference.script import Cue, Item, Script, Speaker
from diemcau.conference.session import Seat, Session, SessionKind, SiteRole
from diemcau.regulation.powers import Role

MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""08:30 in Vietnam."""

CENTRAL_SITE = "trung-tam"
CHAIR_SITE = "van-phong-ubnd-tinh"
INVITED_SITES = ("van-phong-tinh-uy", "so-thong-tin-truyen-thong")
END_SITES = {
    "thanh-hoa": "Thành phố Thanh Hóa",
    "sam-son": "Thành phố Sầm Sơn",
    "bim-son": "Thị xã Bỉm Sơn",
    "muong-lat": "Huyện Mường Lát",
    "quan-hoa": "Huyện Quan Hóa",
    "ba-thuoc": "Huyện Bá Thước",
    "quan-son": "Huyện Quan Sơn",
    "lang-chanh": "Huyện Lang Chánh",
    "ngoc-lac": "Huyện Ngọc Lặc",
    "cam-thuy": "Huyện Cẩm Thủy",
    "thach-thanh": "Huyện Thạch Thành",
    "ha-trung": "Huyện Hà Trung",
    "vinh-loc": "Huyện Vĩnh Lộc",
    "yen-dinh": "Huyện Yên Định",
    "tho-xuan": "Huyện Thọ Xuân",
    "thuong-xuan": "Huyện Thường Xuân",
    "trieu-son": "Huyện Triệu Sơn",
    "thieu-hoa": "Huyện Thiệu Hóa",
    "hoang-hoa": "Huyện Hoằng Hóa",
    "hau-loc": "Huyện Hậu Lộc",
    "nga-son": "Huyện Nga Sơn",
    "nhu-xuan": "Huyện Như Xuân",
    "nhu-thanh": "Huyện Như Thanh",
    "nong-cong": "Huyện Nông Cống",
    "dong-son": "Huyện Đông Sơn",
    "quang-xuong": "Huyện Quảng Xương",
    "tinh-gia": "Huyện Tĩnh Gia",
    "nghi-son-kkt": "Ban Quản lý Khu kinh tế Nghi Sơn và các khu công nghiệp",
}

SITES: dict[str, tuple[str, SiteRole]] = {
    CENTRAL_SITE: ("Điểm cầu trung tâm", SiteRole.CENTRAL),
    "van-phong-tinh-uy": ("Văn phòng Tỉnh ủy", SiteRole.INVITED),
    CHAIR_SITE: ("Văn phòng UBND tỉnh", SiteRole.CHAIR),
    "so-thong-tin-truyen-thong": ("Sở Thông tin và Truyền thông", SiteRole.INVITED),
    **{code: (name, SiteRole.END) for code, name in END_SITES.items()},
}

TECHNICIANS = ("Lê Quốc Hưng", "Vũ Thanh Mai", "Đỗ Trọng Nhân", "Phan Thị Hạnh", "Trịnh Văn Kiên")

CENTRAL = Actor(Role.CENTRAL_TECHNICIAN, "huong", "Nguyễn Thu Hương")
SECOND_CENTRAL = Actor(Role.CENTRAL_TECHNICIAN, "dat", "Lê Tiến Đạt")
CHAIR = Actor(Role.CHAIR, "phuc", "Trịnh Hữu Phúc", CHAIR_SITE)
CHAIR_TECHNICIAN = Actor(Role.CHAIR_TECHNICIAN, "nhan", "Đỗ Trọng Nhân", CHAIR_SITE)
ADMINISTRATOR = Actor(Role.ADMINISTRATOR, "quan-tri", "Cao Minh Tuấn")
HOST_OFFICER = Actor(Role.HOST_OFFICER, "lan", "Phạm Ngọc Lan")
ARCHIVIST = Actor(Role.ARCHIVIST, "thanh", "Lưu Thị Thanh")
SECRETARY = Actor(Role.SECRETARY, "thu", "Vũ Anh Thư")
READER = Actor(Role.VIEWER, "duc", "Hà Minh Đức")
BIM_SON = Actor(Role.SITE_TECHNICIAN, "son", "Mai Văn Sơn", "bim-son")
HA_TRUNG = Actor(Role.SITE_TECHNICIAN, "ha", "Tống Thị Hà", "ha-trung")
BIM_SON_SCREEN = Actor(Role.ROOM_SCREEN, "screen-bim-son", "Màn hình phòng họp", "bim-son")

LEADER = Speaker("Hoàng Đình Toàn", "Chánh Văn phòng", "UBND thị xã Bỉm Sơn")
OTHER_LEADER = Speaker("Nguyễn Thị Minh", "Phó Chủ tịch", "UBND huyện Hà Trung")

SCRIPT = Script(
    version=1,
    items=(
        Item("khai-mac", "Khai mạc", 5, "08:30", cue=Cue(Picture(Layout.ONE, (CHAIR_SITE,)))),
        Item(
            "bim-son",
            "Báo cáo của thị xã Bỉm Sơn",
            10,
            "08:35",
            LEADER,
            "bim-son",
            Cue(
                Picture(
                    Layout.CHAIR_SPEAKER,
                    (CHAIR_SITE, "bim-son"),
                    Caption(LEADER.name, LEADER.title, LEADER.unit),
                ),
                "bim-son",
            ),
        ),
        Item("thao-luan", "Thảo luận", 30, "08:45"),
        Item("be-mac", "Kết luận, bế mạc", 10, "09:15", site=CHAIR_SITE, cue=Cue(Picture(), CHAIR_SITE)),
    ),
)


def technician_of(site: str) -> Actor:
    return Actor(Role.SITE_TECHNICIAN, f"kt-{site}", f"Kỹ thuật {SITES[site][0]}", site)


def seats(sites: Iterable[str] = SITES) -> tuple[Seat, ...]:
    return tuple(
        Seat(
            site=site,
            number=number,
            name=SITES[site][0],
            role=SITES[site][1],
            technician=TECHNICIANS[number % len(TECHNICIANS)],
            phone=f"0190 000 {100 + number}",
        )
        for number, site in enumerate(SITES)
        if site in set(sites)
    )


class Sitting:
    """One session, its stream and a clock that stands still until told otherwise."""

    def __init__(
        self,
        sites: Iterable[str] = SITES,
        *,
        kind: SessionKind = SessionKind.OFFICIAL,
        script: Script = SCRIPT,
        id: str = "phien-1",
    ) -> None:
        self.now = MORNING
        self.stream: list[Recorded] = []
        self.state = Session()
        self._orders = 0
        title = "Giao ban trực tuyến tháng 11"
        self.records(SessionPlanned(id, "hoi-nghi-1", title, kind, MORNING, seats(sites), script))

    def records(self, event: AnyEvent, by: Actor = CENTRAL, *, on_word: bool = False) -> None:
        recorded = Recorded(self.state.seq + 1, self.now, by, event, on_word)
        self.stream.append(recorded)
        self.state = evolve(self.state, recorded)

    def passes(self, seconds: float) -> "Sitting":
        self.now += timedelta(seconds=seconds)
        return self

    def tries(
        self, command: c.AnyCommand, by: Actor = CENTRAL, *, id: str = ""
    ) -> tuple[AnyEvent, ...] | c.Refused:
        self._orders += 1
        answer = decide(self.state, c.Order(command, by, id or f"lenh-{self._orders}"), self.now)
        if not isinstance(answer, c.Refused):
            for event in answer:
                self.records(event, by)
        return answer

    def does(self, *commands: c.AnyCommand, by: Actor = CENTRAL, id: str = "") -> tuple[AnyEvent, ...]:
        """Everything must be accepted; the events of the last one."""
        events: tuple[AnyEvent, ...] = ()
        for command in commands:
            answer = self.tries(command, by, id=id)
            assert not isinstance(answer, c.Refused), (command, answer.sentence())
            events = answer
        return events

    def sees(self, *commands: c.AnyCommand) -> tuple[AnyEvent, ...]:
        return self.does(*commands, by=MACHINE)

    def refuses(self, command: c.AnyCommand, by: Actor = CENTRAL) -> c.Refused:
        """It must be refused, in words, and nothing happens."""
        before = self.state
        answer = self.tries(command, by)
        assert isinstance(answer, c.Refused), command
        assert self.state is before
        assert answer.code
        assert answer.sentence()
        return answer

    def comes(self, *sites: str) -> "Sitting":
        """On the line, in the lobby, admitted, with picture and sound."""
        for site in sites:
            self.waits(site)
            self.does(c.Admit(site))
            self.sees(c.SeeMedia(site, True))
        return self

    def waits(self, *sites: str) -> "Sitting":
        for site in sites:
            self.sees(c.SeeLine(site, True))
            self.does(c.Knock(site, f"may-{site}"), by=technician_of(site))
        return self

    def asks(self, site: str, id: str, **more: object) -> "Sitting":
        command = c.RequestFloor(site=site, speaker=LEADER, request=id, **more)  # type: ignore[arg-type]
        self.does(command, by=technician_of(site))
        return self

    def queues(self, site: str, id: str, **more: object) -> "Sitting":
        self.asks(site, id, **more).does(c.AcceptRequest(id))
        return self

    def cut(self, *sites: str) -> "Sitting":
        """The line of the whole room: ours and the engine's."""
        for site in sites:
            self.sees(c.SeeLine(site, False), c.SeeMedia(site, False))
        return self


SMALL = (CENTRAL_SITE, CHAIR_SITE, "bim-son", "ha-trung", "nga-son", "sam-son")
"""Enough for most situations."""


def planned(sites: Iterable[str] = SMALL) -> Sitting:
    return Sitting(sites)


def opened(sites: Iterable[str] = SMALL, *, here: Iterable[str] | None = None) -> Sitting:
    """`here`: who is connected (all of them)."""
    sites = tuple(sites)
    sitting = planned(sites)
    sitting.does(c.OpenSession())
    return sitting.comes(*(sites if here is None else here))


def live(sites: Iterable[str] = SMALL, *, here: Iterable[str] | None = None) -> Sitting:
    sitting = opened(sites, here=here)
    sitting.does(c.GoLive(), by=CHAIR)
    return sitting


def paused(sites: Iterable[str] = SMALL) -> Sitting:
    sitting = live(sites)
    sitting.does(c.Pause("Giải lao"), by=CHAIR)
    return sitting


def ended(sites: Iterable[str] = SMALL) -> Sitting:
    sitting = live(sites)
    sitting.does(c.End(), by=CHAIR)
    return sitting
