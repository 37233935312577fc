"""What everybody sees: small, a function of the state, the same for 6 sites and for 32."""

from datetime import timedelta

import msgspec

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.picture import HOLDING_CARD, Layout, Picture
from diemcau.conference.script import Cue, Item, Script
from diemcau.conference.stage import PAUSED, Stage, behind_seconds, stage
from diemcau.conference.taping import RECORDED
from tests import world
from tests.conference.test_sites import kinds
from tests.world import CHAIR_SITE, LEADER, Sitting

ONE = Picture(Layout.ONE, ("bim-son",))


def now(sitting: Sitting) -> Stage:
    return stage(sitting.state, sitting.now)


def test_the_stage_of_a_speech() -> None:
    sitting = world.live().queues("bim-son", "dk-1", minutes=5)
    sitting.does(c.StartItem("bim-son"), c.GiveFloor("dk-1"), c.Take())
    shown = now(sitting)
    (line,) = shown.floor
    assert (line.site, line.speaker, line.deadline) == ("bim-son", LEADER, sitting.now + timedelta(minutes=5))
    assert shown.microphones == (CHAIR_SITE, "bim-son")
    assert shown.names == {CHAIR_SITE: "Văn phòng UBND tỉnh", "bim-son": "Thị xã Bỉm Sơn"}
    assert shown.item is not None
    assert shown.next is not None
    assert (shown.item.id, shown.item.since, shown.next.id) == ("bim-son", sitting.now, "thao-luan")
    assert shown.version == 1


def test_the_clip_of_an_item_is_told_before_and_while_it_runs() -> None:
    anthem = Item("chao-co", "Chào cờ", 5, cue=Cue(Picture(Layout.SHARED, (CHAIR_SITE,)), clip="quoc-ca.mp4"))
    sitting = Sitting(world.SMALL, script=Script(1, (anthem, Item("khai-mac", "Khai mạc", 5))))
    sitting.does(c.OpenSession(), c.GoLive())
    coming = now(sitting).next
    assert coming is not None
    assert coming.clip == "quoc-ca.mp4"
    sitting.does(c.StartItem())
    shown = now(sitting)
    assert shown.item is not None
    assert shown.next is not None
    assert (shown.item.clip, shown.next.clip) == ("quoc-ca.mp4", "")


def test_the_stage_does_not_grow_with_the_sites() -> None:
    small, all_sites = world.live(), world.live(world.SITES)
    assert len(msgspec.json.encode(now(small))) == len(msgspec.json.encode(now(all_sites)))


def test_a_pause_shows_the_card_and_loses_nothing() -> None:
    sitting = world.live()
    sitting.does(c.SetPreview(ONE), c.Take(), c.Pause("Giải lao 15 phút"))
    assert now(sitting).program == HOLDING_CARD
    assert now(sitting).notice == f"{PAUSED} Giải lao 15 phút"
    sitting.does(c.Resume())
    assert now(sitting).program == ONE
    assert now(sitting).notice == ""


def test_the_card_is_shown_before_and_after() -> None:
    sitting = world.live()
    sitting.does(c.SetPreview(ONE), c.Take(), c.End())
    assert now(sitting).program == now(world.planned()).program == HOLDING_CARD
    assert now(sitting).microphones == ()


def test_everybody_is_told_that_the_session_is_recorded() -> None:
    """Law 91/2025/QH15, Article 32."""
    sitting = world.live()
    assert kinds(sitting.sees(c.SeeRecording(True))) == [e.RecordingNotice, e.RecordingStarted]
    assert (now(sitting).notice, now(sitting).recording) == (RECORDED, True)


def test_no_delay_before_the_session_or_without_a_script() -> None:
    assert behind_seconds(world.opened().state, world.MORNING) is None
    sitting = Sitting(world.SMALL, script=Script())
    sitting.does(c.OpenSession(), c.GoLive())
    assert behind_seconds(sitting.state, sitting.now) is None


def test_an_item_that_began_late_or_early_says_so_as_long_as_it_is_in_time() -> None:
    sitting = world.live()
    sitting.does(c.StartItem())
    sitting.passes(5 * 60 + 90).does(c.StartItem())  # it was to begin after 5 minutes
    assert now(sitting).behind_seconds == 90
    assert now(sitting.passes(120)).behind_seconds == 90
    sitting.does(c.StartItem())  # after 8 minutes and a half instead of 15
    assert now(sitting).behind_seconds == -(15 * 60 - 510)


def test_an_overrun_counts_in_whole_minutes() -> None:
    sitting = world.live()
    sitting.does(c.StartItem())
    assert now(sitting.passes(5 * 60 + 59)).behind_seconds == 0
    assert now(sitting.passes(1)).behind_seconds == 60


def test_nothing_started_is_late_too_and_the_end_stops_the_clock() -> None:
    sitting = world.live()
    assert now(sitting.passes(125)).behind_seconds == 120
    sitting.does(c.End())
    assert now(sitting.passes(600)).behind_seconds == 120


def test_a_camera_that_is_off_is_told_apart_from_a_line_that_is_lost() -> None:
    sitting = world.live()
    sitting.does(c.SetPreview(ONE), c.Take())
    sitting.sees(c.SeeDevices("bim-son", False, True, False))
    assert now(sitting).cameras_off == ("bim-son",)
    sitting.sees(c.SeeMedia("bim-son", False))
    assert now(sitting).cameras_off == ()
    sitting.sees(c.SeeMedia("bim-son", True), c.SeeDevices("bim-son", True, True, False))
    assert now(sitting).cameras_off == ()
