"""Drawing and sounding, without an engine."""

from datetime import UTC, datetime, timedelta

import av
import numpy as np
import pytest

from diemcau.engine.livekit.lettering import font
from diemcau.engine.livekit.simulator.picture import Camera, Format, Frame
from diemcau.engine.livekit.simulator.tone import RATE, level_of, pitch_of, second_of_tone

NOON = datetime(2018, 6, 1, 5, 0, tzinfo=UTC)
SMALL = Format(320, 180, 5)


def decoded(frames: list[Frame]) -> list[np.ndarray]:
    decoder = av.CodecContext.create("h264", "r")
    packets = [av.Packet(frame.data) for frame in frames]
    return [
        picture.to_ndarray(format="gray").astype(int)
        for packet in [*packets, None]
        for picture in decoder.decode(packet)
    ]


def filmed(camera: Camera, seconds: list[float]) -> list[Frame]:
    return [camera.frame(NOON + timedelta(seconds=s), key=n == 0) for n, s in enumerate(seconds)]


def test_the_clock_runs() -> None:
    one, two, three = decoded(filmed(Camera("Thị xã Bỉm Sơn", 1, SMALL), [0, 0.9, 1]))
    clock = np.s_[8:40, 200:]
    assert np.abs(one[clock] - two[clock]).max() < 40, "within a second it stands"
    assert np.abs(two[clock] - three[clock]).max() > 100, "the next second shows"


def test_something_moves_within_a_second() -> None:
    one, two = decoded(filmed(Camera("Thị xã Bỉm Sơn", 1, SMALL), [0, 0.5]))
    assert np.abs(one - two)[150:].max() > 100


def test_names_differ() -> None:
    (one,), (two,) = (
        decoded(filmed(Camera(name, 1, SMALL), [0])) for name in ("Thị xã Bỉm Sơn", "Huyện Quan Hóa")
    )
    assert np.abs(one - two)[:40, :200].max() > 100


def test_vietnamese_letters_are_in_thefont() -> None:
    letters = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    missing = bytes(font(24).getmask("\U0010ffff"))
    assert [c for c in letters + letters.upper() if bytes(font(24).getmask(c)) == missing] == []


@pytest.mark.parametrize("name", ["", "X" * 200, "<b>&</b>\x00\u202e"])
def test_any_name_can_be_drawn(name: str) -> None:
    assert decoded(filmed(Camera(name, 0, SMALL), [0]))


def test_a_key_frame_on_demand_and_by_itself() -> None:
    camera = Camera("A", 0, Format(320, 180, 5, keyframe_seconds=2))
    keys = [camera.frame(NOON, key=n == 3).key for n in range(25)]
    assert keys[0]
    assert keys[3]
    assert 3 <= sum(keys) <= 5


def test_every_site_has_a_tone_of_its_own_for_a_while() -> None:
    assert len({pitch_of(n) for n in range(15)}) == 15
    for number in range(15):
        tone = second_of_tone(number)
        loudest = np.fft.rfftfreq(len(tone), 1 / RATE)[np.abs(np.fft.rfft(tone)).argmax()]
        assert loudest == pitch_of(number)
        assert 0.01 < level_of(tone) < 0.2
