"""A short session with a real engine, recorded: what was shown and heard is in the file, at its time."""

import asyncio
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from diemcau.conference.picture import Layout
from diemcau.conference.plan import Identity, Rights, Slot, Source
from diemcau.conference.recording import FILE, PLAYLIST, Manifest, Profile, seconds_at
from diemcau.conference.stage import Stage
from diemcau.engine.livekit.control import LiveKitEngine
from diemcau.engine.livekit.recorder import LiveKitRecorder, finish
from diemcau.engine.livekit.server import EmbeddedServer
from diemcau.engine.manifest import read_manifest
from diemcau.engine.port import Ticket
from tests.engine.beacons import RATE, Beacon, beacons, pitch_of
from tests.engine.playing import Played, played
from tests.engine.showing import CAPTION, Colour, colour_at, colour_of_site, showing

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("recorder")]

SMALL = Profile("standard", 640, 360, 25, 600)
EACH = 1.9
CHAIR, ONE, TWO, FLASH = "van-phong", "bim-son", "ha-trung", "sam-son"
NUMBERS = {CHAIR: 1, ONE: 4, TWO: 7, FLASH: 10}
CARD, NOTHING = (40, 128, 128), 0.004


def recorder_of(engine: LiveKitEngine, room: str, folder: Path) -> LiveKitRecorder:
    return LiveKitRecorder(
        address=engine.address,
        folder=folder,
        session=room,
        name="may-chu",
        profile=SMALL,
        written=lambda _: None,
    )


def ticket_of(engine: LiveKitEngine, room: str) -> Ticket:
    identity = str(Identity(Slot.RECORDER, room, device="may-chu"))
    return engine.ticket(room, identity, "may-chu", Rights(), timedelta(minutes=5))


def acts(room: str) -> dict[str, Stage]:
    heard = (CHAIR, ONE)
    return {
        "card": showing(session=room, title="Giao ban", microphones=(CHAIR,)),
        "one": showing(Layout.ONE, CHAIR, session=room, microphones=(CHAIR,)),
        "two heard": showing(
            Layout.CHAIR_SPEAKER, CHAIR, ONE, session=room, microphones=heard, caption=CAPTION
        ),
        "muted": showing(Layout.TWO, ONE, TWO, session=room, microphones=(CHAIR,)),
        "four": showing(Layout.FOUR, CHAIR, ONE, TWO, FLASH, session=room, microphones=(CHAIR,)),
        "shared": showing(Layout.SHARED, TWO, session=room, microphones=(CHAIR,)),
        "flash": showing(Layout.ONE, FLASH, session=room, microphones=(FLASH,)),
    }


@dataclass
class Recorded:
    """`growing`: what could be played just before the end."""

    folder: Path
    begun: dict[str, datetime]
    ended: datetime
    growing: Played

    @cached_property
    def manifest(self) -> Manifest:
        found = read_manifest(self.folder)
        assert found is not None
        return found

    @cached_property
    def file(self) -> Played:
        return played(self.folder / FILE)

    def second(self, act: str, into: float) -> float:
        return seconds_at(self.manifest, self.begun[act] + timedelta(seconds=into))

    def colour(self, act: str, across: float, down: float) -> Colour:
        return colour_at(self.file.picture_at(self.second(act, EACH * 0.8)), across, down)

    def loudness(self, act: str, site: str) -> float:
        """Of the site's pitch, in the second half of the act."""
        sound = self.file.sound_at(self.second(act, EACH * 0.55), 0.7)
        turning = np.exp(-2j * np.pi * pitch_of(NUMBERS[site]) * np.arange(len(sound)) / RATE)
        return float(2 * abs((sound * turning).mean()))


async def record(server: EmbeddedServer, folder: Path) -> Recorded:
    engine, room = LiveKitEngine(server.url, server.key, server.secret), uuid.uuid4().hex
    begun, recorder = dict[str, datetime](), recorder_of(engine, room, folder)
    lit = {site: Beacon(site, number, flashes=site == FLASH) for site, number in NUMBERS.items()}
    async with beacons(engine, room, *lit.values()):
        await lit[TWO].publish(Source.SCREEN, Source.SCREEN_SOUND)
        for act, stage in acts(room).items():
            recorder.show(stage)
            if act == "card":
                await recorder.start(lambda: ticket_of(engine, room))
            begun[act] = datetime.now(UTC)
            await asyncio.sleep(EACH * (2.4 if act == "flash" else 1))  # that long it is on the screens
        growing = await asyncio.to_thread(played, folder / PLAYLIST)
        ended = datetime.now(UTC)
        await recorder.close()
    await recorder.ended()
    await engine.close()
    await asyncio.to_thread(finish, folder, (), {})
    return Recorded(folder, begun, ended, growing)


