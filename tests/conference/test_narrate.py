"""The log: every event one sentence, the machine's words told from a person's."""

from datetime import timedelta

import pytest

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference import narrate as n
from diemcau.conference.actors import MACHINE, Actor
from diemcau.conference.events import Recorded
from diemcau.conference.evolve import evolve
from diemcau.conference.narrate import Line, narrate
from diemcau.conference.picture import HOLDING_CARD, Layout, Picture
from diemcau.conference.script import Script, Speaker
from diemcau.conference.session import (
    Alarm,
    Channel,
    CheckResult,
    Grade,
    Note,
    Readiness,
    Request,
    Verdict,
    VoiceMark,
)
from diemcau.regulation.powers import Role
from tests import world
from tests.world import CENTRAL, LEADER, MORNING, SCRIPT


def tell(event: e.AnyEvent, by: Actor = CENTRAL, *, on_word: bool = False) -> Line | None:
    sitting = world.live().queues("bim-son", "dk-1")
    return narrate(sitting.state, Recorded(99, MORNING, by, event, on_word))


def said(event: e.AnyEvent) -> str:
    line = tell(event)
    assert line is not None
    return line.sentence()


def request(channel: Channel) -> e.FloorRequested:
    return e.FloorRequested(
        Request("dk-2", "bim-son", LEADER, channel, CENTRAL, MORNING, caller="Mai Văn Sơn")
    )


CHECK = CheckResult(MORNING, True, True, True, True)
FAULTY = CheckResult(MORNING, True, False, True, True, remark="Micro hỏng")
PAIR = Picture(Layout.TWO, ("bim-son", "ha-trung"))
NAME = "Hoàng Đình Toàn"

