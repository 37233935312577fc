"""Articles 6.1, 7.1: a site connects only as the centre lets it. Lanes, devices, epochs."""

from collections.abc import Callable

import pytest

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.picture import HOLDING_CARD, Layout, Picture
from diemcau.conference.session import Lane, SiteRole
from tests import world
from tests.world import BIM_SON, CENTRAL, CHAIR_SITE, Sitting, live


def lane(sitting: Sitting, site: str = "bim-son") -> Lane:
    return sitting.state.seats[site].lane


def kinds(events: tuple[e.AnyEvent, ...]) -> list[type[e.Event]]:
    return [type(event) for event in events]


def test_a_site_waits_and_is_connected_only_by_the_centre() -> None:
    sitting = world.opened(here=()).waits("bim-son")
    assert lane(sitting) is Lane.WAITING
    assert sitting.refuses(c.Admit("bim-son"), by=BIM_SON).code == "power.missing"
    assert sitting.does(c.Admit("bim-son")) == (e.SiteAdmitted("bim-son", 1),)
    assert lane(sitting) is Lane.CONNECTED


def test_article_6_1_a_site_that_does_not_wait_cannot_be_connected() -> None:
    refused = world.opened(here=()).refuses(c.Admit("bim-son"))
    assert (refused.code, refused.article) == ("site.not_waiting", "6.1, 7.1")
    assert "Bỉm Sơn" in refused.sentence()


def test_connecting_twice_is_one_act() -> None:
    assert world.opened().does(c.Admit("bim-son")) == ()


def test_all_who_wait_are_connected_at_once() -> None:
    sitting = world.opened(here=("bim-son",)).waits("ha-trung", "nga-son")
    assert sitting.does(c.AdmitAll()) == (e.SiteAdmitted("ha-trung", 1), e.SiteAdmitted("nga-son", 1))
    assert sitting.does(c.AdmitAll()) == ()


def test_a_site_that_is_not_yet_let_in_may_knock_again() -> None:
    sitting = world.opened(here=()).waits("bim-son")
    assert sitting.refuses(c.Refuse("bim-son", "  ")).code == "site.no_reason"
    sitting.does(c.Refuse("bim-son", "Chưa đến lượt"))
    assert lane(sitting) is Lane.EXPECTED
    assert sitting.state.seats["bim-son"].reason == "Chưa đến lượt"
    assert sitting.refuses(c.Refuse("bim-son", "Chưa đến lượt")).code == "site.not_waiting"
    sitting.waits("bim-son")
    assert lane(sitting) is Lane.WAITING
    assert sitting.state.seats["bim-son"].reason == ""


def test_an_unknown_site_is_named() -> None:
    refused = world.opened().refuses(c.Admit("khong-co"))
    assert (refused.code, refused.sentence()) == ("site.unknown", "Phiên này không có điểm cầu “khong-co”.")


def test_article_6_1_a_dropped_site_stays_out_until_it_is_called_again() -> None:
    sitting = world.opened()
    sitting.does(c.Drop("bim-son", "Sai thành phần"))
    assert sitting.does(c.Drop("bim-son")) == ()
    refused = sitting.refuses(c.Knock("bim-son", "may-bim-son"), by=BIM_SON)
    assert (refused.code, refused.article) == ("site.dropped", "6.1, 7.1")
    assert sitting.does(c.CallAgain("bim-son")) == (e.SiteCalledAgain("bim-son"),)
    assert sitting.does(c.CallAgain("bim-son")) == ()
    sitting.does(c.Knock("bim-son", "may-bim-son"), by=BIM_SON)
    assert not sitting.state.seats["bim-son"].call_again
    assert sitting.does(c.Admit("bim-son")) == (e.SiteAdmitted("bim-son", 2),)


