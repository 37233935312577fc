"""Art. 4.1: what the system proposes for a site's log book after a session."""

from datetime import timedelta

import pytest

from diemcau.conference import commands as c
from diemcau.conference.logbook import Draft, EntryKind, clock, drafts, length, number
from diemcau.conference.quality import Summary, Window, summary
from diemcau.conference.session import Grade, SessionKind, SiteRole
from tests.world import BIM_SON, CENTRAL, CHAIR, MORNING, SMALL, Sitting, ended, live, planned

SITE = "bim-son"


def proposed(sitting: Sitting, line: Summary | None = None, site: str = SITE) -> tuple[Draft, ...]:
    return drafts(sitting.stream, {site: line} if line else {}).get(site, ())


def of(sitting: Sitting, kind: EntryKind, line: Summary | None = None) -> list[Draft]:
    return [one for one in proposed(sitting, line) if one.kind is kind]


def told(sitting: Sitting, kind: EntryKind, line: Summary | None = None) -> str:
    return " ".join(" ".join(one.facts) for one in of(sitting, kind, line))


def window(grade: Grade, loss: float | None) -> Window:
    return Window(MORNING, 20, loss, 5.0, 21.0, 900.0, grade)


def closed(sitting: Sitting) -> Sitting:
    sitting.does(c.End(), by=CHAIR)
    return sitting


def test_a_session_that_was_never_opened_gives_no_entry() -> None:
    assert proposed(planned()) == ()


def test_a_site_that_is_not_in_the_session_gets_none() -> None:
    assert proposed(ended(), site="quan-hoa") == ()


def test_duty_tells_who_when_and_the_roll_call() -> None:
    sitting = live()
    sitting.does(c.StartRollCall())
    sitting.does(c.AnswerRoll(SITE, True, head_count=12, local_chair="Hoàng Đình Toàn"), by=BIM_SON)
    closed(sitting.passes(600))
    (duty,) = of(sitting, EntryKind.DUTY)
    assert duty.since == MORNING
    assert duty.until == MORNING + timedelta(seconds=600)
    assert duty.facts == (
        "Kỹ thuật trực theo phân công: Vũ Thanh Mai.",
        "Vào phòng chờ lúc 08:30:00.",
        "Được trung tâm kết nối lúc 08:30:00.",
        "Kết thúc lúc 08:40:00.",
        "Điểm danh lúc 08:30:00: sẵn sàng, 12 người dự, chủ trì tại điểm cầu: Hoàng Đình Toàn.",
    )


def test_a_site_that_is_not_ready_says_why() -> None:
    sitting = live()
    sitting.does(c.StartRollCall())
    sitting.does(c.AnswerRoll(SITE, False, "Chờ lãnh đạo", head_count=3), by=BIM_SON)
    assert "chưa sẵn sàng: Chờ lãnh đạo, 3 người dự." in told(sitting, EntryKind.DUTY)


def test_a_site_that_stayed_away_has_its_reason() -> None:
    sitting = live(here=[one for one in SMALL if one != SITE])
    sitting.does(c.MarkAbsent(SITE, "Mất điện toàn thị xã"))
    assert "Điểm cầu không vào phiên: Mất điện toàn thị xã." in told(closed(sitting), EntryKind.DUTY)


def test_a_site_that_waited_and_was_not_let_in_was_still_on_duty() -> None:
    sitting = live(here=[one for one in SMALL if one != SITE]).waits(SITE)
    facts = told(sitting, EntryKind.DUTY)
    assert "Vào phòng chờ lúc" in facts
    assert "Được trung tâm kết nối" not in facts
    assert "Kết thúc lúc" not in facts


def test_who_leaves_early_ended_then() -> None:
    sitting = live().passes(60)
    sitting.does(c.Leave(SITE, "Họp khẩn"), by=BIM_SON)
    closed(sitting.passes(600))
    assert of(sitting, EntryKind.DUTY)[0].until == MORNING + timedelta(seconds=60)


def test_nobody_assigned_is_said() -> None:
    sitting = live()
    sitting.does(c.AddSeat("sam-son-2", 33, "Thành phố Sầm Sơn, phòng 2", SiteRole.END))
    (duty, *_) = proposed(sitting, site="sam-son-2")
    assert duty.facts[0] == "Kỹ thuật trực theo phân công: chưa phân công."
    assert duty.facts[1] == "Điểm cầu không vào phiên."


def test_the_quality_of_an_official_session() -> None:
    line = summary([window(Grade.GOOD, 0.1), window(Grade.GOOD, 0.2), window(Grade.POOR, 4.25)])
    assert told(ended(), EntryKind.OFFICIAL_QUALITY, line) == (
        "Chất lượng đường truyền: tốt hoặc đạt trong 66,7 % thời gian đo (3 khoảng 20 giây có số liệu)."
        " Lúc kém nhất 08:30:00: kém (mất gói 4,2 %, rung 5 ms, trễ khứ hồi 21 ms)."
        " Không mất kết nối lần nào."
    )


@pytest.mark.parametrize("line", [None, summary([window(Grade.NO_DATA, None)])])
def test_without_numbers_nothing_is_called_good(line: Summary | None) -> None:
    facts = told(ended(), EntryKind.OFFICIAL_QUALITY, line)
    assert facts.startswith("Chất lượng đường truyền: chưa có số liệu.")


def test_the_quality_of_a_test_session_with_check_and_verdict() -> None:
    sitting = Sitting(SMALL, kind=SessionKind.TEST)
    sitting.does(c.OpenSession())
    sitting.waits(SITE)
    sitting.does(c.SubmitCheck(SITE, True, False, True, False, remark="Micro rè"), by=BIM_SON)
    sitting.does(c.Admit(SITE), c.JudgeSite(SITE, False, "Micro chưa đạt"))
    facts = told(sitting, EntryKind.TEST_QUALITY)
    assert "Tự kiểm tra lúc 08:30:00: chưa đạt (micro, đường truyền): Micro rè." in facts
    assert "Kết luận của trung tâm lúc 08:30:00: chưa chấp nhận: Micro chưa đạt." in facts


