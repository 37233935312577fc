"""The directory: sites, units, people. One set of pages for the three; what differs stands in KINDS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from diemcau.records.actions.network import add_entry, close_entry, correct_entry
from diemcau.records.models import Person, Phone, Post, Site, StandingTechnician, Unit
from diemcau.records.models.base import Dated
from diemcau.records.queries.alphabet import name_key
from diemcau.records.queries.conference import history_of
from diemcau.records.queries.network import find_persons, find_sites, find_units
from diemcau.regulation.powers import Power
from diemcau.web.forms.network import (
    CloseForm,
    EntryForm,
    PersonForm,
    PhoneForm,
    PostForm,
    SiteForm,
    TechnicianForm,
    UnitForm,
)
from diemcau.web.paging import page_of
from diemcau.web.views.entry import OfficeRequest, office

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that hang on an entry: its phones, posts, technicians."""

    title: Promise
    add: Promise
    form: type[Any]
    rows: Callable[[Model], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    title: Promise
    one: Promise
    new: Promise
    empty: Promise
    model: type[Model]
    form: type[EntryForm]
    find: Callable[..., QuerySet[Any]]
    row: str
    parts: Mapping[str, Part] = field(default_factory=dict)

    @property
    def dated(self) -> bool:
        return issubclass(self.model, Dated)


def _phones(owner: Model) -> QuerySet[Phone]:
    return Phone.objects.filter(**{str(owner._meta.model_name): owner}).order_by("-valid_from")


def _posts(owner: Model) -> QuerySet[Post]:
    return Post.objects.filter(person_id=owner.pk).select_related("unit", "person").order_by("-valid_from")


def _technicians(owner: Model) -> QuerySet[StandingTechnician]:
    return (
        StandingTechnician.objects.filter(site_id=owner.pk)
        .select_related("person", "site")
        .order_by("-valid_from")
    )


PHONES = Part(gettext_lazy("Điện thoại"), gettext_lazy("Thêm số điện thoại"), PhoneForm, _phones)
KINDS: Mapping[str, Kind] = {
    "diem-cau": Kind(
        pgettext_lazy("nhiều", "Điểm cầu"),
        gettext_lazy("điểm cầu"),
        gettext_lazy("Thêm điểm cầu"),
        gettext_lazy("Chưa có điểm cầu nào."),
        Site,
        SiteForm,
        find_sites,
        "directory/site_row.html",
        {
            "ky-thuat": Part(
                gettext_lazy("Kỹ thuật thường trực (khoản 4 Điều 6, khoản 4 Điều 7)"),
                gettext_lazy("Phân công kỹ thuật"),
                TechnicianForm,
                _technicians,
            ),
            "dien-thoai": PHONES,
        },
    ),
    "don-vi": Kind(
        pgettext_lazy("nhiều", "Đơn vị"),
        gettext_lazy("đơn vị"),
        gettext_lazy("Thêm đơn vị"),
        gettext_lazy("Chưa có đơn vị nào."),
        Unit,
        UnitForm,
        find_units,
        "directory/unit_row.html",
        {"dien-thoai": PHONES},
    ),
    "nguoi": Kind(
        pgettext_lazy("nhiều", "Người"),
        gettext_lazy("người"),
        gettext_lazy("Thêm người"),
        gettext_lazy("Chưa có ai trong danh bạ."),
        Person,
        PersonForm,
        find_persons,
        "directory/person_row.html",
        {
            "chuc-vu": Part(gettext_lazy("Chức vụ"), gettext_lazy("Thêm chức vụ"), PostForm, _posts),
            "dien-thoai": PHONES,
        },
    ),
}


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _entry(kind: Kind, key: int) -> Model:
    row = kind.model._default_manager.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


@require_safe
@office(Power.READ_CONFERENCE)
def listing(request: OfficeRequest, kind: str) -> HttpResponse:
    kind_of = _kind(kind)
    words, all_periods = request.GET.get("words", "")[:100], request.GET.get("all") == "1"
    found = kind_of.find(words.replace("\x00", ""), None if all_periods else timezone.localdate())
    page = _page(found, kind, request.GET.get("page"))
    shown = {"page": page, "words": words, "all_periods": all_periods, "day": timezone.localdate()}
    return render(request, "directory/list.html", shown | _frame(request, kind))


def _page(found: QuerySet[Any], kind: str, wanted: str | None) -> Page[Any]:
    """Sites by their number; units and people by name."""
    if kind == "diem-cau":
        return Paginator(found, 200).get_page(wanted)
    names = sorted(found.values_list("pk", "name"), key=lambda row: name_key(row[1]))
    return page_of([key for key, _name in names], found, wanted, PER_PAGE)


def _frame(request: OfficeRequest, kind: str) -> dict[str, Any]:
    return {"kind": KINDS[kind], "slug": kind, "may_manage": Power.MANAGE_NETWORK in request.powers}


@require_http_methods(["GET", "HEAD", "POST"])
@office(Power.MANAGE_NETWORK)
def create(request: OfficeRequest, kind: str) -> HttpResponse:
    kind_of = _kind(kind)
    form = kind_of.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = kind_of.model(**form.values())
        add_entry(row, actor=request.user, now=timezone.now())
        messages.success(request, _("Đã thêm %(name)s.") % {"name": row})
        return redirect("directory_entry", kind=kind, key=row.pk)
    shown = {"form": form} | _frame(request, kind)
    return render(request, "directory/form.html", shown, status=422 if form.errors else 200)


@require_safe
@office(Power.READ_CONFERENCE)
def entry(request: OfficeRequest, kind: str, key: int) -> HttpResponse:
    kind_of = _kind(kind)
    return _show(request, kind, _entry(kind_of, key))


def _show(
    request: OfficeRequest,
    kind: str,
    row: Model,
    *,
    forms: Mapping[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    kind_of, given = KINDS[kind], forms or {}
    form = kind_of.form(instance=row)
    parts = [
        {
            "slug": slug,
            "part": part,
            "rows": part.rows(row),
            "form": given.get(slug) or part.form(prefix=slug),
        }
        for slug, part in kind_of.parts.items()
    ]
    shown = {
        "row": row,
        "form": form,
        "parts": parts,
        "history": history_of(str(row._meta.model_name), row.pk),
    }
    if isinstance(row, Dated):
        shown |= {
            "close_form": given.get("close") or CloseForm(valid_from=row.valid_from),
            "periods": _periods(row),
        }
    return render(request, "directory/entry.html", shown | _frame(request, kind), status=status)


def _periods(row: Dated) -> QuerySet[Any]:
    """Everything that ever had this code."""
    return type(row)._default_manager.filter(Q(code=getattr(row, "code", ""))).order_by("-valid_from")


@require_http_methods(["GET", "HEAD", "POST"])
@office(Power.MANAGE_NETWORK)
def edit(request: OfficeRequest, kind: str, key: int) -> HttpResponse:
    kind_of = _kind(kind)
    row = _entry(kind_of, key)
    form = kind_of.form(request.POST or None, instance=row)
    shown: dict[str, Any] = {"form": form, "row": row} | _frame(request, kind)
    if request.method == "POST" and form.is_valid():
        if not form.overtaken() and correct_entry(
            row, form.values(), seen=form.columns(row), actor=request.user, now=timezone.now()
        ):
            messages.success(request, _("Đã lưu %(name)s.") % {"name": form.cleaned_data.get("name", row)})
            return redirect("directory_entry", kind=kind, key=key)
        fresh = _entry(kind_of, key)
        typed = request.POST.copy()
        typed["seen"] = kind_of.form(instance=fresh).initial["seen"]
        shown |= {"form": kind_of.form(typed, instance=fresh), "overtaken": True}
        return render(request, "directory/form.html", shown, status=409)
    return render(request, "directory/form.html", shown, status=422 if form.errors else 200)


@require_POST
@office(Power.MANAGE_NETWORK)
def close(request: OfficeRequest, kind: str, key: int) -> HttpResponse:
    row = _entry(_kind(kind), key)
    if not isinstance(row, Dated):
        raise Http404
    form = CloseForm(request.POST, valid_from=row.valid_from)
    if not form.is_valid():
        return _show(request, kind, row, forms={"close": form}, status=422)
    _close(request, row)(form)
    return redirect("directory_entry", kind=kind, key=key)


def _close(request: OfficeRequest, row: Dated, to: Model | None = None) -> Callable[[CloseForm], None]:
    def closed(form: CloseForm) -> None:
        last = form.cleaned_data["last_day"]
        if close_entry(row, last, actor=request.user, now=timezone.now(), to=to):
            messages.success(request, _("Đã ghi ngày cuối: %(day)s.") % {"day": f"{last:%d/%m/%Y}"})
        else:
            messages.info(request, _("Mục này đã có ngày kết thúc từ trước."))

    return closed


@require_POST
@office(Power.MANAGE_NETWORK)
def add_part(request: OfficeRequest, kind: str, key: int, part: str) -> HttpResponse:
    kind_of = _kind(kind)
    row = _entry(kind_of, key)
    if part not in kind_of.parts:
        raise Http404
    form = kind_of.parts[part].form(request.POST, prefix=part)
    form.owner = row
    if not form.is_valid():
        return _show(request, kind, row, forms={part: form}, status=422)
    add_entry(form.entry(row), actor=request.user, now=timezone.now(), to=row)
    messages.success(request, _("Đã thêm."))
    return redirect("directory_entry", kind=kind, key=key)


@require_POST
@office(Power.MANAGE_NETWORK)
def close_part(request: OfficeRequest, kind: str, key: int, part: str, row: int) -> HttpResponse:
    kind_of = _kind(kind)
    owner = _entry(kind_of, key)
    rows = kind_of.parts[part].rows(owner) if part in kind_of.parts else Phone.objects.none()
    one = rows.filter(pk=row).first()
    if one is None:
        raise Http404
    form = CloseForm(request.POST, valid_from=one.valid_from)
    if form.is_valid():
        _close(request, one, owner)(form)
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("directory_entry", kind=kind, key=key)
