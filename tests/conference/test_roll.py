"""Roll call and voice check, before and during the session."""

import pytest

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.board import roll_summary
from diemcau.conference.picture import Layout, Picture
from diemcau.conference.roll import answer_of
from tests import world
from tests.conference.test_sites import kinds
from tests.world import BIM_SON, CENTRAL_SITE, CHAIR_SITE, HA_TRUNG


def test_the_chair_reads_one_sentence() -> None:
    sitting = world.opened()
    sitting.does(c.StartRollCall())
    sitting.does(c.AnswerRoll("bim-son", True, head_count=42, local_chair="Hoàng Đình Toàn"), by=BIM_SON)
    sitting.does(c.AnswerRoll("ha-trung", False, "Micro hỏng", 10), by=HA_TRUNG)
    roll = roll_summary(sitting.state)
    assert roll.sentence == "1/5 điểm cầu sẵn sàng"
    assert (roll.answered, roll.ready, roll.people) == (2, 1, 52)
    assert (roll.not_ready, roll.silent) == (("ha-trung",), (CHAIR_SITE, "sam-son", "nga-son"))
    assert CENTRAL_SITE not in roll.silent
    assert [alarm.kind for alarm in sitting.state.alarms] == ["not_ready"]


def test_not_ready_needs_a_reason() -> None:
    assert world.opened().refuses(c.AnswerRoll("bim-son", False, " "), by=BIM_SON).code == "roll.no_reason"


def test_only_who_is_here_answers() -> None:
    assert world.opened(here=()).refuses(c.AnswerRoll("bim-son", True), by=BIM_SON).code == "roll.not_here"
    world.opened(here=()).waits("bim-son").does(c.AnswerRoll("bim-son", True), by=BIM_SON)


def test_the_same_answer_is_one_event_and_a_new_call_asks_again() -> None:
    sitting = world.opened()
    answer = c.AnswerRoll("bim-son", True, head_count=42)
    sitting.does(answer, by=BIM_SON)
    assert sitting.passes(5).does(answer, by=BIM_SON) == ()
    sitting.does(c.StartRollCall())
    assert answer_of(sitting.state, sitting.state.seats["bim-son"]) is None
    assert kinds(sitting.passes(5).does(answer, by=BIM_SON)) == [e.RollAnswered]


# --- voice check
def test_the_voice_check_goes_through_the_sites_with_one_key() -> None:
    sitting = world.opened(here=(CENTRAL_SITE, "ha-trung", "bim-son", CHAIR_SITE))
    assert sitting.does(c.StartVoiceCheck()) == (
        e.VoiceCheckMoved(CHAIR_SITE),
        e.PictureTaken(Picture(Layout.ONE, (CHAIR_SITE,))),
        e.PreviewSet(Picture(Layout.ONE, ("bim-son",))),
    )
    asked = []
    while sitting.state.voice_at:
        asked.append(sitting.state.voice_at)
        sitting.does(c.MarkVoice(sound_clear=False, remark="Rè"))
    assert asked == [CHAIR_SITE, "bim-son", "ha-trung"]
    mark = sitting.state.seats["ha-trung"].voice
    assert mark is not None
    assert (mark.picture_clear, mark.sound_clear, mark.remark) == (True, False, "Rè")
    assert sitting.refuses(c.StartVoiceCheck()).code == "voice.nobody"


def test_the_voice_check_goes_round_from_where_it_began() -> None:
    sitting = world.opened(here=("bim-son", "ha-trung", "nga-son"))
    sitting.does(c.StartVoiceCheck("ha-trung"), c.MarkVoice())
    assert sitting.state.voice_at == "nga-son"
    sitting.does(c.MarkVoice())
    assert sitting.state.voice_at == "bim-son"


def test_standing_where_it_stands_is_no_event() -> None:
    sitting = world.opened(here=("bim-son",))
    sitting.does(c.StartVoiceCheck("bim-son"))
    assert sitting.state.program == sitting.state.preview == Picture(Layout.ONE, ("bim-son",))
    assert sitting.does(c.StartVoiceCheck("bim-son")) == ()
    sitting.does(c.StopVoiceCheck())
    assert sitting.does(c.StartVoiceCheck("bim-son")) == (e.VoiceCheckMoved("bim-son"),)
    assert sitting.does(c.StopVoiceCheck()) == (e.VoiceCheckMoved(None),)
    assert sitting.does(c.StopVoiceCheck()) == ()


def test_only_a_connected_site_is_checked() -> None:
    assert world.opened(here=()).refuses(c.StartVoiceCheck("bim-son")).code == "site.not_connected"
    assert world.opened(here=()).refuses(c.StartVoiceCheck()).code == "voice.nobody"
    assert world.opened().refuses(c.MarkVoice()).code == "voice.not_running"


@pytest.mark.parametrize("command", [c.GoLive(), c.End()])
def test_what_begins_or_ends_the_session_ends_the_voice_check(command: c.AnyCommand) -> None:
    sitting = world.opened()
    sitting.does(c.StartVoiceCheck())
    assert e.VoiceCheckMoved(None) in sitting.does(command)


def test_a_pause_ends_it_too() -> None:
    sitting = world.live()
    sitting.does(c.StartVoiceCheck())
    assert sitting.does(c.Pause("Giải lao")) == (e.VoiceCheckMoved(None), e.SessionPaused("Giải lao"))
