"""A test session's verdicts; in the official session a line that is worse than at the test is shown."""

from datetime import timedelta

import pytest

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.actors import MACHINE
from diemcau.conference.board import cell, changed_keys
from diemcau.conference.session import Grade, Reference, SessionKind, Verdict
from tests import world
from tests.world import MORNING, Sitting

FAIR = Reference(MORNING - timedelta(days=1), Grade.FAIR, loss=2.1, jitter=12.0, round_trip=80.0)


def test_session(*here: str) -> Sitting:
    sitting = Sitting(world.SMALL, kind=SessionKind.TEST)
    sitting.does(c.OpenSession())
    return sitting.comes(*here)


test_session.__test__ = False  # type: ignore[attr-defined]


def test_a_site_that_came_is_accepted() -> None:
    sitting = test_session("bim-son")
    (event,) = sitting.does(c.JudgeSite("bim-son", True, "Hình và tiếng tốt"))
    assert event == e.SiteJudged("bim-son", Verdict(True, sitting.now, "Hình và tiếng tốt"))
    assert cell(sitting.state, "bim-son").verdict == Verdict(True, sitting.now, "Hình và tiếng tốt")
    assert sitting.does(c.JudgeSite("bim-son", True, "Hình và tiếng tốt")) == ()


def test_a_site_that_left_may_still_be_accepted() -> None:
    sitting = test_session("bim-son")
    sitting.does(c.Leave("bim-son"), by=world.BIM_SON)
    assert sitting.does(c.JudgeSite("bim-son", True))


def test_a_verdict_may_be_changed() -> None:
    sitting = test_session("bim-son")
    sitting.does(c.JudgeSite("bim-son", False, "Tiếng rè"))
    sitting.passes(600).does(c.JudgeSite("bim-son", True))
    assert cell(sitting.state, "bim-son").verdict == Verdict(True, sitting.now)


def test_what_nobody_saw_is_not_accepted_but_may_be_turned_down() -> None:
    sitting = test_session()
    assert sitting.refuses(c.JudgeSite("bim-son", True)).code == "test.not_seen"
    assert sitting.refuses(c.JudgeSite("bim-son", False, "  ")).code == "test.no_reason"
    assert sitting.does(c.JudgeSite("bim-son", False, "Không vào phiên thử"))


def test_verdicts_are_of_test_sessions_and_of_the_centre() -> None:
    assert world.live().refuses(c.JudgeSite("bim-son", True)).code == "test.official"
    assert (
        test_session("bim-son").refuses(c.JudgeSite("bim-son", True), by=world.BIM_SON).code
        == "power.missing"
    )


def test_an_official_session_learns_what_the_test_was_like_once() -> None:
    sitting = world.live()
    assert sitting.sees(c.SeeReferences({"bim-son": FAIR, "khong-co": FAIR})) == (
        e.ReferenceKnown("bim-son", FAIR),
    )
    assert sitting.sees(c.SeeReferences({"bim-son": FAIR})) == ()
    assert test_session("bim-son").sees(c.SeeReferences({"bim-son": FAIR})) == ()


@pytest.mark.parametrize(
    ("grade", "worse"),
    [
        (Grade.GOOD, False),
        (Grade.FAIR, False),
        (Grade.POOR, True),
        (Grade.BAD, True),
        (Grade.NO_DATA, False),
    ],
)
def test_worse_than_at_the_test(grade: Grade, worse: bool) -> None:
    sitting = world.live()
    sitting.sees(c.SeeReferences({"bim-son": FAIR}), c.SeeGrade("bim-son", Grade.GOOD))
    sitting.tries(c.SeeGrade("bim-son", grade), by=MACHINE)
    assert cell(sitting.state, "bim-son").worse is worse


def test_the_mark_comes_and_goes_with_the_line() -> None:
    sitting = world.live()
    sitting.sees(c.SeeReferences({"bim-son": FAIR}))
    good = cell(sitting.state, "bim-son")
    sitting.sees(c.SeeGrade("bim-son", Grade.POOR))
    poor = cell(sitting.state, "bim-son")
    assert changed_keys(good, poor) == {"grade": Grade.POOR, "worse": True}
    sitting.cut("bim-son")
    assert not cell(sitting.state, "bim-son").worse, "a lost line is shown as lost"
    back = world.live()
    back.sees(c.SeeReferences({"bim-son": FAIR}), c.SeeGrade("bim-son", Grade.POOR))
    back.sees(c.SeeGrade("bim-son", Grade.FAIR))
    assert not cell(back.state, "bim-son").worse


def test_without_a_test_nothing_is_worse() -> None:
    sitting = world.live()
    sitting.sees(c.SeeGrade("bim-son", Grade.BAD))
    assert not cell(sitting.state, "bim-son").worse
