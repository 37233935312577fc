"""The archive's list asks the database the same number of questions for 200 dossiers as for a few, with 170
sites invited to each page of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diemcau.records.actions.search import index_conference
from diemcau.records.models import Conference, DossierRecord, InvitedSite, Session, Site, Unit
from tests.records.builders import SINCE
from tests.records.dossiers import OWNER, officer
from tests.web.pages.dossiers import signed_in

MOST_QUERIES = 20
DOSSIERS, SITES = 200, 170
ASKED: list[dict[str, str]] = [{}, {"tu": "giao ban"}, {"loai": "conference", "khoi": "state"}]


@pytest.fixture
def owner(db: None) -> Unit:
    return Unit.objects.create(code=OWNER, name="Văn phòng HĐND và UBND thị xã", valid_from=SINCE)


def grow(owner: Unit, first: int, count: int) -> None:
    """Published dossiers of this owner, a session in each; of the last ones with all sites invited."""
    sites = list(Site.objects.all())
    for number in range(first, first + count):
        start = timezone.now() - timedelta(days=count - number)
        conference = Conference.objects.create(
            title=f"Giao ban trực tuyến số {number}",
            convener=owner,
            host_unit=owner,
            chair_site=sites[0],
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            made_at=start,
        )
        DossierRecord.objects.create(conference=conference, owner=owner, published_at=start)
        Session.objects.create(conference=conference, kind="official", planned_start=start, phase="planned")
        if number >= first + count - 25:
            InvitedSite.objects.bulk_create(InvitedSite(conference=conference, site=one) for one in sites)
        index_conference(conference)


def make_sites(owner: Unit, count: int) -> None:
    Site.objects.bulk_create(
        Site(code=f"xa-{n}", number=n, name=f"Xã số {n}", role="end", unit=owner, valid_from=SINCE)
        for n in range(count)
    )


def questions(client: Client, **asked: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/luu-tru/", asked)
    assert answer.status_code == 200
    assert b"Giao ban" in answer.content or b"<mark>" in answer.content
    return len(captured)


def test_the_list_costs_the_same_for_200_dossiers(owner: Unit) -> None:
    make_sites(owner, 3)
    grow(owner, 0, 5)
    client = signed_in(officer())
    questions(client)
    few = [
        questions(client),
        questions(client, tu="giao ban"),
        questions(client, nam="2026", **{"ghi-hinh": ""}),
    ]
    Site.objects.bulk_create(
        Site(code=f"phuong-{n}", number=n, name=f"Phường {n}", role="end", unit=owner, valid_from=SINCE)
        for n in range(SITES)
    )
    grow(owner, 5, DOSSIERS)
    many = [
        questions(client),
        questions(client, tu="giao ban"),
        questions(client, nam="2026", **{"ghi-hinh": ""}),
    ]
    assert many == few
    assert max(many) <= MOST_QUERIES
