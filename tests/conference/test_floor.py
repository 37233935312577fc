"""The floor. Articles 6.3, 7.3: the leader's speech is registered with the central technician by
telephone."""

from datetime import timedelta

import pytest

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.floor import OPEN_REQUESTS_OF_A_SITE
from diemcau.conference.picture import Caption, Layout, Picture
from diemcau.conference.script import Speaker
from diemcau.conference.session import Channel, RequestState
from tests import world
from tests.conference.test_sites import kinds
from tests.world import BIM_SON, CENTRAL, CHAIR, CHAIR_SITE, LEADER, OTHER_LEADER, Sitting


def state_of(sitting: Sitting, id: str) -> RequestState:
    return sitting.state.floor.requests[id].state


def phone(**changes: object) -> c.RequestFloor:
    fields = {"site": "bim-son", "speaker": LEADER, "request": "dk-1", "channel": Channel.PHONE}
    said = {"caller": "Mai Văn Sơn", "read_back": True}
    return c.RequestFloor(**{**fields, **said, **changes})  # type: ignore[arg-type]


# --- asking
def test_article_6_3_the_centre_registers_a_call_before_the_session() -> None:
    sitting = world.planned()
    sitting.does(phone(topic="Phòng chống bão", minutes=5))
    request = sitting.state.floor.requests["dk-1"]
    assert (request.caller, request.read_back, request.called_at) == ("Mai Văn Sơn", True, sitting.now)
    assert (request.by, request.topic, request.minutes) == (CENTRAL, "Phòng chống bão", 5)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"caller": " "}, "floor.no_caller"),
        ({"read_back": False}, "floor.not_read_back"),
        ({"speaker": Speaker(" ")}, "floor.no_speaker"),
    ],
)
def test_article_6_3_a_call_names_the_caller_and_is_read_back(changes: dict[str, object], code: str) -> None:
    refused = world.planned().refuses(phone(**changes))
    assert (refused.code, refused.article) == (code, "6.3, 7.3")


def test_article_6_3_a_paper_needs_no_call() -> None:
    sitting = world.planned()
    sitting.does(phone(channel=Channel.PAPER, caller="", read_back=False))
    assert sitting.state.floor.requests["dk-1"].called_at is None


def test_article_6_3_a_sites_own_page_registers_by_the_system_only() -> None:
    assert world.live().refuses(phone(), by=BIM_SON).code == "floor.channel"


def test_a_request_has_the_orders_id_when_it_brings_none() -> None:
    sitting = world.live()
    sitting.does(c.RequestFloor("bim-son", LEADER), by=BIM_SON, id="lenh-cua-trang")
    assert state_of(sitting, "lenh-cua-trang") is RequestState.PENDING


def test_a_request_is_registered_once() -> None:
    assert world.live().asks("bim-son", "dk-1").refuses(phone()).code == "floor.request_exists"


def test_a_request_names_an_item_of_the_script() -> None:
    sitting = world.live()
    assert sitting.refuses(phone(item="khong-co")).code == "script.unknown_item"
    sitting.does(phone(item="thao-luan"))
    assert sitting.state.floor.requests["dk-1"].item == "thao-luan"


def test_one_site_does_not_fill_the_list_alone() -> None:
    sitting = world.live()
    for number in range(OPEN_REQUESTS_OF_A_SITE):
        sitting.asks("bim-son", f"dk-{number}")
    full = c.RequestFloor("bim-son", LEADER)
    assert sitting.refuses(full, by=BIM_SON).code == "floor.too_many"
    sitting.does(c.CancelRequest("dk-0", "Nhầm"), by=BIM_SON)
    sitting.does(full, by=BIM_SON)


# --- ordering
def test_the_order_is_the_order_of_acceptance() -> None:
    sitting = world.live().asks("bim-son", "dk-1").asks("ha-trung", "dk-2")
    sitting.does(c.AcceptRequest("dk-2"), c.AcceptRequest("dk-1"))
    assert sitting.state.floor.queue == ("dk-2", "dk-1")


def test_a_point_of_order_goes_before_the_others_after_its_likes() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    sitting.queues("nga-son", "dk-3", point_of_order=True).queues("sam-son", "dk-4", point_of_order=True)
    assert sitting.state.floor.queue == ("dk-3", "dk-4", "dk-1", "dk-2")


def test_a_place_may_be_chosen_and_changed() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2").asks("nga-son", "dk-3")
    sitting.does(c.AcceptRequest("dk-3", 2))
    assert sitting.state.floor.queue == ("dk-1", "dk-3", "dk-2")
    assert sitting.does(c.MoveRequest("dk-1", 99)) == (e.FloorReordered("dk-1", 3),)
    assert sitting.does(c.MoveRequest("dk-1", 3)) == ()
    assert sitting.does(c.AcceptRequest("dk-1")) == ()
    assert sitting.does(c.AcceptRequest("dk-1", 1)) == (e.FloorReordered("dk-1", 1),)
    assert sitting.state.floor.queue == ("dk-1", "dk-3", "dk-2")


