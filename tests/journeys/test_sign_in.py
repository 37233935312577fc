"""By the real form: each of the demo's people to the doors of his own, and a new technician's first day."""

import base64
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.async_api import Browser, BrowserContext, Page, expect

from diemcau.config.authority import Papers, make_authority, make_certificate
from tests.journeys.conftest import OWN_SITE, SEEN_BY_PEOPLE, SITES
from tests.journeys.recorder import Recorder
from tests.product import Product

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

PERIOD = 30  # seconds that a code of the authenticator is shown
OWN_PASSWORD = "cau-ham-rong-bac-qua-song-ma"
BOARD = ("Bàn điều khiển", "dieu-khien/", "dc-site-tile")
CHAIR_VIEW = ("Màn hình chủ tọa", "chu-toa/", ".chair-picture")
OWN_ROOM = ("Phòng họp Thị xã Bỉm Sơn", f"diem-cau/{OWN_SITE}/", ".lobby")
OWN_SCREEN = ("Màn hình phòng", f"man-hinh/{OWN_SITE}/", "dc-screen")
CENTRAL_ROOM = ("Phòng họp Điểm cầu trung tâm", "diem-cau/trung-tam/", ".lobby")
CENTRAL_SCREEN = ("Màn hình phòng", "man-hinh/trung-tam/", "dc-screen")
DOORS = {
    "trungtam": [BOARD, CHAIR_VIEW, CENTRAL_ROOM, CENTRAL_SCREEN],
    "chutoa": [BOARD, CHAIR_VIEW],
    "bimson": [OWN_ROOM, OWN_SCREEN],
    "vanphong": [],
    "quantri": [],
}

