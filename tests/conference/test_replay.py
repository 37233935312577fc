"""A session played again from its events: at every event the board shows what it showed then."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.board import Cell
from diemcau.conference.evolve import fold
from diemcau.conference.replay import Frame, Snapshot, frames, has_begun, parts, snapshot
from diemcau.conference.session import Grade, Session
from diemcau.conference.stage import overruns, stage
from tests import world
from tests.world import CHAIR, Sitting


def played(start: Snapshot, course: Iterable[Frame]) -> list[Snapshot]:
    """As the page plays it: only what a frame names is different afterwards."""
    shown, course_of_it = start, []
    for frame in course:
        shown = Snapshot(
            seq=frame.seq,
            stage=replace(shown.stage, **frame.stage),
            board=replace(shown.board, **frame.board),
            cells={**shown.cells, **_changed(shown.cells, frame.cells)},
            engine=shown.engine if frame.engine is None else frame.engine,
        )
        course_of_it.append(shown)
    return course_of_it


def _changed(before: dict[str, Cell], parts: dict[str, dict[str, Any]]) -> dict[str, Cell]:
    return {
        site: replace(before[site], **part) if site in before else Cell(**part)
        for site, part in parts.items()
    }


def shows_what_was(stream: Sequence[e.Recorded], size: int) -> None:
    """From every part's snapshot on, at every event."""
    for part in parts(stream, size):
        events = stream[part.first - 1 : part.last]
        course = list(frames(part.state, events, part.since))
        assert sorted({frame.seq for frame in course} - {part.first - 1}) == [one.seq for one in events]
        for frame, shown in zip(course, played(snapshot(part.state, part.since), course), strict=True):
            state = fold(stream[: frame.seq])
            assert shown == snapshot(state, frame.at)


def a_morning() -> Sitting:
    """Pictures, the floor, the script, lost lines, grades, a pause, the engine, the end."""
    sitting = world.live().queues("bim-son", "dk-1").asks("ha-trung", "dk-2")
    sitting.passes(20).sees(c.SeeGrade("bim-son", Grade.POOR), c.SeeDevices("ha-trung", True, False))
    sitting.does(c.StartItem("khai-mac"), c.Take(), c.StartRollCall())
    sitting.passes(400).does(c.GiveFloor("dk-1"), by=CHAIR)
    sitting.cut("nga-son").passes(30).sees(c.SeeEngine(False))
    sitting.passes(3).sees(c.SeeEngine(True), c.SeeLine("nga-son", True), c.SeeMedia("nga-son", True))
    sitting.does(c.Pause("Giải lao"), by=CHAIR)
    sitting.passes(500).does(c.Resume(), by=CHAIR)
    sitting.does(c.SendNote("Xin giữ trật tự"), c.AcceptRequest("dk-2"))
    sitting.passes(1200).does(c.End(), by=CHAIR)
    return sitting


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_at_every_event_the_board_shows_what_it_showed_then(size: int) -> None:
    shows_what_was(a_morning().stream, size)


def test_a_seat_that_was_added_appears() -> None:
    sitting = world.live()
    (seat,) = world.seats(["tinh-gia"])
    sitting.records(e.SeatAdded(seat))
    shows_what_was(sitting.stream, 1000)


def test_a_frame_holds_what_changed_and_nothing_else() -> None:
    sitting = world.live()
    before = sitting.state
    sitting.passes(20).sees(c.SeeGrade("bim-son", Grade.POOR))
    sitting.sees(c.SeeLine("bim-son", False))
    graded, line_down, lost, _alarm = frames(before, sitting.stream[before.seq :], sitting.now)
    assert graded.cells == {"bim-son": {"grade": Grade.POOR}}
    assert (graded.board, graded.stage, graded.engine) == ({}, {}, None)
    assert graded.line is not None
    assert graded.line.sentence() == "Đường truyền của Thị xã Bỉm Sơn: kém"
    assert line_down == Frame(line_down.seq, sitting.now)
    assert set(lost.board) == {"lanes"}
    assert set(lost.cells["bim-son"]) == {"lane", "since", "lost", "lost_since", "losses"}


def test_the_delay_grows_between_events_too() -> None:
    """Five minutes are planned for the opening."""
    sitting = world.live()
    sitting.does(c.StartItem("khai-mac"))
    before = sitting.state
    sitting.passes(8 * 60 + 30).does(c.SendNote("Xin nhanh lên"))
    course = list(frames(before, sitting.stream[before.seq :], before.live_at or world.MORNING))
    grows = [(frame.seq, minutes(frame.at), frame.stage["behind_seconds"]) for frame in course[:-1]]
    assert grows == [(before.seq, 6, 60), (before.seq, 7, 120), (before.seq, 8, 180)]
    assert course[-1].seq == before.seq + 1


def minutes(at: datetime) -> float:
    return (at - world.MORNING) / timedelta(minutes=1)


def test_what_grew_before_is_not_told_again() -> None:
    sitting = world.live()
    sitting.does(c.StartItem("khai-mac"))
    at = [sitting.state.live_at + timedelta(minutes=n) for n in (7, 9)]  # type: ignore[operator]
    assert [minutes(moment) for moment in overruns(sitting.state, *at)] == [8]


def test_an_item_that_began_late_grows_later() -> None:
    sitting = world.live().passes(200)
    sitting.does(c.StartItem("khai-mac"))
    until = sitting.now + timedelta(minutes=8)
    moments = list(overruns(sitting.state, sitting.now, until))
    assert [minutes(moment) for moment in moments] == [9, 10, 11]
    late = [stage(sitting.state, moment).behind_seconds for moment in moments]
    assert late == [240, 300, 360]


def test_nothing_grows_before_the_session_is_live_and_after_its_end() -> None:
    hour = timedelta(hours=1)
    for sitting in (world.opened(), world.ended()):
        assert list(overruns(sitting.state, sitting.now, sitting.now + hour)) == []


def test_parts_follow_each_other_without_a_gap() -> None:
    stream = a_morning().stream
    found = list(parts(stream, 10))
    assert [part.first for part in found] == list(range(1, len(stream) + 1, 10))
    assert [part.last for part in found][:-1] == [part.first - 1 for part in found][1:]
    assert found[-1].last == len(stream)
    assert [part.since for part in found[1:]] == [stream[part.first - 2].at for part in found[1:]]
    assert found[0].state == Session()
    assert list(parts([])) == []


def test_only_what_has_begun_can_be_replayed() -> None:
    assert not has_begun(world.planned().state)
    for sitting in (world.opened(), world.live(), world.paused(), world.ended()):
        assert has_begun(sitting.state)


def test_frames_are_json() -> None:
    sitting = a_morning()
    assert msgspec.json.encode(list(frames(Session(), sitting.stream, sitting.now)))
    assert msgspec.json.encode(snapshot(sitting.state, sitting.now))
