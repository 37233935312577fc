"""The demo's test session of the day before: made by real commands, once."""

import pytest

from diemcau.conference.session import Grade, Lane, Phase
from diemcau.records.actions.demonstration import prepare_demonstration
from diemcau.records.actions.rehearsal import hold_test_session
from diemcau.records.data import rehearsal as content
from diemcau.records.queries.chain import broken_link
from diemcau.records.queries.quality import references_of, summaries
from diemcau.records.queries.session import current
from tests.records.builders import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_site_of_the_demo_was_judged_or_absent_with_a_reason() -> None:
    demo = prepare_demonstration(password="mot-hai-ba-bon", now=NOW)
    for _ in range(2):
        hold_test_session(conference=demo.conference, technician=demo.technician)
    (test,) = demo.conference.sessions.filter(kind="test")
    state = current(test.pk)
    assert state.phase is Phase.ENDED
    assert state.ended_at
    assert state.ended_at < NOW
    seats = [seat for seat in state.seats.values() if seat.role != "central"]
    assert len(seats) == 31
    assert {seat.site for seat in seats if seat.lane is Lane.ABSENT} == set(content.ABSENT)
    judged = {seat.site: seat.verdict for seat in seats if seat.verdict}
    assert set(judged) == {seat.site for seat in seats} - set(content.ABSENT)
    assert {site: one.reason for site, one in judged.items() if not one.accepted} == content.NOT_ACCEPTED
    assert broken_link(test.pk, state.seq) is None
    references = references_of(demo.session)
    assert set(references) == set(judged) - set(content.NOT_ACCEPTED)
    assert {one.grade for one in references.values()} == {Grade.GOOD}
    assert summaries(test.pk)["muong-lat"].grade is Grade.BAD
