"""To the identity server, and back from it."""

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from diemcau.web.identities.tokens import BROKEN, SignedIdentity


def _adapter(request: HttpRequest, provider_id: str) -> SignedIdentity:
    """Not configured: there is no such page."""
    adapter = SignedIdentity(request, provider_id)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return adapter


@never_cache
@require_POST
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    answer: HttpResponse = OAuth2LoginView.adapter_view(_adapter(request, provider_id))(request)
    return answer


@never_cache
@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    adapter = _adapter(request, provider_id)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    except BROKEN as error:
        answer = render_authentication_error(request, adapter.get_provider(), exception=error)
    return answer
