"""Every command in every phase: allowed or refused, as this table says. Written out once more, on purpose."""

import pytest

from diemcau.conference import commands as c
from diemcau.conference import phases
from diemcau.conference.commands import Refused
from diemcau.conference.session import Phase
from diemcau.regulation.powers import Power
from tests import world
from tests.conference.commands import EVERY, rightful

STATES = {
    "P": world.planned,
    "O": world.opened,
    "L": world.live,
    "A": world.paused,
    "E": world.ended,
}

ALLOWED = {
    "session.open": "P",
    "session.go_live": "O",
    "session.pause": "L",
    "session.resume": "A",
    "session.end": "OLA",
    "token.take": "OLA",
    "token.return": "OLA",
    "site.add": "POLA",
    "site.assign": "POLA",
    "site.knock": "OLA",
    "site.take_over_device": "OLA",
    "site.admit": "OLA",
    "site.admit_all": "OLA",
    "site.refuse": "OLA",
    "site.drop": "OLA",
    "site.mark_absent": "POLA",
    "site.call_again": "OLA",
    "site.leave": "OLA",
    "site.submit_check": "OLA",
    "test.judge": "OLA",
    "sharing.allow": "OLA",
    "sharing.withdraw": "OLA",
    "fault.report": "POLAE",
    "machine.line": "POLA",
    "machine.media": "OLA",
    "machine.devices": "OLA",
    "machine.grade": "OLA",
    "machine.references": "OLA",
    "machine.engine": "OLA",
    "machine.tick": "LA",
    "recording.start": "OLA",
    "recording.stop": "OLA",
    "recording.confirm_notice": "OLA",
    "machine.recording": "OLAE",
    "machine.recording_gap": "OLAE",
    "machine.recording_finished": "E",
    "machine.recording_discarded": "E",
    "machine.not_recorded": "LA",
    "machine.disk_low": "OLA",
    "roll.start": "OLA",
    "roll.answer": "OLA",
    "voice.start": "OL",
    "voice.mark": "OL",
    "voice.stop": "OLA",
    "floor.request": "POLA",
    "floor.accept": "POLA",
    "floor.deny": "POLA",
    "floor.cancel": "POLA",
    "floor.move": "POLA",
    "floor.skip": "POLA",
    "floor.give": "L",
    "floor.give_site": "L",
    "floor.next": "L",
    "floor.yield": "LA",
    "floor.revoke": "LA",
    "floor.extend": "LA",
    "floor.close_all": "OLA",
    "floor.release_all": "OLA",
    "picture.preview": "OLA",
    "picture.layout": "OLA",
    "picture.take": "OLA",
    "script.change": "POLA",
    "script.acknowledge": "POLA",
    "script.start": "L",
    "clip.play": "OL",
    "clip.pause": "OLA",
    "clip.stop": "OLA",
    "note.send": "POLA",
    "note.from_site": "POLA",
    "note.acknowledge": "POLAE",
    "talkback.start": "OLA",
    "talkback.end": "OLA",
    "alarm.seen": "POLAE",
}

IN_THE_WAY = {
    "P": "session.not_open",
    "O": "session.not_live",
    "L": "session.is_live",
    "A": "session.paused",
    "E": "session.ended",
}


def tag(command: c.AnyCommand) -> str:
    return str(type(command).__struct_config__.tag)


def test_the_tables_name_every_command() -> None:
    kinds = set(c.AnyCommand.__args__)
    assert set(phases.PHASES) == kinds
    assert {type(command) for command in EVERY} == kinds
    assert set(ALLOWED) == {tag(command) for command in EVERY}


@pytest.mark.parametrize("letter", STATES)
@pytest.mark.parametrize("command", EVERY, ids=tag)
def test_a_command_is_allowed_or_refused_by_its_phase(command: c.AnyCommand, letter: str) -> None:
    sitting = STATES[letter]()
    answer = sitting.tries(command, rightful(command))
    about_phase = isinstance(answer, Refused) and answer.code in {*IN_THE_WAY.values(), "session.is_open"}
    if letter in ALLOWED[tag(command)]:
        assert not about_phase
    elif command.power is Power.OBSERVE:
        assert answer == ()
    else:
        expected = (
            "session.is_open" if tag(command) == "session.open" and letter in "OLA" else IN_THE_WAY[letter]
        )
        assert isinstance(answer, Refused)
        assert answer.code == expected
        assert answer.sentence()


def test_the_letters_are_the_phases() -> None:
    assert [make().state.phase for make in STATES.values()] == list(Phase)


def test_a_site_that_knocks_too_early_is_told_the_article() -> None:
    """Articles 6.1, 7.1: nobody connects unless the centre asked."""
    refused = world.planned().refuses(c.Knock("bim-son", "may-1"), by=world.BIM_SON)
    assert refused.article == "6.1, 7.1"


NEEDS_MORE = {
    "site.refuse",  # a waiting site
    "site.mark_absent",  # one that is not here
    "site.call_again",
    "voice.mark",  # a voice check
    "floor.yield",  # a speaker
    "floor.revoke",
    "floor.extend",
    "note.acknowledge",  # a note
    "clip.play",  # an uploaded file in the script
    "test.judge",  # a test session
}


@pytest.mark.parametrize("command", [x for x in EVERY if "L" in ALLOWED[tag(x)]], ids=tag)
def test_the_examples_succeed_in_a_live_session(command: c.AnyCommand) -> None:
    """The tables are worth something only if their orders can succeed at all."""
    sitting = world.live()
    sitting.queues("bim-son", "dk-1")
    answer = sitting.tries(command, rightful(command))
    assert isinstance(answer, Refused) is (tag(command) in NEEDS_MORE)
