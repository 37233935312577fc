"""A dossier leaves the house as one ZIP: what will be in it, and the ZIP itself, sent while it is written."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from diemcau.records.actions.viewing import note_viewing
from diemcau.records.export import Part, Sealed, stamp, verifier, zipped
from diemcau.records.models import Viewing
from diemcau.records.queries.account import name_of
from diemcau.records.queries.archive import Dossier, access_dossier
from diemcau.records.queries.export import Export, export_of
from diemcau.regulation.archive import Level
from diemcau.regulation.powers import Power
from diemcau.web.sending import GUARDED
from diemcau.web.views.entry import OfficeRequest, office

PAGE = "index.html"


@require_safe
@office(Power.MANAGE_ARCHIVE)
def page(request: OfficeRequest, key: int) -> HttpResponse:
    dossier = _owned_or_404(request, key, timezone.now())
    export = export_of(dossier, compare_at=_compare_at(request))
    shown = {
        "conference": dossier.conference,
        "export": export,
        "size": sum(one.size for one in export.parts),
    }
    return render(request, "archive/export.html", shown)


@require_safe
@office(Power.MANAGE_ARCHIVE)
def package(request: OfficeRequest, key: int) -> HttpResponseBase:
    now = timezone.now()
    dossier = _owned_or_404(request, key, now)
    export = export_of(dossier, compare_at=_compare_at(request))
    sealed = _sealed(export, name_of(request.user), now)
    name = f"ho-so-{dossier.conference.pk}-{timezone.localdate(dossier.conference.starts_at):%Y-%m-%d}.zip"
    headers = GUARDED | {
        "Accept-Ranges": "none",
        "Content-Length": str(sealed.length),
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip", headers=headers)
    note_viewing(actor=request.user, conference=dossier.conference, what=Viewing.What.EXPORT, now=now)
    return StreamingHttpResponse(_in_threads(zipped(sealed)), content_type="application/zip", headers=headers)


def _compare_at(request: OfficeRequest) -> str:
    return request.build_absolute_uri(reverse("logbook_compare"))


def _owned_or_404(request: OfficeRequest, key: int, now: datetime) -> Dossier:
    """For its owner's officers and archivists, who see all that is in it."""
    dossier = access_dossier(request.user, request.held, key, Level.CONTENT, now)
    if dossier is None or not dossier.owned:
        raise Http404
    return dossier


def _sealed(export: Export, by: str, now: datetime) -> Sealed:
    about = {"title": export.conference.title, "made_at": stamp(now), "made_by": by}
    with translation.override("vi"):
        shown = render_to_string("archive/export_index.html", {"export": export, "now": now, "by": by})
    return Sealed([Part(PAGE, shown.encode()), *export.parts, verifier()], export.chains, about)


async def _in_threads(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Read in a thread, so that a slow disk holds up nobody's line."""
    while piece := await asyncio.to_thread(next, pieces, b""):
        yield piece