@pytest.mark.parametrize("make", [world.planned, world.opened, world.live, world.paused])
def test_a_site_invited_late_gets_a_seat_and_comes_like_the_others(make: Callable[[], Sitting]) -> None:
    sitting = make()
    late = c.AddSeat("nhu-xuan", 26, "Huyện Như Xuân", SiteRole.END, "Lê Quốc Hưng", "0190 000 126")
    sitting.does(late)
    seat = sitting.state.seats["nhu-xuan"]
    assert (seat.name, seat.technician, seat.lane) == ("Huyện Như Xuân", "Lê Quốc Hưng", Lane.EXPECTED)
    assert sitting.refuses(late).code == "site.seated"
    if sitting.state.running:
        assert lane(sitting.comes("nhu-xuan"), "nhu-xuan") is Lane.CONNECTED


def test_who_prepares_conferences_may_seat_a_site_and_a_site_may_not() -> None:
    late = c.AddSeat("nhu-xuan", 26, "Huyện Như Xuân", SiteRole.END)
    assert world.live().refuses(late, by=BIM_SON).code == "power.missing"
    world.live().does(late, by=world.HOST_OFFICER)


def test_lines_of_a_dropped_site_do_not_bring_it_back() -> None:
    sitting = world.opened()
    sitting.does(c.Drop("bim-son"))
    sitting.sees(c.SeeLine("bim-son", False), c.SeeLine("bim-son", True), c.SeeMedia("bim-son", True))
    assert lane(sitting) is Lane.DROPPED
    assert not sitting.state.seats["bim-son"].media_up


def test_only_a_connected_site_can_be_dropped() -> None:
    assert world.opened(here=()).refuses(c.Drop("bim-son")).code == "site.not_connected"


def test_what_a_dropped_site_had_ends_with_it() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    sitting.does(c.GiveFloor("dk-1"), c.Take(), c.StartTalkback("bim-son"), c.AllowSharing("bim-son"))
    events = sitting.does(c.Drop("bim-son", "Mất an toàn"))
    assert kinds(events) == [e.FloorRevoked, e.SiteDropped, e.TalkbackEnded, e.PreviewSet, e.PictureTaken]
    state = sitting.state
    assert state.program == state.preview == Picture(Layout.ONE, (CHAIR_SITE,))
    assert state.talkback is None
    assert not state.seats["bim-son"].sharing_allowed
    assert state.floor.queue == ("dk-2",)


def test_a_voice_check_ends_with_its_site() -> None:
    sitting = world.opened(here=("bim-son", "ha-trung"))
    sitting.does(c.StartVoiceCheck("bim-son"))
    sitting.does(c.Drop("bim-son"))
    assert sitting.state.voice_at is None
    assert sitting.state.program == HOLDING_CARD


def test_a_mosaic_goes_on_without_the_site_that_left() -> None:
    sitting = world.live()
    sitting.does(c.SetPreview(Picture(Layout.MOSAIC, ("bim-son", "ha-trung", "nga-son"))), c.Take())
    sitting.does(c.Leave("ha-trung"), by=world.HA_TRUNG)
    assert sitting.state.program == Picture(Layout.MOSAIC, ("bim-son", "nga-son"))


def test_a_site_leaves_and_may_come_again_but_must_be_let_in() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.GiveFloor("dk-1"))
    events = sitting.does(c.Leave("bim-son", "Có việc đột xuất"), by=BIM_SON)
    assert kinds(events)[:2] == [e.FloorReleased, e.SiteLeft]
    assert lane(sitting) is Lane.LEFT
    assert sitting.does(c.Leave("bim-son"), by=BIM_SON) == ()
    sitting.does(c.Knock("bim-son", "may-bim-son"), by=BIM_SON)
    assert lane(sitting) is Lane.WAITING


