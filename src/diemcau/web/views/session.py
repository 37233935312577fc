"""The four live pages: only the shell, let in by the line's own rule; the rest comes over the line. And what
a site keeps when its session has ended."""

from uuid import UUID

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from diemcau.records.queries.access import (
    Asked,
    AsOperator,
    AsScreen,
    AsSite,
    Credential,
    Granted,
    NotSignedIn,
    access_live,
)
from diemcau.records.queries.conference import outside_of
from diemcau.records.queries.logbook import checkpoint_of, last_checkpoint
from diemcau.records.store import NotFound
from diemcau.regulation.powers import Power


@require_safe
def board(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, "board", key, AsOperator())


@require_safe
def chair(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, "chair", key, AsOperator())


@require_safe
def site(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    return _page(request, "site", key, AsSite(code), code)


@require_safe
def screen(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    return _page(request, "screen", key, AsScreen(code), code)


@require_safe
def checkpoint(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """Where the site's log book stood at the session's end; not found until the books are marked."""
    try:
        _enter(request, key, AsSite(code))
    except NotSignedIn:
        return HttpResponse(status=401)
    mark = last_checkpoint(key, code)
    if mark is None:
        raise Http404
    return JsonResponse(checkpoint_of(mark), headers={"Cache-Control": "no-store"})


def _page(request: HttpRequest, page: str, key: UUID, asked: Asked, code: str = "") -> HttpResponse:
    try:
        granted = _enter(request, key, asked)
    except NotSignedIn:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
    seat = granted.state.seat(code)
    if code and seat is None:
        raise Http404
    shell = {"page": page, "session": granted.state, "code": code, "site_name": seat.name if seat else ""}
    places = {"home": _home(request, granted), "media": _media(granted), "outside": _outside(granted, asked)}
    return render(request, f"live/{page}.html", shell | places)


def _home(request: HttpRequest, granted: Granted) -> str:
    """Where one goes when the session is over; a link has no office pages to go to."""
    if not request.user.is_authenticated or not granted.state.conference.isdecimal():
        return reverse("account_login")
    return reverse("conference", args=[int(granted.state.conference)])


def _media(granted: Granted) -> str:
    """Under which address the conference's files are, for whoever may play them."""
    if not granted.actor.may(Power.PLAY_MEDIA) or not granted.state.conference.isdecimal():
        return ""
    return reverse("media_upload", args=[int(granted.state.conference)])


def _outside(granted: Granted, asked: Asked) -> str:
    """Names of the sites that the script names and that have no seat, for those who see the whole script."""
    if not isinstance(asked, AsOperator):
        return ""
    names = outside_of(granted.state.script, granted.state.seats.keys())
    return msgspec.json.encode(names).decode() if names else ""


def _enter(request: HttpRequest, key: UUID, asked: Asked) -> Granted:
    credential = Credential(browser=request.session.session_key or "")
    try:
        return access_live(key, credential, asked, timezone.now())
    except NotFound as error:
        raise Http404 from error
