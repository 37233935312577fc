"""The life of a conference: every state with every move."""

import pytest

from diemcau.conference.commands import Refused
from diemcau.conference.lifecycle import ConferenceState, Move, moved, nexts

ALLOWED = {
    "draft": {"schedule": "scheduled", "cancel": "cancelled"},
    "scheduled": {"withdraw": "draft", "hold": "held", "cancel": "cancelled", "postpone": "postponed"},
    "held": {},
    "cancelled": {},
    "postponed": {"schedule": "scheduled", "cancel": "cancelled"},
}


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", ConferenceState)
def test_article_8_1_a_move_is_allowed_or_refused(state: ConferenceState, move: Move) -> None:
    answer = moved(state, move, "Bão số 12")
    expected = ALLOWED[state.value].get(move.value)
    if expected is None:
        assert isinstance(answer, Refused)
        assert (answer.code, answer.article) == (f"conference.is_{state.value}", "8.1")
        assert answer.sentence()
    else:
        assert answer is ConferenceState(expected)


@pytest.mark.parametrize("move", [Move.CANCEL, Move.POSTPONE])
def test_cancelling_and_postponing_need_a_reason(move: Move) -> None:
    answer = moved(ConferenceState.SCHEDULED, move, " ")
    assert isinstance(answer, Refused)
    assert answer.code == "conference.no_reason"


@pytest.mark.parametrize("state", ConferenceState)
def test_where_to_from_here_names_every_way_once(state: ConferenceState) -> None:
    ways = {move.value: to.value for to, move in nexts(state).items()}
    assert ways == ALLOWED[state.value]
