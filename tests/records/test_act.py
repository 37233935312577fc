"""One act: decided by the core, appended in one transaction, counted once."""

from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from diemcau.conference.actors import MACHINE
from diemcau.conference.commands import GoLive, OpenSession, Refused, SeeLine, SendNote
from diemcau.conference.evolve import fold
from diemcau.conference.session import Phase
from diemcau.records.actions.session import Outcome, act
from diemcau.records.bus import MemoryBus
from diemcau.records.models import Session, SessionEvent
from diemcau.records.queries.chain import broken_link
from diemcau.records.queries.session import current, events_after, forget, heads, open_sessions
from diemcau.records.store import NotFound
from tests.records.builders import CENTRE, NOW, done, opened, order, planned, technician
from tests.records.processes import workers

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_act_moves_the_state_the_stream_and_the_row() -> None:
    session = planned()
    outcome = done(session, OpenSession())
    row = Session.objects.get(pk=session)
    assert (outcome.before.phase, outcome.after.phase) == (Phase.PLANNED, Phase.OPEN)
    assert (row.phase, row.seq) == ("open", outcome.after.seq)
    assert [event.by for event in outcome.events] == [CENTRE] * len(outcome.events)
    assert current(session) == outcome.after
    assert open_sessions() == [session]


def test_the_state_in_memory_is_what_the_stream_folds_to() -> None:
    session = opened()
    done(session, SendNote(text="Xin chào các điểm cầu"))
    kept = current(session)
    forget()
    assert current(session) == kept == fold(events_after(session, 0))


def test_a_refused_act_writes_nothing() -> None:
    session = planned()
    answer = act(session, order(OpenSession(), technician("bim-son")), NOW)
    assert isinstance(answer, Refused)
    assert SessionEvent.objects.filter(session=session).count() == 1


def test_the_same_order_counts_once_and_answers_the_same() -> None:
    session = opened()
    twice = order(SendNote(text="Chuẩn bị điểm danh"))
    first, again = act(session, twice, NOW), act(session, twice, NOW)
    assert isinstance(first, Outcome)
    assert isinstance(again, Outcome)
    assert again.events == first.events
    assert (first.repeated, again.repeated) == (False, True)
    assert current(session) == first.after


def test_the_same_order_counts_once_in_a_process_that_never_saw_it() -> None:
    session = opened()
    twice = order(SendNote(text="Chuẩn bị điểm danh"))
    first = act(session, twice, NOW)
    forget()
    again = act(session, twice, NOW)
    assert isinstance(first, Outcome)
    assert isinstance(again, Outcome)
    assert again.events == first.events


def test_an_order_without_effect_may_be_repeated() -> None:
    session = opened()
    done(session, SeeLine(site="bim-son", up=True), MACHINE)
    twice = order(SeeLine(site="bim-son", up=True), MACHINE)
    assert [act(session, twice, NOW).events for _ in range(2)] == [(), ()]  # type: ignore[union-attr]


@pytest.mark.parametrize("unknown", [UUID(int=1), str(UUID(int=2)), "no-uuid", ""])
def test_a_session_that_does_not_exist(unknown: object) -> None:
    with pytest.raises(NotFound):
        act(unknown, order(OpenSession()), NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["không\x00 ghi được", "nửa \ud800 chữ"])
def test_what_no_database_takes_is_refused(text: str) -> None:
    answer = act(opened(), order(SendNote(text=text)), NOW)
    assert isinstance(answer, Refused)
    assert answer.code == "unwritable"


def test_the_letters_of_an_escape_are_ordinary_text() -> None:
    session = opened()
    done(session, SendNote(text=r"đường dẫn C:\u0000 và \\u0000"))
    assert current(session).notes[-1].text == r"đường dẫn C:\u0000 và \\u0000"


def test_few_questions_for_an_act_and_for_a_look() -> None:
    session = opened()
    with CaptureQueriesContext(connection) as acting:
        outcome = done(session, SendNote(text="Một"))
    with CaptureQueriesContext(connection) as looking:
        current(session)
    with CaptureQueriesContext(connection) as knowing:
        current(session, known=outcome.after.seq)
    assert [len(acting), len(looking), len(knowing)] == [5, 1, 0]  # look, begin, session, events, commit


