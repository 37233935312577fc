"""Log books: the shelf, a book with what waits for a signature, its acts, comparing with a printed page."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from diemcau.conference.commands import Refused
from diemcau.documents.pdf import pdf
from diemcau.records.actions.logbook import (
    Signature,
    correct_entry,
    hand_over,
    save_statement,
    set_aside,
    sign_draft,
    write_remark,
)
from diemcau.records.export_logbook import exported_book, verifier
from diemcau.records.models import LogDraft, LogEntry
from diemcau.records.papers.logbook import printed_volume
from diemcau.records.queries.logbook import (
    Book,
    access_book,
    broken_book,
    colleagues_of,
    compared,
    entries_of,
    shelves,
    waiting_in,
)
from diemcau.records.signing import fingerprint, public_key
from diemcau.regulation.powers import Power
from diemcau.web.forms.logbook import (
    AsideForm,
    CompareForm,
    CorrectionForm,
    FilterForm,
    HandoverForm,
    PeriodForm,
    RemarkForm,
    StatementForm,
)
from diemcau.web.proof import ProofForm
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.words import refusal

PER_PAGE = 30
READ, WRITE = Power.READ_LOGBOOK, Power.WRITE_LOGBOOK


@require_safe
@office(READ)
def listing(request: OfficeRequest) -> HttpResponse:
    found = shelves(request.held, timezone.localdate())
    if len(found) == 1:
        return redirect("logbook", code=found[0].site.code)
    return render(request, "logbook/list.html", {"shelves": found})


def book_or_404(request: OfficeRequest, code: str, *, to_sign: bool = False) -> Book:
    book = access_book(request.user, request.held, code, timezone.localdate())
    if book is None or (to_sign and book.signer is None):
        raise Http404
    return book


@require_safe
@office(READ)
def opened(request: OfficeRequest, code: str) -> HttpResponse:
    return show_book(request, book_or_404(request, code))


def show_book(
    request: OfficeRequest,
    book: Book,
    *,
    forms: Mapping[str, Form] | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """`forms`: those that were refused; `typed`: what was typed beside the proposals. Nothing is lost."""
    asked = FilterForm(request.GET)
    cleaned = asked.cleaned_data if asked.is_valid() else {}
    chosen = {name: value for name, value in cleaned.items() if value}
    shown = {
        "book": book,
        "waiting": [_waiting(one, typed) for one in waiting_in(book.code)],
        "page": Paginator(entries_of(book.code, **chosen), PER_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "filtered": bool(request.GET),
        "forms": _blank(request, book) | dict(forms or {}),
    }
    return render(request, "logbook/book.html", shown | more, status=status)


def _waiting(draft: LogDraft, typed: Mapping[str, str] | None) -> dict[str, Any]:
    if typed is None:
        return {"draft": draft, "statement": draft.statement, "ticked": True}
    statement = typed.get(f"statement-{draft.pk}", draft.statement)
    return {"draft": draft, "statement": statement, "ticked": f"sign-{draft.pk}" in typed}


def _blank(request: OfficeRequest, book: Book) -> dict[str, Form]:
    now = timezone.localtime().replace(second=0, microsecond=0)
    first = now.date().replace(day=1)
    forms: dict[str, Form] = {"period": PeriodForm(initial={"since": first, "until": now.date()})}
    if book.signer is None:
        return forms
    others = colleagues_of(book.site, request.user, now.date())
    return forms | {
        "proof": ProofForm(account=request.user, auto_id="id_sign_%s"),
        "remark": RemarkForm(account=request.user, initial={"happened_from": now}),
        "handover": HandoverForm(account=request.user, others=others, initial={"at": now}),
        "correction": CorrectionForm(account=request.user),
    }


# --- what waits for a signature
@require_POST
@office(WRITE)
def save(request: OfficeRequest, code: str, draft: int) -> JsonResponse:
    """What is being written; called by the page while it is typed."""
    row = _draft_or_404(request, code, draft)
    form = StatementForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"says": " ".join(_errors(form))}, status=422)
    values = form.cleaned_data
    refused = save_statement(draft=row, statement=values["statement"], version=values["version"])
    if refused:
        return JsonResponse({"says": refusal(refused)}, status=409)
    return JsonResponse({"version": values["version"] + 1})


@sensitive_post_parameters("proof")
@require_POST
@office(WRITE)
def sign(request: OfficeRequest, code: str) -> HttpResponse:
    """All that are ticked, with one proof, in the order in which they happened."""
    book = book_or_404(request, code, to_sign=True)
    chosen = [one for one in waiting_in(code) if f"sign-{one.pk}" in request.POST]
    proof = ProofForm(request.POST, account=request.user, auto_id="id_sign_%s")
    typed = [(one, StatementForm(_of(request, one))) for one in chosen]
    if not chosen:
        return show_book(request, book, status=422, refused=_("Xin đánh dấu ít nhất một mục để ký."))
    if not all(form.is_valid() for _one, form in typed) or not proof.is_valid():
        wrong = next((error for _draft, form in typed for error in _errors(form)), "")
        return show_book(request, book, forms={"proof": proof}, status=422, refused=wrong, typed=request.POST)
    return _signed(request, book, typed, proof.way)


def _errors(form: Form) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def _of(request: OfficeRequest, draft: LogDraft) -> dict[str, str]:
    return {name: request.POST.get(f"{name}-{draft.pk}", "") for name in ("statement", "version")}


def _signed(
    request: OfficeRequest, book: Book, typed: list[tuple[LogDraft, StatementForm]], way: str
) -> HttpResponse:
    now, count = timezone.now(), 0
    for draft, form in typed:
        answer = sign_draft(
            draft=draft,
            **form.cleaned_data,
            entered_at=now,
            signature=_signature(request, book, way),
            now=now,
        )
        if isinstance(answer, Refused):
            return show_book(request, book, status=409, refused=refusal(answer), typed=request.POST)
        count += 1
    said = ngettext("Đã ký %(count)d mục vào sổ.", "Đã ký %(count)d mục vào sổ.", count)
    messages.success(request, said % {"count": count})
    return redirect("logbook", code=book.code)


def _signature(request: OfficeRequest, book: Book, way: str) -> Signature:
    if book.signer is None:
        raise Http404
    return Signature(request.user, book.signer, way)


@require_POST
@office(WRITE)
def aside(request: OfficeRequest, code: str, draft: int) -> HttpResponse:
    row = _draft_or_404(request, code, draft)
    book = book_or_404(request, code, to_sign=True)
    form = AsideForm(request.POST)
    if not form.is_valid():
        return show_book(request, book, status=422, aside=(row.pk, form))
    refused = set_aside(draft=row, **form.cleaned_data, actor=request.user, now=timezone.now())
    if refused:
        return show_book(request, book, status=409, refused=refusal(refused))
    messages.success(request, _("Mục đề nghị không ghi vào sổ; lý do đã được lưu."))
    return redirect("logbook", code=code)


def _draft_or_404(request: OfficeRequest, code: str, key: int) -> LogDraft:
    book_or_404(request, code, to_sign=True)
    row = LogDraft.objects.filter(pk=key, site_code=code).first()
    if row is None:
        raise Http404
    return row


# --- what a person adds
@sensitive_post_parameters("proof")
@require_POST
@office(WRITE)
def remark(request: OfficeRequest, code: str) -> HttpResponse:
    book = book_or_404(request, code, to_sign=True)
    form = RemarkForm(request.POST, account=request.user)
    if not form.is_valid():
        return show_book(request, book, forms={"remark": form}, status=422)
    now, values = timezone.now(), form.cleaned_data
    answer = write_remark(
        site=code,
        statement=values["statement"],
        happened_from=values["happened_from"],
        happened_to=values["happened_to"],
        entered_at=now,
        signature=_signature(request, book, form.way),
        now=now,
    )
    return _written(request, book, "remark", form, answer)


@sensitive_post_parameters("proof")
@require_POST
@office(WRITE)
def handover(request: OfficeRequest, code: str) -> HttpResponse:
    book = book_or_404(request, code, to_sign=True)
    others = colleagues_of(book.site, request.user, timezone.localdate())
    form = HandoverForm(request.POST, account=request.user, others=others)
    if not form.is_valid():
        return show_book(request, book, forms={"handover": form}, status=422)
    values, to_sign = form.cleaned_data, _signature(request, book, form.way)
    answer = hand_over(
        site=code,
        to=values["to"],
        statement=values["statement"],
        at=values["at"],
        signature=to_sign,
        now=timezone.now(),
    )
    return _written(request, book, "handover", form, answer)


@sensitive_post_parameters("proof")
@require_POST
@office(WRITE)
def correct(request: OfficeRequest, code: str, number: int) -> HttpResponse:
    book = book_or_404(request, code, to_sign=True)
    entry = LogEntry.objects.filter(site_code=code, number=number).first()
    if entry is None:
        raise Http404
    form = CorrectionForm(request.POST, account=request.user)
    if not form.is_valid():
        return show_book(request, book, forms={"correction": form}, status=422, correcting=number)
    now = timezone.now()
    answer = correct_entry(
        entry=entry,
        statement=form.cleaned_data["statement"],
        entered_at=now,
        signature=_signature(request, book, form.way),
        now=now,
    )
    return _written(request, book, "correction", form, answer, correcting=number)


def _written(
    request: OfficeRequest, book: Book, name: str, form: Form, answer: object, **more: Any
) -> HttpResponse:
    if isinstance(answer, Refused):
        return show_book(request, book, forms={name: form}, status=409, refused=refusal(answer), **more)
    if isinstance(answer, LogDraft):
        said = _("Đã ký bàn giao. Mục này vào sổ khi người nhận ký.")
    else:
        said = _("Đã ghi vào sổ và ký.")
    messages.success(request, said)
    return redirect("logbook", code=book.code)


@require_safe
@office(READ)
def printed(request: OfficeRequest, code: str) -> HttpResponse:
    """A volume by period, as PDF; nothing is changed by it."""
    book = book_or_404(request, code)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return show_book(request, book, forms={"period": form}, status=422)
    compare_at = request.build_absolute_uri(reverse("logbook_compare"))
    document = printed_volume(book.site, **form.cleaned_data, compare_at=compare_at)
    name = (
        f"so-ghi-bien-ban-{code}-{form.cleaned_data['since']:%Y%m%d}-{form.cleaned_data['until']:%Y%m%d}.pdf"
    )
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf(document), content_type="application/pdf", headers=headers)


# --- can it be trusted?
@require_safe
@office(READ)
def exported(request: OfficeRequest, code: str) -> HttpResponse:
    """The whole book with its checkpoints, to be checked elsewhere."""
    book = book_or_404(request, code)
    name = f"so-ghi-bien-ban-{code}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    lines = b"".join(exported_book(book.site, timezone.now()))
    return HttpResponse(lines, content_type="application/x-ndjson", headers=headers)


@require_safe
@office(READ)
def verifier_program(request: OfficeRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="verify_logbook.py"'}
    return HttpResponse(verifier(), content_type="text/x-python", headers=headers)


@require_safe
@office(READ)
def verify(request: OfficeRequest, code: str) -> HttpResponse:
    """Reads the whole book; nothing is changed by it."""
    book = book_or_404(request, code)
    return show_book(request, book, verified=True, broken=broken_book(code))


@require_safe
@office(READ)
def compare(request: OfficeRequest) -> HttpResponse:
    """A printed page's QR code leads here; what it says may also be typed."""
    form = CompareForm(request.GET if request.GET else None)
    shown: dict[str, Any] = {"form": form, "key": public_key(), "fingerprint": fingerprint(public_key())}
    if form.is_valid():
        values = form.cleaned_data
        book = access_book(request.user, request.held, values["so"], timezone.localdate())
        shown |= {"asked": values, "book": book}
        shown["found"] = compared(values["so"], values["muc"], values["ma"]) if book else None
    status = 422 if request.GET and form.errors else 200
    return render(request, "logbook/compare.html", shown, status=status)
