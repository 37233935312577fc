"""The big pages ask the database the same number of questions for 31 sites as for 170."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diemcau.conference.actors import Actor
from diemcau.conference.session import SessionKind
from diemcau.records.actions.session import plan_session
from diemcau.records.models import (
    Conference,
    InvitedSite,
    Person,
    Phone,
    Session,
    Site,
    SiteLink,
    StandingTechnician,
    Unit,
)
from diemcau.records.queries.session import forget
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import LONG_AGO

MOST_QUERIES = 30


def grow(province: Unit, conference: Conference, first: int, count: int) -> None:
    for number in range(first, first + count):
        site = Site.objects.create(
            code=f"xa-{number}",
            number=number,
            name=f"Xã {number}",
            role="end",
            unit=province,
            valid_from=LONG_AGO,
        )
        person = Person.objects.create(name=f"Nguyễn Văn {number}")
        Phone.objects.create(number=f"09{number:08d}", person=person, valid_from=LONG_AGO)
        StandingTechnician.objects.create(site=site, person=person, valid_from=LONG_AGO)
        InvitedSite.objects.create(conference=conference, site=site)


def plan(conference: Conference) -> Session:
    return plan_session(
        conference=conference,
        kind=SessionKind.TEST,
        planned_start=conference.starts_at,
        actor=Actor(Role.CENTRAL_TECHNICIAN, "1", "Lê Văn Thành"),
        now=conference.made_at,
    )


def questions(client: Client, page: str) -> int:
    forget()  # a fresh process: session states are read from their events
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", ["", "diem-cau/", "kich-ban/", "/danh-ba/diem-cau/", "/", "/hoi-nghi/"])
def test_the_number_of_questions_does_not_grow_with_the_sites(
    technician: Client, province: Unit, conference: Conference, page: str
) -> None:
    grow(province, conference, 10, 27)
    plan(conference)
    address = page if page.startswith("/") else f"/hoi-nghi/{conference.pk}/{page}"
    with_31 = questions(technician, address)
    grow(province, conference, 100, 139)
    Session.objects.filter(kind="test").update(phase="ended")
    plan(conference)
    Session.objects.filter(phase="ended").update(conference=other_conference(conference))
    with_170 = questions(technician, address)
    assert with_170 <= with_31 <= MOST_QUERIES


def other_conference(conference: Conference) -> Conference:
    """Where the session of the smaller network is put away, so that both times one is counted."""
    return Conference.objects.create(
        title="Khác",
        state="cancelled",
        convener=conference.convener,
        chair_site=conference.chair_site,
        starts_at=conference.starts_at.replace(year=2020),
        ends_at=conference.ends_at.replace(year=2021),
        made_at=conference.made_at,
    )


def test_the_links_of_170_sites_are_as_many_rows_and_no_more_questions(
    technician: Client, province: Unit, conference: Conference
) -> None:
    page = f"/hoi-nghi/{conference.pk}/"
    grow(province, conference, 10, 27)
    give_links(conference)
    with_31 = questions(technician, page)
    grow(province, conference, 100, 139)
    SiteLink.objects.all().delete()
    give_links(conference)
    assert questions(technician, page) <= with_31 <= MOST_QUERIES
    shown = technician.get(page).content.decode()
    table = shown.partition('id="cac-lien-ket"')[2].partition("</table>")[0]
    assert table.count("<tr>") == 1 + conference.invited.count()
    assert table.count("/thu-hoi/") == 2 * conference.invited.count()


def give_links(conference: Conference) -> None:
    """For each room one link into the room and one for its display."""
    made, ends = timezone.now(), timezone.now() + timedelta(days=1)
    SiteLink.objects.bulk_create(
        SiteLink(
            conference=conference,
            site_id=site,
            slot=slot,
            token_hash=f"{site}-{slot}",
            made_at=made,
            expires_at=ends,
        )
        for site in conference.invited.values_list("site_id", flat=True)
        for slot in SiteLink.Slot.values
    )


def test_no_two_fields_of_the_dossier_share_their_label(
    technician: Client, conference: Conference, session: Session
) -> None:
    page = technician.get(f"/hoi-nghi/{conference.pk}/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'\sfor="([^"]+)"', page)) <= set(ids)