def test_what_passed_is_said_to_have_passed() -> None:
    sitting = Sitting(SMALL, kind=SessionKind.TEST)
    sitting.does(c.OpenSession())
    sitting.waits(SITE)
    sitting.does(c.SubmitCheck(SITE, True, True, True, True), by=BIM_SON)
    sitting.does(c.Admit(SITE), c.JudgeSite(SITE, True))
    facts = told(sitting, EntryKind.TEST_QUALITY)
    assert "Tự kiểm tra lúc 08:30:00: đạt." in facts
    assert "Kết luận của trung tâm lúc 08:30:00: chấp nhận." in facts


def lost(sitting: Sitting, seconds: float) -> Sitting:
    sitting.passes(30).cut(SITE)
    sitting.passes(seconds).sees(c.SeeLine(SITE, True), c.SeeMedia(SITE, True))
    return sitting


def test_a_loss_of_ten_seconds_is_a_fault() -> None:
    sitting = closed(lost(live(), 75).passes(60))
    assert told(sitting, EntryKind.FAULT) == "Mất kết nối từ 08:30:30 đến 08:31:45 (1 phút 15 giây)."
    assert "Mất kết nối 1 lần, tổng cộng 1 phút 15 giây." in told(sitting, EntryKind.OFFICIAL_QUALITY)


def test_a_shorter_one_is_counted_but_no_fault() -> None:
    sitting = closed(lost(live(), 6).passes(60))
    assert of(sitting, EntryKind.FAULT) == []
    assert "Mất kết nối 1 lần, tổng cộng 6 giây." in told(sitting, EntryKind.OFFICIAL_QUALITY)


def test_a_loss_at_the_end_of_the_session_ends_with_it() -> None:
    sitting = live().passes(30).cut(SITE)
    closed(sitting.passes(120))
    assert "Mất kết nối từ 08:30:30 đến 08:32:30" in told(sitting, EntryKind.FAULT)


def test_a_loss_that_goes_on_is_drafted_as_such() -> None:
    sitting = live().passes(30).cut(SITE)
    assert "chưa khôi phục khi phiên kết thúc" in told(sitting, EntryKind.FAULT)


def test_only_our_own_line_is_told_apart() -> None:
    sitting = live().passes(30)
    sitting.sees(c.SeeLine(SITE, False))
    sitting.passes(20).sees(c.SeeLine(SITE, True))
    assert told(closed(sitting), EntryKind.FAULT).startswith("Mất điều khiển từ")


def test_a_speaker_whose_line_comes_back_kept_the_floor() -> None:
    sitting = live().queues(SITE, "dk-1")
    sitting.does(c.GiveFloor("dk-1"))
    lost(sitting, 20)
    assert "Khi đó Hoàng Đình Toàn đang phát biểu; quyền phát biểu được giữ." in told(
        sitting, EntryKind.FAULT
    )


def test_a_speaker_who_stays_away_yields_it() -> None:
    sitting = live().queues(SITE, "dk-1")
    sitting.does(c.GiveFloor("dk-1"))
    sitting.passes(30).cut(SITE)
    sitting.passes(61).sees(c.CloseWhatIsDue())
    closed(sitting.passes(60))
    assert "lượt phát biểu được chuyển" in told(sitting, EntryKind.FAULT)


def test_a_loss_after_the_speech_does_not_name_it() -> None:
    sitting = live().queues(SITE, "dk-1")
    sitting.does(c.GiveFloor("dk-1"), c.RevokeFloor("dk-1"))
    assert "đang phát biểu" not in told(closed(lost(sitting, 20)), EntryKind.FAULT)


def test_a_reported_fault_has_who_how_and_when() -> None:
    sitting = live()
    sitting.does(c.ReportFault(SITE, "power", "Sụt áp"), by=BIM_SON)
    sitting.does(c.ReportFault("ha-trung", "sound"), by=CENTRAL)
    assert told(sitting, EntryKind.FAULT) == (
        "Mai Văn Sơn báo sự cố nguồn điện qua hệ thống lúc 08:30:00: Sụt áp."
    )


def test_a_late_report_says_when_it_happened() -> None:
    sitting = live().passes(600)
    late = c.ReportFault(SITE, "sound", "", happened_at=MORNING + timedelta(seconds=60))
    sitting.does(late, by=BIM_SON)
    (fault,) = of(sitting, EntryKind.FAULT)
    assert fault.since == MORNING + timedelta(seconds=60)
    assert fault.facts[1] == "Sự cố xảy ra lúc 08:31:00, báo muộn."


def test_drafting_again_gives_the_same_keys() -> None:
    sitting = lost(live(), 20)
    sitting.does(c.ReportFault(SITE, "power", "Sụt áp"), by=BIM_SON)
    keys = [one.key for one in proposed(sitting)]
    later = [one.key for one in proposed(closed(sitting.passes(60)))]
    assert keys == later
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "dưới 1 giây"),
        (59.6, "1 phút"),
        (61, "1 phút 1 giây"),
        (3600, "1 giờ"),
        (7265, "2 giờ 1 phút 5 giây"),
    ],
)
def test_lengths_are_read_out(seconds: float, words: str) -> None:
    assert length(seconds) == words


def test_numbers_have_a_decimal_comma() -> None:
    assert [number(None), number(0.25), number(12.0)] == ["–", "0,2", "12"]


def test_times_are_vietnams() -> None:
    assert clock(MORNING) == "08:30:00"