def test_who_does_not_wait_cannot_be_moved() -> None:
    assert world.live().asks("bim-son", "dk-1").refuses(c.MoveRequest("dk-1", 1)).code == "floor.not_in_queue"


def test_a_denial_gives_its_reason() -> None:
    sitting = world.live().asks("bim-son", "dk-1")
    assert sitting.refuses(c.DenyRequest("dk-1", "")).code == "floor.no_reason"
    sitting.does(c.DenyRequest("dk-1", "Đã hết giờ thảo luận"))
    request = sitting.state.floor.requests["dk-1"]
    assert (request.state, request.reason) == (RequestState.DENIED, "Đã hết giờ thảo luận")
    assert request.ended_at == sitting.now
    assert sitting.refuses(c.AcceptRequest("dk-1")).code == "floor.ended"


def test_who_was_skipped_may_be_taken_up_again() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.SkipRequest("dk-1", "Chưa có mặt"))
    assert sitting.does(c.SkipRequest("dk-1")) == ()
    assert (state_of(sitting, "dk-1"), sitting.state.floor.queue) == (RequestState.SKIPPED, ())
    sitting.does(c.AcceptRequest("dk-1"))
    assert sitting.state.floor.queue == ("dk-1",)


def test_a_site_withdraws_its_own_request() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.CancelRequest("dk-1"), by=BIM_SON)
    assert (state_of(sitting, "dk-1"), sitting.state.floor.queue) == (RequestState.CANCELLED, ())


def test_an_unknown_request_is_refused() -> None:
    assert world.live().refuses(c.GiveFloor("dk-9")).code == "floor.unknown_request"


# --- giving
def test_giving_the_floor_starts_the_clock_and_prepares_the_picture() -> None:
    sitting = world.live().queues("bim-son", "dk-1", minutes=5)
    granted, preview = sitting.does(c.GiveFloor("dk-1"), by=CHAIR)
    assert granted == e.FloorGranted("dk-1", sitting.now + timedelta(minutes=5))
    caption = Caption(LEADER.name, LEADER.title, LEADER.unit)
    assert preview == e.PreviewSet(Picture(Layout.CHAIR_SPEAKER, (CHAIR_SITE, "bim-son"), caption))
    assert sitting.state.program_version == 0
    assert sitting.does(c.Take()) == (e.PictureTaken(sitting.state.preview),)


def test_the_chair_speaks_alone_in_the_picture() -> None:
    sitting = world.live()
    sitting.does(c.GiveFloorToSite(CHAIR_SITE))
    assert sitting.state.preview.layout is Layout.ONE
    assert sitting.state.preview.sites == (CHAIR_SITE,)


def test_the_speaker_is_alone_when_the_chairs_line_is_away() -> None:
    sitting = world.live().cut(CHAIR_SITE).queues("bim-son", "dk-1")
    sitting.does(c.GiveFloor("dk-1"))
    assert sitting.state.preview.sites == ("bim-son",)


def test_a_picture_that_is_prepared_is_not_prepared_again() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("bim-son", "dk-2")
    sitting.does(c.GiveFloor("dk-1"))
    assert kinds(sitting.does(c.GiveFloor("dk-2"))) == [e.FloorReleased, e.FloorGranted]


def test_the_next_speaker_ends_the_others_turn_unless_beside() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2").queues("nga-son", "dk-3")
    sitting.does(c.GiveFloor("dk-1"), c.GiveFloor("dk-2", beside=True))
    assert sitting.state.floor.holders == ("dk-1", "dk-2")
    sitting.does(c.GiveFloor("dk-3"))
    assert sitting.state.floor.holders == ("dk-3",)
    assert state_of(sitting, "dk-1") is state_of(sitting, "dk-2") is RequestState.RELEASED


def test_two_operators_give_the_floor_once() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.GiveFloor("dk-1"))
    assert sitting.refuses(c.GiveFloor("dk-1"), by=CHAIR).code == "floor.already_speaking"
    sitting.does(c.YieldFloor("dk-1"), by=BIM_SON)
    assert sitting.refuses(c.GiveFloor("dk-1"), by=CHAIR).code == "floor.ended"


def test_article_6_1_no_floor_for_a_site_that_is_not_connected() -> None:
    sitting = world.live().queues("bim-son", "dk-1").cut("bim-son")
    refused = sitting.refuses(c.GiveFloor("dk-1"))
    assert (refused.code, refused.values) == ("site.not_connected", {"site": "Thị xã Bỉm Sơn"})


def test_any_site_out_of_turn_is_written_down_as_a_request() -> None:
    sitting = world.live()
    sitting.does(c.GiveFloorToSite("ha-trung", OTHER_LEADER, 3), id="lenh-moi")
    request = sitting.state.floor.requests["lenh-moi"]
    assert (request.state, request.speaker) == (RequestState.GRANTED, OTHER_LEADER)
    assert request.deadline == sitting.now + timedelta(minutes=3)
    assert sitting.refuses(c.GiveFloorToSite("ha-trung")).code == "floor.already_speaking"


