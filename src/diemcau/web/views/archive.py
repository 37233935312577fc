"""The archive: the list with its search, a dossier's page, what happened, the steps of its owner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from diemcau.conference.commands import Refused
from diemcau.records.actions import archive as steps
from diemcau.records.actions.viewing import note_viewing
from diemcau.records.models import Conference, DossierRecord, Unit, Viewing
from diemcau.records.queries.archive import (
    STATES,
    Asked,
    Dossier,
    access_dossier,
    done_on,
    viewer_of,
    years_of,
)
from diemcau.records.queries.conference import history_of
from diemcau.records.queries.document import issued_of
from diemcau.records.queries.dossier import (
    course_of,
    dossiers_found,
    lines_of,
    log_pages_of,
    record_of,
    requests_of,
    rows_of,
    shares_of,
    sittings_of,
    viewings_of,
)
from diemcau.records.queries.paper import papers_of
from diemcau.records.queries.removal import removables, removals_of
from diemcau.records.queries.seats import latest_script
from diemcau.regulation.archive import Level
from diemcau.regulation.powers import Power
from diemcau.regulation.retention import Retention, hand_in_by, hand_in_source, may_be_removed
from diemcau.web.forms.archive import (
    AnswerForm,
    AskForm,
    DestroyForm,
    HandInForm,
    PaperForm,
    PlainForm,
    ReasonForm,
    RetentionForm,
    ShareForm,
)
from diemcau.web.live.course import course
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.words import refusal

PER_PAGE = 25
LINES_PER_PAGE = 100
READ, MANAGE = Power.READ_ARCHIVE, Power.MANAGE_ARCHIVE
SEEN = {
    Level.FACTS: "phòng họp, thời gian",
    Level.DUTY: "phần kỹ thuật",
    Level.CONTENT: "toàn bộ nội dung",
}
"""As the view log calls what a page showed."""

STATE_WORDS = {
    "preparing": gettext_lazy("Đang hoàn thiện"),
    "published": gettext_lazy("Đã công bố"),
    "closed": gettext_lazy("Đã đóng"),
    "handed_in": gettext_lazy("Đã nộp lưu"),
}


# --- the list
@require_safe
@office(READ)
def listing(request: OfficeRequest) -> HttpResponse:
    now, viewer = timezone.now(), viewer_of(request.user, request.held)
    asked = _asked(request)
    page = Paginator(dossiers_found(viewer, asked, now), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "rows": rows_of(list(page.object_list), viewer, asked, now),
        "asked": asked,
        "filtered": asked != Asked(),
        "years": years_of(viewer, now),
        "kinds": Conference.Kind.choices,
        "sides": [one for one in Unit.Side.choices if one[0] != Unit.Side.OTHER],
        "states": STATE_WORDS.items(),
    }
    return render(request, "archive/list.html", shown)


def _asked(request: OfficeRequest) -> Asked:
    """What is not in a list is as if it had not been asked."""
    given = {name: request.GET.get(name, "") for name in ("tu", "nam", "loai", "khoi", "trang-thai")}
    year = given["nam"] if given["nam"].isascii() and given["nam"].isdigit() else ""
    return Asked(
        words=given["tu"][:500].strip(),
        year=int(year) if len(year) == 4 and year >= "1900" else None,
        kind=given["loai"] if given["loai"] in Conference.Kind.values else "",
        side=given["khoi"] if given["khoi"] in Unit.Side.values else "",
        state=given["trang-thai"] if given["trang-thai"] in STATES else "",
        recorded=request.GET.get("ghi-hinh") == "co",
    )


# --- one dossier
def dossier_or_404(request: OfficeRequest, key: int, needed: Level = Level.FACTS) -> Dossier:
    found = access_dossier(request.user, request.held, key, needed, timezone.now())
    if found is None:
        raise Http404
    return found


def owned_or_404(request: OfficeRequest, key: int) -> Dossier:
    found = dossier_or_404(request, key, Level.CONTENT)
    if not found.owned:
        raise Http404
    return found


@require_safe
@office(READ)
def dossier(request: OfficeRequest, key: int) -> HttpResponse:
    return show_archived(request, dossier_or_404(request, key))


def show_archived(
    request: OfficeRequest,
    found: Dossier,
    *,
    forms: Mapping[str, Form] | None = None,
    refused: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """`forms`: those that were refused, with what was typed into them."""
    now = timezone.now()
    conference = found.conference
    note_viewing(
        actor=request.user, conference=conference, what=Viewing.What.PAGE, name=SEEN[found.level], now=now
    )
    sittings = sittings_of(conference)
    shown = {
        "dossier": found,
        "conference": conference,
        "sittings": sittings,
        "refused": refused,
        **_asking(request, found),
    }
    if found.shows_content:
        shown |= _content(found)
    else:
        shown |= {"lines": [(one, lines_of(one, now)) for one in sittings]}
    if found.owned:
        shown |= _owners(found)
    shown["forms"] = _blank(found) | dict(forms or {})
    page = "archive/dossier.html" if found.level > Level.FACTS else "archive/facts.html"
    return render(request, page, shown | more, status=status)


def _asking(request: OfficeRequest, found: Dossier) -> dict[str, Any]:
    own = found.conference.access_requests.filter(account=request.user)
    return {"my_request": own.order_by("-asked_at").first()}


def _content(found: Dossier) -> dict[str, Any]:
    conference = found.conference
    return {
        "papers": papers_of(conference),
        "issued": issued_of(conference),
        "log_pages": log_pages_of(conference),
        "course": course_of(conference),
        "script": latest_script(conference),
        "removals": removals_of(conference),
        "paper_most": settings.PAPER_LIMIT,
        "paper_limit": settings.PAPER_LIMIT >> 20,
    }


def _owners(found: Dossier) -> dict[str, Any]:
    conference, ended = found.conference, done_on(found.conference)
    record = found.record
    over = record is not None and may_be_removed(record.keep_until, timezone.localdate())
    return {
        "requests": requests_of(conference),
        "shares": shares_of(conference),
        "viewings": viewings_of(conference),
        "history": history_of("conference", conference.pk),
        "due": hand_in_by(ended),
        "due_source": hand_in_source(ended),
        "time_is_over": over,
    }


def _blank(found: Dossier) -> dict[str, Form]:
    blank: dict[str, Form] = {"ask": AskForm()}
    if not found.owned:
        return blank
    record = found.record or DossierRecord(conference=found.conference)
    things = [
        (f"{one.what}:{one.key}", f"{one.what.label}: {one.name}") for one in removables(found.conference)
    ]
    return blank | {
        "share": ShareForm(),
        "answer": AnswerForm(),
        "paper": PaperForm(),
        "destroy": DestroyForm(things=things),
        "rut_cong_bo": ReasonForm(auto_id="id_withdraw_%s"),
        "dong": RetentionForm(initial={"retention": record.retention}, auto_id="id_close_%s"),
        "mo_lai": ReasonForm(auto_id="id_reopen_%s"),
        "thoi_han": RetentionForm(initial={"retention": record.retention}, auto_id="id_extend_%s"),
        "nop_luu": HandInForm(initial={"day": timezone.localdate()}, auto_id="id_hand_%s"),
    }


@require_safe
@office(READ)
def record(request: OfficeRequest, key: int, session: UUID) -> HttpResponse:
    """What happened in a sitting, line by line."""
    found = dossier_or_404(request, key, Level.DUTY)
    sitting = next((one for one in sittings_of(found.conference) if one.pk == session), None)
    if sitting is None:
        raise Http404
    page = Paginator(record_of(sitting), LINES_PER_PAGE).get_page(request.GET.get("page"))
    note_viewing(
        actor=request.user,
        conference=found.conference,
        what=Viewing.What.PAGE,
        key=str(session),
        name="diễn biến",
        now=timezone.now(),
    )
    told = course(page.object_list, translation.get_language() or "vi")
    shown = {"dossier": found, "conference": found.conference, "sitting": sitting, "page": page, "told": told}
    return render(request, "archive/record.html", shown)


# --- the owner's steps
@dataclass(frozen=True, slots=True)
class Step:
    form: Callable[..., Form]
    do: Callable[..., Refused | None]
    done: Any


def _with_retention(do: Callable[..., Refused | None], **given: Any) -> Refused | None:
    return do(**given | {"retention": Retention(given["retention"])})


STEPS = {
    "cong-bo": Step(
        PlainForm, steps.publish_dossier, gettext_lazy("Đã công bố hồ sơ: các đơn vị được mời xem được.")
    ),
    "rut-cong-bo": Step(ReasonForm, steps.withdraw_publication, gettext_lazy("Đã rút công bố hồ sơ.")),
    "dong": Step(
        RetentionForm, partial(_with_retention, steps.close_dossier), gettext_lazy("Đã đóng hồ sơ.")
    ),
    "mo-lai": Step(ReasonForm, steps.reopen_dossier, gettext_lazy("Đã mở lại hồ sơ.")),
    "thoi-han": Step(
        RetentionForm,
        partial(_with_retention, steps.extend_retention),
        gettext_lazy("Đã kéo dài thời hạn bảo quản."),
    ),
    "nop-luu": Step(HandInForm, steps.hand_in, gettext_lazy("Đã ghi việc nộp lưu.")),
}


@require_POST
@office(MANAGE)
def step(request: OfficeRequest, key: int, step: str) -> HttpResponse:
    found = owned_or_404(request, key)
    chosen = STEPS.get(step)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST)
    if not form.is_valid():
        return show_archived(request, found, forms={step.replace("-", "_"): form}, status=422)
    given = {"conference": found.conference, "actor": request.user, "now": timezone.now()}
    refused = chosen.do(**given, **form.cleaned_data)
    if refused:
        return show_archived(
            request, found, forms={step.replace("-", "_"): form}, refused=refusal(refused), status=409
        )
    messages.success(request, chosen.done)
    return redirect("archive_dossier", key=key)