SENTENCES = [
    (e.SessionPlanned("x", "y", "Giao ban", "official", MORNING, (), Script()), "Lập phiên “Giao ban”"),  # type: ignore[arg-type]
    (e.SessionPaused("Giải lao"), "Tạm dừng phiên: Giải lao"),
    (e.SessionPaused(), "Tạm dừng phiên"),
    (e.TokenTaken(CENTRAL), "Nguyễn Thu Hương giữ quyền chủ tọa"),
    (e.DutyAssigned("ha-trung", "Lê Quốc Hưng"), "Huyện Hà Trung: Lê Quốc Hưng trực kỹ thuật"),
    (e.SeatAdded(world.seats(["tinh-gia"])[0]), "Thêm điểm cầu Huyện Tĩnh Gia vào phiên"),
    (e.SiteAdmitted("bim-son", 1), "Kết nối Thị xã Bỉm Sơn"),
    (e.SiteDropped("khong-co", ""), "Ngắt kết nối khong-co"),
    (e.SiteLost("bim-son", "line"), "Thị xã Bỉm Sơn mất điều khiển"),
    (e.SiteLost("bim-son", "media"), "Thị xã Bỉm Sơn mất hình và tiếng"),
    (e.SiteLost("bim-son", "both"), "Thị xã Bỉm Sơn mất kết nối"),
    (e.SiteBack("bim-son", 29.7), "Thị xã Bỉm Sơn đã kết nối lại sau 30 giây"),
    (e.CheckDone("bim-son", CHECK), "Thị xã Bỉm Sơn đã tự kiểm tra: đạt"),
    (e.CheckDone("bim-son", FAULTY), "Thị xã Bỉm Sơn đã tự kiểm tra: chưa đạt: Micro hỏng"),
    (e.SiteJudged("bim-son", Verdict(True, MORNING)), "Phiên thử: chấp nhận Thị xã Bỉm Sơn"),
    (
        e.SiteJudged("bim-son", Verdict(False, MORNING, "Tiếng rè")),
        "Phiên thử: chưa chấp nhận Thị xã Bỉm Sơn: Tiếng rè",
    ),
    (e.GradeChanged("bim-son", Grade.POOR), "Đường truyền của Thị xã Bỉm Sơn: kém"),
    (e.GradeChanged("khong-co", Grade.GOOD), "Đường truyền của khong-co: tốt"),
    (e.RecordingNotice("Đang ghi hình."), "Thông báo trên mọi màn hình: Đang ghi hình."),
    (e.RecordingGap(MORNING, MORNING + timedelta(seconds=7.6)), "Bản ghi hình thiếu 8 giây"),
    (e.RecordingFailed("hết chỗ"), "Ghi hình gián đoạn: hết chỗ"),
    (
        e.RecordingFinished(7260.0, 5, "abcdef0123456789", "m", 9),
        "Bản ghi hình đã hoàn tất: 121 phút, mã kiểm tra abcdef012345",
    ),
    (e.RecordingFinished(0.0, 0, "", "", 0), "Không có gì được ghi hình"),
    (e.RecordingDeclined("Nội dung nội bộ"), "Không ghi hình: Nội dung nội bộ"),
    (
        e.FaultReported("bim-son", "power", "Mất điện", "phone", MORNING),
        "Thị xã Bỉm Sơn báo sự cố nguồn điện: Mất điện",
    ),
    (
        e.FaultReported("bim-son", "nước", "", "system", MORNING),
        "Thị xã Bỉm Sơn báo sự cố (nước)",
    ),
    (e.RollAnswered("bim-son", Readiness(True, MORNING, "", 42)), "Thị xã Bỉm Sơn sẵn sàng, 42 người dự"),
    (
        e.RollAnswered("bim-son", Readiness(False, MORNING, "Chờ lãnh đạo")),
        "Thị xã Bỉm Sơn chưa sẵn sàng: Chờ lãnh đạo",
    ),
    (e.VoiceCheckMoved("bim-son"), "Kiểm tra hình, tiếng: Thị xã Bỉm Sơn"),
    (e.VoiceCheckMoved(None), "Kết thúc kiểm tra hình, tiếng"),
    (e.VoiceMarked("bim-son", VoiceMark(True, True, MORNING)), "Thị xã Bỉm Sơn: hình rõ, tiếng rõ"),
    (
        e.VoiceMarked("bim-son", VoiceMark(True, False, MORNING, "Rè")),
        "Thị xã Bỉm Sơn: hình rõ, tiếng chưa rõ: Rè",
    ),
    (request(Channel.SYSTEM), f"Thị xã Bỉm Sơn đăng ký phát biểu: {NAME}"),
    (
        request(Channel.PHONE),
        f"Thị xã Bỉm Sơn đăng ký phát biểu qua điện thoại (Mai Văn Sơn gọi): {NAME}",
    ),
    (request(Channel.PAPER), f"Thị xã Bỉm Sơn đăng ký phát biểu bằng văn bản: {NAME}"),
    (e.FloorAccepted("dk-1", 2), f"Nhận đăng ký phát biểu của {NAME} (Thị xã Bỉm Sơn), thứ tự 2"),
    (e.FloorGranted("dk-1"), f"Mời {NAME} (Thị xã Bỉm Sơn) phát biểu"),
    (e.FloorExtended("dk-1", 2, MORNING + timedelta(minutes=2)), f"Cho {NAME} (Thị xã Bỉm Sơn) thêm 2 phút"),
    (e.FloorReleased("dk-1"), f"{NAME} (Thị xã Bỉm Sơn) phát biểu xong"),
    (
        e.FloorReleased("dk-1", lost=True),
        f"{NAME} (Thị xã Bỉm Sơn) mất kết nối, lượt phát biểu được chuyển",
    ),
    (e.PictureTaken(HOLDING_CARD), "Đưa hình chờ lên màn hình"),
    (e.PictureTaken(PAIR), "Đưa lên hình hai điểm cầu: Thị xã Bỉm Sơn, Huyện Hà Trung"),
    (e.ScriptChanged(SCRIPT), "Kịch bản có bản mới: bản số 1"),
    (e.ScriptSeen("bim-son", 1), "Thị xã Bỉm Sơn xác nhận đã xem kịch bản bản số 1"),
    (e.ItemStarted("thao-luan"), "Chuyển sang mục: Thảo luận"),
    (e.ItemStarted("khong-co"), "Chuyển sang mục: khong-co"),
    (e.NoteSent(Note("t", MORNING, CENTRAL, "Xin chờ")), "Tin nhắn chung: Xin chờ"),
    (e.NoteSent(Note("t", MORNING, CENTRAL, "Lia trái", None, True)), "Chỉ dẫn chung: Lia trái"),
    (e.NoteSent(Note("t", MORNING, CENTRAL, "Xin chờ", "bim-son")), "Nhắn Thị xã Bỉm Sơn: Xin chờ"),
    (
        e.NoteSent(Note("t", MORNING, CENTRAL, "Lia trái", "bim-son", True)),
        "Chỉ dẫn Thị xã Bỉm Sơn: Lia trái",
    ),
    (
        e.NoteSent(Note("t", MORNING, world.BIM_SON, "Đã rõ", sender="bim-son")),
        "Thị xã Bỉm Sơn nhắn trung tâm: Đã rõ",
    ),
]


