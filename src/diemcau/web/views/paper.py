"""Papers of a dossier: uploaded by its owner in versions, sent out to whoever sees its content."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from diemcau.conference.commands import Refused
from diemcau.conference.folding import fold
from diemcau.records.actions.paper import keep_paper
from diemcau.records.actions.viewing import note_viewing
from diemcau.records.models import Paper, PaperVersion, Viewing
from diemcau.records.queries.paper import path_of, type_of, version_of
from diemcau.regulation.archive import Level
from diemcau.web.forms.archive import PaperForm
from diemcau.web.sending import Kept, send
from diemcau.web.views.archive import MANAGE, READ, dossier_or_404, owned_or_404, show_archived
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.words import refusal

STATUS = {"paper.too_large": 413, "media.disk_full": 507, "media.not_kept": 503, "paper.closed": 409}


@require_POST
@office(MANAGE)
def upload(request: OfficeRequest, key: int) -> HttpResponse:
    found = owned_or_404(request, key)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_archived(request, found, forms={"paper": form}, status=422)
    values = form.cleaned_data
    kept = keep_paper(
        conference=found.conference,
        title=values["title"],
        kind=Paper.Kind(values["kind"]),
        note=values["note"],
        source=values["file"].chunks(),
        actor=request.user,
        now=timezone.now(),
    )
    if isinstance(kept, Refused):
        form.add_error("file", refusal(kept))
        return show_archived(request, found, forms={"paper": form}, status=STATUS.get(kept.code, 422))
    shown = {"title": values["title"], "number": kept.number}
    messages.success(request, _("Đã tải lên “%(title)s”, phiên bản %(number)d.") % shown)
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(status=201)  # the page draws itself again, and then tells the message
    return redirect(f"{reverse('archive_dossier', args=[key])}#tai-lieu")


@require_safe
@office(READ)
def download(request: OfficeRequest, key: int, version: UUID) -> HttpResponseBase:
    found = dossier_or_404(request, key, Level.CONTENT)
    paper = version_of(found.conference, version)
    if paper is None:
        raise Http404
    answer = send(request, Kept(path_of(paper), _saved_as(paper), paper.size, paper.sha256, type_of(paper)))
    note_viewing(
        actor=request.user,
        conference=found.conference,
        what=Viewing.What.PAPER,
        key=str(version),
        name=f"{paper.paper.title}, v{paper.number}",
        now=timezone.now(),
    )
    return answer


def _saved_as(paper: PaperVersion) -> str:
    """Letters and digits alone: no folder, no quotation mark, no formula in a name."""
    plain = fold(paper.paper.title).encode("ascii", "ignore").decode()
    name = "-".join(plain.split())[:80] or "tai-lieu"
    return f"{name}-v{paper.number}.{paper.form}"
