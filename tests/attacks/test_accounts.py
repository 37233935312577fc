"""Attacks on signing in and on what an account may become."""

import logging
import re
import time
from statistics import median
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from diemcau.records.actions.account import deactivate_account
from diemcau.records.models import Account, Assignment
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import PASSWORD, _fresh, account, administrator, network, province, sign_in

__all__ = ["_fresh", "account", "administrator", "network", "province", "sign_in"]
LOGIN = "/tai-khoan/login/"
LOCKED = "Đã nhập sai quá nhiều lần"
pytestmark = pytest.mark.django_db


def enter(name: str, password: str = "sai-mat-khau", client: Client | None = None, **more: Any) -> Any:
    return (client or Client()).post(LOGIN, {"login": name, "password": password}, **more)


def locked(answer: Any) -> bool:
    return LOCKED in answer.content.decode()


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- guessing
def test_guessing_one_name_from_many_addresses_and_hosts_is_counted_together(
    account: Any, settings: Any
) -> None:
    account("thanh")
    account("hoa")
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    for n, host in enumerate(["localhost:1", "localhost:2", "127.0.0.1:3", "localhost", "127.0.0.1"]):
        assert not locked(enter("thanh", HTTP_HOST=host, REMOTE_ADDR=f"10.0.0.{n}"))
    assert locked(enter("thanh", PASSWORD, HTTP_HOST="localhost:6", REMOTE_ADDR="10.0.0.6"))
    other = Client(HTTP_HOST="localhost:6", REMOTE_ADDR="10.0.0.6")
    enter("hoa", PASSWORD, other)
    assert signed_in(other)


@pytest.mark.parametrize("written", ["THANH", " thanh ", "Thanh"])
def test_a_name_written_otherwise_is_the_same_name(account: Any, written: str) -> None:
    account("thanh")
    for n in range(5):
        enter("thanh" if n % 2 else written, REMOTE_ADDR=f"10.0.1.{n}")
    assert locked(enter(written, PASSWORD, REMOTE_ADDR="10.0.1.9"))


def test_spraying_many_names_from_one_address_is_stopped(account: Any) -> None:
    account("thanh")
    for n in range(10):
        assert not locked(enter(f"ten-{n}", REMOTE_ADDR="10.0.2.1"))
    assert locked(enter("thanh", PASSWORD, REMOTE_ADDR="10.0.2.1"))
    elsewhere = Client(REMOTE_ADDR="10.0.2.2")
    enter("thanh", PASSWORD, elsewhere)
    assert signed_in(elsewhere)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_a_forged_address_does_not_start_the_count_again(account: Any, header: str) -> None:
    account("thanh")
    for n in range(10):
        enter(f"ten-{n}", headers={header: f"10.9.9.{n}"}, REMOTE_ADDR="10.0.3.1")
    assert locked(enter("thanh", PASSWORD, headers={header: "10.9.9.99"}, REMOTE_ADDR="10.0.3.1"))
    assert not locked(enter("thanh", PASSWORD, REMOTE_ADDR="10.0.3.2"))


def test_a_flood_of_names_does_not_push_out_the_count(account: Any) -> None:
    for n in range(5):
        enter("thanh", REMOTE_ADDR=f"10.0.4.{n}")
    for n in range(2000):
        cache.set(f"flood-{n}", 1)
    assert locked(enter("thanh", REMOTE_ADDR="10.0.4.9"))
    assert not locked(enter("hoa", REMOTE_ADDR="10.0.4.9"))