def test_an_act_inside_another_transaction_is_a_mistake() -> None:
    session = opened()
    with pytest.raises(RuntimeError), transaction.atomic():
        done(session, SendNote(text="Một"))


def test_what_a_rolled_back_transaction_showed_is_not_kept() -> None:
    with transaction.atomic():
        session = planned()
        assert current(session).seq == 1
        transaction.set_rollback(True)
    with pytest.raises(NotFound):
        current(session)


def test_news_come_after_the_commit(own_memory: MemoryBus) -> None:
    session, heard = opened(), []
    own_memory.listen(lambda of, seq: heard.append((of, seq, connection.in_atomic_block, heads()[of])))
    outcome = done(session, SendNote(text="Một"))
    assert heard == [(session, outcome.after.seq, False, outcome.after.seq)]


def test_no_news_of_a_planned_session_that_was_rolled_back(own_memory: MemoryBus) -> None:
    heard = []
    own_memory.listen(lambda of, seq: heard.append(of))
    with transaction.atomic():
        planned()
        transaction.set_rollback(True)
    assert heard == []


def test_no_news_without_an_effect(own_memory: MemoryBus) -> None:
    session, heard = opened(), []
    again = order(SendNote(text="Một"))
    act(session, again, NOW)
    own_memory.listen(lambda of, seq: heard.append(seq))
    act(session, again, NOW)
    act(session, order(GoLive(), technician("bim-son")), NOW)
    assert heard == []


def test_a_failing_bus_does_not_hide_the_act(own_memory: MemoryBus) -> None:
    def fails(of: object, seq: int) -> None:
        raise OSError("no way")

    session = opened()
    own_memory.listen(fails)
    assert done(session, SendNote(text="Một")).events


def assert_whole(session: object, notes: set[str]) -> None:
    """None lost, none doubled, no gap, the chain valid."""
    rows = list(SessionEvent.objects.filter(session=session).order_by("seq").values_list("seq", "order_id"))
    assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
    written = [id for _, id in rows if "-" in id and not id.startswith("plan-")]
    assert sorted(written) == sorted(notes)
    assert broken_link(session, len(rows)) is None  # type: ignore[arg-type]


def test_two_threads_at_once_lose_and_double_nothing() -> None:
    session, start = opened(), Barrier(2)

    def send(name: str) -> None:
        start.wait()
        for number in range(100):
            act(session, order(SendNote(text="Một"), id=f"{name}-{number}"), NOW)
        connections.close_all()

    threads = [Thread(target=send, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_whole(session, {f"{name}-{number}" for name in "ab" for number in range(100)})


@pytest.mark.timeout(300)
def test_processes_at_once_lose_and_double_nothing(database_environment: dict[str, str]) -> None:
    """Four writers, 200 orders, every fifth sent twice: each decides again when it was overtaken."""
    session = opened()
    with workers(database_environment, 4) as writers:
        for place, writer in enumerate(writers):
            writer.send("hammer", str(session), "50", f"w{place}")
        answers = [writer.answer().split() for writer in writers]
    assert answers == [["done"] * 50 + ["repeated"] * 10] * 4
    assert_whole(session, {f"w{place}-{number}" for place in range(4) for number in range(50)})


def test_the_same_orders_from_several_processes_count_once(database_environment: dict[str, str]) -> None:
    session = opened()
    with workers(database_environment, 3) as writers:
        for writer in writers:
            writer.send("hammer", str(session), "40", "same")
        answers = [word for writer in writers for word in writer.answer().split()]
    assert answers.count("done") == 40
    assert set(answers) == {"done", "repeated"}
    assert_whole(session, {f"same-{number}" for number in range(40)})


def test_a_gap_is_refilled_from_the_database(database_environment: dict[str, str]) -> None:
    session = opened()
    before = current(session)
    with workers(database_environment, 1) as (other,):
        other.ask("hammer", str(session), "3", "other")
    after = current(session)
    assert after.seq > before.seq
    assert [event.seq for event in events_after(session, before.seq)] == list(
        range(before.seq + 1, after.seq + 1)
    )
