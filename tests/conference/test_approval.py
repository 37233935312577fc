"""Minutes and tasks: every state with every step."""

import pytest

from diemcau.conference.approval import MinutesState, Step, TaskState, stepped, task_moved
from diemcau.conference.commands import Refused

ALLOWED = {
    "draft": {"submit": "submitted"},
    "submitted": {"return": "draft", "approve": "approved"},
    "approved": {"return": "draft", "issue": "issued"},
    "issued": {"correct": "draft"},
}
TASK_ALLOWED = {
    "open": {"doing", "done", "cancelled"},
    "doing": {"open", "done", "cancelled"},
    "done": {"doing"},
    "cancelled": {"open"},
}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", MinutesState)
def test_a_step_of_the_minutes_is_allowed_or_refused(state: MinutesState, step: Step) -> None:
    answer = stepped(state, step, "Sai tên người phát biểu")
    expected = ALLOWED[state.value].get(step.value)
    if expected is None:
        assert isinstance(answer, Refused)
        assert answer.code == f"minutes.is_{state.value}"
        assert answer.sentence()
    else:
        assert answer is MinutesState(expected)


@pytest.mark.parametrize(
    ("state", "step"), [(MinutesState.SUBMITTED, Step.RETURN), (MinutesState.ISSUED, Step.CORRECT)]
)
def test_sending_back_and_correcting_need_a_reason(state: MinutesState, step: Step) -> None:
    answer = stepped(state, step, "  ")
    assert isinstance(answer, Refused)
    assert answer.code == "minutes.no_reason"


@pytest.mark.parametrize("to", TaskState)
@pytest.mark.parametrize("state", TaskState)
def test_a_move_of_a_task_is_allowed_or_refused(state: TaskState, to: TaskState) -> None:
    answer = task_moved(state, to, "Đã có đơn vị khác làm")
    if to.value in TASK_ALLOWED[state.value]:
        assert answer is to
    else:
        assert isinstance(answer, Refused)
        assert answer.code == "task.not_from_here"


def test_giving_a_task_up_needs_a_reason() -> None:
    answer = task_moved(TaskState.OPEN, TaskState.CANCELLED)
    assert isinstance(answer, Refused)
    assert answer.code == "task.no_reason"
