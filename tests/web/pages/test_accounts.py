"""Accounts: a temporary password shown once, roles for a period, locked and never deleted (Art. 5.1)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from diemcau.records.models import Account, Assignment, LogLine, Person, Site
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import PASSWORD


def shown_password(page: str) -> str:
    found = re.search(r'<p class="secret">([^<]+)</p>', page)
    assert found
    return found[1]


def test_a_new_account_signs_in_with_the_password_that_is_shown_once(administrator: Client) -> None:
    person = Person.objects.create(name="Mai Văn Sơn")
    form = {"username": "son.mai", "person": str(person.pk)}
    page = administrator.post("/quan-tri/tai-khoan/moi/", form).content.decode()
    password = shown_password(page)
    account = Account.objects.get(username="son.mai")
    assert account.password_is_temporary
    assert account.check_password(password)
    assert password not in administrator.get(f"/quan-tri/tai-khoan/{account.pk}/").content.decode()
    assert password not in str(list(LogLine.objects.values_list("words", "changes")))


@pytest.mark.parametrize(
    ("username", "sentence"),
    [
        ("Sơn", "chỉ gồm chữ thường không dấu"),
        ("ab", "chỉ gồm chữ thường không dấu"),
        ("", "Xin nhập ô này."),
        ("thanh", "đã có người dùng"),
    ],
)
def test_a_user_name_is_plain_and_free(administrator: Client, account, username: str, sentence: str) -> None:
    account("thanh")
    person = Person.objects.create(name="Mai Văn Sơn")
    answer = administrator.post("/quan-tri/tai-khoan/moi/", {"username": username, "person": str(person.pk)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_person_has_one_account(administrator: Client, account) -> None:
    person = account("thanh", name="Lê Văn Thành").person
    answer = administrator.post("/quan-tri/tai-khoan/moi/", {"username": "thanh2", "person": str(person.pk)})
    assert answer.status_code == 422


def give(client: Client, one: Account, **more: str):
    form = {"role": "site_technician", "valid_from": f"{timezone.localdate():%d/%m/%Y}", **more}
    return client.post(f"/quan-tri/tai-khoan/{one.pk}/vai-tro/", form)


def test_a_role_opens_pages_and_its_end_closes_them(
    administrator: Client, account, network: dict[str, Site]
) -> None:
    one = account("son")
    browser = Client()
    browser.force_login(one, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/hoi-nghi/").status_code == 404
    assert give(administrator, one, site=str(network["bim-son"].pk)).status_code == 302
    assert browser.get("/hoi-nghi/").status_code == 200
    row = Assignment.objects.get(account=one)
    administrator.post(f"/quan-tri/tai-khoan/{one.pk}/vai-tro/{row.pk}/ket-thuc/")
    Assignment.objects.filter(pk=row.pk).update(
        valid_from=row.valid_from - timedelta(days=9), valid_to=row.valid_from - timedelta(days=1)
    )
    assert browser.get("/hoi-nghi/").status_code == 404
    page = administrator.get(f"/quan-tri/tai-khoan/{one.pk}/").content.decode()
    assert "Giao vai trò" in page
    assert "Kết thúc vai trò" in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({}, "phải gắn với một điểm cầu"),
        ({"role": "machine"}, "không có trong danh sách"),
        ({"role": "room_screen"}, "không có trong danh sách"),
        ({"role": "chair", "valid_to": "01/01/2020"}, "không được trước ngày bắt đầu"),
        ({"role": "chair", "valid_from": "hôm nay"}, "Ngày chưa đúng"),
    ],
)
def test_a_role_that_cannot_be_given_is_refused(
    administrator: Client, account, network: dict[str, Site], more: dict[str, str], sentence: str
) -> None:
    answer = give(administrator, account("son"), **more)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Assignment.objects.filter(account__username="son").exists()


def test_locking_signs_out_at_once_everywhere(administrator: Client, account) -> None:
    one = account("son", Role.HOST_OFFICER)
    browser = Client()
    browser.post("/tai-khoan/login/", {"login": "son", "password": PASSWORD})
    assert browser.get("/hoi-nghi/").status_code == 200
    administrator.post(f"/quan-tri/tai-khoan/{one.pk}/khoa/")
    assert browser.get("/hoi-nghi/").status_code == 302
    administrator.post(f"/quan-tri/tai-khoan/{one.pk}/mo-khoa/")
    assert browser.get("/hoi-nghi/").status_code == 302  # the old session stays closed
    assert [line.action for line in LogLine.objects.all()] == ["account.reactivated", "account.deactivated"]


def test_a_reset_password_replaces_the_old_one_and_ends_sessions(administrator: Client, account) -> None:
    one = account("son", Role.HOST_OFFICER)
    browser = Client()
    browser.force_login(one, backend="django.contrib.auth.backends.ModelBackend")
    page = administrator.post(f"/quan-tri/tai-khoan/{one.pk}/mat-khau/").content.decode()
    assert browser.get("/hoi-nghi/").status_code == 302
    one.refresh_from_db()
    assert one.check_password(shown_password(page))
    assert not one.check_password(PASSWORD)


def test_an_administrator_does_not_lock_himself_out(administrator: Client) -> None:
    own = Account.objects.get()
    for act in ("khoa", "mat-khau"):
        assert administrator.post(f"/quan-tri/tai-khoan/{own.pk}/{act}/").status_code == 409
    own.refresh_from_db()
    assert own.is_active
    assert own.check_password(PASSWORD)


def test_the_table_of_roles_and_rights_is_shown(administrator: Client) -> None:
    page = administrator.get("/quan-tri/quyen/").content.decode()
    assert "Kỹ thuật điểm cầu chủ tọa" in page
    assert "Chuyển hình, điều khiển kịch bản" in page


# --- the identity of the office's own sign-in (ADR 8)
def test_an_administrator_links_an_identity_and_takes_it_off_again(
    administrator: Client, account, settings
) -> None:
    one = account("son", name="Mai Văn Sơn")
    page = f"/quan-tri/tai-khoan/{one.pk}/"
    assert "Đăng nhập một cửa" not in administrator.get(page).content.decode()
    settings.OIDC_ISSUER = "https://sso.tinh.vn"
    assert administrator.post(f"{page}danh-tinh/", {"identity": " s-1001 "}).status_code == 302
    assert "s-1001" in administrator.get(page).content.decode()
    row = one.socialaccount_set.get()
    assert (row.provider, row.uid) == ("oidc", "s-1001")
    browser = Client()
    browser.force_login(one, backend="django.contrib.auth.backends.ModelBackend")
    administrator.post(f"{page}danh-tinh/go/", {"identity": str(row.pk)})
    assert not one.socialaccount_set.exists()
    assert "_auth_user_id" not in browser.session
    lines = LogLine.objects.filter(action__startswith="account.identity").order_by("pk")
    assert [line.action for line in lines] == ["account.identity_linked", "account.identity_unlinked"]


def test_one_identity_opens_one_account(administrator: Client, account, settings) -> None:
    settings.OIDC_ISSUER = "https://sso.tinh.vn"
    for username, status, says in (("son", 302, ""), ("thanh", 422, "đã gắn với một tài khoản")):
        one = account(username, name=username)
        answer = administrator.post(f"/quan-tri/tai-khoan/{one.pk}/danh-tinh/", {"identity": "s-1001"})
        assert answer.status_code == status
        assert says in answer.content.decode()
    assert 'value="s-1001"' in answer.content.decode()


@pytest.mark.parametrize("identity", ["", "s\x001", "\u202es-1001", "s" * 192])
def test_what_no_identity_can_be_is_refused(administrator: Client, account, identity: str) -> None:
    one = account("son", name="Mai Văn Sơn")
    answer = administrator.post(f"/quan-tri/tai-khoan/{one.pk}/danh-tinh/", {"identity": identity})
    assert answer.status_code == 422
    assert not one.socialaccount_set.exists()


def test_an_identity_is_taken_off_only_where_it_is(administrator: Client, account) -> None:
    one, other = account("son", name="Mai Văn Sơn"), account("thanh", name="Lê Văn Thành")
    administrator.post(f"/quan-tri/tai-khoan/{one.pk}/danh-tinh/", {"identity": "s-1001"})
    for named in (str(one.socialaccount_set.get().pk), "", "x", "9" * 30):
        answer = administrator.post(f"/quan-tri/tai-khoan/{other.pk}/danh-tinh/go/", {"identity": named})
        assert answer.status_code == 302
    assert one.socialaccount_set.exists()


def test_nobody_links_an_identity_to_his_own_account(administrator: Client, sign_in) -> None:
    own = Account.objects.get(person__name="Đỗ Thị Hạnh")
    path, form = f"/quan-tri/tai-khoan/{own.pk}/danh-tinh/", {"identity": "s-1001"}
    assert administrator.post(path, form).status_code == 409
    assert sign_in(Role.CENTRAL_TECHNICIAN).post(path, form).status_code == 404
    assert not own.socialaccount_set.exists()
    assert sign_in(Role.ADMINISTRATOR).post(path, form).status_code == 302


@pytest.mark.parametrize("role", ["archivist", "viewer"])
def test_who_reads_the_archive_reads_it_for_a_unit(
    administrator: Client, account, network: dict[str, Site], role: str
) -> None:
    one = account("thanh")
    refused = give(administrator, one, role=role)
    assert refused.status_code == 422
    assert "phải gắn với một đơn vị" in refused.content.decode()
    unit = str(network["bim-son"].unit_id)
    assert give(administrator, one, role=role, unit=unit).status_code == 302
    browser = Client()
    browser.force_login(one, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/luu-tru/").status_code == 200
