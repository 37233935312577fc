"""Log-book pages: what waits for a signature, signing with a proof, corrections, comparing a printed page."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import connection
from django.test import Client
from django.utils import timezone

from diemcau.conference import commands as c
from diemcau.conference.actors import MACHINE, Actor
from diemcau.records.actions.logbook import draft_session
from diemcau.records.actions.session import act
from diemcau.records.models import Account, LogDraft, LogEntry, Session, Site
from diemcau.records.signing import fingerprint, public_key
from diemcau.records.verify_logbook import check
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import PASSWORD, Sign, local

pytestmark = pytest.mark.django_db

BOOK = "/so-ghi-bien-ban/bim-son/"


@pytest.fixture
def son(sign_in: Sign, network: dict[str, Site]) -> Client:
    return sign_in(Role.SITE_TECHNICIAN, network["bim-son"], "Mai Văn Sơn")


@pytest.fixture
def drafts(session: Session) -> list[LogDraft]:
    """A session in which Bỉm Sơn was for half an hour; it has ended."""
    centre = Actor(Role.CENTRAL_TECHNICIAN, "1", "Lê Văn Thành")
    own = Actor(Role.SITE_TECHNICIAN, "2", "Mai Văn Sơn", "bim-son")
    now = timezone.now()
    steps = [
        (c.OpenSession(), centre), (c.Knock("bim-son", "may-1"), own), (c.Admit("bim-son"), centre),
        (c.SeeLine("bim-son", True), MACHINE), (c.SeeMedia("bim-son", True), MACHINE),
        (c.ReportFault("bim-son", "power", "Sụt áp"), own), (c.End(), centre),
    ]  # fmt: skip
    for number, (command, by) in enumerate(steps):
        act(session.pk, c.Order(command, by, f"buoc-{number}"), now + timedelta(seconds=number))
    session.refresh_from_db()
    draft_session(session, now + timedelta(minutes=1))
    return list(LogDraft.objects.filter(site_code="bim-son").order_by("happened_from", "pk"))


def signing(*drafts: LogDraft, proof: str = PASSWORD, statement: str = "") -> dict[str, Any]:
    form: dict[str, Any] = {"proof": proof}
    for one in drafts:
        form |= {f"sign-{one.pk}": "1", f"version-{one.pk}": one.version, f"statement-{one.pk}": statement}
    return form


def test_what_waits_is_shown_to_who_signs(son: Client, drafts: list[LogDraft]) -> None:
    page = son.get(BOOK).content.decode()
    assert "Mai Văn Sơn báo sự cố nguồn điện qua hệ thống" in page
    assert "Ký các mục đã đánh dấu" in page
    assert "Mật khẩu của ông/bà" in page


def test_all_that_is_ticked_is_signed_with_one_proof(son: Client, drafts: list[LogDraft]) -> None:
    answer = son.post(f"{BOOK}ky/", signing(*drafts, statement="Đã xử lý"), follow=True)
    assert "Đã ký 3 mục vào sổ." in answer.content.decode()
    written = LogEntry.objects.order_by("number")
    assert [one.number for one in written] == [1, 2, 3]
    assert {(one.author_name, one.proof, one.statement) for one in written} == {
        ("Mai Văn Sơn", "password", "Đã xử lý")
    }


def test_what_is_not_ticked_stays(son: Client, drafts: list[LogDraft]) -> None:
    son.post(f"{BOOK}ky/", signing(drafts[0]))
    assert LogEntry.objects.count() == 1
    assert LogDraft.objects.filter(site_code="bim-son", state="open").count() == 2


def test_nothing_ticked_is_said(son: Client, drafts: list[LogDraft]) -> None:
    answer = son.post(f"{BOOK}ky/", {"proof": PASSWORD})
    assert answer.status_code == 422
    assert "Xin đánh dấu ít nhất một mục để ký." in answer.content.decode()


def test_a_wrong_proof_signs_nothing_and_keeps_what_was_typed(son: Client, drafts: list[LogDraft]) -> None:
    answer = son.post(f"{BOOK}ky/", signing(drafts[0], proof="sai", statement="Đang gọi điện lực"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mật khẩu chưa đúng" in page
    assert "Đang gọi điện lực" in page
    assert "sai" not in page.split("<form", 1)[1].split("Mật khẩu chưa đúng")[0]
    assert not LogEntry.objects.exists()


def test_guessing_the_proof_is_stopped(son: Client, drafts: list[LogDraft], settings: Any) -> None:
    for _ in range(12):
        son.post(f"{BOOK}ky/", signing(drafts[0], proof="sai"))
    answer = son.post(f"{BOOK}ky/", signing(drafts[0]))
    assert answer.status_code == 422
    assert not LogEntry.objects.exists()


def test_who_has_a_second_factor_signs_with_it(son: Client, drafts: list[LogDraft]) -> None:
    account = Account.objects.get(person__name="Mai Văn Sơn")
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(account, secret)
    assert Authenticator.objects.filter(user=account).exists()
    assert "Mã xác thực hai lớp" in son.get(BOOK).content.decode()
    assert son.post(f"{BOOK}ky/", signing(drafts[0])).status_code == 422
    code = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
    assert son.post(f"{BOOK}ky/", signing(drafts[0], proof=code)).status_code == 302
    assert LogEntry.objects.get().proof == "totp"
    used = son.post(f"{BOOK}ky/", signing(drafts[1], proof=code))
    assert used.status_code == 422
    assert LogEntry.objects.count() == 1


def test_what_is_being_written_is_kept(son: Client, drafts: list[LogDraft]) -> None:
    address = f"{BOOK}de-nghi/{drafts[0].pk}/luu/"
    saved = son.post(address, {"statement": "Đã thay dây", "version": 1})
    assert saved.json() == {"version": 2}
    stale = son.post(address, {"statement": "Khác", "version": 1})
    assert stale.status_code == 409
    assert "vừa được người khác ký hoặc sửa" in stale.json()["says"]
    assert son.post(address, {"statement": "x" * 4001, "version": 2}).status_code == 422
    assert "Đã thay dây" in son.get(BOOK).content.decode()


def test_a_proposal_is_set_aside_with_a_reason(son: Client, drafts: list[LogDraft]) -> None:
    address = f"{BOOK}de-nghi/{drafts[2].pk}/khong-ghi/"
    assert son.post(address, {"reason": "", "version": 1}).status_code == 422
    assert son.post(address, {"reason": "Báo nhầm", "version": 1}).status_code == 302
    assert son.post(address, {"reason": "Báo nhầm", "version": 1}).status_code == 409
    assert LogDraft.objects.get(pk=drafts[2].pk).reason == "Báo nhầm"


def remark(**more: Any) -> dict[str, Any]:
    moment = local(timezone.now() - timedelta(minutes=5))
    return {"statement": "Thay pin micro", "happened_from": moment, "proof": PASSWORD} | more


def test_a_remark_stands_in_the_book_at_once(son: Client) -> None:
    page = son.post(f"{BOOK}ghi-chu/", remark(), follow=True).content.decode()
    assert "Đã ghi vào sổ và ký." in page
    assert "Thay pin micro" in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"statement": ""}, "Xin nhập ô này."),
        ({"happened_from": "31/02/2026 08:00"}, "Ngày giờ chưa đúng"),
        ({"happened_from": "01/01/2100 08:00"}, "không thể ở sau lúc này"),
        ({"statement": "a\u202eb"}, "ký tự điều khiển"),
    ],
)
def test_a_remark_that_cannot_be_says_why(son: Client, wrong: dict[str, Any], says: str) -> None:
    answer = son.post(f"{BOOK}ghi-chu/", remark(**wrong))
    assert answer.status_code in (409, 422)
    assert says in answer.content.decode()
    assert not LogEntry.objects.exists()


def test_a_correction_leaves_the_old_entry(son: Client) -> None:
    son.post(f"{BOOK}ghi-chu/", remark())
    assert son.post(f"{BOOK}1/dinh-chinh/", {"statement": "", "proof": PASSWORD}).status_code == 422
    page = son.post(
        f"{BOOK}1/dinh-chinh/", {"statement": "Là micro số 2", "proof": PASSWORD}, follow=True
    ).content.decode()
    assert "Đính chính mục số 1" in page
    assert "Đã có đính chính: mục 2" in page
    assert "Thay pin micro" in page
    assert son.post(f"{BOOK}9/dinh-chinh/", {"statement": "x", "proof": PASSWORD}).status_code == 404


def test_a_hand_over_is_signed_by_both(son: Client, sign_in: Sign, network: dict[str, Site]) -> None:
    ha = sign_in(Role.SITE_TECHNICIAN, network["bim-son"], "Tống Thị Hà")
    to = Account.objects.get(person__name="Tống Thị Hà")
    moment = local(timezone.now() - timedelta(minutes=1))
    given = {"to": to.pk, "at": moment, "statement": "Thiết bị đủ", "proof": PASSWORD}
    page = son.post(f"{BOOK}ban-giao/", given, follow=True).content.decode()
    assert "Mai Văn Sơn đã ký bàn giao, chờ Tống Thị Hà ký nhận." in page
    draft = LogDraft.objects.get()
    assert son.post(f"{BOOK}ky/", signing(draft)).status_code == 409
    assert ha.post(f"{BOOK}ky/", signing(draft)).status_code == 302
    assert "Bên giao: Mai Văn Sơn" in ha.get(BOOK).content.decode()


def test_a_printed_page_is_compared(son: Client) -> None:
    son.post(f"{BOOK}ghi-chu/", remark())
    entry = LogEntry.objects.get()
    asked = {"so": "bim-son", "muc": 1, "ma": f"{entry.hash[:4]} {entry.hash[4:12].upper()}"}
    assert "Khớp: mục 1 của sổ Bỉm Sơn" in son.get("/so-ghi-bien-ban/doi-chieu/", asked).content.decode()
    forged = son.get("/so-ghi-bien-ban/doi-chieu/", asked | {"ma": "0" * 12}).content.decode()
    assert "KHÔNG khớp: mục 1" in forged
    gone = son.get("/so-ghi-bien-ban/doi-chieu/", asked | {"muc": 7}).content.decode()
    assert "sổ hôm nay không có mục 7" in gone
    assert son.get("/so-ghi-bien-ban/doi-chieu/", asked | {"ma": "xyz"}).status_code == 422


def test_the_chain_is_verified_on_the_page(son: Client) -> None:
    son.post(f"{BOOK}ghi-chu/", remark())
    assert "Chuỗi ghi nguyên vẹn" in son.get(f"{BOOK}kiem-tra/").content.decode()


def test_the_list_is_filtered(son: Client) -> None:
    son.post(f"{BOOK}ghi-chu/", remark())
    assert "Thay pin micro" in son.get(BOOK, {"kind": "remark"}).content.decode()
    assert "Không có mục nào khớp" in son.get(BOOK, {"kind": "fault"}).content.decode()
    assert "Không có mục nào khớp" in son.get(BOOK, {"until": "01/01/2020"}).content.decode()
    assert "Ngày chưa đúng" in son.get(BOOK, {"since": "hôm qua"}).content.decode()


# --- who may
def test_a_technician_opens_his_own_book_only(son: Client) -> None:
    assert son.get("/so-ghi-bien-ban/").status_code == 302
    assert son.get(BOOK).status_code == 200
    assert son.get("/so-ghi-bien-ban/nghi-son/").status_code == 404
    assert son.get("/so-ghi-bien-ban/khong-co/").status_code == 404
    other = son.get("/so-ghi-bien-ban/doi-chieu/", {"so": "nghi-son", "muc": 1, "ma": "0" * 8})
    assert "sổ không thuộc phạm vi" in other.content.decode()


@pytest.mark.parametrize("role", [Role.CENTRAL_TECHNICIAN, Role.HOST_OFFICER])
def test_the_centre_and_the_offices_read_and_do_not_sign(
    sign_in: Sign, role: Role, drafts: list[LogDraft]
) -> None:
    reader = sign_in(role, name="Người xem")
    page = reader.get(BOOK).content.decode()
    assert "báo sự cố nguồn điện" in page
    assert "Ký các mục" not in page
    for path, form in (
        ("ky/", signing(drafts[0])),
        ("ghi-chu/", remark()),
        (f"de-nghi/{drafts[0].pk}/luu/", {"statement": "x", "version": 1}),
        (f"de-nghi/{drafts[0].pk}/khong-ghi/", {"reason": "x", "version": 1}),
    ):
        assert reader.post(f"{BOOK}{path}", form).status_code == 404, path
    assert not LogEntry.objects.exists()


def test_the_centre_signs_in_its_own_book(sign_in: Sign, network: dict[str, Site]) -> None:
    centre = sign_in(Role.CENTRAL_TECHNICIAN, name="Lê Văn Thành")
    assert centre.post("/so-ghi-bien-ban/trung-tam/ghi-chu/", remark()).status_code == 302


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.CHAIR])
def test_others_find_no_book(sign_in: Sign, network: dict[str, Site], role: Role | None) -> None:
    site = network["vp-ubnd"] if role is Role.CHAIR else None
    stranger = sign_in(role, site)
    for path in ("", "bim-son/", "doi-chieu/"):
        assert stranger.get(f"/so-ghi-bien-ban/{path}").status_code == 404, path


def test_a_draft_of_another_book_is_not_signed_through_this_one(son: Client, drafts: list[LogDraft]) -> None:
    strange = LogDraft.objects.exclude(site_code="bim-son").first()
    assert strange
    assert son.post(f"{BOOK}ky/", signing(strange)).status_code == 422
    assert son.post(f"{BOOK}de-nghi/{strange.pk}/luu/", {"statement": "x", "version": 1}).status_code == 404
    assert not LogEntry.objects.exists()


def test_reading_changes_nothing(son: Client, drafts: list[LogDraft]) -> None:
    before = list(LogDraft.objects.values()), LogEntry.objects.count()
    for path in ("", "kiem-tra/"):
        son.get(f"{BOOK}{path}")
    assert (list(LogDraft.objects.values()), LogEntry.objects.count()) == before
    for path in ("ky/", "ghi-chu/", "ban-giao/", "1/dinh-chinh/"):
        assert son.get(f"{BOOK}{path}").status_code == 405, path


def test_the_shelf_asks_the_same_whatever_the_number_of_sites(
    sign_in: Sign, network: dict[str, Site], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    centre = sign_in(Role.CENTRAL_TECHNICIAN, name="Lê Văn Thành")
    unit = network["bim-son"].unit
    Site.objects.bulk_create(
        Site(code=f"xa-{n}", number=n, name=f"Xã {n}", role="end", unit=unit, valid_from=unit.valid_from)
        for n in range(10, 176)
    )
    centre.get("/so-ghi-bien-ban/")
    with django_assert_max_num_queries(9):
        page = centre.get("/so-ghi-bien-ban/").content.decode()
    assert page.count("/so-ghi-bien-ban/xa-") == 166
    assert connection.vendor


def test_a_volume_is_printed_with_its_anchor_on_every_page(son: Client, tmp_path: Path) -> None:
    for number in range(14):
        son.post(f"{BOOK}ghi-chu/", remark(statement=f"Ghi chú số {number}: " + "thay dây, đo lại. " * 12))
    today = timezone.localdate().strftime("%d/%m/%Y")
    answer = son.get(f"{BOOK}in/", {"since": today, "until": today})
    assert answer["Content-Type"] == "application/pdf"
    file = tmp_path / "so.pdf"
    file.write_bytes(answer.content)
    text = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.split("\f")[:-1]
    head = LogEntry.objects.order_by("-number")[0]
    assert len(pages) > 1
    assert all(f"Sổ bim-son, đến mục 14, mã {head.hash[:12]}." in page for page in pages)
    assert "SỔ GHI BIÊN BẢN" in pages[0]
    assert "Mục 1. Ghi chú" in text
    assert "Mai Văn Sơn, Kỹ thuật điểm cầu, ký vào sổ" in text
    assert "Ghi chú số 13: thay dây" in text


def test_an_empty_volume_says_so(son: Client) -> None:
    answer = son.get(f"{BOOK}in/", {"since": "01/01/2020", "until": "31/01/2020"})
    assert answer.status_code == 200
    wrong = son.get(f"{BOOK}in/", {"since": "31/01/2020", "until": "01/01/2020"})
    assert wrong.status_code == 422
    assert "Ngày cuối phải sau ngày đầu." in wrong.content.decode()
    assert (
        son.get("/so-ghi-bien-ban/nghi-son/in/", {"since": "01/01/2020", "until": "31/01/2020"}).status_code
        == 404
    )


def test_who_may_read_a_book_takes_it_away_as_a_file_with_its_verifier(
    son: Client, drafts: list[LogDraft], sign_in: Sign, network: dict[str, Site]
) -> None:
    son.post(f"{BOOK}ky/", signing(*drafts))
    answer = son.get(f"{BOOK}xuat/")
    assert answer["Content-Disposition"] == 'attachment; filename="so-ghi-bien-ban-bim-son.jsonl"'
    assert check(answer.content)["number"] == 3
    program = son.get("/so-ghi-bien-ban/verify_logbook.py").content.decode()
    assert "Ed25519" in program
    assert f"{BOOK}xuat/" in son.get(BOOK).content.decode()
    assert sign_in(Role.SITE_TECHNICIAN, network["nghi-son"]).get(f"{BOOK}xuat/").status_code == 404
    assert Client().get(f"{BOOK}xuat/").status_code == 302


def test_the_latest_checkpoint_stands_at_the_end_of_a_volume(
    son: Client, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    son.post(f"{BOOK}ghi-chu/", remark(statement="Thay pin micro"))
    request.getfixturevalue("drafts")  # a session ends after the first entry
    son.post(f"{BOOK}ghi-chu/", remark(statement="Thay dây"))
    today = timezone.localdate().strftime("%d/%m/%Y")
    file = tmp_path / "so.pdf"
    file.write_bytes(son.get(f"{BOOK}in/", {"since": today, "until": today}).content)
    told = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    first = LogEntry.objects.get(number=1)
    assert f"Mốc đã ký gần nhất của sổ: mục 1, mã {first.hash[:12]}" in " ".join(told.split())
    assert fingerprint(public_key()) in " ".join(told.split())
