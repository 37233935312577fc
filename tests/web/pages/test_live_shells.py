"""The four live pages: who gets the shell, who is told "not found", who is asked to sign in."""

from uuid import uuid4

import pytest
from django.test import Client

from diemcau.records.models import Session, Site
from diemcau.regulation.powers import Role

PAGES = ["dieu-khien/", "chu-toa/", "diem-cau/bim-son/", "man-hinh/bim-son/"]


@pytest.mark.parametrize("page", PAGES)
def test_nobody_signed_in_is_led_to_the_sign_in(session: Session, page: str) -> None:
    answer = Client().get(f"/phien/{session.pk}/{page}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/tai-khoan/login/?next=")


@pytest.mark.parametrize("page", PAGES)
def test_the_central_technician_gets_each(technician: Client, session: Session, page: str) -> None:
    answer = technician.get(f"/phien/{session.pk}/{page}")
    assert answer.status_code == 200
    assert f'data-session="{session.pk}"' in answer.content.decode()
    assert 'data-title="Giao ban trực tuyến tháng 11"' in answer.content.decode()
    assert "xin tải lại trang (F5)" in answer.content.decode()  # what one sees when the script does not come


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("diem-cau/bim-son/", 200),
        ("man-hinh/bim-son/", 200),
        ("diem-cau/nghi-son/", 404),
        ("man-hinh/nghi-son/", 404),
        ("dieu-khien/", 404),
        ("chu-toa/", 404),
    ],
)
def test_a_site_technician_gets_only_his_own_site(
    sign_in, network: dict[str, Site], session: Session, page: str, status: int
) -> None:
    client = sign_in(Role.SITE_TECHNICIAN, network["bim-son"])
    assert client.get(f"/phien/{session.pk}/{page}").status_code == status


@pytest.mark.parametrize("page", [*PAGES, "diem-cau/khong-co/"])
def test_an_unknown_session_or_site_looks_like_a_forbidden_one(
    sign_in, network: dict[str, Site], session: Session, page: str
) -> None:
    stranger = sign_in(Role.SITE_TECHNICIAN, network["nghi-son"])
    unknown = stranger.get(f"/phien/{uuid4()}/{page}")
    forbidden = stranger.get(f"/phien/{session.pk}/{page}")
    assert (unknown.status_code, forbidden.status_code) == (404, 404)
    assert unknown.content == forbidden.content
