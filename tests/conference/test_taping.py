"""Recording, as the session knows it. Article 3: everything is kept, or the reason is stated."""

from datetime import timedelta

import pytest

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.board import board
from diemcau.conference.session import SessionKind
from diemcau.conference.stage import stage
from diemcau.conference.taping import RECORDED, due, expected, to_be_discarded, unfinished, wanted
from tests import world
from tests.conference.test_sites import kinds
from tests.world import BIM_SON, BIM_SON_SCREEN, CENTRAL, CHAIR, Sitting

BEGINS = c.SeeRecording(True, recorder="may-ghi-1", profile="standard")
FINISHED = c.SeeRecordingFinished(60.0, 1000, "a" * 64, "b" * 64, 10)


def recorded() -> Sitting:
    sitting = world.live()
    sitting.sees(BEGINS)
    return sitting


def rehearsal(*sites: str) -> Sitting:
    """A test session that is recorded on request."""
    sitting = Sitting(world.SMALL, kind=SessionKind.TEST)
    sitting.does(c.OpenSession(), c.StartRecording())
    sitting.comes(*sites)
    sitting.sees(BEGINS)
    return sitting


def shows(sitting: Sitting) -> tuple[bool, str]:
    now = stage(sitting.state, sitting.now)
    return now.recording, now.notice


# --- when
def test_article_3_an_official_session_is_recorded_from_its_opening_on() -> None:
    sitting = world.opened()
    assert (expected(sitting.state), wanted(sitting.state)) == (True, False)
    assert sitting.sees(BEGINS) == ()
    sitting.does(c.GoLive(), by=CHAIR)
    assert (wanted(sitting.state), due(sitting.state)) == (True, True)
    events = sitting.sees(BEGINS)
    assert events == (e.RecordingNotice(RECORDED), e.RecordingStarted("standard", "may-ghi-1"))
    assert sitting.state.recording_since == sitting.now
    assert sitting.sees(BEGINS) == ()


def test_a_test_session_is_recorded_on_request_only() -> None:
    sitting = Sitting(world.SMALL, kind=SessionKind.TEST)
    sitting.does(c.OpenSession(), c.GoLive())
    assert not wanted(sitting.state)
    assert not expected(sitting.state)
    assert sitting.does(c.StartRecording()) == (e.RecordingAsked(),)
    assert sitting.does(c.StartRecording()) == ()
    assert due(sitting.state)
    assert expected(sitting.state)


def test_article_3_what_is_not_recorded_has_a_reason() -> None:
    sitting = world.live()
    assert sitting.sees(c.SeeNotRecorded("  ")) == ()
    assert sitting.sees(c.SeeNotRecorded("Nội dung nội bộ")) == (e.RecordingDeclined("Nội dung nội bộ"),)
    assert sitting.sees(c.SeeNotRecorded("Nội dung nội bộ")) == ()
    assert sitting.sees(BEGINS) == ()
    assert not expected(sitting.state)
    refused = sitting.refuses(c.StartRecording(), by=CHAIR)
    assert (refused.code, refused.article) == ("recording.declined", "3")
    assert refused.sentence() == "Hội nghị này không ghi hình: Nội dung nội bộ"


def test_what_has_begun_is_not_declined_any_more_and_a_test_session_never_is() -> None:
    assert recorded().sees(c.SeeNotRecorded("Nội dung nội bộ")) == ()
    tested = Sitting(world.SMALL, kind=SessionKind.TEST)
    tested.does(c.OpenSession(), c.GoLive())
    assert tested.sees(c.SeeNotRecorded("Nội dung nội bộ")) == ()


def test_article_3_stopping_an_official_session_s_recording_needs_a_reason() -> None:
    sitting = recorded()
    refused = sitting.refuses(c.StopRecording(" "), by=CHAIR)
    assert (refused.code, refused.article) == ("recording.no_reason", "3")
    assert sitting.does(c.StopRecording(" Theo yêu cầu "), by=CHAIR) == (e.RecordingStopped("Theo yêu cầu"),)
    assert (shows(sitting), wanted(sitting.state)) == ((False, ""), False)
    assert sitting.sees(BEGINS) == ()
    assert sitting.does(c.StopRecording("Lần nữa")) == ()
    sitting.does(c.StartRecording())
    assert kinds(sitting.sees(BEGINS)) == [e.RecordingNotice, e.RecordingStarted]


def test_stopping_a_test_session_s_recording_needs_none() -> None:
    assert rehearsal("bim-son").does(c.StopRecording()) == (e.RecordingStopped(),)


# --- the notice
def test_nothing_is_recorded_without_the_notice() -> None:
    """Law 91/2025/QH15, Article 32."""
    sitting = recorded()
    assert shows(sitting) == (True, RECORDED)
    sitting.does(c.Pause("Giải lao"))
    assert shows(sitting) == (True, f"Hội nghị tạm dừng. Giải lao. {RECORDED}")
    sitting.does(c.Resume(), c.End())
    assert shows(sitting) == (False, "")