def test_absent_needs_a_reason_and_nobody_there() -> None:
    sitting = world.opened(here=("bim-son",))
    assert sitting.refuses(c.MarkAbsent("ha-trung", "")).code == "site.no_reason"
    assert sitting.refuses(c.MarkAbsent("bim-son", "Mất điện")).code == "site.here"
    sitting.does(c.MarkAbsent("ha-trung", "Mất điện"))
    assert lane(sitting, "ha-trung") is Lane.ABSENT
    assert sitting.does(c.MarkAbsent("ha-trung", "Mất điện")) == ()
    assert sitting.does(c.MarkAbsent("ha-trung", "Bão")) == (e.SiteAbsent("ha-trung", "Bão"),)
    sitting.waits("ha-trung")
    assert lane(sitting, "ha-trung") is Lane.WAITING


def test_a_site_that_is_here_need_not_be_called() -> None:
    assert world.opened().refuses(c.CallAgain("bim-son")).code == "site.here"


# --- devices
def test_the_same_device_knocks_as_often_as_it_likes() -> None:
    sitting = world.opened(here=()).waits("bim-son")
    assert sitting.does(c.Knock("bim-son", "may-bim-son"), by=BIM_SON) == ()
    sitting.does(c.Admit("bim-son"))
    assert sitting.does(c.Knock("bim-son", "may-bim-son"), by=BIM_SON) == ()


@pytest.mark.parametrize("admitted", [False, True])
def test_a_second_device_waits_for_the_operators_word(admitted: bool) -> None:
    sitting = world.opened(here=("bim-son",)) if admitted else world.opened(here=()).waits("bim-son")
    refused = sitting.refuses(c.Knock("bim-son", "may-khac"), by=BIM_SON)
    assert (refused.code, refused.article) == ("site.other_device", "6.1, 7.1")
    sitting.does(c.TakeOverDevice("bim-son", "may-khac"))
    seat = sitting.state.seats["bim-son"]
    assert (seat.device, seat.epoch) == ("may-khac", 2 if admitted else 0)
    assert sitting.does(c.TakeOverDevice("bim-son", "may-khac")) == ()
    assert sitting.refuses(c.Knock("bim-son", "may-bim-son"), by=BIM_SON).code == "site.other_device"


def test_another_device_takes_a_slot_whose_line_is_down() -> None:
    sitting = world.opened(here=("bim-son",)).cut("bim-son")
    events = sitting.does(c.Knock("bim-son", "may-khac"), by=BIM_SON)
    assert events == (e.DeviceTakenOver("bim-son", "may-khac", 2),)
    assert lane(sitting) is Lane.LOST
    assert kinds(sitting.sees(c.SeeMedia("bim-son", True, 2))) == [e.MediaUp, e.SiteBack]


def test_another_device_of_a_lobby_page_that_is_gone_waits_in_its_place() -> None:
    sitting = world.opened(here=()).waits("bim-son")
    sitting.sees(c.SeeLine("bim-son", False))
    sitting.does(c.Knock("bim-son", "may-khac"), by=BIM_SON)
    assert (lane(sitting), sitting.state.seats["bim-son"].device) == (Lane.WAITING, "may-khac")


def test_nothing_to_take_over_where_nobody_is() -> None:
    refused = world.opened(here=()).refuses(c.TakeOverDevice("bim-son", "may-khac"))
    assert refused.code == "site.nothing_to_take_over"


def test_a_new_device_keeps_what_the_site_may_share() -> None:
    sitting = world.opened()
    sitting.does(c.AllowSharing("bim-son"), c.TakeOverDevice("bim-son", "may-khac"))
    assert sitting.state.seats["bim-son"].sharing_allowed


# --- checks, sharing, faults
def test_a_sites_own_check_is_kept_with_its_numbers() -> None:
    sitting = world.opened(here=()).waits("bim-son")
    sitting.does(c.SubmitCheck("bim-son", True, True, False, True, 0.5, 12.0, 40.0, "Loa rè"), by=BIM_SON)
    check = sitting.state.seats["bim-son"].check
    assert check is not None
    assert not check.passed
    assert (check.loss_percent, check.jitter_ms, check.round_trip_ms, check.remark) == (
        0.5,
        12.0,
        40.0,
        "Loa rè",
    )


