"""Minutes: begun from the record once, saved by compare-and-set in versions that nobody changes, sent to the
chair."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from diemcau.conference.approval import Step, TaskState
from diemcau.conference.commands import AnswerRoll, End, GiveFloor, Refused, RequestFloor
from diemcau.conference.script import Speaker
from diemcau.records.actions.minutes import begin_minutes, restore_version, save_minutes, step_minutes
from diemcau.records.actions.task import add_task, change_task, move_task, remove_task
from diemcau.records.models import Account, Conference, LogLine, Minutes, MinutesVersion, Person, Task, Unit
from diemcau.records.queries.minutes import facts, latest, text_of
from tests.records.builders import CHAIR, NOW, connected, done, technician

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(minutes=40)
SPEAKER = Speaker("Mai Đình Lâm", "Chủ tịch UBND thị xã", "UBND thị xã Bỉm Sơn")


@pytest.fixture
def secretary() -> Account:
    return Account.objects.create_user("thu-ky", person=Person.objects.create(name="Lê Thị Ngân"))


@pytest.fixture
def chair() -> Account:
    return Account.objects.create_user("chu-toa", person=Person.objects.create(name="Trịnh Hữu Phúc"))


@pytest.fixture
def conference() -> Conference:
    """Held: Bỉm Sơn spoke, Nga Sơn never came."""
    session = connected("bim-son", "ha-trung")
    done(
        session, AnswerRoll("bim-son", True, head_count=21, local_chair="Mai Đình Lâm"), technician("bim-son")
    )
    asked = RequestFloor(site="bim-son", speaker=SPEAKER, request="dk-1", topic="Kết quả quý IV")
    done(session, asked, technician("bim-son"))
    done(session, GiveFloor("dk-1"), now=NOW + timedelta(minutes=5))
    done(session, End(), CHAIR, LATER)
    return Conference.objects.get()


@pytest.fixture
def minutes(conference: Conference, secretary: Account) -> Minutes:
    return begin_minutes(conference=conference, actor=secretary, now=LATER)


def save(minutes: Minutes, actor: Account, base: int, *, deliberate: bool = False, **sections: str):
    return save_minutes(
        minutes=minutes, sections=sections, base=base, deliberate=deliberate, actor=actor, now=LATER
    )


def step(minutes: Minutes, step: Step, actor: Account, reason: str = "", version: int | None = None):
    minutes.refresh_from_db()
    known = minutes.version if version is None else version
    return step_minutes(minutes=minutes, step=step, reason=reason, version=known, actor=actor, now=LATER)


def test_the_first_version_is_what_the_record_states(minutes: Minutes) -> None:
    text = text_of(latest(minutes))
    assert text["start"] == "8 giờ, ngày 23 tháng 11 năm 2026"
    assert text["end"] == "8 giờ 40, ngày 23 tháng 11 năm 2026"
    assert "Có 3/5 điểm cầu tham dự, tổng số 21 người theo điểm danh:" in text["present"]
    assert "- Điểm cầu bim-son; 21 người; chủ trì tại điểm cầu: Mai Đình Lâm." in text["present"]
    assert text["present"].endswith("Vắng mặt:\n- Điểm cầu ubnd-tinh.\n- Điểm cầu nga-son.")
    assert text["course"] == (
        "- Mai Đình Lâm, Chủ tịch UBND thị xã, UBND thị xã Bỉm Sơn (Điểm cầu bim-son) phát biểu từ "
        "8 giờ 05 đến 8 giờ 40: Kết quả quý IV."
    )
    assert text["secretary"] == "Lê Thị Ngân"
    assert text["conclusions"] == ""


def test_they_are_begun_once(minutes: Minutes, conference: Conference, chair: Account) -> None:
    assert begin_minutes(conference=conference, actor=chair, now=LATER) == minutes
    assert MinutesVersion.objects.count() == 1


def test_a_save_that_changed_something_is_a_version_and_one_line(
    minutes: Minutes, secretary: Account
) -> None:
    saved = save(minutes, secretary, 1, conclusions="Giao các đơn vị thực hiện.")
    assert isinstance(saved, MinutesVersion)
    assert (saved.number, saved.changed, saved.deliberate) == (2, ["conclusions"], False)
    assert text_of(saved)["start"] == text_of(minutes.versions.get(number=1))["start"]
    assert LogLine.objects.filter(action="minutes.saved").count() == 1
    same = save(minutes, secretary, 2, conclusions="Giao các đơn vị thực hiện.")
    assert isinstance(same, MinutesVersion)
    assert same.number == 2
    kept = save(minutes, secretary, 2, deliberate=True)
    assert isinstance(kept, MinutesVersion)
    assert (kept.number, kept.changed) == (3, [])


def test_a_stale_save_writes_nothing(minutes: Minutes, secretary: Account, chair: Account) -> None:
    save(minutes, secretary, 1, course="Bản của người thứ nhất")
    assert save(minutes, chair, 1, course="Bản của người thứ hai") is None
    assert text_of(latest(minutes))["course"] == "Bản của người thứ nhất"


def test_an_earlier_version_comes_back_as_a_new_one(minutes: Minutes, secretary: Account) -> None:
    first = text_of(latest(minutes))
    save(minutes, secretary, 1, course="Nhầm")
    restored = restore_version(minutes=minutes, number=1, base=2, actor=secretary, now=LATER)
    assert isinstance(restored, MinutesVersion)
    assert (restored.number, restored.restored, text_of(restored)) == (3, 1, first)
    assert restore_version(minutes=minutes, number=9, base=3, actor=secretary, now=LATER) is None


def test_versions_refuse_change_in_the_database(minutes: Minutes) -> None:
    version = latest(minutes)
    version.sections = {"course": "x"}
    for attack in (version.save, version.delete, MinutesVersion.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
    for statement in ("UPDATE records_minutesversion SET number = 7", "DELETE FROM records_minutesversion"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert latest(minutes).number == 1


def test_the_way_to_the_chair_and_back(minutes: Minutes, secretary: Account, chair: Account) -> None:
    assert step(minutes, Step.SUBMIT, secretary) is None
    refused = save(minutes, secretary, 1, course="Sửa sau khi trình")
    assert isinstance(refused, Refused)
    assert refused.code == "minutes.is_submitted"
    assert step(minutes, Step.RETURN, chair, "Thiếu ý kiến của Sở Tài chính") is None
    minutes.refresh_from_db()
    assert (minutes.state, minutes.remark) == ("draft", "Thiếu ý kiến của Sở Tài chính")
    assert minutes.submitted_by is None
    assert isinstance(save(minutes, secretary, 1, course="Đã bổ sung"), MinutesVersion)
    step(minutes, Step.SUBMIT, secretary)
    assert step(minutes, Step.APPROVE, chair) is None
    minutes.refresh_from_db()
    assert (minutes.state, minutes.approved_by, minutes.remark) == ("approved", chair, "")
    actions = set(LogLine.objects.values_list("action", flat=True))
    assert {"minutes.submit", "minutes.return", "minutes.approve"} <= actions


def test_nobody_approves_what_he_submitted(minutes: Minutes, secretary: Account) -> None:
    step(minutes, Step.SUBMIT, secretary)
    refused = step(minutes, Step.APPROVE, secretary)
    assert isinstance(refused, Refused)
    assert refused.code == "minutes.own"
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.update(approved_by=secretary)


def test_a_step_on_a_text_that_changed_meanwhile_is_refused(minutes: Minutes, secretary: Account) -> None:
    seen = Minutes.objects.get().version
    save(minutes, secretary, 1, course="Vừa lưu ở máy khác")
    refused = step(minutes, Step.SUBMIT, secretary, version=seen)
    assert isinstance(refused, Refused)
    assert refused.code == "minutes.overtaken"
    assert Minutes.objects.get().state == "draft"


TASK = {"words": "Báo cáo trước ngày 01/12", "remind_on": None, "person": None}


def add(minutes: Minutes, actor: Account, kind: Task.Kind = Task.Kind.TASK, **values: object) -> Task:
    unit = Unit.objects.get()
    given = {**TASK, "unit": unit, "due": (NOW + timedelta(days=7)).date(), **values}
    task = add_task(minutes=minutes, kind=kind, values=given, actor=actor, now=LATER)
    assert isinstance(task, Task)
    return task


def test_a_conclusion_is_for_all_and_a_task_for_somebody(minutes: Minutes, secretary: Account) -> None:
    conclusion = add(minutes, secretary, Task.Kind.CONCLUSION)
    task = add(minutes, secretary)
    assert (conclusion.unit, conclusion.due, conclusion.place) == (None, None, 1)
    assert (task.unit, task.place) == (Unit.objects.get(), 2)


def test_tasks_are_written_while_the_minutes_are_a_draft(minutes: Minutes, secretary: Account) -> None:
    task = add(minutes, secretary)
    step(minutes, Step.SUBMIT, secretary)
    for refused in (
        add_task(minutes=minutes, kind=Task.Kind.TASK, values=TASK, actor=secretary, now=LATER),
        change_task(task=task, kind=Task.Kind.TASK, values=TASK, version=1, actor=secretary, now=LATER),
        remove_task(task=task, version=1, actor=secretary, now=LATER),
    ):
        assert isinstance(refused, Refused)
    assert Task.objects.get() == task


def test_a_task_moves_by_compare_and_set_and_leaves_a_line(minutes: Minutes, secretary: Account) -> None:
    task = add(minutes, secretary)
    move = {"task": task, "note": "Đã gửi báo cáo số 12", "actor": secretary, "now": LATER}
    assert move_task(to=TaskState.DONE, version=1, **move) is None
    task.refresh_from_db()
    assert (task.state, task.note) == ("done", "Đã gửi báo cáo số 12")
    refused = move_task(to=TaskState.DOING, version=1, **move)
    assert isinstance(refused, Refused)
    assert refused.code == "minutes.overtaken"
    assert LogLine.objects.get(action="task.moved").changes["state"] == ["Chưa làm", "Đã xong"]


def test_a_task_is_changed_into_a_conclusion_and_taken_away(minutes: Minutes, secretary: Account) -> None:
    task = add(minutes, secretary)
    change = {"task": task, "values": {**TASK, "words": "Nhất trí"}, "actor": secretary, "now": LATER}
    assert change_task(kind=Task.Kind.CONCLUSION, version=1, **change) is None
    task.refresh_from_db()
    assert (task.kind, task.words, task.unit, task.due) == ("conclusion", "Nhất trí", None, None)
    assert isinstance(remove_task(task=task, version=1, actor=secretary, now=LATER), Refused)
    assert remove_task(task=task, version=2, actor=secretary, now=LATER) is None
    assert not Task.objects.exists()


def test_the_facts_anew_follow_the_record(minutes: Minutes, conference: Conference) -> None:
    assert facts(conference, minutes.made_by) == text_of(latest(minutes))
