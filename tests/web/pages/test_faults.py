"""Fault pages (Art. 6.2, 7.2): written down, told to two, handled, closed; who may see which."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from diemcau.records.models import Fault, FaultReport, QualityWindow, Session, Site
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import Sign, local

pytestmark = pytest.mark.django_db


@pytest.fixture
def son(sign_in: Sign, network: dict[str, Site]) -> Client:
    return sign_in(Role.SITE_TECHNICIAN, network["bim-son"], "Mai Văn Sơn")


def form(at: Site, /, **more: Any) -> dict[str, Any]:
    happened = local(timezone.now() - timedelta(minutes=10))
    return {
        "site": at.pk, "kind": "power", "severity": "major", "words": "Mất điện cả phòng",
        "happened_at": happened, "source": "site",
    } | more  # fmt: skip


@pytest.fixture
def fault(son: Client, network: dict[str, Site]) -> Fault:
    answer = son.post("/su-co/moi/", form(network["bim-son"]))
    assert answer.status_code == 302
    return Fault.objects.get()


def telling(to: str, /, **more: Any) -> dict[str, Any]:
    return {"to": to, "channel": "phone", "to_name": "Ông Toàn", "told_at": local(timezone.now())} | more


CLOSING = {"severity": "major", "cause": "Nhảy áp tô mát", "repair": "Đóng lại, đo dòng", "reason": ""}


def test_a_fault_is_written_and_its_clocks_run(son: Client, fault: Fault) -> None:
    Fault.objects.filter(pk=fault.pk).update(opened_at=timezone.now() - timedelta(minutes=6))
    page = son.get(f"/su-co/{fault.pk}/").content.decode()
    assert "Mất điện cả phòng" in page
    assert page.count("chưa báo, đã 6:0") == 2
    assert "is-late" in page
    assert "chưa báo" in son.get("/su-co/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"words": ""}, "Xin nhập ô này."),
        ({"happened_at": "31/12/2199 08:00"}, "không thể ở sau lúc này"),
        ({"kind": "động đất"}, "không có trong danh sách"),
        ({"site": "999999"}, "không còn dùng được"),
    ],
)
def test_what_cannot_be_says_why_and_keeps_the_rest(
    son: Client, network: dict[str, Site], wrong: dict[str, Any], says: str
) -> None:
    answer = son.post("/su-co/moi/", form(network["bim-son"], **wrong))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert "words" in wrong or "Mất điện cả phòng" in page
    assert not Fault.objects.exists()


def test_it_is_told_handled_and_closed(son: Client, fault: Fault) -> None:
    base = f"/su-co/{fault.pk}/"
    early = son.post(f"{base}ket-thuc/", CLOSING | {"version": 1})
    assert early.status_code == 409
    assert "chưa được báo đủ" in early.content.decode()
    assert "Đóng lại, đo dòng" in early.content.decode()
    for to in ("local_chair", "centre"):
        assert son.post(f"{base}bao/", telling(to)).status_code == 302
    assert son.post(f"{base}xu-ly/", {"words": "Gọi điện lực"}).status_code == 302
    assert son.post(f"{base}ket-thuc/", CLOSING | {"version": 1}).status_code == 302
    page = son.get(base).content.decode()
    assert "Gọi điện lực" in page
    assert "Nhảy áp tô mát" in page
    assert "Đã kết thúc" in page
    again = son.post(f"{base}xu-ly/", {"words": "Thêm"})
    assert again.status_code == 409


def test_it_may_be_closed_with_the_reason_why_not(son: Client, fault: Fault) -> None:
    reason = {"reason": "Khôi phục ngay, phiên chưa mở", "version": 1}
    assert son.post(f"/su-co/{fault.pk}/ket-thuc/", CLOSING | reason).status_code == 302
    assert "Khôi phục ngay" in son.get(f"/su-co/{fault.pk}/").content.decode()


def test_a_report_needs_who_and_when(son: Client, fault: Fault) -> None:
    for wrong in ({"to_name": ""}, {"told_at": "hôm nay"}, {"channel": "system"}, {"to": "ai đó"}):
        assert son.post(f"/su-co/{fault.pk}/bao/", telling("centre", **wrong)).status_code == 422
    future = telling("centre", told_at=local(timezone.now() + timedelta(hours=1)))
    assert son.post(f"/su-co/{fault.pk}/bao/", future).status_code == 409
    assert not FaultReport.objects.exists()


def test_the_centre_writes_down_what_it_hears_by_phone(technician: Client, network: dict[str, Site]) -> None:
    answer = technician.post("/su-co/moi/", form(network["nghi-son"], source="phone"))
    assert answer.status_code == 302
    assert Fault.objects.get().source == "phone"


def test_the_list_and_the_sums(technician: Client, son: Client, fault: Fault) -> None:
    assert "Bỉm Sơn" in technician.get("/su-co/", {"kind": "power", "state": "open"}).content.decode()
    assert "Không có sự cố nào khớp" in technician.get("/su-co/", {"kind": "light"}).content.decode()
    sums = technician.get("/su-co/thong-ke/").content.decode()
    assert "Nguồn điện" in sums
    assert "Bỉm Sơn" in sums
    none = technician.get("/su-co/thong-ke/", {"since": "01/01/2199"}).content.decode()
    assert "không có sự cố nào" in none


# --- who may
def test_another_room_finds_nothing(sign_in: Sign, network: dict[str, Site], fault: Fault) -> None:
    other = sign_in(Role.SITE_TECHNICIAN, network["nghi-son"], "Tống Thị Hà")
    base = f"/su-co/{fault.pk}/"
    assert other.get(base).status_code == other.get("/su-co/999/").status_code == 404
    assert "Mất điện" not in other.get("/su-co/").content.decode()
    for path, data in (
        ("bao/", telling("centre")), ("xu-ly/", {"words": "x"}), ("ket-thuc/", CLOSING | {"version": 1}),
    ):  # fmt: skip
        assert other.post(f"{base}{path}", data).status_code == 404, path
    assert other.post("/su-co/moi/", form(network["bim-son"])).status_code == 422
    assert Fault.objects.count() == 1


def test_the_offices_read_only(sign_in: Sign, fault: Fault) -> None:
    office = sign_in(Role.HOST_OFFICER, name="Phạm Ngọc Lan")
    page = office.get(f"/su-co/{fault.pk}/").content.decode()
    assert "Mất điện cả phòng" in page
    assert "Ghi lần báo" not in page
    assert office.get("/su-co/moi/").status_code == 404
    assert office.post(f"/su-co/{fault.pk}/xu-ly/", {"words": "x"}).status_code == 404


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.CHAIR])
def test_others_find_no_such_page(
    sign_in: Sign, network: dict[str, Site], fault: Fault, role: Role | None
) -> None:
    stranger = sign_in(role, network["vp-ubnd"] if role is Role.CHAIR else None)
    for path in ("", "moi/", "thong-ke/", f"{fault.pk}/"):
        assert stranger.get(f"/su-co/{path}").status_code == 404, path


def test_looking_changes_nothing(son: Client, fault: Fault) -> None:
    for path in ("bao/", "xu-ly/", "ket-thuc/"):
        assert son.get(f"/su-co/{fault.pk}/{path}").status_code == 405


def test_a_long_list_asks_little(
    technician: Client, network: dict[str, Site], django_assert_max_num_queries: Any
) -> None:
    now = timezone.now()
    Fault.objects.bulk_create(
        Fault(site=network["bim-son"], kind="line", source="machine", happened_at=now, opened_at=now)
        for _ in range(60)
    )
    technician.get("/su-co/")
    with django_assert_max_num_queries(9):
        technician.get("/su-co/")


def test_the_line_as_measured_after_the_repair_stands_beside_the_fault(
    son: Client, fault: Fault, session: Session
) -> None:
    restored = timezone.now() - timedelta(minutes=5)
    Fault.objects.filter(pk=fault.pk).update(session=session, restored_at=restored)
    place = f"/su-co/{fault.pk}/"
    assert "chưa có số liệu" in son.get(place).content.decode()
    for minutes, loss, grade in ((-3, 60.0, "bad"), (1, 0.2, "good"), (2, 2.5, "fair"), (3, 4.0, "poor")):
        QualityWindow.objects.create(
            session=session,
            site_code="bim-son",
            direction="up",
            started_at=restored + timedelta(minutes=minutes),
            samples=20,
            loss_percent=loss,
            grade=grade,
        )
    page = son.get(place).content.decode()
    assert "tốt hoặc đạt trong 66,7 % thời gian đo (3 khoảng 20 giây có số liệu)" in page
    assert "mất gói 4 %" in page
    assert "mất gói 60 %" not in page


def test_while_the_fault_lasts_nothing_is_said_of_afterwards(son: Client, fault: Fault) -> None:
    assert "sau khắc phục" not in son.get(f"/su-co/{fault.pk}/").content.decode()


@pytest.mark.parametrize("place", ["/su-co/xuat.xlsx", "/su-co/thong-ke/xuat.xlsx"])
def test_tables_go_to_excel_and_nothing_in_them_is_reckoned(
    son: Client, sign_in: Sign, fault: Fault, network: dict[str, Site], place: str
) -> None:
    Fault.objects.update(words="=1+1", cause="@x")
    Site.objects.filter(code="bim-son").update(name='=HYPERLINK("http://x")')
    book = load_workbook(BytesIO(son.get(place).content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    told = {cell.value: (cell.data_type, cell.quotePrefix) for cell in cells}
    assert told['=HYPERLINK("http://x")'] == ("s", True)
    assert "f" not in {cell.data_type for cell in cells}
    assert sign_in(None).get(place).status_code == 404


def test_the_exported_list_is_the_one_that_was_asked_for_and_of_ones_own_rooms(
    son: Client, sign_in: Sign, fault: Fault, network: dict[str, Site]
) -> None:
    Fault.objects.create(
        site=network["bim-son"],
        kind="sound",
        source="site",
        words="Rè tiếng",
        happened_at=fault.happened_at,
        opened_at=fault.opened_at,
    )
    assert exported(son, "?kind=sound") == ["Rè tiếng"]
    assert sorted(exported(son)) == ["Mất điện cả phòng", "Rè tiếng"]
    assert exported(sign_in(Role.SITE_TECHNICIAN, network["nghi-son"])) == []


def exported(client: Client, asked: str = "") -> list[str]:
    """The words of each row."""
    sheet = load_workbook(BytesIO(client.get(f"/su-co/xuat.xlsx{asked}").content)).worksheets[0]
    return [str(row[4].value) for row in list(sheet.iter_rows())[1:]]
