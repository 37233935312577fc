"""The product over real HTTP, an identity server beside it, and a browser that follows every step."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from diemcau.config.environment import Environment
from diemcau.records.actions.identity import link_identity
from diemcau.records.models import Account, Assignment
from diemcau.regulation.powers import Role
from tests.records.builders import SINCE
from tests.web.identities.server import CLIENT, SECRET, IdentityServer, identity_server

PASSWORD = "giao-ban-thang-11"


@pytest.fixture
def office(settings: Any, transactional_db: None) -> Iterator[IdentityServer]:
    """Not the demo: some roles must have a second factor."""
    cache.clear()
    with identity_server() as one:
        told = {"ISSUER": one.url, "CLIENT": CLIENT, "SECRET": SECRET}
        environment = Environment({f"DIEMCAU_OIDC_{name}": value for name, value in told.items()})
        settings.OIDC_ISSUER = one.url
        settings.SOCIALACCOUNT_PROVIDERS = environment.oidc("OIDC")
        directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        leads_to = {"form-action": [*directives["form-action"], *environment.origin("OIDC_ISSUER")]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives | leads_to}
        settings.DEMO = False
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        yield one


@pytest.fixture
def thanh(office: IdentityServer) -> Account:
    """He has an account, and his identity is linked to it."""
    made = account("thanh", Role.HOST_OFFICER)
    linked(made, "s-1001")
    office.somebody = {"sub": "s-1001", "preferred_username": "thanh", "name": "Lê Văn Thành"}
    return made


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[Callable[[], httpx.Client]]:
    opened: list[httpx.Client] = []

    def open_one() -> httpx.Client:
        opened.append(httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def account(username: str, role: Role | None = None) -> Account:
    made = Account.objects.create_user(username, password=PASSWORD)
    if role:
        Assignment.objects.create(account=made, role=role.value, valid_from=SINCE)
    return made


def linked(one: Account, identity: str) -> None:
    actor = Account.objects.get_or_create(username="quantri")[0]
    assert link_identity(account=one, identity=identity, actor=actor, now=timezone.now())


def pressed(client: httpx.Client, at: str = "/tai-khoan/login/", **more: Any) -> httpx.Response:
    """The button on the sign-in page, and wherever it leads."""
    form = form_of(client.get(at).text, "/tai-khoan/oidc/")
    return client.post(form.pop("action"), data=form, **more)


def form_of(page: str, action: str) -> dict[str, str]:
    found = re.search(rf'action="({action}[^"]*)".*?name="csrfmiddlewaretoken" value="([^"]+)"', page, re.S)
    assert found
    return {"action": unescape(found[1]), "csrfmiddlewaretoken": found[2]}


def signed_in(client: httpx.Client) -> bool:
    return client.get("/tai-khoan/").url.path == "/tai-khoan/"


def callback_of(answer: httpx.Response, office: IdentityServer) -> str:
    """The way back that the identity server sends somebody, not yet gone."""
    assert answer.next_request
    there = httpx.get(answer.next_request.url, follow_redirects=False, trust_env=False)
    assert urlsplit(str(answer.next_request.url)).netloc == urlsplit(office.url).netloc
    return str(there.headers["location"])
