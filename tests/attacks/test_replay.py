"""Attacks on the replay of a session; beside each the same thing done rightly."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from diemcau.records.models import Account, Assignment, DossierRecord, Session, SessionEvent, Share, Site
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
from tests.web.pages.test_replay import held

__all__ = [
    "_fresh",
    "account",
    "conference",
    "held",
    "network",
    "province",
    "session",
    "sign_in",
    "technician",
]
pytestmark = pytest.mark.django_db

PLACES = ("", "dien-bien/", "doan/0/", "so-do/bim-son/")


def statuses(client: Client, session: object) -> list[int]:
    return [client.get(f"/phien/{session}/xem-lai/{place}").status_code for place in PLACES]


def test_whoever_watches_the_board_sees_the_replay(technician: Client, held: Session) -> None:
    assert statuses(technician, held.pk) == [200] * 4


def test_nobody_signed_in_is_led_to_the_sign_in_and_reads_nothing(held: Session) -> None:
    assert statuses(Client(), held.pk) == [302, 404, 404, 404]


@pytest.mark.parametrize("role", [Role.SITE_TECHNICIAN, Role.HOST_OFFICER, Role.ADMINISTRATOR, None])
def test_who_may_not_watch_the_board_does_not_learn_that_there_is_a_session(
    sign_in: Sign, network: dict[str, Site], held: Session, role: Role | None
) -> None:
    client = sign_in(role, network["bim-son"] if role is Role.SITE_TECHNICIAN else None)
    assert statuses(client, held.pk) == [404] * 4
    for place in PLACES:
        answers = [client.get(f"/phien/{one}/xem-lai/{place}") for one in (held.pk, uuid4())]
        assert answers[0].content == answers[1].content


def test_the_chair_of_another_conference_sees_nothing_of_this_one(
    sign_in: Sign, network: dict[str, Site], held: Session
) -> None:
    assert statuses(sign_in(Role.CHAIR, network["nghi-son"]), held.pk) == [404] * 4
    assert statuses(sign_in(Role.CHAIR, network["vp-ubnd"]), held.pk) == [200] * 4


def test_a_right_that_has_ended_opens_no_further_part(
    sign_in: Sign, network: dict[str, Site], held: Session
) -> None:
    client = sign_in(Role.CHAIR, network["vp-ubnd"])
    assert statuses(client, held.pk) == [200] * 4
    yesterday = timezone.localdate() - timedelta(days=1)
    Assignment.objects.filter(role=Role.CHAIR.value).update(valid_to=yesterday)
    assert statuses(client, held.pk) == [404] * 4


def test_a_closed_dossier_is_replayed_only_by_those_who_still_see_its_content(
    technician: Client, sign_in: Sign, network: dict[str, Site], held: Session
) -> None:
    """ADR 10: who only ran the session answers for it until its dossier is closed."""
    chair = sign_in(Role.CHAIR, network["vp-ubnd"])
    dossier = DossierRecord.objects.create(conference=held.conference, owner=held.conference.convener)
    assert statuses(technician, held.pk) == statuses(chair, held.pk) == [200] * 4
    DossierRecord.objects.filter(pk=dossier.pk).update(closed_at=timezone.now(), retention="permanent")
    assert statuses(technician, held.pk) == statuses(chair, held.pk) == [404] * 4
    way = f"/phien/{held.pk}/xem-lai/"
    assert way not in technician.get(f"/hoi-nghi/{held.conference_id}/").content.decode()
    Share.objects.create(
        conference=held.conference,
        account=Account.objects.get(assignments__role=Role.CENTRAL_TECHNICIAN.value),
        reason="Kiểm tra kỹ thuật",
        given_at=timezone.now(),
    )
    assert statuses(technician, held.pk) == [200] * 4
    assert way in technician.get(f"/hoi-nghi/{held.conference_id}/").content.decode()


def test_it_is_read_and_nothing_else(technician: Client, held: Session) -> None:
    before = SessionEvent.objects.filter(session=held).count()
    for place in PLACES:
        address = f"/phien/{held.pk}/xem-lai/{place}"
        for method in (technician.post, technician.put, technician.patch, technician.delete):
            assert method(address).status_code == 405
        assert technician.head(address).status_code == 200
    assert SessionEvent.objects.filter(session=held).count() == before


@pytest.mark.parametrize(
    "place",
    [
        "doan/-1/",
        "doan/0x1/",
        f"doan/{'9' * 5000}/",
        "so-do/..%2f/",
        "so-do/' or 1=1/",
        f"so-do/{'a' * 500}/",
    ],
)
def test_a_strange_address_is_not_found(technician: Client, held: Session, place: str) -> None:
    assert technician.get(f"/phien/{held.pk}/xem-lai/{place}").status_code == 404
    assert technician.get(f"/phien/{held.pk}/xem-lai/doan/0/").status_code == 200
