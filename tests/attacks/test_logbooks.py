"""Attacks on what leaves the log books; beside each the same thing done rightly."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from diemcau.conference import commands as c
from diemcau.conference.actors import Actor
from diemcau.records.actions.link import make_site_link, revoke_site_link
from diemcau.records.actions.logbook import draft_session
from diemcau.records.actions.session import act
from diemcau.records.models import Assignment, LogCheckpoint, LogEntry, Session, Site, SiteLink
from diemcau.records.queries.logbook import marked
from diemcau.records.signing import is_signed
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import (
    Sign,
    _fresh,
    account,
    conference,
    network,
    province,
    session,
    sign_in,
    technician,
)

__all__ = [
    "_fresh",
    "account",
    "conference",
    "network",
    "province",
    "session",
    "sign_in",
    "technician",
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(session: Session, network: dict[str, Site]) -> dict[str, Client]:
    """Site -> a browser in which its link was opened while the session was still to come."""
    return {code: by_link(session, network[code]) for code in ("bim-son", "nghi-son")}


def by_link(session: Session, site: Site) -> Client:
    token = make_site_link(
        conference=session.conference,
        site=site,
        slot=SiteLink.Slot.ROOM,
        actor=None,
        now=timezone.now(),
        ttl=timedelta(hours=8),
    )
    client = Client()
    assert client.post(f"/vao/{token}").status_code == 302
    return client


@pytest.fixture
def ended(session: Session, linked: dict[str, Client]) -> Session:
    """Bỉm Sơn's and Nghi Sơn's session has ended and its books are marked."""
    centre, now = Actor(Role.CENTRAL_TECHNICIAN, "1", "Lê Văn Thành"), timezone.now()
    for number, command in enumerate((c.OpenSession(), c.End())):
        act(session.pk, c.Order(command, centre, f"buoc-{number}"), now + timedelta(seconds=number))
    session.refresh_from_db()
    draft_session(session, now + timedelta(minutes=1))
    return session


def place(session: object, site: str = "bim-son") -> str:
    return f"/phien/{session}/moc-so/{site}/"


def test_a_site_takes_its_own_checkpoint_away_by_account_and_by_link(
    sign_in: Sign, network: dict[str, Site], linked: dict[str, Client], ended: Session
) -> None:
    mark = LogCheckpoint.objects.get(session=ended, site_code="bim-son")
    for client in (sign_in(Role.SITE_TECHNICIAN, network["bim-son"]), linked["bim-son"]):
        answer = client.get(place(ended.pk))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        told = answer.json()
        assert (told["number"], told["hash"]) == (mark.number, mark.hash)
        assert is_signed(marked(mark), told["signature"], told["key"])


def test_another_sites_checkpoint_is_not_found_whoever_asks(
    sign_in: Sign, network: dict[str, Site], linked: dict[str, Client], ended: Session
) -> None:
    for client in (sign_in(Role.SITE_TECHNICIAN, network["nghi-son"]), linked["nghi-son"]):
        foreign, unknown = client.get(place(ended.pk)), client.get(place(uuid4()))
        assert (foreign.status_code, unknown.status_code) == (404, 404)
        assert foreign.content == unknown.content
        assert client.get(place(ended.pk, "nghi-son")).status_code == 200


def test_without_a_credential_nothing_is_handed_out(ended: Session) -> None:
    assert [Client().get(place(one)).status_code for one in (ended.pk, uuid4())] == [401, 401]


def test_a_withdrawn_link_and_a_right_that_ended_open_nothing(
    sign_in: Sign, network: dict[str, Site], linked: dict[str, Client], ended: Session
) -> None:
    clients = [linked["bim-son"], sign_in(Role.SITE_TECHNICIAN, network["bim-son"])]
    assert [client.get(place(ended.pk)).status_code for client in clients] == [200, 200]
    revoke_site_link(link=SiteLink.objects.get(site__code="bim-son"), actor=None, now=timezone.now())
    Assignment.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert [client.get(place(ended.pk)).status_code for client in clients] == [401, 404]


def test_a_session_that_goes_on_has_no_checkpoint_and_asking_makes_none(
    technician: Client, session: Session
) -> None:
    assert technician.get(place(session.pk)).status_code == 404
    assert technician.post(place(session.pk)).status_code == 405
    assert not LogCheckpoint.objects.exists()


def test_a_book_leaves_only_with_who_may_read_it(
    sign_in: Sign, technician: Client, network: dict[str, Site], linked: dict[str, Client], ended: Session
) -> None:
    book = "/so-ghi-bien-ban/bim-son/xuat/"
    own, other = (sign_in(Role.SITE_TECHNICIAN, network[code]) for code in ("bim-son", "nghi-son"))
    assert [client.get(book).status_code for client in (own, technician)] == [200, 200]
    assert other.get(book).content == other.get("/so-ghi-bien-ban/khong-co/xuat/").content
    assert [client.get(book).status_code for client in (other, sign_in(None), Client())] == [404, 404, 302]
    assert linked["bim-son"].get(book).status_code == 302
    assert own.post(book).status_code == 405
    assert not LogEntry.objects.exists()
