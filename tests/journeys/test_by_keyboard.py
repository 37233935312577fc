"""By keyboard alone: Tab comes to everything that can be used, in order, and is seen where it is."""

from typing import Any

import pytest
from playwright.async_api import CDPSession, Page

from tests.journeys.conftest import OWN_SITE, Opened
from tests.product import Operator, Product

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

PAGES = {
    "Today": ("trungtam", "/"),
    "script": ("trungtam", "/hoi-nghi/{conference}/kich-ban/"),
    "board": ("trungtam", "/phien/{session}/dieu-khien/"),
    "site": ("bimson", f"/phien/{{session}}/diem-cau/{OWN_SITE}/"),
}
MOST = 400
NUMBERED = """() => {
  const can = 'a[href], button, input, select, textarea, summary, [tabindex], dialog';
  const shown = one => one.checkVisibility({visibilityProperty: true}) && !one.closest('[inert]');
  const usable = one => !one.disabled && one.tabIndex >= 0 && one.type !== 'hidden' && shown(one);
  const all = [...document.querySelectorAll(can)].filter(usable);
  all.forEach((one, at) => { one.dataset.number = at; });
  return all.map(one => one.outerHTML.slice(0, 160));
}"""
FOCUSED = """async () => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  await Promise.allSettled(one.getAnimations().map(moving => moving.finished));  // the mark fades in
  const styles = getComputedStyle(one);
  const outlined = parseFloat(styles.outlineWidth) > 0 && styles.outlineStyle !== 'none';
  const marked = outlined || styles.boxShadow !== 'none';
  const {top, bottom, left, right} = one.getBoundingClientRect();
  const inside = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  return {number: one.dataset.number ?? null, marked, inside, what: one.outerHTML.slice(0, 160)};
}"""
NEEDS_A_NAME = {
    "button",
    "link",
    "textbox",
    "checkbox",
    "combobox",
    "spinbutton",
    "searchbox",
    "tab",
    "radio",
}
NEEDS_A_NAME |= {"slider", "listbox", "menuitem", "switch", "image", "dialog"}


@pytest.mark.parametrize("which", PAGES)
async def test_tab_comes_to_everything_in_order_and_is_seen(
    product: Product, operator: Operator, opened: Opened, which: str
) -> None:
    page = await _come(product, operator, opened, which)
    usable = await page.evaluate(NUMBERED)
    stops = await _tabbed(page)
    missed = [usable[at] for at in range(len(usable)) if at not in {stop["number"] for stop in stops}]
    assert missed == []
    assert [stop["what"] for stop in stops if not stop["marked"]] == []
    assert [stop["what"] for stop in stops if not stop["inside"]] == []
    numbers = [stop["number"] for stop in stops if stop["number"] is not None]
    assert numbers == sorted(numbers)
    assert await _nameless(page) == []


async def _come(product: Product, operator: Operator, opened: Opened, which: str) -> Page:
    await operator.act("session.open")
    username, path = PAGES[which]
    page = await opened(username, "")
    await page.goto(product.url + path.format(conference=product.conference, session=product.session))
    await page.locator("main button, main a").first.wait_for()
    await page.wait_for_load_state("networkidle")
    return page


async def _tabbed(page: Page) -> list[dict[str, Any]]:
    """Where Tab stops, from the top of the page until it leaves it."""
    stops: list[dict[str, Any]] = []
    await page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    for _ in range(MOST):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(FOCUSED)
        if stop is None:
            return stops
        stops.append(stop | {"number": None if stop["number"] is None else int(stop["number"])})
    raise AssertionError(f"Tab does not leave the page: {stops[-3:]}")


async def _nameless(page: Page) -> list[Any]:
    """From the tree that a screen reader gets."""
    devtools: CDPSession = await page.context.new_cdp_session(page)
    tree = await devtools.send("Accessibility.getFullAXTree")
    return [node for node in tree["nodes"] if _is_nameless(node)]


def _is_nameless(node: dict[str, Any]) -> bool:
    if node.get("ignored") or node.get("role", {}).get("value") not in NEEDS_A_NAME:
        return False
    return not node.get("name", {}).get("value", "").strip()
