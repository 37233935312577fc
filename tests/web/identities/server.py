"""An identity server on loopback, as OpenID Connect has it: discovery, code with PKCE, keys, signed tokens.

A test makes it lie: `lies` are claims put into its next tokens, `signs` is how they are signed.
"""

import base64
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "diem-cau", "bi-mat-cua-diem-cau"
KEY_NAME = "khoa-1"
Json = dict[str, Any]


@cache
def private_key(name: str) -> RSAPrivateKey:
    """One for each name in a test run: they are slow to make."""
    return generate_private_key(65537, 2048)


@dataclass
class IdentityServer:
    url: str
    key: RSAPrivateKey = field(default_factory=lambda: private_key("its own"))
    somebody: Json = field(default_factory=dict)  # who sits before it, signed in there
    lies: Json = field(default_factory=dict)
    asked: list[Json] = field(default_factory=list)
    issued: dict[str, Json] = field(default_factory=dict)
    signs: Callable[[Json], str] | None = None

    def signed(self, claims: Json) -> str:
        return jwt.encode(claims, self.key, "RS256", {"kid": KEY_NAME})

    def discovery(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )

    def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.asked.append(asked)
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.issued[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    async def token(self, request: Request) -> Response:
        sent = dict(parse_qsl((await request.body()).decode()))
        asked = self.issued.pop(str(sent.get("code")), None)
        if asked is None or not self._allowed(request, sent, asked):
            return JSONResponse({"error": "invalid_grant"}, 400)
        identity = (self.signs or self.signed)(self._claims(asked))
        told = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": identity}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    def _allowed(self, request: Request, sent: Json, asked: Json) -> bool:
        digest = hashlib.sha256(str(sent.get("code_verifier")).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        login = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        return (
            request.headers.get("authorization") == f"Basic {login}"
            and sent.get("redirect_uri") == asked["redirect_uri"]
            and challenge == asked["code_challenge"]
        )

    def _claims(self, asked: Json) -> Json:
        now = int(time.time())
        told = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            **self.somebody,
            **self.lies,
        }
        return {name: value for name, value in told.items() if value is not None}

    def keys(self, request: Request) -> Response:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return JSONResponse({"keys": [{**public, "kid": KEY_NAME, "use": "sig", "alg": "RS256"}]})


@contextmanager
def identity_server() -> Iterator[IdentityServer]:
    listening = socket.socket(proto=socket.IPPROTO_TCP)  # named: small answers are sent at once
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    one = IdentityServer(f"http://127.0.0.1:{listening.getsockname()[1]}")
    pages = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", one.discovery),
            Route("/authorize", one.authorize),
            Route("/token", one.token, methods=["POST"]),
            Route("/keys", one.keys),
        ]
    )
    server = uvicorn.Server(uvicorn.Config(pages, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield one
    finally:
        server.should_exit = True
        thread.join()
