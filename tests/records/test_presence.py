"""Lines that open, beat, close and fall silent -> what the machine states."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from diemcau.conference.commands import SeeDevices, SeeLine, SeeMedia
from diemcau.conference.session import Lane, Phase, Seat, SiteRole
from diemcau.conference.session import Session as State
from diemcau.records.presence import Media, Presence
from tests.records.builders import NOW

SITE = "bim-son"
ON_AIR = Media(up=True, camera=True)


def after(seconds: float):  # type: ignore[no-untyped-def]
    return NOW + timedelta(seconds=seconds)


def state(**seat: object) -> State:
    given = {"lane": Lane.CONNECTED, "device": "d", "epoch": 1, **seat}
    sitting = Seat(site=SITE, number=4, name="Bỉm Sơn", role=SiteRole.END, **given)  # type: ignore[arg-type]
    return State(id="s", seq=5, phase=Phase.LIVE, seats={SITE: sitting})


@pytest.mark.parametrize(
    ("lines", "seat", "at", "waits"),
    [
        pytest.param([("1", "d")], {}, 0, {}, id="the device that holds the slot"),
        pytest.param([("1", "d"), ("2", "new")], {}, 1, {SITE: ("new",)}, id="another one before it"),
        pytest.param([("1", "d"), ("2", "new")], {}, 4, {}, id="no longer there"),
        pytest.param([("1", "new")], {"lane": Lane.WAITING}, 1, {SITE: ("new",)}, id="in the lobby too"),
        pytest.param([("1", "any")], {"lane": Lane.EXPECTED, "device": ""}, 1, {}, id="nothing to replace"),
    ],
)
def test_devices_that_wait(
    lines: list[tuple[str, str]], seat: dict[str, object], at: float, waits: dict[str, tuple[str, ...]]
) -> None:
    assert on_line(*lines).knocking(state(**seat), after(at)) == waits


UP, DOWN = SeeLine(site=SITE, up=True, device="d"), SeeLine(site=SITE, up=False, device="d")


class OtherProcess:
    """It holds lines of this site, from these devices."""

    def __init__(self, *devices: str) -> None:
        self._devices = frozenset(devices)

    def elsewhere(self, session: str, site: str) -> bool:
        return (session, site) == ("s", SITE)

    def devices(self, session: str, site: str) -> frozenset[str]:
        return self._devices if self.elsewhere(session, site) else frozenset()


def on_line(*lines: tuple[str, str], media: Media | None = None) -> Presence:
    presence = Presence()
    for line, device in lines:
        presence.opened("s", SITE, line, device, NOW)
        presence.beat("s", SITE, line, NOW, media)
    return presence


@pytest.mark.parametrize(
    ("lines", "seat", "at", "said"),
    [
        pytest.param([("1", "d")], {}, 0, [UP], id="a line opens"),
        pytest.param([("1", "d")], {"line_up": True}, 0, [], id="said already"),
        pytest.param([("1", "d")], {"line_up": True}, 2.9, [], id="a beat was missed"),
        pytest.param([("1", "d")], {"line_up": True}, 3, [DOWN], id="silent for three seconds"),
        pytest.param([("1", "other")], {}, 0, [], id="another device counts for nothing"),
        pytest.param([("1", "other")], {"line_up": True}, 1, [DOWN], id="nor does it keep the line up"),
        pytest.param([("1", "other"), ("2", "d")], {"line_up": True}, 1, [], id="both devices"),
        pytest.param(
            [("1", "any")],
            {"lane": Lane.EXPECTED, "device": ""},
            0,
            [SeeLine(site=SITE, up=True, device="any")],
            id="before it knocks any device counts",
        ),
        pytest.param([], {}, 60, [], id="never came"),
    ],
)
def test_lines(lines: list[tuple[str, str]], seat: dict[str, object], at: float, said: list[SeeLine]) -> None:
    assert on_line(*lines).seen(state(**seat), after(at)) == said


def test_a_closed_line_is_down_at_once() -> None:
    presence = on_line(("1", "d"))
    presence.closed("s", SITE, "1")
    assert presence.seen(state(line_up=True), after(0.1)) == [DOWN]


def test_a_page_open_twice_is_down_with_its_last_line() -> None:
    presence = on_line(("1", "d"), ("2", "d"))
    presence.closed("s", SITE, "1")
    assert presence.seen(state(line_up=True), after(0.1)) == []
    presence.closed("s", SITE, "2")
    assert presence.seen(state(line_up=True), after(0.2)) == [DOWN]


def test_a_beat_after_silence_brings_the_line_back() -> None:
    presence = on_line(("1", "d"))
    presence.beat("s", SITE, "1", after(5))
    assert presence.seen(state(line_up=False), after(5)) == [UP]


def test_a_beat_on_a_closed_line_counts_for_nothing() -> None:
    presence = on_line(("1", "d"))
    presence.closed("s", SITE, "1")
    presence.beat("s", SITE, "1", after(1))
    assert presence.seen(state(line_up=False), after(1)) == []


def test_after_a_start_the_sites_have_six_seconds_to_come_back() -> None:
    presence = Presence()
    lost = state(line_up=True)
    assert [presence.seen(lost, after(at)) for at in (0, 3, 5.9)] == [[], [], []]
    assert presence.seen(lost, after(6)) == [DOWN]


def test_a_site_that_came_back_and_went_has_no_grace() -> None:
    presence, up = Presence(), state(line_up=True)
    assert presence.seen(up, NOW) == []
    presence.opened("s", SITE, "1", "d", after(1))
    presence.closed("s", SITE, "1")
    assert presence.seen(up, after(1)) == [DOWN]


def test_a_line_that_another_process_holds_is_not_down() -> None:
    presence = Presence(OtherProcess())
    presence.opened("s", SITE, "1", "d", NOW)
    presence.closed("s", SITE, "1")
    assert presence.seen(state(line_up=True), after(9)) == []


def test_devices_that_wait_at_another_process_are_told_too() -> None:
    presence = Presence(OtherProcess("d", "new"))
    assert presence.knocking(state(), NOW) == {SITE: ("new",)}
    presence.opened("s", SITE, "1", "third", NOW)
    assert presence.knocking(state(), NOW) == {SITE: ("new", "third")}


@pytest.mark.parametrize(
    ("media", "seat", "said"),
    [
        pytest.param(
            ON_AIR, {}, [SeeMedia(site=SITE, up=True, epoch=1), SeeDevices(SITE, True, False)], id="new"
        ),
        pytest.param(ON_AIR, {"media_up": True, "camera_on": True}, [], id="known"),
        pytest.param(Media(), {"media_up": True, "camera_on": True}, [], id="picture and sound just away"),
        pytest.param(
            Media(True, True, True),
            {"media_up": True, "camera_on": True},
            [SeeDevices(SITE, True, True)],
            id="microphone opened",
        ),
        pytest.param(Media(sharing=True), {}, [], id="sharing that is not allowed"),
        pytest.param(
            Media(sharing=True),
            {"sharing_allowed": True},
            [SeeDevices(SITE, False, False, True)],
            id="sharing",
        ),
        pytest.param(None, {"media_up": True}, [], id="no word about it"),
        pytest.param(ON_AIR, {"lane": Lane.WAITING}, [], id="not admitted"),
        pytest.param(ON_AIR, {"device": "other"}, [], id="not the device in the slot"),
    ],
)
def test_media(media: Media | None, seat: dict[str, object], said: list[object]) -> None:
    presence, there = on_line(("1", "d"), media=media), state(line_up=True, **seat)
    told = [word for word in presence.seen(there, NOW) if not isinstance(word, SeeLine)]
    assert told == said


def test_the_latest_media_word_stands_until_the_next() -> None:
    presence = on_line(("1", "d"), media=ON_AIR)
    presence.beat("s", SITE, "1", after(1))
    assert presence.seen(state(line_up=True), after(1))[0] == SeeMedia(site=SITE, up=True, epoch=1)


def test_media_away_are_stated_after_the_time_to_take_them_up_again() -> None:
    presence, there = on_line(("1", "d"), media=ON_AIR), state(line_up=True, media_up=True, camera_on=True)
    for at in range(1, 6):
        presence.beat("s", SITE, "1", after(at), Media())
    assert presence.seen(there, after(4.9)) == []
    said = [SeeMedia(site=SITE, up=False, epoch=1), SeeDevices(SITE, False, False)]
    assert presence.seen(there, after(5)) == said


def test_media_that_come_and_go_begin_their_time_anew() -> None:
    presence, there = on_line(("1", "d"), media=Media()), state(line_up=True, media_up=True, camera_on=True)
    presence.beat("s", SITE, "1", after(3), ON_AIR)
    presence.beat("s", SITE, "1", after(4), Media())
    assert presence.seen(there, after(6.9)) == []


def test_nothing_is_said_of_a_line_in_an_ended_session() -> None:
    assert on_line(("1", "d")).seen(replace(state(), phase=Phase.ENDED), NOW) == []


def test_what_is_over_is_forgotten() -> None:
    presence = on_line(("1", "d"))
    assert list(presence.on_line(NOW)) == [("s", SITE, "d")]
    assert list(presence.on_line(after(4))) == []
    presence.forget("s")
    assert list(presence.on_line(NOW)) == []
    assert presence.seen(state(line_up=True), after(1)) == []
