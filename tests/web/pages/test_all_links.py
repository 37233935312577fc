"""Links for all sites by one act: the sheet is shown once; who has a link keeps it; not for everybody."""

import logging
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diemcau.records.models import Conference, LogLine, Site, SiteLink, Unit
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import Sign
from tests.web.pages.test_many_sites import grow

MOST_QUERIES = 30
ADDRESS = re.compile(r"http://testserver(/vao/([\w-]+))")


def url(conference: Conference) -> str:
    return f"/hoi-nghi/{conference.pk}/lien-ket/tat-ca/"


def test_each_room_without_a_link_gets_one_block(technician: Client, conference: Conference) -> None:
    answer = technician.post(url(conference))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    names = set(SiteLink.objects.values_list("site__code", flat=True))
    assert names == {"vp-ubnd", "bim-son", "nghi-son"}
    assert page.count("data:image/svg+xml") == len(ADDRESS.findall(page)) == len(names)
    assert [Client().get(path).status_code for path, _ in ADDRESS.findall(page)] == [200, 200, 200]


def test_who_has_a_valid_link_keeps_it(
    technician: Client, network: dict[str, Site], conference: Conference
) -> None:
    technician.post(url(conference))
    SiteLink.objects.filter(site=network["bim-son"]).update(revoked_at=timezone.now())
    page = technician.post(url(conference)).content.decode()
    assert len(ADDRESS.findall(page)) == 1
    assert SiteLink.objects.filter(revoked_at=None).count() == 3
    assert technician.post(url(conference)).status_code == 302
    assert SiteLink.objects.count() == 4


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CENTRAL_TECHNICIAN, 200), (Role.CHAIR, 404), (Role.SITE_TECHNICIAN, 404), (None, 404)],
)
def test_only_who_prepares_makes_them(
    sign_in: Sign, network: dict[str, Site], conference: Conference, role: Role | None, status: int
) -> None:
    client = sign_in(role, network["bim-son"] if role is Role.SITE_TECHNICIAN else None)
    assert client.post(url(conference)).status_code == status
    assert SiteLink.objects.exists() is (status == 200)


def test_looking_makes_none(technician: Client, conference: Conference) -> None:
    assert technician.get(url(conference)).status_code == 405
    assert not SiteLink.objects.exists()


def test_no_token_reaches_the_logs(
    technician: Client, conference: Conference, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tokens = [token for _, token in ADDRESS.findall(technician.post(url(conference)).content.decode())]
    kept = caplog.text + str(list(LogLine.objects.values())) + str(list(SiteLink.objects.values()))
    assert "Bỉm Sơn" in kept
    assert tokens
    assert not [token for token in tokens if token in kept]


def test_170_sites_ask_no_more_questions(technician: Client, province: Unit, conference: Conference) -> None:
    asked = []
    for first, count in ((10, 27), (100, 139)):
        grow(province, conference, first, count)
        SiteLink.objects.all().delete()
        cache.clear()
        with CaptureQueriesContext(connection) as counted:
            assert technician.post(url(conference)).status_code == 200
        assert len(counted) <= MOST_QUERIES  # inserts come in a few lots, as large as the database takes
        asked.append(sum(one["sql"].startswith("SELECT") for one in counted.captured_queries))
    assert asked[1] <= asked[0]
    assert SiteLink.objects.count() == conference.invited.count() + 1
