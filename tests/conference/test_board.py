"""What operators see: the board's head, a cell for each site, and what may have changed."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.board import Cell, board, cell, cells, changed_keys, touched
from diemcau.conference.session import Grade, Lane
from tests import world
from tests.world import BIM_SON, CHAIR_SITE, Sitting


def of(sitting: Sitting, site: str = "bim-son") -> Cell:
    return cell(sitting.state, site)


def test_the_cell_of_a_speaker() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("bim-son", "dk-2")
    sitting.does(c.GiveFloor("dk-1"), c.Take())
    seen = of(sitting)
    assert (seen.speaking, seen.on_program, seen.in_preview, seen.place) == (True, True, True, 1)
    assert (seen.lane, seen.identity, seen.lost) == (Lane.CONNECTED, "bim-son~room~1", "")


def test_what_is_lost_has_a_word() -> None:
    sitting = world.live()
    sitting.sees(c.SeeLine("bim-son", False), c.SeeMedia("ha-trung", False))
    sitting.cut("nga-son")
    assert [of(sitting, site).lost for site in ("bim-son", "ha-trung", "nga-son")] == [
        "line",
        "media",
        "both",
    ]
    assert of(sitting).lost_since == sitting.now


def test_before_admission_there_is_no_identity() -> None:
    assert of(world.opened(here=())).identity == ""


def test_all_cells_or_some() -> None:
    sitting = world.live()
    assert set(cells(sitting.state)) == set(world.SMALL)
    assert cells(sitting.state, ["bim-son"]) == {"bim-son": of(sitting)}


def test_the_head_of_the_board() -> None:
    sitting = world.live(here=("bim-son", CHAIR_SITE)).queues("bim-son", "dk-1").asks("bim-son", "dk-2")
    sitting.asks("bim-son", "dk-3", point_of_order=True)
    sitting.does(c.StartItem(), c.SendNote("Xin chào"), c.TakeToken())
    seen = board(sitting.state, sitting.now)
    assert (seen.lanes["connected"], seen.lanes["expected"], sum(seen.lanes.values())) == (2, 4, 6)
    assert [request.id for request in seen.pending] == ["dk-3", "dk-2"]
    assert [request.id for request in seen.queue] == ["dk-1"]
    assert [line.item.id for line in seen.script if line.running] == ["khai-mac"]
    assert (seen.token, len(seen.notes)) == (world.CENTRAL, 1)


def test_an_event_about_one_site_touches_one_cell() -> None:
    sitting = world.live(world.SITES)
    before = sitting.state
    sitting.sees(c.SeeGrade("bim-son", Grade.FAIR))
    assert touched(before, sitting.state) == {"bim-son"}
    assert touched(sitting.state, sitting.state) == set()


def test_the_queue_and_the_picture_touch_who_moved() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    before = sitting.state
    sitting.does(c.MoveRequest("dk-2", 1))
    assert touched(before, sitting.state) == {"bim-son", "ha-trung"}
    before = sitting.state
    sitting.does(c.GiveFloor("dk-2"))
    assert touched(before, sitting.state) == {"bim-son", "ha-trung", CHAIR_SITE}


def test_a_roll_call_touches_all() -> None:
    sitting = world.live()
    before = sitting.state
    sitting.does(c.StartRollCall())
    assert touched(before, sitting.state) == set(world.SMALL)


def test_only_changed_fields_are_sent() -> None:
    sitting = world.live()
    before = of(sitting)
    sitting.sees(c.SeeDevices("bim-son", True, False))
    assert changed_keys(before, of(sitting)) == {"camera_on": True}
    assert set(changed_keys(None, before)) == set(Cell.__struct_fields__)


def test_the_ready_sentence_is_in_the_head() -> None:
    sitting = world.opened()
    sitting.does(c.AnswerRoll("bim-son", True), by=BIM_SON)
    assert board(sitting.state, sitting.now).roll.sentence == "1/5 điểm cầu sẵn sàng"


def test_in_a_pause_nobody_is_heard_and_the_speaker_goes_on_afterwards() -> None:
    sitting = world.live().queues("bim-son", "dk-1", minutes=5)
    sitting.does(c.GiveFloor("dk-1"))
    before = sitting.state
    sitting.does(c.Pause())
    assert not of(sitting).speaking
    assert "bim-son" in touched(before, sitting.state)
    assert [request.id for request in board(sitting.state, sitting.now).speaking] == ["dk-1"]
    paused = sitting.state
    sitting.passes(90).does(c.Resume())
    assert of(sitting).speaking
    assert "bim-son" in touched(paused, sitting.state)
    assert [request.paused_seconds for request in sitting.state.floor.speaking()] == [90.0]


def test_with_the_end_alarms_and_lost_clocks_stop() -> None:
    sitting = world.live().cut("bim-son")
    assert board(sitting.state, sitting.now).alarms
    before = sitting.passes(20).state
    sitting.does(c.End())
    seen, head = of(sitting), board(sitting.state, sitting.now)
    assert (seen.lost, seen.lost_since, seen.lost_seconds) == ("", None, 20.0)
    assert (head.alarms, head.ended_at, head.ended_by) == ((), sitting.now, world.CENTRAL)
    assert touched(before, sitting.state) == set(world.SMALL)


def test_a_fault_that_is_told_after_the_end_is_recorded_and_calls_nobody() -> None:
    sitting = world.live()
    sitting.does(c.End())
    (told,) = sitting.does(c.ReportFault("bim-son", "power", "Mất điện"), by=BIM_SON)
    assert isinstance(told, e.FaultReported)
    assert sitting.state.alarms == ()
