"""The day's page names what waits for whoever looks: entries to sign, faults with their two clocks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diemcau.conference.commands import End, GoLive, OpenSession
from diemcau.conference.session import SessionKind
from diemcau.records.actions.session import plan_session
from diemcau.records.models import Assignment, Conference, Fault, LogDraft, Site, Unit
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import Sign
from tests.web.pages.test_replay import CENTRE, hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def son(sign_in: Sign, network: dict[str, Site]) -> Client:
    return sign_in(Role.SITE_TECHNICIAN, network["bim-son"], "Mai Văn Sơn")


def propose(site: str, count: int = 1) -> None:
    now = timezone.now()
    LogDraft.objects.bulk_create(
        LogDraft(site_code=site, kind="remark", key=f"{site}-{number}", happened_from=now)
        for number in range(count)
    )


def fault(site: Site, minutes: int) -> Fault:
    at = timezone.now() - timedelta(minutes=minutes)
    return Fault.objects.create(site=site, kind="power", source="site", happened_at=at, opened_at=at)


def test_entries_that_wait_are_counted_for_whoever_signs(son: Client) -> None:
    assert "chờ ký" not in son.get("/").content.decode()
    propose("bim-son", 3)
    propose("nghi-son", 2)
    page = son.get("/").content.decode()
    assert "3 mục sổ chờ ký" in page
    assert 'href="/so-ghi-bien-ban/"' in page


def test_who_signs_nowhere_is_told_of_no_entries(sign_in: Sign, network: dict[str, Site]) -> None:
    propose("bim-son", 3)
    assert "chờ ký" not in sign_in(Role.ARCHIVIST, name="Lê Thị Lưu").get("/").content.decode()


def test_open_faults_stand_with_their_clocks_and_the_late_one_is_red(
    son: Client, network: dict[str, Site]
) -> None:
    late, fresh, over = (fault(network["bim-son"], minutes) for minutes in (9, 1, 20))
    Fault.objects.filter(pk=over.pk).update(closed_at=timezone.now())
    page = son.get("/").content.decode()
    listed = page.partition('id="su-co-dang-xu-ly"')[2].partition("</section>")[0].split("<li>")[1:]
    assert [f"/su-co/{one.pk}/" in part for one, part in zip((late, fresh), listed, strict=True)] == [
        True
    ] * 2
    assert [part.count("is-late") for part in listed] == [2, 0]


def test_a_room_sees_no_other_rooms_fault_and_the_centre_sees_all(
    son: Client, technician: Client, network: dict[str, Site]
) -> None:
    own, other = fault(network["bim-son"], 1), fault(network["nghi-son"], 1)
    assert f"/su-co/{own.pk}/" in son.get("/").content.decode()
    assert f"/su-co/{other.pk}/" not in son.get("/").content.decode()
    assert f"/su-co/{other.pk}/" in technician.get("/").content.decode()


def test_who_handles_no_faults_sees_none(sign_in: Sign, network: dict[str, Site]) -> None:
    one = fault(network["bim-son"], 9)
    assert f"/su-co/{one.pk}/" not in sign_in(Role.ARCHIVIST).get("/").content.decode()


def questions(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    return len(asked)


def test_the_number_of_questions_does_not_grow_with_what_waits(
    technician: Client, network: dict[str, Site]
) -> None:
    fault(network["bim-son"], 1)
    propose("trung-tam")
    questions(technician)
    few = questions(technician)
    for minutes in range(30):
        fault(network["nghi-son"], minutes)
    propose("bim-son", 40)
    assert questions(technician) == few <= 30


def test_the_number_of_questions_does_not_grow_with_minutes_to_be_written(
    sign_in: Sign, conference: Conference, province: Unit
) -> None:
    officer = sign_in(Role.HOST_OFFICER, name="Phạm Ngọc Lan")
    Assignment.objects.filter(account__person__name="Phạm Ngọc Lan").update(unit=province)
    questions(officer)
    held(conference)
    few = questions(officer)
    for number in range(15):
        another = Conference.objects.get(pk=conference.pk)
        another.pk, another.title = None, f"Giao ban số {number}"
        another.save()
        held(another)
    assert questions(officer) == few
    assert "Giao ban số 14" in officer.get("/").content.decode()


def held(conference: Conference) -> None:
    at = timezone.now() - timedelta(hours=3)
    Conference.objects.filter(pk=conference.pk).update(starts_at=at - timedelta(hours=1), ends_at=at)
    kind = SessionKind.OFFICIAL
    session = plan_session(conference=conference, kind=kind, planned_start=at, actor=CENTRE, now=at)
    hold(session, [(0, OpenSession(), CENTRE), (5, GoLive(), CENTRE), (60, End(), CENTRE)])