def test_sharing_is_allowed_shown_and_withdrawn() -> None:
    sitting = world.live()
    shared = Picture(Layout.SHARED, ("bim-son",))
    assert sitting.refuses(c.SetPreview(shared)).code == "sharing.not_allowed"
    assert sitting.does(c.WithdrawSharing("bim-son")) == ()
    sitting.does(c.AllowSharing("bim-son"))
    assert sitting.does(c.AllowSharing("bim-son")) == ()
    sitting.does(c.SetPreview(shared), c.Take())
    events = sitting.does(c.WithdrawSharing("bim-son"))
    assert kinds(events) == [e.SharingWithdrawn, e.PreviewSet, e.PictureTaken]
    assert sitting.state.program == Picture(Layout.ONE, ("bim-son",))


def test_withdrawing_leaves_other_pictures_alone() -> None:
    sitting = world.live()
    sitting.does(c.AllowSharing("bim-son"))
    assert sitting.does(c.WithdrawSharing("bim-son")) == (e.SharingWithdrawn("bim-son"),)


def test_only_a_connected_site_shares() -> None:
    assert world.opened(here=()).refuses(c.AllowSharing("bim-son")).code == "site.not_connected"


def test_article_6_2_a_fault_is_reported_and_alarms_the_centre() -> None:
    sitting = world.live()
    fault, alarm = sitting.does(c.ReportFault("bim-son", "power", "Mất điện lưới"), by=BIM_SON)
    assert fault == e.FaultReported("bim-son", "power", "Mất điện lưới", "system", sitting.now)
    assert isinstance(alarm, e.AlarmRaised)
    assert (alarm.alarm.kind, alarm.alarm.site, alarm.alarm.text) == ("fault", "bim-son", "Mất điện lưới")


def test_article_6_2_a_late_report_keeps_its_time_and_none_comes_from_the_future() -> None:
    sitting = world.ended()
    early = sitting.now
    sitting.passes(600)
    (late, *_) = sitting.does(c.ReportFault("bim-son", "line", happened_at=early), by=BIM_SON)
    assert isinstance(late, e.FaultReported)
    assert late.happened_at == early
    future = sitting.passes(60).now
    sitting.passes(-30)
    (clamped, *_) = sitting.does(c.ReportFault("bim-son", "sound", happened_at=future), by=BIM_SON)
    assert isinstance(clamped, e.FaultReported)
    assert clamped.happened_at == sitting.now


def test_a_fault_has_a_kind() -> None:
    assert world.live().refuses(c.ReportFault("bim-son", " "), by=BIM_SON).code == "fault.no_kind"


def test_the_same_alarm_is_not_raised_twice_until_it_was_seen() -> None:
    sitting = world.live()
    sitting.does(c.ReportFault("bim-son", "power"), by=BIM_SON)
    assert kinds(sitting.does(c.ReportFault("bim-son", "power"), by=BIM_SON)) == [e.FaultReported]
    (alarm,) = sitting.state.alarms
    assert sitting.does(c.SeeAlarm(alarm.id)) == (e.AlarmSeen(alarm.id),)
    assert sitting.does(c.SeeAlarm(alarm.id)) == ()
    assert e.AlarmRaised in kinds(sitting.does(c.ReportFault("bim-son", "power"), by=CENTRAL))


def test_the_roster_changes_who_is_responsible_at_a_site() -> None:
    """Art. 6.4, 7.4."""
    sitting = live()
    sitting.does(c.AssignDuty("bim-son", "Lê Quốc Hưng", "0190 000 120"))
    seat = sitting.state.seats["bim-son"]
    assert (seat.technician, seat.phone) == ("Lê Quốc Hưng", "0190 000 120")
    assert sitting.does(c.AssignDuty("bim-son", "Lê Quốc Hưng", "0190 000 120")) == ()
