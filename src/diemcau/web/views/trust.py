"""How a machine comes to trust the private authority of this network.."""

import hashlib
import ssl
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

KIND = "application/x-x509-ca-cert"  # browsers and systems offer to install it


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "trust/page.html", {"fingerprint": fingerprint(_authority())})


@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="diem-cau.crt"'}
    return HttpResponse(_authority(), content_type=KIND, headers=headers)


def fingerprint(pem: str) -> str:
    """SHA-256 in pairs, as systems show it."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).digest().hex(":").upper()


def _authority() -> str:
    """Without a private authority (a public certificate, a proxy) there is nothing to trust, and no page."""
    try:
        return Path(settings.AUTHORITY).read_text("ascii")
    except OSError as error:
        raise Http404 from error
