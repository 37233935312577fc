"""All that is heard becomes one sound: summed, in step, never cut off at its peaks."""

import numpy as np
import pytest

from diemcau.engine.livekit.recorder.mixer import RATE, Mixer, Sound, guarded, place_of

PIECE = RATE // 50
BEGAN = 1000.0


def tone(hertz: float, seconds: float, loudness: float = 0.2) -> np.ndarray:
    wave = np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return np.round(wave * loudness * 32767).astype(np.int16)


def strength(sound: Sound, hertz: float) -> float:
    """Amplitude of one pitch."""
    turning = np.exp(-2j * np.pi * hertz * np.arange(len(sound)) / RATE)
    return float(2 * abs((sound * turning).mean()))


def says(mixer: Mixer, voice: str, sound: np.ndarray, at: float = BEGAN, beat: float = PIECE / RATE) -> None:
    """In pieces, each arriving when its last sample is spoken."""
    for number, begin in enumerate(range(0, len(sound), PIECE)):
        mixer.add(voice, at + (number + 1) * beat, sound[begin : begin + PIECE])


def heard(mixer: Mixer, seconds: float, since: float = BEGAN) -> Sound:
    return mixer.take(place_of(since), round(seconds * RATE))


def test_silence_where_nobody_speaks() -> None:
    assert not heard(Mixer(), 1).any()


def test_everybody_is_heard() -> None:
    mixer = Mixer()
    says(mixer, "chair", tone(220, 1))
    says(mixer, "speaker", tone(440, 1))
    mix = heard(mixer, 1)
    assert strength(mix, 220) == pytest.approx(0.2, abs=0.01)
    assert strength(mix, 440) == pytest.approx(0.2, abs=0.01)
    assert strength(mix, 330) < 0.001


def test_pieces_join_without_a_seam_whatever_their_delay() -> None:
    luck, mixer, sound = np.random.default_rng(1), Mixer(), tone(440, 1)
    for number, begin in enumerate(range(0, len(sound), PIECE)):
        late = 0.0 if number == 0 else luck.uniform(0, 0.1)
        mixer.add("speaker", BEGAN + (number + 1) * 0.02 + late, sound[begin : begin + PIECE])
    assert np.abs(heard(mixer, 1) - sound / 32768).max() < 1e-4


def test_who_is_silent_for_a_while_is_heard_again_at_his_time() -> None:
    mixer = Mixer()
    says(mixer, "speaker", tone(440, 0.5))
    says(mixer, "speaker", tone(440, 0.5), at=BEGAN + 2)
    mix = heard(mixer, 3)
    assert np.flatnonzero(np.abs(mix) > 0.01)[[0, -1]] / RATE == pytest.approx([0, 2.5], abs=0.01)
    assert not mix[RATE : 2 * RATE - PIECE].any()


@pytest.mark.parametrize("drift", [0.999, 1.001])
def test_a_clock_that_goes_wrong_is_kept_in_step(drift: float) -> None:
    """A click a second, for a minute, from a sender whose clock is a thousandth too fast or too slow."""
    sound = np.zeros(60 * RATE, np.int16)
    sound[RATE // 2 :: RATE] = 20_000
    mixer = Mixer()
    says(mixer, "speaker", sound, beat=0.02 * drift)
    clicks = np.flatnonzero(heard(mixer, 61) > 0.3) / RATE
    wanted = (np.arange(60) + 0.5) * drift
    assert np.abs(clicks[:, None] - wanted).min(axis=0).max() < 0.03


def test_what_comes_too_late_is_left_out() -> None:
    mixer = Mixer()
    heard(mixer, 1)
    says(mixer, "speaker", tone(440, 1), at=BEGAN)
    assert not heard(mixer, 1, since=BEGAN + 1).any()


@pytest.mark.parametrize("count", [1, 2, 6, 20])
def test_many_loud_voices_are_not_cut_off(count: int) -> None:
    mixer = Mixer()
    for number in range(count):
        says(mixer, f"voice-{number}", tone(200, 0.5, loudness=0.7))
    mix = heard(mixer, 0.5)
    assert np.abs(mix).max() <= 1
    assert strength(mix, 200) > 0.65


def test_what_is_not_loud_is_left_as_it_is() -> None:
    sound = np.linspace(-0.8, 0.8, 1000, dtype=np.float32)
    assert np.array_equal(guarded(sound), sound)
    louder = guarded(np.linspace(-4, 4, 1000, dtype=np.float32))
    assert (np.diff(louder) >= 0).all()
    assert np.abs(louder).max() <= 1
