"""Every kind of page in a real browser: it asks its own product only, under a strict content policy."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.async_api import Browser, BrowserContext, Page

from diemcau.config.authority import Papers, make_authority
from tests.journeys.conftest import OWN_SITE
from tests.journeys.recorder import POLICY, Recorder
from tests.product import Product

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(400)]

FOREIGN = "127.0.0.1:9"
WALKS = {
    "trungtam": "today conferences conference_create conference conference_edit conference_sites script "
    "script_version directory directory_entry directory_edit directory_create board chair site screen "
    "my_account account_change_password mfa_index roles",
    "quantri": "today accounts account account_create roles",
    "chutoa": "today board chair",
    "bimson": "today site screen script",
}
LINKS = "all => all.map(one => one.href)"
STARTED = "() => !document.querySelector('#live') || document.querySelector('#live > :not(noscript)')"
LEAK = f"""() => {{
  new Image().src = 'http://{FOREIGN}/x.png';
  new WebSocket('ws://{FOREIGN}/');
  new RTCPeerConnection({{iceServers: [{{urls: 'stun:stun.example.org:3478'}}]}});
}}"""
INLINE = """() => {
  const script = document.createElement('script');
  script.textContent = 'window.ran = true';
  document.head.append(script);
}"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """With a private authority, so that there is a page on how to trust it."""
    folder = tmp_path_factory.mktemp("walk")
    make_authority(Papers(folder), "Điểm Cầu", now=datetime.now(UTC))
    authority = str(Papers(folder).authority)
    with Product(folder / "home", sites=6, DIEMCAU_AUTHORITY=authority) as product:
        yield product


@pytest.fixture
def recorder(product: Product) -> Recorder:
    return Recorder(product.url)


@pytest.fixture
async def browser(chromium: Browser, recorder: Recorder) -> AsyncIterator[BrowserContext]:
    context = await chromium.new_context(locale="vi-VN", permissions=["camera", "microphone"])
    await recorder.watch(context)
    yield context
    await context.close()


@pytest.mark.parametrize("username", WALKS)
async def test_no_page_of_an_account_asks_anybody_else(
    product: Product, browser: BrowserContext, recorder: Recorder, username: str
) -> None:
    await _session_opened(product)
    await _sign_in(browser, product, username)
    walked = await _walk(await browser.new_page(), product.url)
    assert sorted(set(WALKS[username].split()) - walked) == []
    _nobody_else(recorder)


async def test_no_page_for_everybody_and_no_page_of_a_refusal_asks_anybody_else(
    product: Product, browser: BrowserContext, recorder: Recorder
) -> None:
    page = await browser.new_page()
    for path, status in {
        "/tai-khoan/login/": 200,
        "/tai-khoan/password/reset/": 200,
        "/tin-cay/": 200,
        f"/vao/{product.links[OWN_SITE]['room']}": 200,
        "/vao/khong-co": 404,
        "/khong-co/": 404,
        f"/hoi-nghi/{product.conference}/mo-ra/": 404,
    }.items():
        answer = await page.goto(product.url + path)
        assert answer
        assert answer.status == status, path
    assert await _sent_without_its_token(page, product) == 403
    _nobody_else(recorder)


async def test_the_recorder_sees_a_page_that_asks_somebody_else(
    product: Product, browser: BrowserContext, recorder: Recorder
) -> None:
    page = await browser.new_page()
    await page.route("**/thu/", lambda asked: asked.fulfill(body="<p>", content_type="text/html"))
    await page.goto(f"{product.url}/thu/")
    await page.evaluate(LEAK)
    async with asyncio.timeout(20):  # nobody is there: each is asked in its own time
        while {urlsplit(address).scheme for address in recorder.foreign} != {"http", "ws", "stun"}:
            await asyncio.sleep(0.05)
    assert recorder.policies[f"{product.url}/thu/"] == ""


async def test_the_policy_stops_an_inline_script_and_a_foreign_picture_and_the_recorder_hears_it(
    product: Product, browser: BrowserContext, recorder: Recorder
) -> None:
    page = await browser.new_page()
    await page.goto(f"{product.url}/tai-khoan/login/")
    for attempt in (INLINE, LEAK):
        async with page.expect_event("console", lambda said: POLICY in said.text):
            await page.evaluate(attempt)
    assert await page.evaluate("() => window.ran") is None
    assert any("script-src" in said for said in recorder.broken)


def _nobody_else(recorder: Recorder) -> None:
    assert recorder.faults == []
    assert recorder.policies
    for address, policy in recorder.policies.items():
        rules = {name: set(rest) for name, *rest in (rule.split() for rule in policy.split(";"))}
        assert rules["default-src"] == {"'none'"}, address
        assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == {"'self'"}, address
        allowed = set().union(*rules.values())
        assert allowed <= {"'self'", "'none'", "data:", "blob:"}, address


async def _session_opened(product: Product) -> None:
    async with product.operator() as operator:
        if operator.board["phase"] == "planned":
            await operator.act("session.open")


async def _sign_in(browser: BrowserContext, product: Product, username: str) -> None:
    cookie = {"name": "sessionid", "value": product.browsers[username], "url": product.url}
    await browser.add_cookies([cookie])  # type: ignore[list-item]


async def _walk(page: Page, home: str) -> set[str]:
    """One page of each kind that links lead to, from Today on."""
    walked: set[str] = set()
    ahead = [f"{home}/"]
    while ahead:
        address = ahead.pop(0)
        kind = _kind(address, home)
        if kind is None or kind in walked:
            continue
        walked.add(kind)
        await _visit(page, address)
        ahead += await page.locator("a[href]:not([download])").evaluate_all(LINKS)  # a file is no page
    return walked


async def _visit(page: Page, address: str) -> None:
    await page.goto(address)
    await page.wait_for_function(STARTED, timeout=30_000)
    await page.wait_for_load_state("networkidle")


def _kind(address: str, home: str) -> str | None:
    if not address.startswith(f"{home}/"):
        return None
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


async def _sent_without_its_token(page: Page, product: Product) -> int:
    await page.goto(f"{product.url}/tai-khoan/login/")
    await page.context.clear_cookies()
    async with page.expect_navigation() as sent:
        await page.get_by_role("button", name="English").click()
    answer = await sent.value
    assert answer
    return answer.status