def test_a_site_called_out_of_turn_without_a_name_uses_its_own_request() -> None:
    sitting = world.live().queues("ha-trung", "dk-1").queues("bim-son", "dk-2")
    sitting.does(c.GiveFloorToSite("bim-son", minutes=2))
    assert sitting.state.floor.holders == ("dk-2",)
    assert sitting.state.floor.requests["dk-2"].deadline == sitting.now + timedelta(minutes=2)


def test_a_new_request_needs_a_new_id() -> None:
    sitting = world.live().asks("bim-son", "lenh-cu")
    answer = sitting.tries(c.GiveFloorToSite("ha-trung"), id="lenh-cu")
    assert isinstance(answer, c.Refused)
    assert answer.code == "floor.request_exists"


def test_next_is_the_first_who_is_connected() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2").cut("bim-son")
    sitting.does(c.NextSpeaker())
    assert sitting.state.floor.holders == ("dk-2",)


def test_next_with_nobody_there_is_refused() -> None:
    sitting = world.live()
    assert sitting.refuses(c.NextSpeaker()).code == "floor.nobody"
    sitting.queues("bim-son", "dk-1").cut("bim-son")
    assert sitting.refuses(c.NextSpeaker()).code == "floor.nobody"


def test_two_operators_who_press_next_move_on_once() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2").queues("nga-son", "dk-3")
    sitting.does(c.GiveFloor("dk-1"), c.NextSpeaker(after="dk-1"))
    assert sitting.refuses(c.NextSpeaker(after="dk-1"), by=CHAIR).code == "floor.moved_on"
    assert sitting.state.floor.holders == ("dk-2",)


# --- ending
def test_a_speaker_yields_by_his_own_site_or_by_the_operators_word() -> None:
    for by in (BIM_SON, CENTRAL, CHAIR):
        sitting = world.live().queues("bim-son", "dk-1")
        sitting.does(c.GiveFloor("dk-1"))
        assert sitting.does(c.YieldFloor("dk-1"), by=by) == (e.FloorReleased("dk-1"),)
        assert sitting.refuses(c.YieldFloor("dk-1"), by=by).code == "floor.not_speaking"


def test_the_floor_is_taken_back() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.GiveFloor("dk-1"), c.RevokeFloor("dk-1", "Quá giờ"))
    request = sitting.state.floor.requests["dk-1"]
    assert (request.state, request.reason) == (RequestState.REVOKED, "Quá giờ")
    assert sitting.refuses(c.RevokeFloor("dk-1")).code == "floor.not_speaking"


def test_more_time_counts_from_the_deadline_or_from_now_when_it_is_over() -> None:
    sitting = world.live().queues("bim-son", "dk-1", minutes=5)
    sitting.does(c.GiveFloor("dk-1"))
    start = sitting.now
    sitting.passes(60).does(c.ExtendFloor("dk-1", 2))
    assert sitting.state.floor.requests["dk-1"].deadline == start + timedelta(minutes=7)
    sitting.passes(600).does(c.ExtendFloor("dk-1", 2))
    assert sitting.state.floor.requests["dk-1"].deadline == sitting.now + timedelta(minutes=2)
    assert sitting.state.floor.requests["dk-1"].minutes == 9


def test_a_speakers_clock_stands_still_during_a_pause() -> None:
    sitting = world.live().queues("bim-son", "dk-1", minutes=5).queues("ha-trung", "dk-2")
    sitting.does(c.GiveFloor("dk-1"), c.GiveFloor("dk-2", beside=True))
    deadline = sitting.now + timedelta(minutes=5)
    sitting.does(c.Pause())
    sitting.passes(600).does(c.ExtendFloor("dk-1", 1), c.Resume())
    assert sitting.state.floor.requests["dk-1"].deadline == deadline + timedelta(minutes=11)
    assert sitting.state.floor.requests["dk-2"].deadline is None
    assert sitting.state.paused_total == timedelta(minutes=10)


def test_all_microphones_off_takes_every_floor_and_gives_none_until_released() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    sitting.does(c.GiveFloor("dk-1"))
    assert sitting.does(c.CloseAllMicrophones()) == (e.FloorRevoked("dk-1"), e.MicrophonesClosed())
    assert sitting.does(c.CloseAllMicrophones()) == ()
    for command in (c.GiveFloor("dk-2"), c.NextSpeaker(), c.GiveFloorToSite("ha-trung"), c.StartVoiceCheck()):
        assert sitting.refuses(command).code == "floor.all_closed"
    assert sitting.does(c.ReleaseMicrophones()) == (e.MicrophonesReleased(),)
    assert sitting.does(c.ReleaseMicrophones()) == ()
    sitting.does(c.NextSpeaker())


def test_all_microphones_off_ends_the_voice_check() -> None:
    sitting = world.opened()
    sitting.does(c.StartVoiceCheck())
    assert e.VoiceCheckMoved(None) in sitting.does(c.CloseAllMicrophones())
