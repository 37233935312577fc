"""A small network and its people, for the office pages."""

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from diemcau.conference.actors import Actor
from diemcau.conference.session import SessionKind
from diemcau.records.actions.session import plan_session
from diemcau.records.models import (
    Account,
    Assignment,
    Conference,
    InvitedSite,
    Person,
    Phone,
    ScriptVersion,
    Session,
    Site,
    Unit,
)
from diemcau.records.queries.session import forget
from diemcau.regulation.powers import Role

LONG_AGO = date(2018, 12, 5)
PASSWORD = "giao-ban-thang-11"


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> None:
    """No counted failures and no session states of another test; passwords hashed quickly."""
    cache.clear()
    forget()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DEMO = True
    assert os.environ.get("DJANGO_SETTINGS_MODULE")


@pytest.fixture
def province(db: None) -> Unit:
    return Unit.objects.create(code="ubnd-tinh", name="UBND tỉnh Thanh Hóa", valid_from=LONG_AGO)


@pytest.fixture
def network(province: Unit) -> dict[str, Site]:
    rows = [
        ("trung-tam", 0, "Trung tâm tích hợp dữ liệu tỉnh", Site.Role.CENTRAL),
        ("vp-ubnd", 1, "Văn phòng UBND tỉnh", Site.Role.CHAIR),
        ("bim-son", 2, "Bỉm Sơn", Site.Role.END),
        ("nghi-son", 3, "Nghi Sơn", Site.Role.END),
    ]
    return {
        code: Site.objects.create(
            code=code, number=number, name=name, role=role, unit=province, valid_from=LONG_AGO
        )
        for code, number, name, role in rows
    }


@pytest.fixture
def conference(network: dict[str, Site], province: Unit) -> Conference:
    start = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    row = Conference.objects.create(
        title="Giao ban trực tuyến tháng 11",
        kind=Conference.Kind.BRIEFING,
        state=Conference.State.SCHEDULED,
        convener=province,
        chair_site=network["vp-ubnd"],
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        made_at=start - timedelta(days=5),
    )
    InvitedSite.objects.bulk_create(
        InvitedSite(conference=row, site=network[c]) for c in ("bim-son", "nghi-son")
    )
    ScriptVersion.objects.create(
        conference=row,
        number=1,
        items=[
            {"id": "m1", "title": "Khai mạc", "minutes": 5},
            {"id": "m2", "title": "Báo cáo", "minutes": 10},
        ],
        made_at=row.made_at,
    )
    return row


@pytest.fixture
def session(conference: Conference) -> Session:
    return plan_session(
        conference=conference,
        kind=SessionKind.OFFICIAL,
        planned_start=conference.starts_at,
        actor=Actor(Role.CENTRAL_TECHNICIAN, "1", "Lê Văn Thành"),
        now=timezone.now(),
    )


Sign = Callable[..., Client]


@pytest.fixture
def account(db: None) -> Callable[..., Account]:
    def make(username: str, role: Role | None = None, site: Site | None = None, name: str = "") -> Account:
        person = Person.objects.create(name=name) if name else None
        made = Account.objects.create_user(username, password=PASSWORD, person=person)
        if role:
            Assignment.objects.create(account=made, role=role.value, site=site, valid_from=LONG_AGO)
        return made

    return make


@pytest.fixture
def sign_in(account: Callable[..., Account]) -> Sign:
    """A browser signed in as somebody in this role."""

    def make(role: Role | None, site: Site | None = None, name: str = "") -> Client:
        client = Client()
        client.force_login(
            account(f"{role or 'nobody'}-{Account.objects.count()}", role, site, name),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client

    return make


@pytest.fixture
def technician(sign_in: Sign) -> Client:
    return sign_in(Role.CENTRAL_TECHNICIAN, name="Lê Văn Thành")


@pytest.fixture
def administrator(sign_in: Sign) -> Client:
    return sign_in(Role.ADMINISTRATOR, name="Đỗ Thị Hạnh")


def local(moment: datetime) -> str:
    """As a form wants it."""
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M")


__all__ = ["Phone", "local"]
