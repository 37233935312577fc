"""Attacks from outside: forged headers, foreign pages, what logs and caches keep, third parties."""

import asyncio
import logging
import re
import sys
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.test import Client
from django.utils import timezone

from diemcau.config.logs import Discreet
from diemcau.config.web import configuration
from diemcau.records.actions.link import make_site_link
from diemcau.records.models import Conference, Site
from diemcau.regulation.powers import Role
from diemcau.web.live.visitor import visitor
from tests.web.pages.conftest import (
    PASSWORD,
    _fresh,
    account,
    administrator,
    conference,
    network,
    province,
    session,
    sign_in,
    technician,
)

__all__ = ["_fresh", "account", "administrator", "conference", "network"]
__all__ += ["province", "session", "sign_in", "technician"]
pytestmark = pytest.mark.django_db
PUBLIC = ["/tai-khoan/login/", "/vao/khong-co", "/khong-co/", "/tai-khoan/password/reset/"]
OFFICE = [
    "/",
    "/hoi-nghi/",
    "/danh-ba/nguoi/",
    "/tai-khoan/",
    "/tai-khoan/2fa/",
    "/tai-khoan/password/change/",
]


# --- what every page says to the browser
@pytest.mark.parametrize("page", [*PUBLIC, *OFFICE])
def test_every_page_is_closed_to_frames_strangers_and_caches(technician: Client, page: str) -> None:
    answer = (Client() if page in PUBLIC else technician).get(page)
    assert answer.status_code in (200, 404)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert not re.search(r"unsafe|https?:|\*|data: *'self'", " ".join(policy.values()))


class Addresses(HTMLParser):
    """Everything a page would fetch or send to, and what would run in it."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.fetched += [
            said[n] for n in ("src", "href", "action", "formaction", "srcset", "data") if n in said
        ]
        self.fetched += [said[n] for n in said if n.startswith("hx-") and said[n].startswith(("/", "http"))]
        self.inline += [name for name in said if name.startswith("on") or name == "style"]
        if tag == "style" or (
            tag == "script" and "src" not in said and said.get("type") != "application/json"
        ):
            self.inline.append(tag)


def test_no_page_fetches_from_a_third_party(
    technician: Client, administrator: Client, conference: Conference, session: Any
) -> None:
    live = [f"/phien/{session.pk}/{name}/" for name in ("dieu-khien", "chu-toa")]
    pages = [*PUBLIC, *OFFICE, *live, f"/hoi-nghi/{conference.pk}/", f"/hoi-nghi/{conference.pk}/kich-ban/"]
    seen = 0
    for client in (technician, administrator, Client()):
        for page in pages:
            found = Addresses()
            found.feed(client.get(page, follow=True).content.decode())
            assert not found.inline, page
            assert not [
                one for one in found.fetched if re.match(r"(?i)\s*(https?:|//|javascript:|data:)", one)
            ]
            seen += len(found.fetched)
    assert seen > 100


NAMESPACES = {  # names, never fetched
    "http://www.w3.org/",
    "https://aomediacodec.github.io/av1-rtp-spec/",
    "https://aomedia.org/emsg/ID3",
}
ADDRESS = re.compile(rb"""(?:https?|wss?)://[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}[^\s"'`)]*""")


def test_no_built_file_names_a_third_party() -> None:
    dist = Path(product.PACKAGE) / "web" / "static" / "dist"
    files = [one for one in dist.rglob("*") if one.suffix in (".js", ".css", ".html", ".svg", ".json")]
    assert len(files) > 5, "the pages' files are not built"
    for file in files:
        named = {found.decode() for found in ADDRESS.findall(file.read_bytes())}
        assert not [one for one in named if not one.startswith(tuple(NAMESPACES))], file.name
    assert ADDRESS.findall(b'fetch("https://example.org/x")')


