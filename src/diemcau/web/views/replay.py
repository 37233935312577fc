"""A session replayed on the board, from its events: read, nothing else (no line, no acts, no tickets)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from diemcau.conference.quality import Window
from diemcau.conference.recording import PLAYLIST
from diemcau.conference.replay import Frame
from diemcau.conference.session import Session as State
from diemcau.conference.timeline import Kind
from diemcau.conference.watching import runs_of
from diemcau.records.actions.viewing import note_viewing
from diemcau.records.models import Account, Viewing
from diemcau.records.queries.access import Credential, Granted, NotSignedIn
from diemcau.records.queries.conference import outside_of
from diemcau.records.queries.player import access_playable
from diemcau.records.queries.replay import Course, access_replay, course_of, numbers_of, part_of
from diemcau.records.store import NotFound
from diemcau.web.live.course import course as told
from diemcau.web.views.entry import held_by

Answer = TypeVar("Answer")
ON_THE_BAR = (Kind.SPEAKER, Kind.ITEM, Kind.LOST, Kind.PAUSE, Kind.GAP, Kind.ENGINE)


@require_safe
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    try:
        granted = _enter(request, key)
    except NotSignedIn:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
    state = granted.state
    outside = outside_of(state.script, state.seats.keys())
    shell = {
        "page": "replay",
        "session": state,
        "home": _home(state),
        "outside": msgspec.json.encode(outside).decode() if outside else "",
    }
    return render(request, "live/replay.html", shell)


@gzip_page
@require_safe
def course(request: HttpRequest, key: UUID) -> HttpResponse:
    """From when to when, what the bar marks, and where each part begins."""
    state, now = _let_in(request, key).state, timezone.now()
    return _json({**_course(course_of(state), now), "recording": _recording(request, state, now)})


@gzip_page
@require_safe
def part(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    start, moments = _found(lambda: part_of(_let_in(request, key).state, number))
    return _json({"snapshot": start, "frames": [_frame(moment) for moment in moments]})


@gzip_page
@require_safe
def numbers(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """Of one site: they are shown for the site that was chosen, and are many."""
    found = _found(lambda: numbers_of(_let_in(request, key).state, code))
    return _json({direction: [_window(one) for one in windows] for direction, windows in found.items()})


def _course(found: Course, now: datetime) -> dict[str, Any]:
    line = found.timeline
    return {
        "seq": found.seq,
        "since": line.since,
        "until": line.until or now,
        "over": line.until is not None,
        "parts": [one.since for one in found.parts],
        "spans": line.of(*ON_THE_BAR),
    }


def _recording(request: HttpRequest, state: State, now: datetime) -> dict[str, Any] | None:
    """If there is one, and if the archive shows it to this account."""
    conference, session = int(state.conference), UUID(state.id)
    playable = access_playable(_account(request), held_by(request), conference, session, now)
    contents = playable.contents if playable else None
    if contents is None or not contents.manifest.parts:
        return None
    whole = contents.manifest.file
    return {
        "playlist": reverse("player_file", args=[conference, session, PLAYLIST]),
        "file": reverse("player_file", args=[conference, session, whole.name]) if whole else None,
        "runs": runs_of(contents.manifest),
    }


def _frame(moment: Frame) -> dict[str, Any]:
    """As on the line: the sentence in the reader's language."""
    log = told([moment.line] if moment.line else [], get_language() or "vi")
    return {**msgspec.structs.asdict(moment), "line": log[0] if log else None}


def _window(one: Window) -> list[object]:
    return [one.started_at, one.loss, one.jitter, one.round_trip, one.kbps]


def _json(value: object) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(value), content_type="application/json")


def _home(state: State) -> str:
    return reverse("conference", args=[int(state.conference)])


def _let_in(request: HttpRequest, key: UUID) -> Granted:
    """What the page asks for: one answer to everybody who may not."""
    try:
        return _enter(request, key)
    except NotSignedIn as error:
        raise Http404 from error


def _enter(request: HttpRequest, key: UUID) -> Granted:
    """Whoever may watch a board is an account. Every look is noted."""
    credential, now = Credential(browser=request.session.session_key or ""), timezone.now()
    granted, conference = _found(lambda: access_replay(key, credential, now))
    note_viewing(
        actor=_account(request), conference=conference, what=Viewing.What.REPLAY, key=str(key), now=now
    )
    return granted


def _account(request: HttpRequest) -> Account:
    return cast(Account, request.user)


def _found(read: Callable[[], Answer]) -> Answer:
    try:
        return read()
    except NotFound as error:
        raise Http404 from error
