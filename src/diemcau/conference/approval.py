"""Minutes on their way to the register: draft, submitted, approved, issued. One table; and that of a task."""

from enum import StrEnum

from diemcau.conference.commands import Refused


def _(words: str) -> str:
    return words


class MinutesState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"


class Step(StrEnum):
    SUBMIT = "submit"  # by the secretary, to the chair
    RETURN = "return"  # by the chair, or by who issues and found a defect
    APPROVE = "approve"
    ISSUE = "issue"
    CORRECT = "correct"  # what was issued stands; a new document will point at it


STEPS: dict[tuple[MinutesState, Step], MinutesState] = {
    (MinutesState.DRAFT, Step.SUBMIT): MinutesState.SUBMITTED,
    (MinutesState.SUBMITTED, Step.RETURN): MinutesState.DRAFT,
    (MinutesState.SUBMITTED, Step.APPROVE): MinutesState.APPROVED,
    (MinutesState.APPROVED, Step.RETURN): MinutesState.DRAFT,
    (MinutesState.APPROVED, Step.ISSUE): MinutesState.ISSUED,
    (MinutesState.ISSUED, Step.CORRECT): MinutesState.DRAFT,
}
STEPS_WITH_REASON = frozenset({Step.RETURN, Step.CORRECT})

WHY_NOT: dict[MinutesState, str] = {
    MinutesState.DRAFT: _("Biên bản còn là dự thảo, thư ký chưa trình chủ tọa."),
    MinutesState.SUBMITTED: _("Biên bản đã trình chủ tọa, đang chờ duyệt."),
    MinutesState.APPROVED: _("Biên bản đã được chủ tọa duyệt."),
    MinutesState.ISSUED: _("Biên bản đã ban hành; muốn sửa xin lập văn bản đính chính."),
}


def stepped(state: MinutesState, step: Step, reason: str = "") -> MinutesState | Refused:
    to = STEPS.get((state, step))
    if to is None:
        return Refused(f"minutes.is_{state}", WHY_NOT[state])
    if step in STEPS_WITH_REASON and not reason.strip():
        return Refused("minutes.no_reason", _("Xin ghi lý do trả lại hoặc đính chính biên bản."))
    return to


class TaskState(StrEnum):
    """Late is no state: it is an open task whose day has passed."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    CANCELLED = "cancelled"


TASK_MOVES: dict[TaskState, tuple[TaskState, ...]] = {
    TaskState.OPEN: (TaskState.DOING, TaskState.DONE, TaskState.CANCELLED),
    TaskState.DOING: (TaskState.DONE, TaskState.OPEN, TaskState.CANCELLED),
    TaskState.DONE: (TaskState.DOING,),
    TaskState.CANCELLED: (TaskState.OPEN,),
}


def task_moved(state: TaskState, to: TaskState, note: str = "") -> TaskState | Refused:
    if to not in TASK_MOVES[state]:
        return Refused(
            "task.not_from_here", _("Nhiệm vụ vừa được cập nhật nên không chuyển được sang trạng thái này.")
        )
    if to is TaskState.CANCELLED and not note.strip():
        return Refused("task.no_reason", _("Xin ghi lý do thôi thực hiện nhiệm vụ."))
    return to
