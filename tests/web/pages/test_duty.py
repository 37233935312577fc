"""Rosters (Art. 5.4, 6.4, 7.4, 12): filled, assigned, swapped also by phone, checked in; trainings."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from diemcau.conference.actors import Actor
from diemcau.conference.session import SessionKind
from diemcau.records.actions.session import plan_session
from diemcau.records.models import (
    Account,
    DutyTurn,
    InvitedSite,
    Person,
    Phone,
    RoleBinding,
    RoleSlot,
    Session,
    Site,
    StandingTechnician,
    Unit,
)
from diemcau.records.queries.session import current
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import LONG_AGO, Sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(network: dict[str, Site], province: Unit) -> dict[str, Person]:
    found = {}
    for code, name, number in (("bim-son", "Mai Văn Sơn", "0190 1"), ("nghi-son", "Tống Thị Hà", "0190 2")):
        person = found[code] = Person.objects.create(name=name)
        Phone.objects.create(person=person, number=number, valid_from=LONG_AGO)
        StandingTechnician.objects.create(site=network[code], person=person, valid_from=LONG_AGO)
    for slot in ("telecom", "power"):
        row = RoleSlot.objects.create(code=slot, name=slot, article="12")
        unit = Unit.objects.create(code=slot, name=f"Đơn vị {slot}", side="other", valid_from=LONG_AGO)
        RoleBinding.objects.create(slot=row, unit=unit, valid_from=LONG_AGO)
    return found


@pytest.fixture
def base(technician: Client, session: Session, people: dict[str, Person]) -> str:
    path = f"/truc-ky-thuat/{session.pk}/"
    assert technician.post(f"{path}lay/").status_code == 302
    return path


def turn(site: str) -> DutyTurn:
    return DutyTurn.objects.get(site__code=site, ended_at=None)


SWAP = {"name": "Lê Quốc Hưng", "phone": "0190 9", "reason": "Ốm lúc 06:30", "channel": "system"}


def test_a_roster_is_filled_from_the_standing_assignments(technician: Client, base: str) -> None:
    page = technician.get(base).content.decode()
    assert "Lý do đổi" not in page
    assert "Lý do đổi" in technician.get(base, {"doi": turn("bim-son").pk}).content.decode()
    assert technician.get(base, {"doi": "x" * 99}).status_code == 200
    assert "Mai Văn Sơn" in page
    assert "0190 1" in page
    assert "Đơn vị telecom" in page
    assert "Văn phòng UBND tỉnh chưa có người chịu trách nhiệm (khoản 4 Điều 6, khoản 4 Điều 7)" in page
    assert "Mai Văn Sơn (Bỉm Sơn) chưa qua tập huấn" in page
    technician.post(f"{base}lay/")
    assert DutyTurn.objects.count() == 4


def test_a_swap_keeps_the_history_and_reaches_the_session(
    technician: Client, base: str, session: Session
) -> None:
    old = turn("bim-son")
    answer = technician.post(f"{base}{old.pk}/doi/", SWAP, follow=True)
    page = answer.content.decode()
    assert "Đã đổi người trực: Lê Quốc Hưng." in page
    assert "→ Lê Quốc Hưng: Ốm lúc 06:30" in page
    seat = current(session.pk).seats["bim-son"]
    assert (seat.technician, seat.phone) == ("Lê Quốc Hưng", "0190 9")
    old.refresh_from_db()
    assert old.ended_at is not None
    assert technician.post(f"{base}{old.pk}/doi/", SWAP).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"name": ""}, 422),
        ({"reason": ""}, 422),
        ({"channel": "phone"}, 409),
        ({"channel": "phone", "told_by": "Bà Hà"}, 409),
        ({"channel": "phone", "read_back": "on"}, 409),
        ({"person": "999999"}, 422),
    ],
)
def test_a_swap_that_lacks_something_is_refused_and_keeps_what_was_typed(
    technician: Client, base: str, wrong: dict[str, str], status: int
) -> None:
    answer = technician.post(f"{base}{turn('bim-son').pk}/doi/", SWAP | wrong)
    assert answer.status_code == status
    assert "0190 9" in answer.content.decode()
    assert turn("bim-son").name == "Mai Văn Sơn"


def test_a_call_that_was_read_back_is_enough(technician: Client, base: str) -> None:
    call = {"channel": "phone", "told_by": "Bà Hà", "read_back": "on"}
    assert technician.post(f"{base}{turn('bim-son').pk}/doi/", SWAP | call).status_code == 302
    assert "☎ Bà Hà" in technician.get(base).content.decode()


def test_exactly_one_is_responsible(technician: Client, base: str, session: Session) -> None:
    site = Site.objects.get(code="bim-son")
    second = {"duty": "responsible", "site": site.pk, "name": "Người thứ hai", "channel": "system"}
    answer = technician.post(f"{base}phan-cong/", second)
    assert answer.status_code == 409
    assert "đã có người chịu trách nhiệm" in answer.content.decode()
    assert technician.post(f"{base}phan-cong/", second | {"duty": "assistant"}).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyTurn.objects.create(
            session=session, site=site, duty="responsible", name="x", made_at=timezone.now()
        )


def test_a_technician_of_a_room_manages_his_own_room(
    sign_in: Sign, network: dict[str, Site], base: str
) -> None:
    son = sign_in(Role.SITE_TECHNICIAN, network["bim-son"])
    assert son.post(f"{base}{turn('bim-son').pk}/doi/", SWAP).status_code == 302
    assert son.post(f"{base}{turn('nghi-son').pk}/doi/", SWAP).status_code == 404
    telecom = DutyTurn.objects.get(duty="telecom")
    assert son.post(f"{base}{telecom.pk}/doi/", SWAP).status_code == 404
    assert son.post(f"{base}lay/").status_code == 404
    other = {"duty": "assistant", "site": network["nghi-son"].pk, "name": "x", "channel": "system"}
    assert son.post(f"{base}phan-cong/", other).status_code == 422
    assert (
        son.post(f"{base}phan-cong/", {"duty": "telecom", "name": "x", "channel": "system"}).status_code
        == 404
    )


def test_presence_is_noted_from_a_phone(
    account: Any, people: dict[str, Person], network: dict[str, Site], base: str
) -> None:
    own: Account = account("son", Role.SITE_TECHNICIAN, network["bim-son"])
    own.person = people["bim-son"]
    own.save()
    client = Client()
    client.force_login(own, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/truc-ky-thuat/").content.decode()
    assert "Lượt trực của tôi" in page
    mine, strange = turn("bim-son"), turn("nghi-son")
    early = client.post(f"/truc-ky-thuat/luot/{mine.pk}/het-truc/", follow=True)
    assert "Chưa ghi có mặt" in early.content.decode()
    for path in ("co-mat", "co-mat", "het-truc", "het-truc"):
        assert client.post(f"/truc-ky-thuat/luot/{mine.pk}/{path}/").status_code == 302
    mine.refresh_from_db()
    assert mine.checked_in_at
    assert mine.checked_out_at
    assert client.post(f"/truc-ky-thuat/luot/{strange.pk}/co-mat/").status_code == 404


def test_nobody_is_in_two_sessions_at_once(technician: Client, base: str, session: Session) -> None:
    other = plan_session(
        conference=session.conference,
        kind=SessionKind.TEST,
        planned_start=session.planned_start + timedelta(hours=1),
        actor=Actor(Role.CENTRAL_TECHNICIAN, "1", "Lê Văn Thành"),
        now=timezone.now(),
    )
    technician.post(f"/truc-ky-thuat/{other.pk}/lay/")
    assert "cùng lúc" not in technician.get(base).content.decode()  # the same room: one after the other
    son = Person.objects.get(name="Mai Văn Sơn")
    swap = {"person": son.pk, "reason": "Tăng cường", "channel": "system"}
    technician.post(f"/truc-ky-thuat/{other.pk}/{turn_of(other, 'nghi-son').pk}/doi/", swap)
    assert "Mai Văn Sơn được phân công ở nhiều nơi cùng lúc" in technician.get(base).content.decode()


def turn_of(session: Session, site: str) -> DutyTurn:
    return DutyTurn.objects.get(session=session, site__code=site, ended_at=None)


def test_who_was_trained_is_not_named(technician: Client, base: str, province: Unit) -> None:
    everybody = list(
        Person.objects.filter(name__in=["Mai Văn Sơn", "Tống Thị Hà"]).values_list("pk", flat=True)
    )
    form = {
        "subject": "Vận hành phòng họp",
        "held_on": "05/01/2026",
        "trainer": province.pk,
        "people": everybody,
    }
    assert technician.post("/truc-ky-thuat/tap-huan/", form | {"held_on": "01/01/2199"}).status_code == 422
    assert technician.post("/truc-ky-thuat/tap-huan/", form).status_code == 302
    assert "Vận hành phòng họp" in technician.get("/truc-ky-thuat/tap-huan/").content.decode()
    assert "chưa qua tập huấn" not in technician.get(base).content.decode()


def test_a_room_reads_the_trainings_and_does_not_write(
    sign_in: Sign, network: dict[str, Site], province: Unit
) -> None:
    son = sign_in(Role.SITE_TECHNICIAN, network["bim-son"])
    assert son.get("/truc-ky-thuat/tap-huan/").status_code == 200
    assert son.post("/truc-ky-thuat/tap-huan/", {"subject": "x"}).status_code == 404


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.CHAIR])
def test_others_find_no_roster(sign_in: Sign, network: dict[str, Site], base: str, role: Role | None) -> None:
    stranger = sign_in(role, network["vp-ubnd"] if role is Role.CHAIR else None)
    assert stranger.get(base).status_code == 404
    assert stranger.get("/truc-ky-thuat/").status_code == 404
    assert stranger.post(f"/truc-ky-thuat/luot/{turn('bim-son').pk}/co-mat/").status_code == 404


def test_the_roster_of_another_conference_is_not_a_rooms(sign_in: Sign, province: Unit, base: str) -> None:
    site = Site.objects.create(
        code="xa-khac", number=9, name="Xã khác", role="end", unit=province, valid_from=LONG_AGO
    )
    stranger = sign_in(Role.SITE_TECHNICIAN, site)
    assert stranger.get(base).status_code == 404


def test_a_long_roster_asks_little(
    technician: Client, base: str, session: Session, province: Unit, django_assert_max_num_queries: Any
) -> None:
    sites = Site.objects.bulk_create(
        Site(code=f"xa-{n}", number=n, name=f"Xã {n}", role="end", unit=province, valid_from=LONG_AGO)
        for n in range(10, 176)
    )
    InvitedSite.objects.bulk_create(InvitedSite(conference=session.conference, site=one) for one in sites)
    now = timezone.now()
    DutyTurn.objects.bulk_create(
        DutyTurn(session=session, site=one, duty="responsible", name=f"Kỹ thuật {one.name}", made_at=now)
        for one in sites
    )
    technician.get(base)
    with django_assert_max_num_queries(20):
        technician.get(base)
