"""Links for all sites by one act: the sheet is shown once; who has a link keeps it, or all are made anew."""

import logging
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diemcau.records.models import Conference, LogLine, Session, Site, SiteLink, Unit
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


# --- made anew
def renew(client: Client, conference: Conference, newest: int | str | None = None):
    seen = SiteLink.objects.latest("pk").pk if newest is None else newest
    return client.post(f"/hoi-nghi/{conference.pk}/lien-ket/lam-lai/", {"newest": seen})


def opens(path: str) -> bool:
    return Client().get(path).status_code == 200


def test_sheets_that_were_lost_are_made_anew_and_the_old_ones_open_nothing(
    technician: Client, network: dict[str, Site], conference: Conference
) -> None:
    old = [path for path, _ in ADDRESS.findall(technician.post(url(conference)).content.decode())]
    screen = SiteLink.objects.create(
        site=network["bim-son"], conference=conference, slot="display", token_hash="x",
        made_at=timezone.now(), expires_at=conference.ends_at,
    )  # fmt: skip
    dossier = technician.get(f"/hoi-nghi/{conference.pk}/").content.decode()
    assert f'name="newest" value="{screen.pk}"' in dossier
    page = renew(technician, conference).content.decode()
    new = [path for path, _ in ADDRESS.findall(page)]
    assert len(new) == len(old) == page.count("data:image/svg+xml") == 3
    assert [opens(path) for path in old] == [False] * 3
    assert [opens(path) for path in new] == [True] * 3
    assert SiteLink.objects.get(pk=screen.pk).revoked_at is None
    assert list(LogLine.objects.values_list("action", flat=True)[:2]) == ["link.made", "link.revoked"]


@pytest.mark.parametrize("newest", ["0", "", "x", "9" * 400, "١٢"])
def test_what_somebody_made_meanwhile_is_not_thrown_away(
    technician: Client, conference: Conference, newest: str
) -> None:
    made = [path for path, _ in ADDRESS.findall(technician.post(url(conference)).content.decode())]
    answer = renew(technician, conference, newest)
    assert answer.status_code == 409
    assert "Vừa có người tạo liên kết mới" in answer.content.decode()
    assert [opens(path) for path in made] == [True] * 3


def test_no_room_is_thrown_out_of_a_session_that_runs(
    technician: Client, conference: Conference, session: Session
) -> None:
    technician.post(url(conference))
    assert technician.post(f"/hoi-nghi/{conference.pk}/phien/{session.pk}/mo/").status_code == 302
    answer = renew(technician, conference)
    assert answer.status_code == 409
    assert "làm lại liên kết sẽ ngắt mọi phòng đang họp" in answer.content.decode()
    assert SiteLink.objects.filter(revoked_at=None).count() == 3


@pytest.mark.parametrize(("role", "status"), [(Role.CHAIR, 404), (Role.SITE_TECHNICIAN, 404), (None, 404)])
def test_only_who_prepares_makes_them_anew(
    technician: Client,
    sign_in: Sign,
    network: dict[str, Site],
    conference: Conference,
    role: Role | None,
    status: int,
) -> None:
    technician.post(url(conference))
    client = sign_in(role, network["bim-son"] if role is Role.SITE_TECHNICIAN else None)
    assert renew(client, conference).status_code == status
    assert technician.get(f"/hoi-nghi/{conference.pk}/lien-ket/lam-lai/").status_code == 405
    assert SiteLink.objects.filter(revoked_at=None).count() == 3
