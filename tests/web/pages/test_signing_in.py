"""Signing in: one answer for wrong names and passwords, a lock after repeated failures, the second factor."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.signals import user_logged_in
from django.test import Client
from django.utils import timezone

from diemcau.records.models import Account, LogLine
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import PASSWORD

LOGIN = "/tai-khoan/login/"
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
LOCKED = "Đã nhập sai quá nhiều lần"


def enter(client: Client, username: str, password: str):
    return client.post(LOGIN, {"login": username, "password": password})


def without_tokens(content: bytes) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", content.decode()).replace("thanh", "NAME")


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(account) -> None:
    account("thanh")
    known = enter(Client(), "thanh", "sai-mat-khau")
    unknown = enter(Client(), "NAME", "sai-mat-khau")
    assert WRONG in known.content.decode()
    assert known.status_code == unknown.status_code
    assert without_tokens(known.content) == without_tokens(unknown.content)


def test_repeated_failures_lock_the_name_even_for_the_right_password(account) -> None:
    account("thanh")
    client = Client()
    for _ in range(5):
        assert WRONG in enter(client, "thanh", "sai-mat-khau").content.decode()
    assert LOCKED in enter(client, "thanh", PASSWORD).content.decode()
    assert "_auth_user_id" not in client.session


def test_an_unknown_name_is_locked_the_same_way(db: None) -> None:
    client = Client()
    for _ in range(5):
        enter(client, "khong-co", "sai-mat-khau")
    assert LOCKED in enter(client, "khong-co", "sai-mat-khau").content.decode()


def test_signing_in_gives_a_new_session_key_and_leads_to_where_one_wanted(account) -> None:
    account("thanh", Role.HOST_OFFICER)
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["before"] = True
    session.save()
    key = session.session_key
    answer = client.post(LOGIN, {"login": "thanh", "password": PASSWORD, "next": "/hoi-nghi/"})
    assert answer["Location"] == "/hoi-nghi/"
    assert client.session.session_key != key


def test_it_never_leads_to_another_host(account) -> None:
    account("thanh", Role.HOST_OFFICER)
    answer = Client().post(LOGIN, {"login": "thanh", "password": PASSWORD, "next": "https://example.org/"})
    assert answer["Location"] == "/"


def test_nobody_signs_up_by_himself(db: None) -> None:
    form = {"username": "moi", "password1": PASSWORD, "password2": PASSWORD}
    answer = Client().post("/tai-khoan/signup/", form)
    assert "Không tự đăng ký được" in answer.content.decode()
    assert not Account.objects.exists()


def test_a_forgotten_password_is_the_administrators_work(db: None) -> None:
    page = Client().get("/tai-khoan/password/reset/")
    assert "Xin gọi quản trị viên" in page.content.decode()
    assert Client().post("/tai-khoan/password/reset/", {"email": "a@b.vn"}).status_code == 405


@pytest.mark.parametrize("role", [Role.CENTRAL_TECHNICIAN, Role.ADMINISTRATOR])
def test_outside_the_demo_some_roles_do_nothing_without_a_second_factor(
    sign_in, settings, role: Role
) -> None:
    settings.DEMO = False
    client = sign_in(role)
    for page in ("/", "/hoi-nghi/", "/danh-ba/diem-cau/"):
        answer = client.get(page)
        assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan/2fa/")
    assert client.get("/tai-khoan/2fa/").status_code == 200


def test_others_are_only_offered_one(sign_in, settings) -> None:
    settings.DEMO = False
    assert sign_in(Role.HOST_OFFICER).get("/hoi-nghi/").status_code == 200


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_enrolling_opens_the_pages_and_the_next_sign_in_asks_for_the_code(account, settings) -> None:
    settings.DEMO = False
    account("thanh", Role.CENTRAL_TECHNICIAN)
    client = Client()
    enter(client, "thanh", PASSWORD)
    again = client.get("/tai-khoan/2fa/totp/activate/")["Location"]  # the password once more, for this
    page = client.post(again, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    client.post("/tai-khoan/2fa/totp/activate/", {"code": code(secret)})
    assert client.get("/hoi-nghi/").status_code == 200
    second = Client()
    assert enter(second, "thanh", PASSWORD)["Location"].startswith("/tai-khoan/2fa/authenticate/")
    assert second.get("/hoi-nghi/").status_code == 302
    assert second.post("/tai-khoan/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in second.session


def test_a_temporary_password_is_replaced_before_anything_else(account) -> None:
    one = account("thanh", Role.HOST_OFFICER)
    Account.objects.filter(pk=one.pk).update(password_is_temporary=True)
    client = Client()
    enter(client, "thanh", PASSWORD)
    assert client.get("/hoi-nghi/")["Location"] == "/tai-khoan/password/change/"
    new = "mua-xuan-nam-moi-2027"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/tai-khoan/password/change/", form).status_code == 302
    assert client.get("/hoi-nghi/").status_code == 200
    assert LogLine.objects.filter(action="account.password_changed").exists()


def test_a_locked_account_is_told_so_only_with_the_right_password(account) -> None:
    one = account("thanh")
    Account.objects.filter(pk=one.pk).update(is_active=False)
    assert WRONG in enter(Client(), "thanh", "sai-mat-khau").content.decode()
    client = Client()
    enter(client, "thanh", PASSWORD)
    assert "_auth_user_id" not in client.session


def test_the_sign_in_is_noted(account) -> None:
    seen = []
    user_logged_in.connect(
        lambda **kwargs: seen.append(kwargs["user"].username), weak=False, dispatch_uid="seen"
    )
    account("thanh")
    enter(Client(), "thanh", PASSWORD)
    user_logged_in.disconnect(dispatch_uid="seen")
    assert seen == ["thanh"]
    assert Account.objects.get().last_login > timezone.now() - timedelta(minutes=1)


def test_the_oidc_button_stands_there_only_when_it_is_configured(db: None, settings) -> None:
    assert "Đăng nhập một cửa" not in Client().get(LOGIN).content.decode()
    app = {
        "provider_id": "oidc",
        "name": "Đăng nhập một cửa",
        "client_id": "x",
        "secret": "y",
        "settings": {"server_url": "https://sso.example.org"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert "Đăng nhập một cửa" in Client().get(LOGIN).content.decode()
