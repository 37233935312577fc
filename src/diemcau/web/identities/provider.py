"""The office's own identity server (OpenID Connect), asked for one thing: who this is."""

from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from diemcau.web.identities.tokens import BROKEN, LONGEST_IDENTITY, SignedIdentity, Untrusted, nonce_for


class OfficeProvider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = SignedIdentity
    pkce_enabled_default = True
    supports_token_authentication = False

    def get_default_scope(self) -> list[str]:
        return ["openid", "profile"]

    def get_pkce_params(self) -> dict[str, str]:
        """The nonce goes with the verifier, which stays in this browser's session here."""
        made: dict[str, str] = super().get_pkce_params()
        return {**made, "nonce": nonce_for(made["code_verifier"])}

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """The address says where to go on afterwards, and nothing else: no further rights, no linking."""
        asked = super().get_redirect_from_request_kwargs(request)
        return {"process": AuthProcess.LOGIN, "next_url": asked.get("next_url")}

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().redirect(request, *args, **kwargs)
        except BROKEN as error:
            answer = render_authentication_error(request, self, exception=error)
        return answer

    def extract_uid(self, data: dict[str, Any]) -> str:
        named = data["id_token"].get(self.app.settings["uid_field"])
        if not isinstance(named, str) or not 0 < len(named) <= LONGEST_IDENTITY:
            raise Untrusted(f"the identity token has no usable {self.app.settings['uid_field']}")
        return named

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []
