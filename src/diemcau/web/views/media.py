"""Files to play: uploaded and removed by who prepares the conference, sent out to who plays them."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from diemcau.conference.commands import Refused
from diemcau.records.actions.media import keep_media, remove_media
from diemcau.records.models import Conference, MediaFile
from diemcau.records.queries.media import access_media, path_of, type_of
from diemcau.regulation.powers import Power
from diemcau.web.forms.media import MediaForm, RemovalForm
from diemcau.web.sending import Kept, send
from diemcau.web.views.conference import PREPARE, conference_or_404, show_dossier
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.words import refusal

STATUS = {"media.too_large": 413, "media.disk_full": 507, "media.not_kept": 503}


@require_POST
@office(PREPARE)
def upload(request: OfficeRequest, key: int) -> HttpResponse:
    conference = conference_or_404(request, key, PREPARE)
    form = MediaForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, conference, form, 422)
    kept = keep_media(
        conference=conference,
        title=form.cleaned_data["title"],
        source=form.cleaned_data["file"].chunks(),
        actor=request.user,
        now=timezone.now(),
    )
    if isinstance(kept, Refused):
        form.add_error("title" if kept.code == "media.same_title" else "file", refusal(kept))
        return _shown(request, conference, form, STATUS.get(kept.code, 422))
    messages.success(request, _("Đã tải lên tệp “%(title)s”.") % {"title": kept.title})
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(status=201)  # the page draws itself again, and then tells the message
    return _back(key)


@require_POST
@office(PREPARE)
def remove(request: OfficeRequest, key: int, media: UUID) -> HttpResponse:
    found = _media_or_404(request, key, media, PREPARE)
    form = RemovalForm(request.POST)
    if not form.is_valid():
        return show_dossier(request, found.conference, removal=(found.pk, form), status=422)
    refused = remove_media(
        media=found, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now()
    )
    if refused is not None:
        return show_dossier(request, found.conference, refused=refusal(refused), status=409)
    messages.success(request, _("Đã xóa tệp “%(title)s”.") % {"title": found.title})
    return _back(key)


@require_safe
@office(Power.PLAY_MEDIA)
def play(request: OfficeRequest, key: int, media: UUID) -> HttpResponseBase:
    found = _media_or_404(request, key, media, Power.PLAY_MEDIA)
    return send(request, Kept(path_of(found), found.stored, found.size, found.sha256, type_of(found)))


def _media_or_404(request: OfficeRequest, key: int, media: UUID, power: Power) -> MediaFile:
    found = access_media(request.held, key, media, power)
    if found is None:
        raise Http404
    return found


def _shown(request: OfficeRequest, conference: Conference, form: Form, status: int) -> HttpResponse:
    return show_dossier(request, conference, forms={"media": form}, status=status)


def _back(key: int) -> HttpResponse:
    return redirect(f"{reverse('conference', args=[key])}#tep-phat")
