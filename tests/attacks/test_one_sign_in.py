"""Who forges an answer of the identity server gets no further than the page that says so.

The control of each: the same dance without the lie signs in.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from diemcau.records.models import Account
from tests.attacks.anything import anything, text
from tests.attacks.thoroughly import fuzzed, in_time
from tests.web.identities.conftest import browser, form_of, office, pressed, signed_in, thanh
from tests.web.identities.server import KEY_NAME, IdentityServer, Json, private_key

__all__ = ["browser", "office", "thanh"]

Browser = Callable[[], httpx.Client]
CALLBACK = "/tai-khoan/oidc/oidc/login/callback/"
REFUSED = "Chưa đăng nhập được"
now = int(time.time())

LIES: dict[str, Json] = {
    "for another client": {"aud": "nguoi-khac"},
    "for several, made for another": {"aud": ["diem-cau", "nguoi-khac"], "azp": "nguoi-khac"},
    "of another issuer": {"iss": "http://127.0.0.1:1"},
    "expired": {"iat": now - 7200, "exp": now - 3600},
    "without an end": {"exp": None},
    "not yet valid": {"nbf": now + 3600},
    "of another sign-in": {"nonce": "0" * 64},
    "of no sign-in": {"nonce": None},
    "without a subject": {"sub": None},
    "with a subject that is none": {"sub": ""},
    "with a number for a subject": {"sub": 1001},
    "with an endless subject": {"sub": "s" * 5000},
}


def _by_another_key(office: IdentityServer) -> Callable[[Json], str]:
    other = private_key("another's")
    return lambda claims: jwt.encode(claims, other, "RS256", {"kid": KEY_NAME})


def _under_another_name(office: IdentityServer) -> Callable[[Json], str]:
    return lambda claims: jwt.encode(claims, office.key, "RS256", {"kid": "khoa-khac"})


def _unsigned(office: IdentityServer) -> Callable[[Json], str]:
    return lambda claims: jwt.encode(claims, None, "none", {"kid": KEY_NAME})


def _with_the_public_key_as_a_secret(office: IdentityServer) -> Callable[[Json], str]:
    public = office.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return lambda claims: jwt.encode(claims, public, "HS256", {"kid": KEY_NAME})


def _cut(office: IdentityServer) -> Callable[[Json], str]:
    return lambda claims: office.signed(claims).rpartition(".")[0] + "."


NAMES = ["iss", "sub", "aud", "exp", "iat", "nonce"]
SIGNERS = [_by_another_key, _under_another_name, _unsigned, _with_the_public_key_as_a_secret, _cut]


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is(lie: str, thanh: Account, office: IdentityServer, browser: Browser) -> None:
    client = browser()
    office.lies = LIES[lie]
    answer = pressed(client)
    assert (answer.status_code, REFUSED in answer.text) == (403, True)
    assert not signed_in(client)
    office.lies = {}
    pressed(client)
    assert signed_in(client)


@pytest.mark.parametrize("signer", SIGNERS)
def test_a_token_signed_wrongly(
    signer: Callable[[IdentityServer], Any], thanh: Account, office: IdentityServer, browser: Browser
) -> None:
    client = browser()
    office.signs = signer(office)
    answer = pressed(client)
    assert (answer.status_code, REFUSED in answer.text) == (403, True)
    assert not signed_in(client)
    office.signs = None
    pressed(client)
    assert signed_in(client)


def way_back(client: httpx.Client) -> str:
    """What the identity server gives a browser to bring back, not yet brought."""
    client.follow_redirects = False
    there = pressed(client).headers["location"]
    client.follow_redirects = True
    return str(httpx.get(there, trust_env=False).headers["location"])


def changed(address: str, **fields: str) -> str:
    url = urlsplit(address)
    return f"{url.path}?{urlencode({**dict(parse_qsl(url.query)), **fields})}"


def test_a_state_that_this_browser_was_not_given(thanh: Account, browser: Browser) -> None:
    """Forged, or of another browser: nobody is signed in as the attacker by a link he sends."""
    attacker, victim = browser(), browser()
    back = way_back(attacker)
    for address in (changed(back), changed(back, state="gia-mao"), changed(back, state="")):
        assert victim.get(address).status_code == 403
        assert not signed_in(victim)
    attacker.get(back)
    assert signed_in(attacker)


def test_a_code_of_another_sign_in(thanh: Account, browser: Browser) -> None:
    """A stolen code is worth nothing in another browser's dance: the verifier is not there (PKCE)."""
    victim, thief = browser(), browser()
    stolen = dict(parse_qsl(urlsplit(way_back(victim)).query))["code"]
    assert thief.get(changed(way_back(thief), code=stolen)).status_code == 403
    assert not signed_in(thief)
    pressed(thief)
    assert signed_in(thief)


