"""Chapters of a recording: from the script and the speakers, where they lie in what was recorded."""

from datetime import datetime, timedelta

from diemcau.conference import commands as c
from diemcau.conference.chapters import chapters
from diemcau.conference.recording import Chapter, Manifest
from tests import world
from tests.conference.test_recording import part
from tests.world import CHAIR, MORNING, Sitting


def after(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def told(sitting: Sitting, manifest: Manifest) -> list[tuple[str, str, float, float]]:
    return [(one.kind, one.title, one.start, one.end) for one in chapters(sitting.stream, manifest)]


WHO = "Hoàng Đình Toàn, Chánh Văn phòng, UBND thị xã Bỉm Sơn"


def test_the_items_of_the_script_as_it_went_and_the_speakers_in_them() -> None:
    sitting = world.live().queues("bim-son", "dk-1").passes(2)
    sitting.does(c.StartItem("khai-mac"))
    sitting.passes(3).does(c.StartItem("bim-son"), c.GiveFloor("dk-1"), by=CHAIR)
    sitting.passes(4).does(c.End(), by=CHAIR)
    manifest = Manifest("phien-1", (part(1, MORNING, 4, 4, 1),))
    assert told(sitting, manifest) == [
        ("item", "Khai mạc", 2, 5),
        ("item", "Báo cáo của thị xã Bỉm Sơn", 5, 9),
        ("speaker", WHO, 5, 9),
    ]
    assert chapters(sitting.stream, manifest)[2] == Chapter("speaker", WHO, 5, 9, after(5), "bim-son")


def test_what_goes_on_lasts_until_the_end_of_what_is_recorded() -> None:
    sitting = world.live().passes(2)
    sitting.does(c.StartItem("khai-mac"))
    assert told(sitting, Manifest("phien-1", (part(1, MORNING, 4, 4),))) == [("item", "Khai mạc", 2, 8)]


def test_a_pause_shortens_a_chapter_and_a_gap_that_swallows_it_leaves_none() -> None:
    sitting = world.live()
    sitting.does(c.StartItem("khai-mac"))
    sitting.passes(20).does(c.StartItem("bim-son"))
    sitting.passes(5).does(c.StartItem("thao-luan"))
    sitting.passes(15).does(c.End(), by=CHAIR)
    manifest = Manifest("phien-1", (part(1, MORNING, 4, 4), part(2, after(30), 4, 4)))
    assert told(sitting, manifest) == [("item", "Khai mạc", 0, 8), ("item", "Thảo luận", 8, 16)]


def test_before_anything_is_recorded_there_are_none() -> None:
    sitting = world.live()
    sitting.does(c.StartItem("khai-mac"))
    assert chapters(sitting.stream, Manifest("phien-1")) == ()
