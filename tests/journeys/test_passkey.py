"""A passkey: added on the account's page, then enough to sign in; and a second factor after the password.

The authenticator is the browser's own virtual one (user verified, key kept): the ceremony is the real one.
"""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, CDPSession, Page, expect

from tests.journeys.conftest import SEEN_BY_PEOPLE
from tests.journeys.recorder import Recorder
from tests.product import Product

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(180)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
USERNAME = "bimson"


@pytest.fixture
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("passkey") / "home", sites=3) as product:
        product.url = product.url.replace(
            "127.0.0.1", "localhost"
        )  # a key belongs to a name, not to a number
        yield product


@pytest.fixture
async def page(chromium: Browser, product: Product) -> AsyncIterator[Page]:
    context = await chromium.new_context(viewport=SEEN_BY_PEOPLE, locale="vi-VN")
    recorder = Recorder(product.url)
    await recorder.watch(context)
    page = await context.new_page()
    await page.goto(product.url)
    yield page
    await context.close()
    assert recorder.faults == []


async def test_a_passkey_signs_in_alone_and_after_the_password(product: Product, page: Page) -> None:
    device = await page.context.new_cdp_session(page)
    key = await _plugged_in(device)
    await _password(page, product)
    await expect(page.get_by_role("heading", name="Hôm nay")).to_be_visible()
    await _add(page, product)
    held = await device.send("WebAuthn.getCredentials", {"authenticatorId": key})
    assert [one["rpId"] for one in held["credentials"]] == ["localhost"]

    await _leave(page, product)
    await page.get_by_role("button", name="Đăng nhập bằng khóa truy cập (passkey)").click()
    await expect(page.get_by_role("heading", name="Hôm nay")).to_be_visible()

    await _leave(page, product)
    await _password(page, product)
    await expect(page.get_by_role("heading", name="Xác thực hai lớp")).to_be_visible()
    await page.get_by_role("button", name="Dùng khóa bảo mật").click()
    await expect(page.get_by_role("heading", name="Hôm nay")).to_be_visible()


async def test_the_key_of_somebody_else_does_not_sign_in(product: Product, page: Page) -> None:
    device = await page.context.new_cdp_session(page)
    key = await _plugged_in(device)
    await _password(page, product)
    await _add(page, product)
    held = (await device.send("WebAuthn.getCredentials", {"authenticatorId": key}))["credentials"][0]
    await _leave(page, product)
    await page.goto(f"{product.url}/tai-khoan/login/")
    await device.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    stranger = {**held, "privateKey": await _another_key(page)}
    await device.send("WebAuthn.addCredential", {"authenticatorId": key, "credential": stranger})
    await page.get_by_role("button", name="Đăng nhập bằng khóa truy cập (passkey)").click()
    await expect(page.get_by_text("Mã hoặc khóa chưa đúng.")).to_be_visible()
    await expect(page.get_by_role("heading", name="Đăng nhập", exact=True)).to_be_visible()


async def _plugged_in(device: CDPSession) -> str:
    await device.send("WebAuthn.enable")
    made = await device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return str(made["authenticatorId"])


async def _password(page: Page, product: Product) -> None:
    await page.get_by_label("Tên đăng nhập").fill(USERNAME)
    await page.get_by_label("Mật khẩu").fill(product.password)
    await page.get_by_role("button", name="Đăng nhập", exact=True).click()


async def _leave(page: Page, product: Product) -> None:
    await page.goto(product.url)
    await page.get_by_role("button", name="Đăng xuất").click()
    await expect(page.get_by_role("heading", name="Đăng nhập", exact=True)).to_be_visible()


async def _add(page: Page, product: Product) -> None:
    await page.goto(f"{product.url}/tai-khoan/2fa/webauthn/add/")
    await page.get_by_label("Mật khẩu").fill(product.password)  # once more, for this
    await page.get_by_role("button", name="Tiếp tục").click()
    await page.get_by_label("Tên").fill("Máy ở phòng họp")
    await page.locator("[name=passwordless]").check()
    await page.get_by_role("button", name="Thêm khóa").click()
    await page.wait_for_url(lambda address: "add" not in address)


async def _another_key(page: Page) -> str:
    """A private key of the same kind (P-256, PKCS #8, base64)."""
    return str(
        await page.evaluate(
            """async () => {
                const kind = {name: "ECDSA", namedCurve: "P-256"};
                const made = await crypto.subtle.generateKey(kind, true, ["sign"]);
                const kept = new Uint8Array(await crypto.subtle.exportKey("pkcs8", made.privateKey));
                return btoa(String.fromCharCode(...kept));
            }"""
        )
    )