def test_the_way_back_is_gone_once(thanh: Account, browser: Browser) -> None:
    client = browser()
    back = way_back(client)
    client.get(back)
    assert signed_in(client)
    assert client.get(back).status_code == 403


def test_a_discovery_that_names_another_issuer(
    thanh: Account, office: IdentityServer, browser: Browser
) -> None:
    client, right = browser(), office.url
    office.url = "https://nguoi-khac.example"
    assert pressed(client).status_code == 403
    office.url = right
    pressed(client)
    assert signed_in(client)


def test_the_button_does_not_link_anything_and_asks_for_no_more(
    thanh: Account, office: IdentityServer, browser: Browser
) -> None:
    """Whoever is signed in cannot add a second way into his account."""
    client = browser()
    pressed(client)
    office.somebody = {"sub": "s-9009"}
    form = form_of(browser().get("/tai-khoan/login/").text, "/tai-khoan/oidc/")
    token = form_of(client.get("/tai-khoan/").text, "/ngon-ngu/")["csrfmiddlewaretoken"]
    address = (
        form["action"].replace("process=login", "process=connect") + "&scope=admin&auth_params=nonce%3Dx"
    )
    answer = client.post(address, data={"csrfmiddlewaretoken": token})
    assert answer.status_code == 403
    assert "s-9009" in answer.text
    assert office.asked[-1]["nonce"] != "x"
    assert "admin" not in office.asked[-1]["scope"]
    assert list(thanh.socialaccount_set.values_list("uid", flat=True)) == ["s-1001"]


def test_a_foreign_page_does_not_press_the_button(
    thanh: Account, office: IdentityServer, browser: Browser
) -> None:
    client = browser()
    form = form_of(client.get("/tai-khoan/login/").text, "/tai-khoan/oidc/")
    assert client.post(form["action"]).status_code == 403
    assert client.get(form["action"]).status_code == 405
    assert not office.asked


def test_any_way_back_and_any_token(thanh: Account, office: IdentityServer, browser: Browser) -> None:
    client = browser()
    claims = st.dictionaries(st.sampled_from([*NAMES, "azp"]), anything, min_size=1, max_size=4)
    queries = st.dictionaries(st.sampled_from(["code", "state", "error", "_redir"]), text, max_size=3)

    @fuzzed(6, 500)
    @given(lies=claims | st.none(), query=queries, garbage=text)
    def attack(lies: Json | None, query: dict[str, str], garbage: str) -> None:
        client.cookies.clear()  # a lie may happen to be the truth: then he was signed in
        office.lies = lies or {}
        office.signs = None if lies else lambda claims: garbage.encode("utf-8", "replace").decode()
        sent = urlencode(query, errors="surrogatepass")
        assert in_time(lambda: client.get(f"{CALLBACK}?{sent}")).status_code < 500
        answer = in_time(lambda: pressed(client))
        assert answer.status_code in (200, 403)
        assert not signed_in(client) or lies

    attack()
