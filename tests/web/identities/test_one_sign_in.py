"""Signing in through the office's identity server: who is linked comes in; nobody else, no new account."""

import re
from collections.abc import Callable

import httpx
import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount, SocialToken
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from diemcau.records.models import Account, LogLine
from diemcau.regulation.powers import Role
from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.web.identities.conftest import PASSWORD, account, form_of, linked, pressed, signed_in
from tests.web.identities.server import IdentityServer

Browser = Callable[[], httpx.Client]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_whoever_is_linked_comes_in_and_nothing_of_the_server_is_kept(
    thanh: Account, office: IdentityServer, browser: Browser
) -> None:
    client = browser()
    answer = pressed(client)
    assert (answer.status_code, answer.url.path) == (200, "/")
    assert "Hôm nay" in answer.text
    assert signed_in(client)
    assert set(office.asked[0]["scope"].split()) == {"openid", "profile"}
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


def test_the_page_that_was_asked_for_comes_after_it(thanh: Account, browser: Browser) -> None:
    client = browser()
    asked = client.get("/hoi-nghi/")
    assert asked.url.path == "/tai-khoan/login/"
    assert pressed(client, at=str(asked.url)).url.path == "/hoi-nghi/"


def test_an_unknown_identity_is_told_what_to_say_to_the_administrator_who_links_it(
    office: IdentityServer, browser: Browser
) -> None:
    """The same name counts for nothing: names at the server may be chosen, given again, written alike."""
    account("thanh", Role.HOST_OFFICER)
    office.somebody = {"sub": "s-2002", "preferred_username": "thanh"}
    client = browser()
    answer = pressed(client)
    assert answer.status_code == 403
    assert "chưa có tài khoản nào ở đây gắn với nó" in answer.text
    shown = re.search(r'<p class="secret">([^<]+)</p>', answer.text)
    assert shown
    assert not signed_in(client)
    assert not SocialAccount.objects.exists()
    assert Account.objects.count() == 1
    linked(Account.objects.get(username="thanh"), shown[1])
    assert pressed(client).status_code == 200
    assert signed_in(client)
    assert LogLine.objects.filter(action="account.identity_linked", words="s-2002").exists()


def test_another_claim_may_name_people(office: IdentityServer, browser: Browser, settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["uid_field"] = "upn"
    linked(account("thanh", Role.HOST_OFFICER), "thanh@tinh.vn")
    office.somebody = {"sub": "s-1001", "upn": "thanh@tinh.vn"}
    client = browser()
    pressed(client)
    assert signed_in(client)


def test_a_locked_account_stays_locked(thanh: Account, browser: Browser) -> None:
    Account.objects.filter(pk=thanh.pk).update(is_active=False)
    client = browser()
    assert "Tài khoản này đang bị khóa" in pressed(client).text
    assert not signed_in(client)


def test_a_temporary_password_is_not_asked_for_and_stays_temporary(thanh: Account, browser: Browser) -> None:
    Account.objects.filter(pk=thanh.pk).update(password_is_temporary=True)
    client = browser()
    assert pressed(client).url.path == "/"
    other = browser()
    form = form_of(other.get("/tai-khoan/login/").text, "/tai-khoan/login/")
    entered = other.post(form.pop("action"), data={**form, "login": "thanh", "password": PASSWORD})
    assert entered.url.path == "/tai-khoan/password/change/"


def test_our_own_second_factor_is_asked_for_whatever_the_server_says(
    office: IdentityServer, browser: Browser
) -> None:
    """Its word about how somebody signed in there (`amr`) does not count (ADR 8)."""
    one = account("trung", Role.CENTRAL_TECHNICIAN)
    linked(one, "s-3003")
    office.somebody = {"sub": "s-3003", "amr": ["mfa", "otp", "hwk"]}
    client = browser()
    assert pressed(client).url.path == "/tai-khoan/2fa/"
    assert client.get("/hoi-nghi/").url.path == "/tai-khoan/2fa/"
    TOTP.activate(one, SECRET)
    client = browser()
    asked = pressed(client)
    assert asked.url.path == "/tai-khoan/2fa/authenticate/"
    assert not signed_in(client)
    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    form = form_of(asked.text, "/tai-khoan/2fa/authenticate/")
    client.post(form.pop("action"), data={**form, "code": code})
    assert client.get("/hoi-nghi/").url.path == "/hoi-nghi/"


def test_whoever_came_this_way_can_enrol_a_second_factor_at_once(
    office: IdentityServer, browser: Browser
) -> None:
    """Without a password that he may never have been told."""
    linked(account("trung", Role.CENTRAL_TECHNICIAN), "s-3003")
    office.somebody = {"sub": "s-3003"}
    client = browser()
    pressed(client)
    assert client.get("/tai-khoan/2fa/totp/activate/").url.path == "/tai-khoan/2fa/totp/activate/"


def test_an_identity_server_that_is_away_or_says_no_is_a_sentence(
    thanh: Account, office: IdentityServer, browser: Browser, settings
) -> None:
    client = browser()
    cancelled = client.get("/tai-khoan/oidc/oidc/login/callback/?error=access_denied&state=x")
    assert "Chưa đăng nhập được" in cancelled.text
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://[::1]:1"
    answer = pressed(client)
    assert answer.status_code == 403
    assert "hoặc đăng nhập bằng mật khẩu" in answer.text


def test_without_configuration_there_is_no_such_page(thanh: Account, browser: Browser, settings) -> None:
    client = browser()
    form = form_of(client.get("/tai-khoan/login/").text, "/tai-khoan/oidc/")
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = []
    assert client.post(form["action"], data=form).status_code == 404
    assert client.get("/tai-khoan/oidc/oidc/login/callback/").status_code == 404
    assert client.get("/tai-khoan/3rdparty/").status_code == 404


@pytest.mark.browser
def test_a_real_browser_follows_the_button(thanh: Account, live_server: LiveServer) -> None:
    """The page's policy names the identity server: a browser goes nowhere else with a form."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = chromium.new_page(locale="vi-VN")
        page.goto(f"{live_server.url}/tai-khoan/login/")
        page.get_by_role("button", name="Đăng nhập một cửa").click()
        page.get_by_role("heading", name="Hôm nay").wait_for()
        chromium.close()
