"""Who stands at the door: what a request or a connection shows of itself, before anything is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils.translation import get_language_from_request

from diemcau.records.queries.access import Credential

MOST_QUERY_FIELDS = 40


@dataclass(frozen=True, slots=True)
class Visitor:
    """`own_page`: the request comes from a page of ours, or carries nothing a foreign page could abuse."""

    credential: Credential
    own_page: bool
    language: str
    query: Mapping[str, str]

    @property
    def shows_nothing(self) -> bool:
        return not (self.credential.browser or self.credential.token)


def visitor(scope: Mapping[str, Any]) -> Visitor:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    cookies = parse_cookie(headers.get(b"cookie", ""))  # as the pages read them
    token = bearer(headers)
    browser = "" if token else cookies.get(settings.SESSION_COOKIE_NAME, "")
    own_page = not browser or _same_origin(scope["scheme"], headers)
    return Visitor(Credential(browser, token), own_page, _language(cookies, headers), query_of(scope))


def bearer(headers: Mapping[bytes, str]) -> str:
    kind, _, token = headers.get(b"authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def query_of(scope: Mapping[str, Any]) -> dict[str, str]:
    text = scope["query_string"].decode("latin-1")
    try:
        return dict(parse_qsl(text, max_num_fields=MOST_QUERY_FIELDS))
    except ValueError:
        return {}


def _same_origin(scheme: str, headers: Mapping[bytes, str]) -> bool:
    """A browser sends Origin with every POST and every WebSocket: without one it was not our page."""
    origin, host = headers.get(b"origin", ""), headers.get(b"host", "")
    if origin and origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    domain, _ = split_domain_port(host)
    secure = "https" if scheme in ("https", "wss") else "http"
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS) and origin == f"{secure}://{host}"


def _language(cookies: Mapping[str, str], headers: Mapping[bytes, str]) -> str:
    """As the pages choose it."""
    asked = SimpleNamespace(
        COOKIES=cookies, META={"HTTP_ACCEPT_LANGUAGE": headers.get(b"accept-language", "")}
    )
    return get_language_from_request(asked)  # type: ignore[arg-type]