@pytest.mark.parametrize(("event", "sentence"), SENTENCES, ids=lambda value: type(value).__name__)
def test_an_event_tells_itself(event: e.AnyEvent, sentence: str) -> None:
    assert said(event) == sentence


def test_every_kind_of_event_has_its_sentence_or_is_silent() -> None:
    told = [set(n.SENTENCES), set(n.VARIED), set(n.SILENT)]
    assert set.union(*told) == set(e.AnyEvent.__args__)
    assert sum(map(len, told)) == len(e.AnyEvent.__args__)


@pytest.mark.parametrize(
    "event",
    [
        e.LineDown("bim-son"),
        e.PreviewSet(HOLDING_CARD),
        e.AlarmRaised(Alarm("a", MORNING, "lost", "bim-son")),
        e.GradeChanged("bim-son", Grade.GOOD),
    ],
)
def test_noise_has_no_line(event: e.AnyEvent) -> None:
    assert tell(event) is None


def test_a_line_says_who_when_where_and_on_whose_word() -> None:
    line = tell(e.FloorGranted("dk-1"), on_word=True)
    assert line is not None
    assert (line.seq, line.at, line.by, line.kind) == (99, MORNING, CENTRAL.name, "floor.granted")
    assert (line.site, line.role, line.on_word) == ("bim-son", Role.CENTRAL_TECHNICIAN, True)
    seen = tell(e.SiteLost("bim-son", "both"), MACHINE)
    assert seen is not None
    assert seen.role is Role.MACHINE


def course_of(sitting: world.Sitting, *commands: c.AnyCommand) -> list[str]:
    state, seen = sitting.state, len(sitting.stream)
    sitting.does(*commands)
    lines = []
    for recorded in sitting.stream[seen:]:
        line = narrate(state, recorded)
        state = evolve(state, recorded)
        lines += [line.sentence()] if line else []
    return lines


def test_a_site_given_the_floor_without_a_name_is_named_once() -> None:
    sitting = world.live()
    assert course_of(sitting, c.GiveFloorToSite("bim-son")) == ["Mời Thị xã Bỉm Sơn phát biểu"]
    (request,) = sitting.state.floor.holders
    assert course_of(sitting, c.RevokeFloor(request)) == ["Ngắt lời phát biểu của Thị xã Bỉm Sơn"]
    named = course_of(sitting, c.GiveFloorToSite("bim-son", LEADER))
    assert named == [
        f"Thị xã Bỉm Sơn đăng ký phát biểu: {NAME}",
        f"Mời {NAME} (Thị xã Bỉm Sơn) phát biểu",
    ]


def test_a_site_that_asks_in_its_own_name_is_heard() -> None:
    sitting = world.live()
    asks = c.RequestFloor("bim-son", Speaker("Thị xã Bỉm Sơn"))
    sitting.does(asks, by=world.BIM_SON)
    line = narrate(sitting.state, sitting.stream[-1])
    assert line is not None
    assert line.kind == "floor.requested"


def test_braces_in_what_was_said_stay_as_they_are() -> None:
    sitting = world.live()
    sitting.does(c.SendNote("{site} {0} {khong}"))
    line = narrate(sitting.state, sitting.stream[-1])
    assert line is not None
    assert line.sentence() == "Tin nhắn chung: {site} {0} {khong}"


def test_every_layout_and_grade_has_its_sentence() -> None:
    assert set(n.LAYOUTS) == set(Layout)
    assert set(n.GRADES) == set(Grade)
    assert set(n.CHANNELS) == set(Channel)