SomeBrowser = Callable[[], Awaitable[Page]]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("doors") / "home", sites=SITES) as product:
        yield product


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Not the demo: over HTTPS, and some roles must have a second factor."""
    folder = tmp_path_factory.mktemp("guarded")
    papers, now = Papers(folder), datetime.now(UTC)
    make_authority(papers, "Điểm Cầu", now=now)
    make_certificate(papers, ["127.0.0.1"], now=now)
    settings = {"DIEMCAU_CERTIFICATE": str(papers.certificate), "DIEMCAU_CERTIFICATE_KEY": str(papers.key)}
    with Product(folder / "home", sites=SITES, DIEMCAU_DEMO="0", **settings) as product:
        yield product


@pytest.fixture
async def visitor(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[SomeBrowser]:
    """`await visitor()`: the first page of somebody who is not signed in."""
    served: Product = request.getfixturevalue(getattr(request, "param", "product"))
    contexts: list[BrowserContext] = []
    recorder = Recorder(served.url)

    async def come() -> Page:
        devices = ["camera", "microphone"]
        context = await chromium.new_context(
            viewport=SEEN_BY_PEOPLE, locale="vi-VN", permissions=devices, ignore_https_errors=True
        )
        contexts.append(context)
        await recorder.watch(context)
        page = await context.new_page()
        await page.goto(served.url)
        return page

    yield come
    for context in contexts:
        await context.close()
    assert recorder.faults == []


@pytest.mark.parametrize("username", DOORS)
async def test_each_role_signs_in_and_today_leads_through_its_own_doors_only(
    product: Product, visitor: SomeBrowser, username: str
) -> None:
    await _opened(product)
    page = await visitor()
    await _enter(page, username, product.password)
    doors = page.locator(".sitting.is-running .doors").get_by_role("link")
    assert await doors.all_inner_texts() == [name for name, *_ in DOORS[username]]
    for number, (_, path, mark) in enumerate(DOORS[username]):
        await doors.nth(number).click()
        await expect(page).to_have_url(f"{product.url}/phien/{product.session}/{path}")
        await page.locator(mark).first.wait_for()
        await page.goto(product.url)


async def test_whoever_asked_for_a_page_comes_to_it_after_signing_in(
    product: Product, visitor: SomeBrowser
) -> None:
    page = await visitor()
    board = f"{product.url}/phien/{product.session}/dieu-khien/"
    await page.goto(board)
    await page.get_by_label("Tên đăng nhập").fill("trungtam")
    await page.get_by_label("Mật khẩu").fill(product.password)
    await page.get_by_label("Mật khẩu").press("Enter")
    await expect(page).to_have_url(board)


async def test_a_wrong_password_is_said_in_vietnamese_and_the_name_stays_in_its_field(
    product: Product, visitor: SomeBrowser
) -> None:
    page = await visitor()
    await _fill(page, "trungtam", "khong-phai-mat-khau")
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("Tên đăng nhập hoặc mật khẩu không đúng.")
    await expect(alert).to_be_focused()
    await expect(page.get_by_label("Tên đăng nhập")).to_have_value("trungtam")
    await expect(page.get_by_label("Mật khẩu")).to_have_value("")


async def test_after_signing_out_neither_a_page_nor_the_way_back_shows_anything(
    product: Product, visitor: SomeBrowser
) -> None:
    page = await visitor()
    await _enter(page, "bimson", product.password)
    await page.goto(f"{product.url}/hoi-nghi/{product.conference}/")
    await page.get_by_role("button", name="Đăng xuất").click()
    await expect(page.get_by_role("heading", name="Đăng nhập", exact=True)).to_be_visible()
    await page.go_back()
    await page.reload()
    await expect(page.get_by_role("heading", name="Đăng nhập", exact=True)).to_be_visible()
    inside = f"{product.url}/phien/{product.session}/diem-cau/{OWN_SITE}/"
    assert "/tai-khoan/login/" in str((await page.goto(inside)).url)  # type: ignore[union-attr]


@pytest.mark.parametrize("visitor", ["guarded"], indirect=True)
async def test_a_new_technician_chooses_a_password_enrols_an_authenticator_and_signs_in_with_its_code(
    guarded: Product, visitor: SomeBrowser
) -> None:
    page = await visitor()
    temporary = await _new_password(guarded, page)
    await _fill(page, "trungtam", temporary)
    await _choose_password(page, temporary)
    secret = await _enrol(page)
    await page.goto(guarded.url)
    await expect(page.get_by_role("heading", name="Hôm nay")).to_be_visible()
    await page.get_by_role("button", name="Đăng xuất").click()
    await _fill(page, "trungtam", OWN_PASSWORD)
    await page.get_by_label("Mã").fill(_wrong(secret))
    await page.get_by_role("button", name="Đăng nhập", exact=True).click()
    await expect(page.get_by_text("Mã hoặc khóa chưa đúng.")).to_be_visible()
    await page.get_by_label("Mã").fill(_code(secret))
    await page.get_by_role("button", name="Đăng nhập", exact=True).click()
    await expect(page.get_by_role("heading", name="Hôm nay")).to_be_visible()


async def _opened(product: Product) -> None:
    async with product.operator() as operator:
        if operator.board["phase"] == "planned":
            await operator.act("session.open")


async def _fill(page: Page, username: str, password: str) -> None:
    await page.get_by_label("Tên đăng nhập").fill(username)
    await page.get_by_label("Mật khẩu").fill(password)
    await page.get_by_role("button", name="Đăng nhập", exact=True).click()


async def _enter(page: Page, username: str, password: str) -> None:
    await _fill(page, username, password)
    await expect(page.get_by_role("heading", name="Hôm nay")).to_be_visible()


async def _new_password(product: Product, page: Page) -> str:
    """What an administrator reads out after he has reset the account, which had a second factor."""
    browser = page.context.browser
    assert browser
    desk = await browser.new_context(locale="vi-VN", ignore_https_errors=True)
    cookie = {"name": "sessionid", "value": product.browsers["quantri"], "url": product.url}
    await desk.add_cookies([cookie])  # type: ignore[list-item]
    accounts = await desk.new_page()
    accounts.on("dialog", lambda asked: asked.accept())
    await accounts.goto(f"{product.url}/quan-tri/tai-khoan/")
    await accounts.get_by_role("link", name="trungtam", exact=True).click()
    await accounts.get_by_role("button", name="Đặt lại mật khẩu").click()
    password = await accounts.locator("p.secret").inner_text()
    await desk.close()
    return password.strip()


async def _choose_password(page: Page, temporary: str) -> None:
    await expect(page.get_by_text("Mật khẩu đang dùng là mật khẩu tạm.")).to_be_visible()
    await page.get_by_label("Mật khẩu đang dùng").fill(temporary)
    await page.get_by_label("Mật khẩu mới", exact=True).fill(OWN_PASSWORD)
    await page.get_by_label("Mật khẩu mới (nhập lại)").fill(OWN_PASSWORD)
    await page.get_by_role("button", name="Đổi mật khẩu").click()


async def _enrol(page: Page) -> str:
    """From where he is led; the secret is what an authenticator reads from the page."""
    await expect(page.get_by_role("heading", name="Xác thực hai lớp")).to_be_visible()
    await page.get_by_role("link", name="Bật", exact=True).click()
    await page.get_by_label("Mật khẩu").fill(OWN_PASSWORD)  # once more, for this
    await page.get_by_role("button", name="Tiếp tục").click()
    await expect(page.get_by_role("img", name="Mã QR của khóa bí mật")).to_be_visible()
    secret = await page.get_by_label("Không quét được thì nhập khóa này vào ứng dụng").input_value()
    await page.locator("[name=code]").fill(_code(secret))
    await page.get_by_role("button", name="Bật", exact=True).click()
    await expect(page.get_by_role("heading", name="Mã dự phòng")).to_be_visible()
    return secret


def _code(secret: str, away: int = 0) -> str:
    """What an authenticator shows now (RFC 6238)."""
    shown = TOTP(base64.b32decode(secret), 6, SHA1(), PERIOD)
    return shown.generate(int(time.time()) + away).decode()


def _wrong(secret: str) -> str:
    """None of the codes of this minute."""
    near = {_code(secret, away) for away in (-PERIOD, 0, PERIOD)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)
