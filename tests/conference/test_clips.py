"""An uploaded file plays as the shared picture of the centre."""

from collections.abc import Iterable

import pytest

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.narrate import narrate
from diemcau.conference.picture import Caption, Layout, Picture
from diemcau.conference.script import Cue, Item, Script
from diemcau.conference.session import Playing
from diemcau.conference.stage import stage
from tests import world
from tests.world import CENTRAL, CENTRAL_SITE, CHAIR, CHAIR_SITE, Sitting

ANTHEM = Item(
    "chao-co",
    "Chào cờ",
    5,
    cue=Cue(
        Picture(Layout.SHARED, (CENTRAL_SITE,), Caption("Quốc ca")), clip="Quốc ca", file="tep-1", seconds=60
    ),
)
OWN = Item("phim", "Phim của điểm cầu", 5, cue=Cue(Picture(Layout.SHARED, (CHAIR_SITE,)), clip="phim.mp4"))
SHOWN = Picture(Layout.SHARED, (CENTRAL_SITE,), Caption("Quốc ca"))


@pytest.fixture
def sitting() -> Sitting:
    """Open, the centre's own room is in and may share."""
    sitting = Sitting((CENTRAL_SITE, CHAIR_SITE, "bim-son"), script=Script(1, (ANTHEM, OWN)))
    sitting.does(c.OpenSession())
    sitting.comes(CENTRAL_SITE, CHAIR_SITE)
    sitting.does(c.AllowSharing(CENTRAL_SITE), c.AllowSharing(CHAIR_SITE))
    return sitting


def kinds(events: Iterable[object]) -> list[type]:
    return [type(event) for event in events]


def test_playing_brings_the_file_s_picture_on_the_program(sitting: Sitting) -> None:
    done = sitting.does(c.PlayClip(CENTRAL_SITE, "chao-co"))
    assert kinds(done) == [e.ClipStarted, e.PreviewSet, e.PictureTaken]
    assert sitting.state.program == sitting.state.preview == SHOWN
    clip = stage(sitting.state, sitting.now).clip
    assert clip == Playing(CENTRAL_SITE, "chao-co", "Quốc ca", 60, 0.0, clip.since if clip else sitting.now)


def test_a_pause_keeps_the_place_and_playing_goes_on_from_there(sitting: Sitting) -> None:
    sitting.does(c.PlayClip(CENTRAL_SITE, "chao-co"))
    sitting.does(c.PauseClip(CENTRAL_SITE, 12.5))
    held = sitting.state.clip
    assert held is not None
    assert (held.at, held.running) == (12.5, False)
    assert sitting.does(c.PauseClip(CENTRAL_SITE, 13)) == ()
    assert kinds(sitting.does(c.PlayClip(CENTRAL_SITE, "chao-co", at=12.5))) == [e.ClipStarted]
    assert sitting.state.clip is not None
    assert (sitting.state.clip.at, sitting.state.clip.running) == (12.5, True)


def test_a_place_past_the_end_is_the_end(sitting: Sitting) -> None:
    sitting.does(c.PlayClip(CENTRAL_SITE, "chao-co", at=4000))
    assert sitting.state.clip is not None
    assert sitting.state.clip.at == 60
    sitting.does(c.PauseClip(CENTRAL_SITE, 4000))
    assert sitting.state.clip.at == 60


@pytest.mark.parametrize("ended", [True, False])
def test_it_stops_once(sitting: Sitting, ended: bool) -> None:
    sitting.does(c.PlayClip(CENTRAL_SITE, "chao-co"))
    assert sitting.does(c.StopClip(CENTRAL_SITE, ended)) == (e.ClipStopped(CENTRAL_SITE, ended),)
    assert stage(sitting.state, sitting.now).clip is None
    assert sitting.does(c.StopClip(CENTRAL_SITE)) == ()
    assert sitting.does(c.PauseClip(CENTRAL_SITE, 1)) == ()


def test_another_room_neither_holds_nor_stops_it_nor_plays_over_it(sitting: Sitting) -> None:
    sitting.does(c.PlayClip(CENTRAL_SITE, "chao-co"))
    assert sitting.does(c.PauseClip(CHAIR_SITE, 1)) == ()
    assert sitting.does(c.StopClip(CHAIR_SITE)) == ()
    assert sitting.refuses(c.PlayClip(CHAIR_SITE, "chao-co")).code == "clip.elsewhere"
    sitting.does(c.PauseClip(CENTRAL_SITE, 1))
    assert kinds(sitting.does(c.PlayClip(CHAIR_SITE, "chao-co")))[0] is e.ClipStarted


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (c.PlayClip(CENTRAL_SITE, "khong-co"), "script.unknown_item"),
        (c.PlayClip(CENTRAL_SITE, "phim"), "clip.no_file"),
        (c.PlayClip("bim-son", "chao-co"), "site.not_connected"),
    ],
)
def test_what_cannot_be_played_is_refused_in_words(sitting: Sitting, command: c.AnyCommand, why: str) -> None:
    assert sitting.refuses(command).code == why


def test_a_room_that_may_not_share_plays_nothing(sitting: Sitting) -> None:
    sitting.does(c.PlayClip(CENTRAL_SITE, "chao-co"))
    sitting.does(c.WithdrawSharing(CENTRAL_SITE))
    assert stage(sitting.state, sitting.now).clip is None
    assert sitting.refuses(c.PlayClip(CENTRAL_SITE, "chao-co")).code == "sharing.not_allowed"


def test_only_the_centre_plays(sitting: Sitting) -> None:
    assert sitting.refuses(c.PlayClip(CENTRAL_SITE, "chao-co"), CHAIR).code == "power.missing"
    assert CENTRAL.may(c.PlayClip.power)
    assert not world.CHAIR_TECHNICIAN.may(c.PlayClip.power)


def test_the_end_of_the_session_is_the_end_of_the_file(sitting: Sitting) -> None:
    sitting.does(c.PlayClip(CENTRAL_SITE, "chao-co"))
    sitting.does(c.End())
    assert sitting.state.clip is None


def test_every_act_has_its_line_in_the_record(sitting: Sitting) -> None:
    steps = (
        c.PlayClip(CENTRAL_SITE, "chao-co"),
        c.PauseClip(CENTRAL_SITE, 5),
        c.PlayClip(CENTRAL_SITE, "chao-co", at=5),
        c.StopClip(CENTRAL_SITE),
        c.PlayClip(CENTRAL_SITE, "chao-co"),
        c.StopClip(CENTRAL_SITE, ended=True),
    )
    told = []
    for command in steps:
        before = sitting.state
        sitting.does(command)
        lines = [narrate(before, one) for one in sitting.stream if one.seq == before.seq + 1]
        told += [line.sentence() for line in lines if line]
    assert told == [
        "Phát tệp “Quốc ca” từ đầu",
        "Tạm dừng tệp “Quốc ca”",
        "Phát tiếp tệp “Quốc ca”",
        "Dừng phát tệp “Quốc ca”",
        "Phát tệp “Quốc ca” từ đầu",
        "Đã phát hết tệp “Quốc ca”",
    ]
