"""Issuing the minutes and the notice of conclusions; the PDF in a tab of its own, the DOCX to be saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from diemcau.conference.commands import Refused
from diemcau.documents.content import Kind
from diemcau.documents.pdf import pdf
from diemcau.records.actions.minutes import issue_minutes, issue_notice
from diemcau.records.actions.viewing import note_viewing
from diemcau.records.models import IssuedDocument, Minutes, Viewing
from diemcau.records.queries.document import FORMS as FILES
from diemcau.records.queries.document import access_document, defects_of, file_of, hash_of, standing
from diemcau.records.queries.minutes import Desk, latest, paper_of, tasks_of, text_of, units_of
from diemcau.regulation.powers import Power
from diemcau.web.forms.document import FORMS, IssueForm, opens_a_row
from diemcau.web.forms.minutes import lacking
from diemcau.web.sending import Kept, send
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.views.minutes import begun_or_404, desk_or_404
from diemcau.web.words import defect, refusal

KINDS = {"bien-ban": Kind.MINUTES, "thong-bao": Kind.NOTICE}


@require_http_methods(["GET", "HEAD", "POST"])
@office(Power.ISSUE_DOCUMENTS)
def issue(request: OfficeRequest, key: int, what: str) -> HttpResponse:
    kind = KINDS.get(what)
    desk = desk_or_404(request, key, Power.ISSUE_DOCUMENTS)
    minutes = begun_or_404(desk)
    if kind is None or minutes.state not in (Minutes.State.APPROVED, Minutes.State.ISSUED):
        raise Http404
    form = _issue_form(request, desk, minutes, kind)
    if request.method != "POST":
        return _show_issue(request, desk, kind, form)
    if not form.is_valid():
        return _show_issue(request, desk, kind, form, status=422)
    paper = paper_of(minutes, kind, form.particulars())
    if "preview" in request.POST:
        return as_pdf(pdf(paper), "du-thao.pdf")
    wrong = defects_of(paper, form.cleaned_data["body"])
    if wrong:
        return _show_issue(request, desk, kind, form, status=422, defects=[defect(one) for one in wrong])
    return _issue(request, desk, kind, form)


def _issue_form(request: OfficeRequest, desk: Desk, minutes: Minutes, kind: Kind) -> IssueForm:
    bodies = list(dict.fromkeys(units_of(desk.conference)))
    recipients = ["Các điểm cầu dự họp", "Lưu: VT."]
    if kind is Kind.NOTICE:
        owners = [task.unit.name for task in tasks_of(minutes) if task.unit]
        recipients = [*dict.fromkeys(owners), *recipients]
    initial = {"version": minutes.version, "recipients": "\n".join(recipients), "signatory": _chair(desk)}
    return FORMS[kind](request.POST or None, bodies=bodies, initial=initial)


def _chair(desk: Desk) -> str:
    return desk.conference.chair_person.name if desk.conference.chair_person else ""


def _show_issue(
    request: OfficeRequest, desk: Desk, kind: Kind, form: IssueForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    minutes = begun_or_404(desk)
    shown = {
        "desk": desk,
        "conference": desk.conference,
        "minutes": minutes,
        "form": form,
        "kind": kind.value,
        "lacking": lacking(text_of(latest(minutes))) if kind is Kind.MINUTES else [],
        "corrects": standing(desk.conference, kind),
        "opens_a_row": opens_a_row(units_of(desk.conference)[0], kind),
    }
    return render(request, "minutes/issue.html", shown | more, status=status)


def _issue(request: OfficeRequest, desk: Desk, kind: Kind, form: IssueForm) -> HttpResponse:
    act = issue_minutes if kind is Kind.MINUTES else issue_notice
    answer = act(
        minutes=begun_or_404(desk),
        given=form.particulars(),
        first_number=form.cleaned_data["first_number"] or 1,
        version=form.cleaned_data["version"],
        actor=request.user,
        now=timezone.now(),
    )
    if isinstance(answer, Refused):
        return _show_issue(request, desk, kind, form, status=409, refused=refusal(answer))
    return _issued(request, desk, answer)


def _issued(request: OfficeRequest, desk: Desk, row: IssuedDocument) -> HttpResponse:
    messages.success(request, _("Đã ban hành văn bản số %(number)s.") % {"number": row.designation})
    return redirect(f"{reverse('minutes', args=[desk.conference.pk])}#van-ban")


@require_safe
@office()
def download(request: OfficeRequest, key: UUID, form: str) -> HttpResponseBase:
    now = timezone.now()
    document = access_document(request.user, request.held, key, now)
    if document is None or form not in FILES:
        raise Http404
    path = file_of(document, form)
    if not path.is_file():
        raise Http404
    if document.conference:
        note_viewing(
            actor=request.user,
            conference=document.conference,
            what=Viewing.What.MINUTES,
            key=str(document.pk),
            name=document.designation,
            now=now,
        )
    if form == "pdf":
        return _opened(document)
    name = f"{document.scheme}-{document.number}-{document.year}.{form}"
    return send(request, Kept(path, name, path.stat().st_size, hash_of(document, form), FILES[form]))


def _opened(document: IssuedDocument) -> HttpResponse:
    """Whole: an issued document is small, and a browser's own viewer opens it."""
    made = file_of(document, "pdf").read_bytes()
    return as_pdf(made, f"{document.scheme}-{document.number}-{document.year}.pdf")


def as_pdf(made: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
