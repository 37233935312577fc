"""The course of a session as spans: what the player shows under the picture and the replay on its bar."""

from datetime import timedelta

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.actors import MACHINE
from diemcau.conference.session import Grade
from diemcau.conference.timeline import Kind, Span, Timeline, Total, timeline
from tests import world
from tests.world import CHAIR, LEADER, MORNING, Sitting


def of(sitting: Sitting, *kinds: Kind) -> list[tuple[str, float, float | None, str]]:
    """Title, beginning and end in seconds of the morning, detail."""

    def seconds(span: Span) -> tuple[float, float | None]:
        since = (span.since - MORNING).total_seconds()
        return since, (span.until - MORNING).total_seconds() if span.until else None

    return [(span.title, *seconds(span), span.detail) for span in timeline(sitting.stream).of(*kinds)]


def test_nothing_yet() -> None:
    assert timeline(()) == Timeline(None, None, None, ())
    assert timeline(world.planned().stream) == Timeline(None, None, None, ())


def test_it_knows_when_the_session_opened_began_and_ended() -> None:
    sitting = world.planned().passes(10)
    sitting.does(c.OpenSession())
    sitting.passes(10)
    sitting.does(c.GoLive(), by=CHAIR)
    sitting.passes(10).does(c.End(), by=CHAIR)
    state, line = sitting.state, timeline(sitting.stream)
    assert (line.since, line.live_at, line.until) == (state.opened_at, state.live_at, state.ended_at)


def test_who_spoke_from_when_to_when() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2").passes(5)
    sitting.does(c.GiveFloor("dk-1"), by=CHAIR)
    sitting.passes(60).does(c.GiveFloor("dk-2"), by=CHAIR)
    who = f"{LEADER.title}, {LEADER.unit}"
    assert of(sitting, Kind.SPEAKER) == [(LEADER.name, 5, 65, who), (LEADER.name, 65, None, who)]
    assert [span.site for span in timeline(sitting.stream).spans] == ["bim-son", "ha-trung"]
    sitting.passes(5).does(c.End(), by=CHAIR)
    assert of(sitting, Kind.SPEAKER)[1] == (LEADER.name, 65, 70, who)


def test_two_who_speak_together_are_two_spans() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    sitting.does(c.GiveFloor("dk-1"), by=CHAIR)
    sitting.passes(10).does(c.GiveFloor("dk-2", True), by=CHAIR)
    assert [span[1:3] for span in of(sitting, Kind.SPEAKER)] == [(0, None), (10, None)]


def test_a_lost_line_is_lost_as_much_as_it_was_at_its_worst() -> None:
    sitting = world.live().passes(10)
    sitting.sees(c.SeeLine("bim-son", False))
    assert of(sitting, Kind.LOST) == [("Thị xã Bỉm Sơn", 10, None, "line")]
    sitting.passes(10).sees(c.SeeMedia("bim-son", False))
    sitting.passes(10).sees(c.SeeLine("bim-son", True))
    sitting.passes(10).sees(c.SeeMedia("bim-son", True))
    sitting.passes(10).sees(c.SeeMedia("bim-son", False))
    assert of(sitting, Kind.LOST) == [
        ("Thị xã Bỉm Sơn", 10, 40, "both"),
        ("Thị xã Bỉm Sơn", 50, None, "media"),
    ]


def test_a_grade_worse_than_good_stands_until_the_next_one_or_the_line_is_lost() -> None:
    sitting = world.live()
    for grade in (Grade.GOOD, Grade.POOR, Grade.FAIR, Grade.GOOD, Grade.BAD):
        sitting.passes(20).sees(c.SeeGrade("ha-trung", grade))
    sitting.passes(20).sees(c.SeeLine("ha-trung", False))
    assert of(sitting, Kind.GRADE) == [
        ("Huyện Hà Trung", 40, 60, "poor"),
        ("Huyện Hà Trung", 60, 80, "fair"),
        ("Huyện Hà Trung", 100, 120, "bad"),
    ]


