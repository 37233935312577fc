"""A planned session: its seats as names and numbers stand on the day, its script, its first link."""

from datetime import date, timedelta

import pytest

from diemcau.conference.session import Phase, SessionKind, SiteRole
from diemcau.records.actions.session import plan_session
from diemcau.records.models import Conference, InvitedSite, Phone, ScriptVersion, Session, Site
from diemcau.records.queries.chain import broken_link
from diemcau.records.queries.session import current
from tests.records.builders import CENTRE, NOW, SINCE, give_technician, make_conference, make_site

pytestmark = pytest.mark.django_db


def plan(conference: Conference) -> Session:
    kind = SessionKind.TEST
    return plan_session(conference=conference, kind=kind, planned_start=NOW, actor=CENTRE, now=NOW)


def test_every_site_has_its_seat_and_its_role() -> None:
    state = current(plan(make_conference()).pk)
    assert [(seat.number, site, seat.role) for site, seat in state.seats.items()] == [
        (1, "trung-tam", SiteRole.CENTRAL),
        (2, "tinh-uy", SiteRole.CHAIR),
        (3, "ubnd-tinh", SiteRole.INVITED),
        (4, "bim-son", SiteRole.END),
        (5, "ha-trung", SiteRole.END),
        (6, "nga-son", SiteRole.END),
    ]


def test_what_the_stream_begins_with() -> None:
    conference = make_conference()
    session = plan(conference)
    state = current(session.pk)
    assert (state.id, state.seq, state.phase) == (str(session.pk), 1, Phase.PLANNED)
    assert (state.title, state.kind, state.planned_start) == (conference.title, SessionKind.TEST, NOW)
    assert broken_link(session.pk, 1) is None


def test_a_site_that_is_not_invited_has_no_seat() -> None:
    conference = make_conference()
    InvitedSite.objects.filter(site__code="bim-son").delete()
    assert "bim-son" not in current(plan(conference).pk).seats


def test_a_central_site_of_another_time_has_no_seat() -> None:
    conference = make_conference()
    old = make_site(1, "trung-tam-cu", "central", conference.convener)
    Site.objects.filter(pk=old.pk).update(valid_to=date(2020, 1, 1))
    assert "trung-tam-cu" not in current(plan(conference).pk).seats


def test_the_technician_of_the_day_with_a_mobile_number() -> None:
    conference = make_conference()
    site = Site.objects.get(code="bim-son")
    give_technician(site, "Phạm Văn Cũ", "0900000001", valid_to=date(2026, 11, 22))
    give_technician(site, "Đỗ Thị Mai", "0900000002", valid_from=date(2026, 11, 1))
    mai = Phone.objects.get(number="0900000002").person
    Phone.objects.create(person=mai, number="02373000000", kind="desk", valid_from=SINCE)
    Phone.objects.create(person=mai, number="02373000009", kind="fax", valid_from=SINCE)
    seat = current(plan(conference).pk).seats["bim-son"]
    assert (seat.technician, seat.phone) == ("Đỗ Thị Mai", "0900000002")


def test_without_a_technician_the_rooms_own_number() -> None:
    conference = make_conference()
    site = Site.objects.get(code="bim-son")
    Phone.objects.create(site=site, number="02373111111", kind="desk", valid_from=SINCE)
    seat = current(plan(conference).pk).seats["bim-son"]
    assert (seat.technician, seat.phone) == ("", "02373111111")


def test_the_latest_script_goes_in() -> None:
    conference = make_conference()
    for number in (1, 2):
        items = [{"id": "khai-mac", "title": "Khai mạc", "minutes": 5 * number}]
        made = NOW - timedelta(hours=1)
        ScriptVersion.objects.create(conference=conference, number=number, items=items, made_at=made)
    script = current(plan(conference).pk).script
    assert (script.version, script.items[0].minutes) == (2, 10)


def test_few_questions_for_many_sites(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    conference = make_conference()
    with django_assert_max_num_queries(10):
        plan(conference)
