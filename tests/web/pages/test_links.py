"""Site links: made and shown once, opened by a button, revoked; every dead link looks the same (Art. 5.1)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from diemcau.records.actions.link import make_site_link, open_site_link, revoke_site_link
from diemcau.records.models import Conference, LogLine, Session, Site, SiteLink


@pytest.fixture
def token(network: dict[str, Site], conference: Conference) -> str:
    return make_site_link(
        site=network["bim-son"],
        conference=conference,
        slot=SiteLink.Slot.ROOM,
        actor=None,
        now=timezone.now(),
        ttl=timedelta(days=1),
    )


def test_looking_at_it_opens_nothing(token: str, session: Session) -> None:
    browser = Client()
    page = browser.get(f"/vao/{token}")
    assert page.status_code == 200
    assert "Bỉm Sơn" in page.content.decode()
    assert "Giao ban trực tuyến tháng 11" in page.content.decode()
    assert "site_link" not in browser.session
    assert browser.get(f"/phien/{session.pk}/diem-cau/bim-son/").status_code == 302


def test_the_button_leads_into_this_sites_room_and_nowhere_else(token: str, session: Session) -> None:
    browser = Client()
    answer = browser.post(f"/vao/{token}")
    assert answer["Location"] == f"/phien/{session.pk}/diem-cau/bim-son/"
    assert browser.get(answer["Location"]).status_code == 200
    assert browser.get(f"/phien/{session.pk}/diem-cau/nghi-son/").status_code == 404
    assert browser.get(f"/phien/{session.pk}/dieu-khien/").status_code == 404
    assert browser.get("/hoi-nghi/").status_code == 302


def test_a_display_link_opens_the_rooms_screen_only(
    network: dict[str, Site], conference: Conference, session: Session
) -> None:
    token = make_site_link(
        site=network["bim-son"],
        conference=conference,
        slot="display",
        actor=None,
        now=timezone.now(),
        ttl=timedelta(days=1),
    )
    browser = Client()
    assert browser.post(f"/vao/{token}")["Location"] == f"/phien/{session.pk}/man-hinh/bim-son/"
    assert browser.get(f"/phien/{session.pk}/man-hinh/bim-son/").status_code == 200
    assert browser.get(f"/phien/{session.pk}/diem-cau/bim-son/").status_code == 404


def body(client: Client, token: str) -> str:
    answer = client.get(f"/vao/{token}")
    assert answer.status_code == 404
    text = answer.content.decode().replace(token, "TOKEN")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_unknown_expired_and_revoked_links_look_the_same(token: str, conference: Conference) -> None:
    unknown = body(Client(), "khong-co")
    SiteLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    expired = body(Client(), token)
    SiteLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    revoke_site_link(link=SiteLink.objects.get(), actor=None, now=timezone.now())
    assert unknown == expired == body(Client(), token)
    assert Client().post(f"/vao/{token}").status_code == 404


def test_a_revoked_link_closes_the_browser_that_opened_it(token: str, session: Session) -> None:
    browser = Client()
    room = browser.post(f"/vao/{token}")["Location"]
    revoke_site_link(link=SiteLink.objects.get(), actor=None, now=timezone.now())
    assert browser.get(room).status_code == 302


def test_the_token_itself_is_not_kept(token: str) -> None:
    link = SiteLink.objects.get()
    assert token not in (link.token_hash, str(LogLine.objects.values_list()))
    assert len(link.token_hash) == 64
    opened = open_site_link(token, timezone.now())
    assert opened == link


def test_without_a_session_to_go_to_it_says_when_to_come_back(token: str) -> None:
    assert "chưa có phiên nào để vào" in Client().post(f"/vao/{token}").content.decode()


def test_it_is_made_in_the_dossier_shown_once_and_revoked_there(
    technician: Client, network: dict[str, Site], conference: Conference, session: Session
) -> None:
    url = f"/hoi-nghi/{conference.pk}/"
    today = timezone.localdate()
    form = {"site": str(network["bim-son"].pk), "slot": "room", "last_day": f"{today:%d/%m/%Y}"}
    page = technician.post(f"{url}lien-ket/", form).content.decode()
    address = re.search(r"http://testserver(/vao/[\w-]+)", page)
    assert address
    assert "/vao/" not in technician.get(url).content.decode()
    assert Client().post(address[1]).status_code == 302
    link = SiteLink.objects.get()
    assert technician.post(f"{url}lien-ket/{link.pk}/thu-hoi/").status_code == 302
    assert Client().post(address[1]).status_code == 404
    assert [line.action for line in LogLine.objects.all()] == ["link.revoked", "link.made"]


@pytest.mark.parametrize("days", [-1, 61])
def test_it_holds_sixty_days_at_most(
    technician: Client, network: dict[str, Site], conference: Conference, days: int
) -> None:
    last = timezone.localdate() + timedelta(days=days)
    form = {"site": str(network["bim-son"].pk), "slot": "room", "last_day": f"{last:%d/%m/%Y}"}
    answer = technician.post(f"/hoi-nghi/{conference.pk}/lien-ket/", form)
    assert answer.status_code == 422
    assert "dài nhất 60 ngày" in answer.content.decode()


def test_a_link_that_is_over_stands_apart_and_cannot_be_revoked_again(
    technician: Client, network: dict[str, Site], conference: Conference, token: str
) -> None:
    revoked = SiteLink.objects.get()
    revoke_site_link(link=revoked, actor=None, now=timezone.now())
    long_ago = timezone.now() - timedelta(days=3)
    expired = SiteLink.objects.create(
        conference=conference,
        site=network["nghi-son"],
        slot="room",
        token_hash="x",
        made_at=long_ago,
        expires_at=long_ago,
    )
    page = technician.get(f"/hoi-nghi/{conference.pk}/").content.decode()
    assert "2 liên kết đã thu hồi hoặc hết hạn" in page
    assert "Chưa có liên kết nào" in page
    assert not [one for one in (revoked, expired) if f"/lien-ket/{one.pk}/thu-hoi/" in page]