def test_cookies_are_out_of_scripts_reach_and_stay_on_this_site(account: Any) -> None:
    account("thanh")
    client = Client()
    client.get("/tai-khoan/login/")
    client.post("/tai-khoan/login/", {"login": "thanh", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == client.cookies["csrftoken"]["samesite"] == "Lax"
    assert not cookie["domain"]
    assert product.SESSION_COOKIE_SECURE == product.CSRF_COOKIE_SECURE == product.HTTPS


# --- foreign pages
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_a_foreign_page_cannot_post_even_with_the_forms_token(account: Any, origin: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account("hanh", Role.ADMINISTRATOR), backend=product.AUTHENTICATION_BACKENDS[0])
    client.get("/danh-ba/nguoi/moi/")
    form = {"name": "Lê Văn Nam", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post("/danh-ba/nguoi/moi/", form, HTTP_ORIGIN=origin).status_code == 403
    assert client.post("/danh-ba/nguoi/moi/", form, HTTP_ORIGIN="http://testserver").status_code == 302


AWAY = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "\x01//e.vn",
]


@pytest.mark.parametrize("next_", AWAY)
@pytest.mark.parametrize(
    "page", ["/ngon-ngu/", "/tai-khoan/login/", "/tai-khoan/logout/", "/tai-khoan/reauthenticate/"]
)
def test_nothing_leads_to_another_host(account: Any, page: str, next_: str) -> None:
    account("thanh", Role.HOST_OFFICER)
    client = Client()
    login = {"login": "thanh", "password": PASSWORD}
    if page != "/tai-khoan/login/":
        client.post("/tai-khoan/login/", login)
    form = {**login, "language": "en", "next": next_}
    answer = client.post(f"{page}?next={next_}" if "\x01" not in next_ else page, form)
    assert answer.status_code == 302
    assert re.match(r"/(?![/\\])", answer["Location"]), answer["Location"]


# --- forged headers
@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "a b", "", "testserver@evil.example"]
)
def test_a_forged_host_is_refused(db: None, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    assert Client().get("/tai-khoan/login/", HTTP_HOST=host).status_code == 400
    assert Client().get("/tai-khoan/login/", HTTP_HOST="testserver").status_code == 200


def test_forged_forwarding_changes_no_address_that_is_shown(
    technician: Client, conference: Conference, network: dict[str, Site]
) -> None:
    forged = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "1",
        "Forwarded": "host=evil.example;proto=https", "X-Original-URL": "/quan-tri/tai-khoan/",
        "X-HTTP-Method-Override": "DELETE", "X-Forwarded-Prefix": "/evil",
    }  # fmt: skip
    form = {"site": network["bim-son"].pk, "slot": "room", "last_day": f"{timezone.localdate():%d/%m/%Y}"}
    page = technician.post(f"/hoi-nghi/{conference.pk}/lien-ket/", form, headers=forged).content.decode()
    assert re.search(r"http://testserver/vao/[\w-]+", page)
    assert "evil" not in page


async def _seen_through(proxies: list[str], client: str, settings: Any) -> tuple[str, str]:
    """What the application is told of the client and the scheme."""
    settings.PROXIES, seen = proxies, {}

    async def application(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope)

    config = configuration(application)
    config.load()
    headers = [(b"x-forwarded-for", b"10.9.9.9"), (b"x-forwarded-proto", b"https"), (b"host", b"h")]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "path": "/",
        "raw_path": b"/", "query_string": b"", "root_path": "", "headers": headers, "scheme": "http",
        "server": ("127.0.0.1", 80), "client": (client, 5), "state": {},
    }  # fmt: skip
    await config.loaded_app(scope, None, None)  # type: ignore[arg-type]
    return seen["client"][0], seen["scheme"]


def test_forwarding_headers_count_only_from_the_proxies_of_the_settings(settings: Any) -> None:
    settings.CERTIFICATE = settings.CERTIFICATE_KEY = ""

    def told(proxies: list[str], client: str) -> tuple[str, str]:
        return asyncio.run(_seen_through(proxies, client, settings))

    assert told([], "127.0.0.1") == ("127.0.0.1", "http")
    assert told(["10.1.1.1"], "10.2.2.2") == ("10.2.2.2", "http")
    assert told(["10.1.1.1"], "10.1.1.1") == ("10.9.9.9", "https")


def test_another_programs_odd_cookie_signs_nobody_out() -> None:
    """On the same host; and what is shown is the session's key, no more."""
    headers = [(b"host", b"localhost"), (b"origin", b"http://localhost")]
    for odd in (b'a{b}=1; sessionid=k1; c="x', b"=; ;; sessionid=k1", b"\xff=1; sessionid=k1"):
        scope = {"headers": [*headers, (b"cookie", odd)], "scheme": "http", "query_string": b""}
        assert visitor(scope).credential.browser == "k1"


# --- what is kept where others read
def test_no_log_shows_a_token_of_an_address(
    conference: Conference, network: dict[str, Site], caplog: pytest.LogCaptureFixture
) -> None:
    token = make_site_link(
        site=network["bim-son"], conference=conference, slot="room", actor=None, now=timezone.now(),
        ttl=timedelta(hours=1),
    )  # fmt: skip
    Client(enforce_csrf_checks=True).post(f"/vao/{token}")  # refused, and logged with its address
    Client().get(f"/vao/{token}/")
    logging.getLogger("uvicorn.error").warning("GET /gate/rtc?access_token=%s&sid=a", token)
    written = [Discreet("%(message)s").format(record) for record in caplog.records]
    assert len([one for one in written if "/vao/…" in one]) >= 2
    assert any("access_token=…&sid=a" in one for one in written)
    assert token not in " ".join(written)
    assert product.LOGGING["formatters"]["line"]["()"] == "diemcau.config.logs.Discreet"
    assert configuration(lambda *_: None).access_log is False  # type: ignore[arg-type,return-value]


def test_a_trace_of_an_error_shows_no_token() -> None:
    try:
        raise ValueError("https://h/vao/geheim-geheim and access_token=abc.def.ghi")
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", 40, "f", 1, "broke", (), sys.exc_info())
    written = Discreet("%(message)s").format(record)
    assert "ValueError" in written
    assert "geheim" not in written
    assert "abc.def" not in written


def test_an_error_says_nothing_of_the_inside(administrator: Client, monkeypatch: Any) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret-inside")

    monkeypatch.setattr("diemcau.web.views.account.find_accounts", broken)
    administrator.raise_request_exception = False
    answer = administrator.get("/quan-tri/tai-khoan/")
    assert answer.status_code == 500
    assert not re.search("secret-inside|Traceback|RuntimeError|settings", answer.content.decode())
