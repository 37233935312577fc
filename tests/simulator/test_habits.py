"""What a simulated technician does, without a network. His words are checked against the real commands."""

import random
from datetime import UTC, datetime

import msgspec
import pytest

from diemcau.conference.commands import AnyCommand
from diemcau.engine.livekit.simulator.habits import Habits, Intent, Scenario
from tests.simulator.office import Json, mine

SITE = "bim-son"
ADMITTED = {"lane": "connected", "epoch": 1}


def intents(scenario: Scenario = Scenario.QUIET, luck: int = 1, **said: object) -> list[Intent]:
    habits = Habits(SITE, "sim-bim-son", "Thị xã Bỉm Sơn", scenario, random.Random(luck))
    return list(habits.intents(mine(SITE, **said)))


def acts(found: list[Intent]) -> list[str]:
    return [intent.command["act"] for intent in found]


@pytest.mark.parametrize("phase", ["planned", "ended"])
def test_outside_a_running_session_it_does_nothing(phase: str) -> None:
    assert intents(phase=phase) == []


def test_it_confirms_the_notice_of_the_recording_when_it_is_in() -> None:
    assert acts(intents(**ADMITTED, recording=True)) == ["recording.confirm_notice"]
    assert intents(**ADMITTED) == []
    assert intents(lane="waiting", recording=True) == []


@pytest.mark.parametrize("lane", ["expected", "left", "absent"])
def test_it_knocks_when_it_is_not_in(lane: str) -> None:
    assert acts(intents(lane=lane)) == ["site.knock"]


@pytest.mark.parametrize(("called", "wanted"), [(False, []), (True, ["site.knock"])])
def test_dropped_it_knocks_only_when_called(called: bool, wanted: list[str]) -> None:
    assert acts(intents(lane="dropped", call_again=called)) == wanted


def test_refused_it_does_not_knock_again_at_once() -> None:
    (knock,) = intents(lane="expected", reason="Chưa đến lượt")
    assert knock.after == 10


def test_it_answers_every_roll_call_once() -> None:
    first = {"roll_call_at": "2018-06-01T01:00:00Z"}
    said: Json = {"readiness": {"ready": True, "at": "2018-06-01T01:00:00.5Z"}}
    assert acts(intents(**ADMITTED, **first)) == ["roll.answer"]
    assert intents(**ADMITTED, **first, **said) == []
    again = {"roll_call_at": "2018-06-01T01:10:00Z"}
    assert acts(intents(**ADMITTED, **again, **said)) == ["roll.answer"]


def test_a_waiting_site_answers_nothing() -> None:
    assert intents(lane="waiting", roll_call_at="2018-06-01T01:00:00Z", script_version=2) == []


def test_only_a_lossy_site_is_ever_not_ready() -> None:
    def answers(scenario: Scenario) -> set[bool]:
        found = [intents(scenario, n, **ADMITTED, roll_call_at="2018-06-01T01:00:00Z")[0] for n in range(60)]
        assert all(intent.command["ready"] or intent.command["reason"] for intent in found)
        return {intent.command["ready"] for intent in found}

    assert answers(Scenario.QUIET) == {True}
    assert answers(Scenario.LOSSY) == {True, False}


def test_a_quiet_site_does_not_ask_for_the_floor() -> None:
    assert intents(Scenario.QUIET, **ADMITTED, phase="live") == []


def test_a_busy_site_asks_once_and_yields_in_the_end() -> None:
    live = {**ADMITTED, "phase": "live"}
    assert acts(intents(Scenario.BUSY, **live)) == ["floor.request"]
    assert intents(Scenario.BUSY, **live, requests=[{"id": "r1"}]) == []
    assert intents(Scenario.BUSY, **live, requests=[{"id": "r1", "state": "accepted"}]) == []
    (over,) = intents(Scenario.BUSY, **live, requests=[{"id": "r1", "state": "granted"}])
    assert over.command == {"act": "floor.yield", "request": "r1"}
    assert over.after >= 20
    assert acts(intents(Scenario.BUSY, **live, requests=[{"id": "r1", "state": "released"}])) == [
        "floor.request"
    ]


def test_in_a_test_session_nobody_asks_for_the_floor() -> None:
    assert intents(Scenario.BUSY, **ADMITTED, phase="live", kind="test") == []


@pytest.mark.parametrize("luck", range(20))
def test_all_it_says_is_a_command_of_the_session(luck: int) -> None:
    everything = {
        "roll_call_at": "2018-06-01T01:00:00Z",
        "notes": [{"id": "n1", "instruction": True}],
        "script_version": 2,
        "phase": "live",
    }
    found = intents(Scenario.BUSY, luck, **ADMITTED, **everything)
    asked = intents(
        Scenario.BUSY, luck, **ADMITTED, phase="live", requests=[{"id": "r1", "state": "granted"}]
    )
    habits = Habits(SITE, "sim-bim-son", "Thị xã Bỉm Sơn", Scenario.LOSSY, random.Random(luck))
    commands = [one.command for one in [*found, *asked, *intents(luck=luck)]]
    commands.append(habits.fault(datetime(2018, 6, 1, tzinfo=UTC)))
    commands.append(
        {
            "act": "site.submit_check",
            "site": SITE,
            "camera": True,
            "microphone": True,
            "speaker": True,
            "line": True,
            "loss_percent": 0.0,
            "jitter_ms": 1.5,
            "round_trip_ms": 0.3,
        }
    )
    for command in commands:
        msgspec.convert(command, AnyCommand)
    assert len({command["act"] for command in commands}) == 8
