"""The script's editor: the whole running order is one form; saving it makes a new version."""

from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from diemcau.conference.script import Item, Script
from diemcau.records.actions.script import announce_script, save_script
from diemcau.records.models import Conference, ScriptVersion
from diemcau.records.queries.conference import access_conference, outside_of, sites_of
from diemcau.records.queries.media import media_of
from diemcau.records.queries.seats import latest_script
from diemcau.regulation.powers import Power
from diemcau.web.forms.script import ItemForm, Rooms, forms_of, posted_forms, timed_items
from diemcau.web.views.conference import conference_or_404
from diemcau.web.views.entry import OfficeRequest, acting, office
from diemcau.web.words import refusal


@require_http_methods(["GET", "HEAD", "POST"])
@office(Power.READ_CONFERENCE)
def editor(request: OfficeRequest, key: int) -> HttpResponse:
    """Who may not prepare reads the latest version."""
    conference = access_conference(request.held, key, Power.PREPARE_CONFERENCE)
    if conference is None:
        if request.method == "POST":
            raise Http404
        return _read(request, conference_or_404(request, key, Power.READ_CONFERENCE), None)
    script = latest_script(conference)
    rooms = _rooms(conference, script)
    if request.method == "POST":
        return _save(request, conference, rooms)
    return _show(
        request, conference, rooms, forms_of(script.items, script.changed, rooms), base=script.version
    )


def _rooms(conference: Conference, script: Script) -> Rooms:
    sites = sites_of(conference, timezone.localdate())
    return Rooms(sites, media_of(conference), outside_of(script, {site.code for site in sites}))


def _save(request: OfficeRequest, conference: Conference, rooms: Rooms) -> HttpResponse:
    posted = posted_forms(request.POST, rooms)
    base = int(text) if (text := request.POST.get("base", "")).isdecimal() and len(text) < 9 else 0
    if any([form.errors for form in posted]):  # noqa: C419  (all of them, to mark every fault at once)
        return _show(request, conference, rooms, posted, base=base, status=422)
    now = timezone.now()
    items = timed_items(posted, timezone.localtime(conference.starts_at))
    note = request.POST.get("note", "")[:300].replace("\x00", "")
    saved = save_script(conference=conference, items=items, base=base, note=note, actor=request.user, now=now)
    if saved is None:
        latest = conference.scripts.select_related("made_by__person").first()
        newest = latest.number if latest else 0
        return _show(request, conference, rooms, posted, base=newest, status=409, overtaken=latest)
    return _saved(request, conference, saved)


def _saved(request: OfficeRequest, conference: Conference, version: ScriptVersion) -> HttpResponse:
    actor = acting(request, Power.PREPARE_CONFERENCE)
    refused = announce_script(conference=conference, by=actor, now=timezone.now())
    messages.success(request, _("Đã lưu kịch bản phiên bản %(number)d.") % {"number": version.number})
    for one in refused:
        messages.warning(request, _("Phiên đang họp chưa nhận kịch bản mới: %(why)s") % {"why": refusal(one)})
    return redirect("script", key=conference.pk)


def _show(
    request: OfficeRequest,
    conference: Conference,
    rooms: Rooms,
    shown: list[ItemForm],
    *,
    base: int,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    page = {
        "conference": conference,
        "forms": shown,
        "base": base,
        "rooms": rooms.sites,
        "blank": ItemForm(rooms=rooms, prefix="__id__", initial={"minutes": 5}),
        "versions": conference.scripts.select_related("made_by__person")[:20],
    }
    return render(request, "script/editor.html", page | more, status=status)


@require_safe
@office(Power.READ_CONFERENCE)
def version(request: OfficeRequest, key: int, number: int) -> HttpResponse:
    return _read(request, conference_or_404(request, key, Power.READ_CONFERENCE), number)


def _read(request: OfficeRequest, conference: Conference, number: int | None) -> HttpResponse:
    versions = conference.scripts.select_related("made_by__person")
    row = versions.filter(number=number).first() if number is not None else versions.first()
    if row is None and number is not None:
        raise Http404
    script = script_of(row)
    page = {
        "conference": conference,
        "version": row,
        "script": script,
        "names": _rooms(conference, script).names,
        "total": sum(item.minutes for item in script.items),
        "versions": versions[:20],
    }
    return render(request, "script/version.html", page)


def script_of(row: ScriptVersion | None) -> Script:
    if row is None:
        return Script()
    return Script(row.number, msgspec.convert(row.items, tuple[Item, ...]), tuple(row.changed))
