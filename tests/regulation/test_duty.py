"""Art. 6.4, 7.4, 12: what is wrong with a roster."""

from datetime import UTC, datetime, timedelta
from typing import Any

from diemcau.regulation.duty import PRESENT_BEFORE, Duty, Flaw, Shortcoming, Turn, shortcomings

STARTS = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SON = Turn("bim-son", Duty.RESPONSIBLE, "son", "0190 1")
HA = Turn("ha-trung", Duty.RESPONSIBLE, "ha", "0190 2")
STANDBY = (Turn("", Duty.TELECOM, "luc", "0190 3"), Turn("", Duty.POWER, "sang", "0190 4"))
SITES = ("bim-son", "ha-trung")


def found(*turns: Turn, **more: Any) -> list[tuple[Flaw, str]]:
    given: dict[str, Any] = {
        "elsewhere": {}, "trained": ("son", "ha"), "starts": STARTS, "now": STARTS - timedelta(hours=2),
    } | more  # fmt: skip
    return [(one.flaw, one.site) for one in shortcomings(SITES, turns, **given)]


def test_a_whole_roster_lacks_nothing() -> None:
    assert found(SON, HA, *STANDBY) == []


def test_every_site_has_exactly_one_who_is_responsible() -> None:
    assert found(SON, *STANDBY) == [(Flaw.GAP, "ha-trung")]
    helper = Turn("ha-trung", Duty.ASSISTANT, "ha", "0190 2")
    assert found(SON, helper, *STANDBY) == [(Flaw.GAP, "ha-trung")]


def test_nobody_is_responsible_in_two_rooms() -> None:
    again = Turn("ha-trung", Duty.RESPONSIBLE, "son", "0190 1")
    assert found(SON, again, *STANDBY) == [(Flaw.CLASH, "ha-trung")]


def test_nor_in_a_session_beside_this_one() -> None:
    assert found(SON, HA, *STANDBY, elsewhere={"son": "sam-son"}) == [(Flaw.CLASH, "bim-son")]
    assert found(SON, HA, *STANDBY, elsewhere={"son": "bim-son"}) == []


def test_who_was_never_trained_is_named() -> None:
    assert found(SON, HA, *STANDBY, trained=("ha",)) == [(Flaw.NOT_TRAINED, "bim-son")]


def test_who_cannot_be_called_is_named() -> None:
    mute = Turn("bim-son", Duty.RESPONSIBLE, "son")
    assert found(mute, HA, *STANDBY) == [(Flaw.NO_PHONE, "bim-son")]


def test_telecom_and_power_stand_by() -> None:
    assert found(SON, HA) == [(Flaw.NO_TELECOM, ""), (Flaw.NO_POWER, "")]


def test_an_hour_before_everybody_is_in_his_room() -> None:
    hour_before = STARTS - PRESENT_BEFORE
    here = Turn("ha-trung", Duty.RESPONSIBLE, "ha", "0190 2", present=True)
    assert found(SON, here, *STANDBY, now=hour_before - timedelta(seconds=1)) == []
    assert found(SON, here, *STANDBY, now=hour_before) == [(Flaw.LATE, "bim-son")]


def test_each_names_its_article() -> None:
    assert Shortcoming(Flaw.GAP).article == "6.4, 7.4"
    assert Shortcoming(Flaw.NO_POWER).article == "12.2"