def test_each_screen_confirms_the_notice_once() -> None:
    sitting = recorded()
    assert sitting.does(c.ConfirmNotice("bim-son"), by=BIM_SON) == (e.RecordingNoticeShown("bim-son"),)
    assert sitting.does(c.ConfirmNotice("bim-son"), by=BIM_SON) == ()
    on_display = sitting.does(c.ConfirmNotice("bim-son", display=True), by=BIM_SON_SCREEN)
    assert on_display == (e.RecordingNoticeShown("bim-son", display=True),)
    assert sitting.does(c.ConfirmNotice("bim-son", display=True), by=BIM_SON_SCREEN) == ()
    assert "bim-son" not in board(sitting.state, sitting.now).tape.unseen
    assert "ha-trung" in board(sitting.state, sitting.now).tape.unseen


def test_a_new_start_is_confirmed_anew() -> None:
    sitting = recorded()
    sitting.does(c.ConfirmNotice("bim-son"), c.StopRecording("Theo yêu cầu"), c.StartRecording())
    assert sitting.does(c.ConfirmNotice("bim-son")) == ()
    sitting.sees(BEGINS)
    assert sitting.does(c.ConfirmNotice("bim-son")) == (e.RecordingNoticeShown("bim-son"),)


def test_a_site_that_is_not_in_has_no_notice_to_confirm() -> None:
    sitting = world.live(here=(world.CENTRAL_SITE, world.CHAIR_SITE))
    sitting.sees(BEGINS)
    assert sitting.does(c.ConfirmNotice("bim-son"), by=BIM_SON) == ()
    refused = sitting.refuses(c.ConfirmNotice("khong-co"), by=CENTRAL)
    assert refused.code == "site.unknown"


# --- what goes wrong
def test_a_pause_of_the_session_is_a_marked_pause_of_the_recording() -> None:
    sitting = recorded()
    assert kinds(sitting.does(c.Pause())) == [e.SessionPaused, e.RecordingPaused]
    assert (wanted(sitting.state), due(sitting.state)) == (True, False)
    assert sitting.sees(c.SeeRecording(False, "hỏng")) == ()
    assert kinds(sitting.does(c.Resume())) == [e.SessionResumed, e.RecordingResumed]


def test_a_recorder_that_fails_is_an_alarm_once_and_never_more() -> None:
    sitting = recorded()
    failed = sitting.sees(c.SeeRecording(False, "tiến trình dừng"))
    assert kinds(failed) == [e.RecordingFailed, e.AlarmRaised]
    assert sitting.state.alarms[-1].kind == "recording"
    assert sitting.sees(c.SeeRecording(False, "tiến trình dừng")) == ()
    assert kinds(sitting.sees(c.SeeRecording(False, full=True))) == [e.RecordingFailed, e.AlarmRaised]
    assert board(sitting.state, sitting.now).tape.fault
    assert shows(sitting)[0]
    since = sitting.now
    gap = c.SeeRecordingGap(since, since + timedelta(seconds=4), "tiến trình dừng", "may-ghi-2")
    assert kinds(sitting.passes(4).sees(gap)) == [e.RecordingGap]
    assert (sitting.state.tape.fault, sitting.state.tape.recorder) == ("", "may-ghi-2")
    assert sitting.sees(c.SeeRecordingGap(since, since)) == ()


def test_a_disk_with_little_room_is_told_early() -> None:
    sitting = recorded()
    assert kinds(sitting.sees(c.SeeDiskLow())) == [e.AlarmRaised]
    assert sitting.sees(c.SeeDiskLow()) == ()


# --- after the end
def test_the_file_is_finished_after_the_end() -> None:
    sitting = recorded()
    assert sitting.sees(c.SeeRecordingFinished(1.0, 1, "a", "b", 1)) == ()
    assert kinds(sitting.does(c.End()))[-2:] == [e.RecordingStopped, e.SessionEnded]
    assert unfinished(sitting.state)
    assert kinds(sitting.sees(c.SeeRecording(False, "hỏng"))) == [e.RecordingFailed]
    assert kinds(sitting.sees(FINISHED)) == [e.RecordingFinished]
    assert not unfinished(sitting.state)
    assert sitting.sees(FINISHED) == ()
    assert sitting.sees(c.SeeRecordingDiscarded()) == ()
    assert sitting.sees(c.SeeRecordingGap(sitting.now, sitting.now + timedelta(seconds=1))) == ()


def test_a_recording_of_nothing_is_finished_and_is_none() -> None:
    sitting = recorded()
    sitting.does(c.End())
    sitting.sees(c.SeeRecordingFinished(0.0, 0, "", "", 0))
    assert not unfinished(sitting.state)
    assert not board(sitting.state, sitting.now).tape.finished


def test_a_test_session_s_recording_has_served_when_its_sites_are_accepted() -> None:
    sitting = rehearsal("bim-son", "ha-trung")
    sitting.does(c.JudgeSite("bim-son", True))
    assert not to_be_discarded(sitting.state)
    sitting.does(c.JudgeSite("ha-trung", True), c.End())
    assert to_be_discarded(sitting.state)
    assert sitting.sees(c.SeeRecordingDiscarded("đã nghiệm thu")) == (e.RecordingDiscarded("đã nghiệm thu"),)
    assert not unfinished(sitting.state)


@pytest.mark.parametrize("make", [recorded, rehearsal])
def test_nothing_else_is_discarded(make: type[Sitting]) -> None:
    sitting = make()
    sitting.does(c.End())
    assert not to_be_discarded(sitting.state)


def test_an_official_session_s_recording_is_never_discarded() -> None:
    sitting = recorded()
    sitting.does(c.End())
    assert sitting.sees(c.SeeRecordingDiscarded()) == ()
