"""Art. 6.2, 7.2: when a fault opens by itself, whom it was told, when it may be closed."""

from datetime import timedelta

import pytest

from diemcau.conference import commands as c
from diemcau.conference.commands import Refused
from diemcau.conference.faults import FaultKind, Receiver, kind_of, lost_lines, may_close, missing, reports
from tests.world import CHAIR, MORNING, live, planned

SITE = "bim-son"
BOTH = {Receiver.LOCAL_CHAIR: MORNING, Receiver.CENTRE: MORNING}


def test_a_line_that_is_away_for_ten_seconds_is_a_fault() -> None:
    sitting = live().passes(60).cut(SITE)
    assert lost_lines(sitting.state, sitting.now + timedelta(seconds=9)) == ()
    (lost,) = lost_lines(sitting.state, sitting.now + timedelta(seconds=10))
    assert (lost.site, lost.since) == (SITE, sitting.now)


def test_one_loss_keeps_its_name_and_the_next_has_another() -> None:
    sitting = live().cut(SITE)
    (first,) = lost_lines(sitting.state, sitting.now + timedelta(seconds=20))
    (again,) = lost_lines(sitting.state, sitting.now + timedelta(seconds=40))
    assert first == again
    sitting.passes(50).sees(c.SeeLine(SITE, True), c.SeeMedia(SITE, True))
    assert lost_lines(sitting.state, sitting.now + timedelta(seconds=60)) == ()
    sitting.passes(50).cut(SITE)
    (second,) = lost_lines(sitting.state, sitting.now + timedelta(seconds=20))
    assert second.key != first.key


def test_before_and_after_the_session_nothing_opens() -> None:
    assert lost_lines(planned().state, MORNING) == ()
    sitting = live().cut(SITE)
    sitting.does(c.End(), by=CHAIR)
    assert lost_lines(sitting.state, sitting.now + timedelta(hours=1)) == ()


def test_a_site_that_was_never_admitted_has_no_fault() -> None:
    sitting = live(here=("trung-tam", "van-phong-ubnd-tinh"))
    assert lost_lines(sitting.state, sitting.now + timedelta(hours=1)) == ()


def test_both_clocks_run_until_both_are_told() -> None:
    chair_at = MORNING + timedelta(minutes=2)
    chair, centre = reports(MORNING, {Receiver.LOCAL_CHAIR: chair_at}, MORNING + timedelta(minutes=6))
    assert (chair.at, chair.seconds, chair.late) == (chair_at, 120.0, False)
    assert (centre.at, centre.seconds, centre.late) == (None, 360.0, True)


def test_who_was_told_before_it_was_written_down_waited_for_nothing() -> None:
    (chair, _centre) = reports(MORNING, {Receiver.LOCAL_CHAIR: MORNING - timedelta(minutes=1)}, MORNING)
    assert chair.seconds == 0.0


@pytest.mark.parametrize("to", Receiver)
def test_it_is_not_closed_while_one_does_not_know(to: Receiver) -> None:
    told = {one: at for one, at in BOTH.items() if one is not to}
    assert missing(told) == (to,)
    refused = may_close(told, "  ")
    assert isinstance(refused, Refused)
    assert refused.article == "6.2, 7.2"
    assert may_close(told, "Chủ trì đi vắng, đã báo phó chủ trì") is None


def test_it_is_closed_when_both_know() -> None:
    assert may_close(BOTH, "") is None


def test_an_unknown_word_is_a_fault_all_the_same() -> None:
    assert [kind_of("power"), kind_of("ngập nước"), kind_of("")] == [
        FaultKind.POWER,
        FaultKind.OTHER,
        FaultKind.OTHER,
    ]
