"""The directory: added, corrected by two at once, given a last day and never deleted, its history visible."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from diemcau.records.models import LogLine, Person, Phone, Post, Site, StandingTechnician, Unit
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import LONG_AGO


def site_form(province: Unit, **more: str) -> dict[str, str]:
    return {
        "name": "Huyện Đông Sơn",
        "number": "25",
        "role": "end",
        "unit": str(province.pk),
        "valid_from": "05/12/2018",
        **more,
    }


def test_a_new_site_gets_its_code_from_its_name(technician: Client, province: Unit) -> None:
    assert technician.post("/danh-ba/diem-cau/moi/", site_form(province)).status_code == 302
    site = Site.objects.get()
    assert (site.code, site.valid_from) == ("huyen-dong-son", LONG_AGO)
    assert LogLine.objects.get().action == "site.added"


def test_a_code_holds_once_at_a_time_and_again_after_its_end(technician: Client, province: Unit) -> None:
    form = site_form(province, code="dong-son")
    technician.post("/danh-ba/diem-cau/moi/", form)
    taken = technician.post("/danh-ba/diem-cau/moi/", form | {"valid_from": "01/07/2025"})
    assert taken.status_code == 422
    assert "Mã này đang được dùng" in taken.content.decode()
    first = Site.objects.get()
    technician.post(f"/danh-ba/diem-cau/{first.pk}/ket-thuc/", {"last_day": "30/06/2025"})
    again = form | {"valid_from": "01/07/2025", "name": "Phường Đông Sơn"}
    assert technician.post("/danh-ba/diem-cau/moi/", again).status_code == 302
    page = technician.get(f"/danh-ba/diem-cau/{first.pk}/").content.decode()
    assert "Phường Đông Sơn" in page  # the other period of the same code
    today = technician.get("/danh-ba/diem-cau/").content.decode()
    assert "Phường Đông Sơn" in today
    assert "Huyện Đông Sơn" not in today
    assert "Huyện Đông Sơn" in technician.get("/danh-ba/diem-cau/?all=1").content.decode()


def test_the_last_day_is_not_before_the_first(technician: Client, network: dict[str, Site]) -> None:
    url = f"/danh-ba/diem-cau/{network['bim-son'].pk}/ket-thuc/"
    answer = technician.post(url, {"last_day": "01/01/2010"})
    assert answer.status_code == 422
    assert "không được trước ngày bắt đầu (05/12/2018)" in answer.content.decode()


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    technician: Client, network: dict[str, Site]
) -> None:
    url = f"/danh-ba/diem-cau/{network['bim-son'].pk}/sua/"
    opened = technician.get(url).context["form"]
    typed = {name: opened[name].value() for name in opened.fields} | {"valid_from": "05/12/2018"}
    assert technician.post(url, typed | {"place": "Phòng họp 1"}).status_code == 302
    refused = technician.post(url, typed | {"place": "Phòng họp 2"})
    assert refused.status_code == 409
    assert 'value="Phòng họp 2"' in refused.content.decode()
    network["bim-son"].refresh_from_db()
    assert network["bim-son"].place == "Phòng họp 1"
    seen = refused.context["form"]["seen"].value()
    assert technician.post(url, typed | {"place": "Phòng họp 2", "seen": seen}).status_code == 302
    page = technician.get(f"/danh-ba/diem-cau/{network['bim-son'].pk}/").content.decode()
    assert "<del>Phòng họp 1</del>" in page
    assert "<ins>Phòng họp 2</ins>" in page


def test_a_site_has_one_standing_technician_at_a_time_article_6_4(
    technician: Client, network: dict[str, Site]
) -> None:
    people = [Person.objects.create(name=name) for name in ("Mai Văn Sơn", "Vũ Thị Lan")]
    url = f"/danh-ba/diem-cau/{network['bim-son'].pk}/ky-thuat/"

    def assign(person: Person, day: str):
        return technician.post(url, {"ky-thuat-person": str(person.pk), "ky-thuat-valid_from": day})

    assert assign(people[0], "01/01/2020").status_code == 302
    second = assign(people[1], "01/01/2024")
    assert second.status_code == 422
    assert "Mai Văn Sơn đang được phân công" in second.content.decode()
    row = StandingTechnician.objects.get()
    technician.post(f"{url}{row.pk}/ket-thuc/", {"last_day": "31/12/2023"})
    assert assign(people[1], "01/01/2024").status_code == 302
    assert StandingTechnician.objects.count() == 2


def test_posts_and_phones_hang_on_a_person(technician: Client, province: Unit) -> None:
    technician.post("/danh-ba/nguoi/moi/", {"name": "Nguyễn Thị Minh", "honorific": "Bà"})
    person = Person.objects.get(name="Nguyễn Thị Minh")
    url = f"/danh-ba/nguoi/{person.pk}/"
    post = {"title": "Phó Chủ tịch", "unit": str(province.pk), "valid_from": "01/01/2020", "signs": "on"}
    technician.post(f"{url}chuc-vu/", {f"chuc-vu-{name}": value for name, value in post.items()})
    phone = {"number": "0912 345 678", "kind": "mobile", "valid_from": "01/01/2020"}
    technician.post(f"{url}dien-thoai/", {f"dien-thoai-{name}": value for name, value in phone.items()})
    assert Post.objects.get().signs
    page = technician.get(url).content.decode()
    assert "Phó Chủ tịch" in page
    assert 'href="tel:0912345678"' in page
    bad = technician.post(
        f"{url}dien-thoai/", {f"dien-thoai-{k}": v for k, v in (phone | {"number": "gọi tôi"}).items()}
    )
    assert bad.status_code == 422
    assert "Số điện thoại chỉ gồm chữ số" in bad.content.decode()
    assert Phone.objects.count() == 1
    assert "Nguyễn Thị Minh" in technician.get("/danh-ba/nguoi/?words=phó").content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "/danh-ba/khong-co/",
        "/danh-ba/diem-cau/99999/",
        "/danh-ba/nguoi/99999/sua/",
        "/danh-ba/khong-co/moi/",
    ],
)
def test_what_does_not_exist_is_not_found(technician: Client, url: str) -> None:
    assert technician.get(url).status_code == 404


def test_a_part_is_ended_only_through_its_owner(technician: Client, network: dict[str, Site]) -> None:
    phone = Phone.objects.create(number="0237", site=network["bim-son"], valid_from=LONG_AGO)
    other = f"/danh-ba/diem-cau/{network['nghi-son'].pk}/dien-thoai/{phone.pk}/ket-thuc/"
    assert technician.post(other, {"last_day": "01/01/2026"}).status_code == 404
    own = f"/danh-ba/diem-cau/{network['bim-son'].pk}/dien-thoai/{phone.pk}/ket-thuc/"
    technician.post(own, {"last_day": "01/01/2026"})
    phone.refresh_from_db()
    assert phone.valid_to == date(2026, 1, 1)


def test_a_technician_reads_the_directory_and_writes_nothing(sign_in, network: dict[str, Site]) -> None:
    client = sign_in(Role.SITE_TECHNICIAN, network["bim-son"])
    key = network["bim-son"].pk
    assert client.get(f"/danh-ba/diem-cau/{key}/").status_code == 200
    assert client.get(f"/danh-ba/diem-cau/{key}/sua/").status_code == 404
    assert client.post(f"/danh-ba/diem-cau/{key}/ket-thuc/", {"last_day": "01/01/2026"}).status_code == 404
    assert client.post(f"/danh-ba/diem-cau/{key}/dien-thoai/", {}).status_code == 404


def test_the_log_of_office_acts_refuses_change_and_deletion(technician: Client, province: Unit) -> None:
    technician.post("/danh-ba/nguoi/moi/", {"name": "Nguyễn Thị Minh", "honorific": ""})
    line = LogLine.objects.get()
    for change in (
        lambda: LogLine.objects.update(words="khác"),
        lambda: LogLine.objects.all().delete(),
        lambda: LogLine.objects.bulk_create(
            [LogLine(pk=line.pk, at=timezone.now(), action="x", subject="y")], ignore_conflicts=False
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert LogLine.objects.get().words == "Nguyễn Thị Minh"