@pytest.fixture(scope="module")
def recorded(livekit_server: EmbeddedServer) -> Iterator[Recorded]:
    with TemporaryDirectory() as folder:
        yield asyncio.run(record(livekit_server, Path(folder) / "recording"))


def close(one: Colour, other: Colour, by: int = 6) -> bool:
    return all(abs(mine - theirs) <= by for mine, theirs in zip(one, other, strict=True))


PLACES = [
    ("one", CHAIR, 0.5, 0.5),
    ("two heard", CHAIR, 1 / 6, 0.5),
    ("two heard", ONE, 2 / 3, 0.4),
    ("muted", ONE, 0.25, 0.5),
    ("muted", TWO, 0.75, 0.5),
    ("four", CHAIR, 0.25, 0.25),
    ("four", ONE, 0.75, 0.25),
    ("four", TWO, 0.25, 0.7),
    ("shared", TWO, 0.4, 0.4),
    ("shared", TWO, 0.87, 0.86),
]


@pytest.mark.parametrize(("act", "site", "across", "down"), PLACES)
def test_the_picture_is_that_of_the_stage(
    recorded: Recorded, act: str, site: str, across: float, down: float
) -> None:
    assert close(recorded.colour(act, across, down), colour_of_site(NUMBERS[site]))


def test_the_card_is_shown_while_there_is_no_picture(recorded: Recorded) -> None:
    assert recorded.colour("card", 0.2, 0.7)[0] < 80


def test_who_has_the_floor_is_heard_and_the_muted_is_not(recorded: Recorded) -> None:
    assert recorded.loudness("one", CHAIR) > 0.1
    assert recorded.loudness("one", ONE) < NOTHING
    assert recorded.loudness("two heard", CHAIR) > 0.1
    assert recorded.loudness("two heard", ONE) > 0.1
    assert recorded.loudness("muted", CHAIR) > 0.1
    assert recorded.loudness("muted", ONE) < NOTHING


def test_the_sound_of_a_shared_screen_is_heard_while_it_is_shown(recorded: Recorded) -> None:
    assert recorded.loudness("four", TWO) < NOTHING
    assert recorded.loudness("shared", TWO) > 0.1


def test_sound_and_picture_are_in_step(recorded: Recorded) -> None:
    """Flashes and tones that went out together: within 80 ms (half of them: the machine may stumble)."""
    since = recorded.second("flash", 0.6)
    bright = [
        time
        for time, picture in zip(recorded.file.times, recorded.file.pictures, strict=True)
        if time > since and close(colour_at(picture, 0.5, 0.3), colour_of_site(NUMBERS[FLASH]), 20)
    ]
    flashes = [at for at, before in zip(bright, [0.0, *bright], strict=False) if at - before > 0.5]
    loud = np.flatnonzero(np.abs(recorded.file.sound_at(since, 5)) > 0.08) / RATE + since
    tones = loud[np.diff(loud, prepend=0) > 0.5]
    assert len(flashes) >= 3
    assert np.median([np.abs(tones - at).min() for at in flashes]) < 0.08


def test_it_is_as_long_as_it_was(recorded: Recorded) -> None:
    lasted = (recorded.ended - recorded.begun["card"]).total_seconds()
    assert abs(recorded.manifest.seconds - lasted) < 1
    assert abs(recorded.file.times[-1] - lasted) < 1
    assert abs(len(recorded.file.sound) / RATE - lasted) < 1


def test_a_moment_of_the_session_is_found_in_it(recorded: Recorded) -> None:
    """The cut to the first site is where its time says, within half a second."""
    cut = next(
        time
        for time, picture in zip(recorded.file.times, recorded.file.pictures, strict=True)
        if close(colour_at(picture, 0.5, 0.5), colour_of_site(NUMBERS[CHAIR]))
    )
    assert 0 <= cut - recorded.second("one", 0) < 1.0


def test_it_could_be_played_while_it_grew(recorded: Recorded) -> None:
    lasted = (recorded.ended - recorded.begun["card"]).total_seconds()
    assert lasted - 6 < recorded.growing.times[-1] < lasted