def test_the_script_as_it_went() -> None:
    sitting = world.live()
    for item in ("khai-mac", "bim-son", "khai-mac"):
        sitting.passes(60).does(c.StartItem(item))
    sitting.passes(60).does(c.End(), by=CHAIR)
    titles = ("Khai mạc", "Báo cáo của thị xã Bỉm Sơn", "Khai mạc")
    times = ((60, 120), (120, 180), (180, 240))
    assert [span[:3] for span in of(sitting, Kind.ITEM)] == [
        (title, *time) for title, time in zip(titles, times, strict=True)
    ]


def test_pauses_with_their_reason() -> None:
    sitting = world.live().passes(10)
    sitting.does(c.Pause("Giải lao"), by=CHAIR)
    sitting.passes(600).does(c.Resume(), by=CHAIR)
    assert of(sitting, Kind.PAUSE) == [("", 10, 610, "Giải lao")]


def test_a_gap_is_where_nothing_was_recorded_while_the_session_ran() -> None:
    sitting = world.live().passes(10)
    assert of(sitting, Kind.GAP) == []  # nothing was to be recorded so far
    sitting.records(e.RecordingStarted(), MACHINE)
    sitting.passes(10).does(c.StopRecording("Nội dung mật"))
    sitting.passes(10).records(e.RecordingStarted(), MACHINE)
    sitting.does(c.Pause(), by=CHAIR)
    sitting.passes(10).records(e.RecordingStopped(), MACHINE)
    assert of(sitting, Kind.GAP) == [("", 20, 30, "Nội dung mật")]


def test_a_fault_of_the_recorder_is_told_afterwards_and_stands_where_it_was() -> None:
    sitting = world.live()
    sitting.records(e.RecordingStarted(), MACHINE)
    sitting.passes(50).does(c.StartItem("khai-mac"))
    sitting.passes(50).does(c.End(), by=CHAIR)
    gap = e.RecordingGap(MORNING + timedelta(seconds=20), MORNING + timedelta(seconds=25), "Đầy đĩa")
    sitting.passes(50).records(gap, MACHINE)
    assert of(sitting, Kind.GAP, Kind.ITEM) == [
        ("", 20, 25, "Đầy đĩa"),
        ("Khai mạc", 50, 100, ""),
    ]


def test_the_engine_was_away() -> None:
    sitting = world.live().passes(10)
    sitting.sees(c.SeeEngine(False))
    sitting.passes(3).sees(c.SeeEngine(True))
    assert of(sitting, Kind.ENGINE) == [("", 10, 13, "")]


def test_the_end_ends_all_of_it() -> None:
    sitting = world.live().cut("bim-son")
    sitting.passes(10).does(c.End(), by=CHAIR)
    sitting.passes(10).records(e.EngineLost(), MACHINE)
    assert of(sitting, *Kind) == [("Thị xã Bỉm Sơn", 0, 10, "both")]


def test_totals_of_the_session_and_of_one_site() -> None:
    sitting = world.live().cut("bim-son")
    sitting.passes(20).cut("ha-trung")
    sitting.passes(10).sees(c.SeeLine("bim-son", True), c.SeeMedia("bim-son", True))
    line, now = timeline(sitting.stream), sitting.now + timedelta(seconds=5)
    assert line.totals(now)[Kind.LOST] == Total(2, 30 + 15)
    assert line.totals(now, site="ha-trung")[Kind.LOST] == Total(1, 15)
    assert line.totals(now)[Kind.SPEAKER] == Total()


def test_spans_stand_in_the_order_in_which_they_began() -> None:
    sitting = world.live().cut("bim-son").passes(5)
    sitting.does(c.StartItem("khai-mac"))
    sitting.passes(5).sees(c.SeeLine("bim-son", True), c.SeeMedia("bim-son", True))
    spans = timeline(sitting.stream).spans
    assert [span.kind for span in spans] == [Kind.LOST, Kind.ITEM]
    assert sitting.stream[spans[0].seq - 1].event == e.SiteLost("bim-son", "line")
