"""What counts of an identity server's answer: the token it signed, for us and for this very sign-in."""

import hashlib
import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from requests import RequestException

# A signature that anybody can make who knows a public key, or a shared one, is none.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
CLOCKS_APART = 30  # seconds between two machines of one office
LONGEST_IDENTITY = 191
BROKEN = (OAuth2Error, RequestException, jwt.PyJWTError, KeyError, TypeError, ValueError)


class Untrusted(OAuth2Error):  # type: ignore[misc]
    """Why, for the log."""


def nonce_for(verifier: str) -> str:
    return hashlib.sha256(b"nonce " + verifier.encode()).hexdigest()


class SignedIdentity(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Userinfo is not asked for: it is not signed and says nothing that we keep."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        told: dict[str, Any] = super().openid_config
        asked = self.get_provider().server_url.removesuffix("/.well-known/openid-configuration")
        if told["issuer"].rstrip("/") != asked.rstrip("/"):
            raise Untrusted(f"{asked} calls itself {told['issuer']}")
        return told

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: OAuth2Client, pkce_code_verifier: str
    ) -> dict[str, Any]:
        self.nonce = nonce_for(pkce_code_verifier)
        told: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return told

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        return SocialToken(token="")  # nothing is asked with it

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        claims = self._claims(app, kwargs["response"]["id_token"])
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _claims(self, app: SocialApp, identity: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            identity,
            self._key(jwt.get_unverified_header(identity).get("kid")),
            algorithms=SIGNATURES,
            audience=app.client_id,
            issuer=self.openid_config["issuer"],
            leeway=CLOCKS_APART,
            options={"require": NEEDED},
        )
        if claims.get("azp", app.client_id) != app.client_id:
            raise Untrusted("the identity token was made for another client")
        if not secrets.compare_digest(str(claims["nonce"]).encode(), self.nonce.encode()):
            raise Untrusted("the identity token belongs to another sign-in")
        return claims

    def _key(self, named: str | None) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        fitting = [key for key in keys if named in (None, key.key_id)]
        if len(fitting) != 1:
            raise Untrusted(f"the identity server has {len(fitting)} keys called {named}")
        return fitting[0]
