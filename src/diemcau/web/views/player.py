"""The player: its page, what it asks for again while a session runs, and the files. Every request passes the
same check, and is noted."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diemcau.conference.recording import PLAYLIST
from diemcau.records.actions.viewing import note_viewing
from diemcau.records.models import Viewing
from diemcau.records.queries.player import Facts, Playable, access_playable, facts_of
from diemcau.records.queries.today import watches_board
from diemcau.records.recording_folder import VIDEO, WRITTEN_ANEW, named, written_anew
from diemcau.web.sending import GUARDED, Kept, send
from diemcau.web.views.entry import OfficeRequest, office


@require_safe
@office()
def page(request: OfficeRequest, key: int, session: UUID) -> HttpResponse:
    now = timezone.now()
    playable = _playable_or_404(request, key, session, now)
    facts = _with_addresses(playable, facts_of(playable, now))
    shown = {
        "playable": playable,
        "conference": playable.conference,
        "facts": msgspec.to_builtins(facts),
        "replay": watches_board(request.user, request.held, playable.session),
    }
    return render(request, "archive/player.html", shown)


@require_safe
@office()
def facts(request: OfficeRequest, key: int, session: UUID) -> HttpResponse:
    """What the page was told at first, as it is now."""
    now = timezone.now()
    playable = _playable_or_404(request, key, session, now)
    told = msgspec.json.encode(_with_addresses(playable, facts_of(playable, now)))
    return HttpResponse(told, content_type="application/json")


@require_safe
@office()
def file(request: OfficeRequest, key: int, session: UUID, name: str) -> HttpResponseBase:
    playable = _playable_or_404(request, key, session, timezone.now())
    recording = playable.recording
    if recording is None or playable.contents is None:
        raise Http404
    if name in WRITTEN_ANEW:
        return _anew(written_anew(recording, name), WRITTEN_ANEW[name])
    found = named(recording, name)
    if found is None:
        raise Http404
    return send(request, Kept(found.path, _saved_as(playable, name), found.size, found.sha256, VIDEO))


def _anew(content: bytes | None, kind: str) -> HttpResponse:
    if content is None:
        raise Http404
    return HttpResponse(content, content_type=kind, headers=GUARDED | {"Accept-Ranges": "none"})


def _saved_as(playable: Playable, name: str) -> str:
    """A name of ours: what the conference is called does not come into a header."""
    return f"{playable.session.planned_start:%Y-%m-%d}-{playable.conference.pk}-{name}"


def _playable_or_404(request: OfficeRequest, key: int, session: UUID, now: datetime) -> Playable:
    playable = access_playable(request.user, request.held, key, session, now)
    if playable is None:
        raise Http404
    note_viewing(
        actor=request.user,
        conference=playable.conference,
        what=Viewing.What.LIVE if playable.live else Viewing.What.RECORDING,
        key=str(session),
        now=now,
    )
    return playable


def _with_addresses(playable: Playable, facts: Facts) -> Facts:
    contents = playable.contents
    if contents is None or not contents.manifest.parts:
        return facts

    def address(name: str) -> str:
        return reverse("player_file", args=[playable.conference.pk, playable.session.pk, name])

    whole = contents.manifest.file
    return msgspec.structs.replace(
        facts, playlist=address(PLAYLIST), file=address(whole.name) if whole else None
    )