def test_an_unknown_name_takes_as_long_as_a_wrong_password(account: Any, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = {}
    account("thanh")
    took: dict[str, list[float]] = {"thanh": [], "khong-co": []}
    for _ in range(5):
        for name, times in took.items():
            begun = time.perf_counter()
            enter(name)
            times.append(time.perf_counter() - begun)
    assert 0.4 < median(took["thanh"]) / median(took["khong-co"]) < 2.5


# --- the second factor
def enrolled(account: Any) -> tuple[str, str]:
    """The secret, and the code of now."""
    one = account("thanh", Role.CENTRAL_TECHNICIAN)
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(one, secret)
    return secret, format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_code(code: str) -> Client:
    client = Client()
    enter("thanh", PASSWORD, client)
    assert not signed_in(client)
    client.post("/tai-khoan/2fa/authenticate/", {"code": code})
    return client


def test_a_code_that_was_used_opens_nothing_a_second_time(account: Any, settings: Any) -> None:
    settings.DEMO = False
    _, code = enrolled(account)
    assert signed_in(with_code(code))
    assert not signed_in(with_code(code))


def test_codes_cannot_be_tried_without_end(account: Any, settings: Any) -> None:
    settings.DEMO = False
    _, code = enrolled(account)
    client = Client()
    enter("thanh", PASSWORD, client)
    answers = [client.post("/tai-khoan/2fa/authenticate/", {"code": f"{n:06}"}) for n in range(12)]
    assert answers[0].status_code == 200
    assert "Đã nhập sai quá nhiều" in answers[-1].content.decode() or answers[-1].status_code == 429
    client.post("/tai-khoan/2fa/authenticate/", {"code": code})
    assert not signed_in(client)


def test_the_password_alone_does_not_reach_the_second_factors_pages(account: Any, settings: Any) -> None:
    settings.DEMO = False
    enrolled(account)
    client = Client()
    enter("thanh", PASSWORD, client)
    for page in ("/", "/hoi-nghi/", "/tai-khoan/2fa/", "/tai-khoan/2fa/totp/deactivate/", "/tai-khoan/"):
        assert client.get(page)["Location"].startswith(LOGIN), page


def test_the_second_factor_is_not_taken_off_without_the_password(account: Any, settings: Any) -> None:
    settings.DEMO = False
    _, code = enrolled(account)
    client = with_code(code)
    session = client.session
    session["account_authentication_methods"] = [
        {**one, "at": 0} for one in session["account_authentication_methods"]
    ]
    session.save()
    answer = client.post("/tai-khoan/2fa/totp/deactivate/")
    assert "reauthenticate" in answer["Location"]
    assert Account.objects.get().authenticator_set.exists()


# --- browsers' sessions
def test_a_session_key_that_was_planted_is_not_kept(account: Any) -> None:
    account("thanh")
    planted = "a" * 32
    client = Client()
    client.cookies["sessionid"] = planted
    enter("thanh", PASSWORD, client)
    assert signed_in(client)
    assert client.cookies["sessionid"].value != planted


def test_a_cookie_from_before_signing_out_is_worth_nothing(account: Any) -> None:
    account("thanh", Role.HOST_OFFICER)
    client, thief = Client(), Client()
    enter("thanh", PASSWORD, client)
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/hoi-nghi/").status_code == 200
    client.post("/tai-khoan/logout/")
    assert thief.get("/hoi-nghi/").status_code == 302


def test_another_password_ends_the_other_browsers(account: Any) -> None:
    account("thanh", Role.HOST_OFFICER)
    own, other = Client(), Client()
    for client in (own, other):
        enter("thanh", PASSWORD, client)
    new = "mua-xuan-nam-moi-2027"
    own.post("/tai-khoan/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert own.get("/hoi-nghi/").status_code == 200
    assert other.get("/hoi-nghi/").status_code == 302


def test_the_password_is_not_changed_without_the_old_one(account: Any) -> None:
    account("thanh", Role.HOST_OFFICER)
    client = Client()
    enter("thanh", PASSWORD, client)
    new = "mua-xuan-nam-moi-2027"
    form = {"oldpassword": "sai-mat-khau", "password1": new, "password2": new}
    client.post("/tai-khoan/password/change/", form)
    assert Account.objects.get().check_password(PASSWORD)


def test_a_locked_account_is_out_at_its_next_step(account: Any) -> None:
    one, boss = account("thanh", Role.HOST_OFFICER), account("hanh", Role.ADMINISTRATOR)
    client = Client()
    enter("thanh", PASSWORD, client)
    assert client.get("/hoi-nghi/").status_code == 200
    deactivate_account(account=one, actor=boss, now=timezone.now())
    assert client.get("/hoi-nghi/").status_code == 302


# --- more powers than one has
def test_nobody_gives_a_role_to_himself(administrator: Client, account: Any) -> None:
    own = Account.objects.get(pk=administrator.session["_auth_user_id"])
    form = {"role": "central_technician", "valid_from": "01/01/2026"}
    assert administrator.post(f"/quan-tri/tai-khoan/{own.pk}/vai-tro/", form).status_code == 409
    assert [one.role for one in Assignment.objects.filter(account=own)] == ["administrator"]
    other = account("thanh")
    assert administrator.post(f"/quan-tri/tai-khoan/{other.pk}/vai-tro/", form).status_code == 302


@pytest.mark.parametrize("role", ["machine", "room_screen", "root", ""])
def test_no_role_is_given_that_nobody_holds(administrator: Client, account: Any, role: str) -> None:
    other = account("thanh")
    path = f"/quan-tri/tai-khoan/{other.pk}/vai-tro/"
    assert administrator.post(path, {"role": role, "valid_from": "01/01/2026"}).status_code == 422
    assert not Assignment.objects.filter(account=other).exists()
    assert administrator.post(path, {"role": "chair", "valid_from": "01/01/2026"}).status_code == 302


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.ADMINISTRATOR, Role.MACHINE)])
def test_only_the_administrator_reaches_accounts(
    sign_in: Any, account: Any, network: Any, administrator: Client, role: Role
) -> None:
    client, victim = sign_in(role, network["bim-son"]), account("thanh")
    assert administrator.get(f"/quan-tri/tai-khoan/{victim.pk}/").status_code == 200
    for path in ("vai-tro/", "mat-khau/", "khoa/", "mo-khoa/"):
        answer = client.post(f"/quan-tri/tai-khoan/{victim.pk}/{path}", {"role": "administrator"})
        assert answer.status_code == 404, path
    assert client.post("/quan-tri/tai-khoan/moi/", {"username": "moi"}).status_code == 404
    victim.refresh_from_db()
    assert victim.is_active
    assert victim.check_password(PASSWORD)


def test_there_is_no_django_administration(administrator: Client) -> None:
    Account.objects.update(is_staff=True, is_superuser=True)
    assert administrator.get("/quan-tri/tai-khoan/").status_code == 200
    for path in ("/admin/", "/admin/login/", "/quan-tri/admin/", "/__debug__/"):
        assert administrator.get(path).status_code == 404


# --- secrets
def test_no_password_and_no_code_reaches_the_log(account: Any, caplog: Any) -> None:
    account("thanh")
    with caplog.at_level(logging.DEBUG):
        enter("thanh", "mot-mat-khau-sai-nao-do")
        enter("thanh", PASSWORD)
        logging.getLogger("control").warning("seen")
    assert "seen" in caplog.text
    assert not re.search(f"mot-mat-khau-sai|{PASSWORD}", caplog.text)
