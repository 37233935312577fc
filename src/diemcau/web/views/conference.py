"""Conferences: the list, a new one, the dossier and its parts."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from diemcau.conference.commands import AnyCommand, CancelRequest, OpenSession, Order, Refused
from diemcau.conference.session import SessionKind
from diemcau.records.actions.conference import (
    change_conference,
    draft_conference,
    invite_sites,
    move_conference,
    next_states,
)
from diemcau.records.actions.seats import seat_invited
from diemcau.records.actions.session import act, plan_session
from diemcau.records.models import Conference, Session
from diemcau.records.outlines import OUTLINES, items_of
from diemcau.records.queries.archive import access_dossier
from diemcau.records.queries.conference import (
    Dossier,
    access_conference,
    dossier_of,
    find_conferences,
    visible_conferences,
)
from diemcau.records.queries.media import media_of, used_files
from diemcau.records.queries.minutes import access_minutes
from diemcau.records.queries.network import end_sites
from diemcau.records.queries.today import sitting
from diemcau.regulation.archive import Level
from diemcau.regulation.powers import Power
from diemcau.web.forms.conference import (
    ConferenceForm,
    LinkForm,
    NewConferenceForm,
    PlanForm,
    SitesForm,
    SpeakerForm,
    StateForm,
)
from diemcau.web.forms.media import MediaForm
from diemcau.web.views.entry import OfficeRequest, acting, office
from diemcau.web.words import refusal

PER_PAGE = 25
PREPARE, READ = Power.PREPARE_CONFERENCE, Power.READ_CONFERENCE


@require_safe
@office(READ)
def listing(request: OfficeRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "")[:100] for name in ("words", "state", "kind")}
    found = find_conferences(visible_conferences(request.held, READ), **asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    choices = {"states": Conference.State.choices, "kinds": Conference.Kind.choices}
    return render(request, "conference/list.html", {"page": page, "asked": asked, **choices})


@require_http_methods(["GET", "HEAD", "POST"])
@office(PREPARE)
def create(request: OfficeRequest) -> HttpResponse:
    form = NewConferenceForm(request.POST or None, initial=_suggested(request.GET.get("mau", "")))
    if request.method == "POST" and form.is_valid():
        conference = _draft(request, form)
        messages.success(request, _("Đã lập hội nghị. Tiếp theo: kiểm tra điểm cầu được mời và kịch bản."))
        return redirect("conference", key=conference.pk)
    return render(request, "conference/form.html", {"form": form}, status=422 if form.errors else 200)


def _suggested(outline: str) -> dict[str, Any]:
    """Tomorrow at eight, for two hours."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    start = tomorrow.replace(hour=8, minute=0, second=0, microsecond=0)
    chosen = OUTLINES.get(outline, OUTLINES["briefing"])
    key = outline if outline in OUTLINES else "briefing"
    return {"outline": key, "kind": chosen.kind, "starts_at": start, "ends_at": start + timedelta(hours=2)}


def _draft(request: OfficeRequest, form: NewConferenceForm) -> Conference:
    """With every end site invited, as most conferences have it; the dossier changes that."""
    values = form.values()
    starts = timezone.localtime(values["starts_at"])
    sites = [site for site in end_sites(starts.date()) if site.role == "end"]
    outline = OUTLINES[form.cleaned_data["outline"]]
    items = items_of(outline, values["chair_site"].code, tuple(site.code for site in sites), starts)
    return draft_conference(values=values, sites=sites, items=items, actor=request.user, now=timezone.now())


def conference_or_404(request: OfficeRequest, key: int, power: Power) -> Conference:
    conference = access_conference(request.held, key, power)
    if conference is None:
        raise Http404
    return conference


@require_safe
@office(READ)
def dossier(request: OfficeRequest, key: int) -> HttpResponse:
    return show_dossier(request, conference_or_404(request, key, READ))


def show_dossier(
    request: OfficeRequest,
    conference: Conference,
    *,
    forms: Mapping[str, Form] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """`forms`: those that were refused, with what was typed into them."""
    found = dossier_of(conference, timezone.localdate())
    shown = {
        "dossier": found,
        "conference": conference,
        "sittings": [sitting(request.user, request.held, one) for one in found.sessions],
        "forms": _blank_forms(request, found) | dict(forms or {}),
        "next_states": [(one.value, one.label) for one in next_states(conference)],
        "may_prepare": access_conference(request.held, conference.pk, PREPARE) is not None,
        **_media(conference),
        "desk": access_minutes(request.user, request.held, conference.pk),
        "archived": access_dossier(request.user, request.held, conference.pk, Level.FACTS, timezone.now()),
        "may_open": Power.OPEN_SESSION in request.powers,
        "may_register": Power.ANSWER_FOR_SITE in request.powers,
    }
    return render(request, "conference/dossier.html", shown | more, status=status)


def _media(conference: Conference) -> dict[str, Any]:
    used = used_files(conference)
    rows = media_of(conference)
    for row in rows:
        row.used = str(row.pk) in used  # type: ignore[attr-defined]
    return {"media": rows, "media_most": settings.MEDIA_LIMIT, "media_limit": settings.MEDIA_LIMIT >> 20}


def _blank_forms(request: OfficeRequest, found: Dossier) -> dict[str, Form]:
    conference = found.conference
    last_day = max(timezone.localdate(conference.ends_at), timezone.localdate())
    return {
        "media": MediaForm(),
        "link": LinkForm(rows=_sites(found), initial={"last_day": last_day}),
        "plan": PlanForm(initial={"planned_start": proposed_test(conference.starts_at, timezone.now())}),
        "state": StateForm(initial={"version": conference.version}),
        "speaker": SpeakerForm(sites=_own_sites(request, found)),
    }


def proposed_test(starts_at: datetime, now: datetime) -> datetime:
    """The day before at the same hour; where that is past, one hour before."""
    day_before = starts_at - timedelta(days=1)
    return day_before if day_before > now else starts_at - timedelta(hours=1)


def _sites(found: Dossier) -> Any:
    return type(found.sites[0]).objects.filter(pk__in=[site.pk for site in found.sites])


def _own_sites(request: OfficeRequest, found: Dossier) -> list[tuple[str, str]]:
    """A site's technician registers for his site, the centre for any."""
    actor = next((acting(request, one) for one in [Power.ANSWER_FOR_SITE] if one in request.powers), None)
    sites = [(site.code, site.name) for site in found.sites]
    return [one for one in sites if actor and actor.may_speak_for(one[0])]


@require_http_methods(["GET", "HEAD", "POST"])
@office(PREPARE)
def edit(request: OfficeRequest, key: int) -> HttpResponse:
    conference = conference_or_404(request, key, PREPARE)
    form = ConferenceForm(request.POST or None, instance=conference)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        saved = change_conference(
            conference=conference,
            values=form.values(),
            version=version,
            actor=request.user,
            now=timezone.now(),
        )
        if saved:
            messages.success(request, _("Đã lưu thông tin hội nghị."))
            return redirect("conference", key=key)
        return _overtaken(request, conference, ConferenceForm)
    shown = {"form": form, "conference": conference}
    return render(request, "conference/form.html", shown, status=422 if form.errors else 200)


def _overtaken(
    request: OfficeRequest, conference: Conference, form: Callable[..., ConferenceForm]
) -> HttpResponse:
    """What was typed stays; sending it once more is then deliberate."""
    conference.refresh_from_db()
    typed = request.POST.copy()
    typed["version"] = str(conference.version)
    shown = {"form": form(typed, instance=conference), "conference": conference, "overtaken": True}
    return render(request, "conference/form.html", shown, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@office(PREPARE)
def sites(request: OfficeRequest, key: int) -> HttpResponse:
    conference = conference_or_404(request, key, PREPARE)
    rows = end_sites(timezone.localdate(conference.starts_at)).exclude(pk=conference.chair_site_id)
    form = SitesForm(request.POST or None, rows=rows)
    ticked = set(request.POST.getlist("sites")) or {str(row.site_id) for row in conference.invited.all()}
    shown: dict[str, Any] = {
        "conference": conference,
        "form": form,
        "rows": rows,
        "version": conference.version,
    }
    if request.method == "POST" and form.is_valid():
        chosen, version = form.cleaned_data["sites"], form.cleaned_data["version"] or 0
        if invite_sites(
            conference=conference, sites=chosen, version=version, actor=request.user, now=timezone.now()
        ):
            seat_invited(conference, acting(request, PREPARE), timezone.now())
            messages.success(request, _("Đã mời %(count)d điểm cầu.") % {"count": len(chosen)})
            return redirect(f"{reverse('conference', args=[key])}#diem-cau")
        conference.refresh_from_db()
        shown |= {"overtaken": True, "version": conference.version}
    status = 409 if "overtaken" in shown else 422 if form.errors else 200
    return render(request, "conference/sites.html", shown | {"ticked": ticked}, status=status)


@require_POST
@office(PREPARE)
def change_state(request: OfficeRequest, key: int) -> HttpResponse:
    conference = conference_or_404(request, key, PREPARE)
    form = StateForm(request.POST)
    if not form.is_valid():
        return show_dossier(request, conference, forms={"state": form}, status=422)
    values = form.cleaned_data
    moved = move_conference(
        conference=conference,
        to=Conference.State(values["to"]),
        reason=values["reason"],
        version=values["version"],
        actor=request.user,
        now=timezone.now(),
    )
    if not moved:
        messages.error(
            request, _("Chưa đổi được trạng thái: hội nghị vừa được người khác thay đổi. Xin xem lại.")
        )
        conference.refresh_from_db()
        return show_dossier(request, conference, status=409)
    return redirect("conference", key=key)


@require_POST
@office(PREPARE)
def plan(request: OfficeRequest, key: int) -> HttpResponse:
    conference = conference_or_404(request, key, PREPARE)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return show_dossier(request, conference, forms={"plan": form}, status=422)
    plan_session(
        conference=conference,
        kind=SessionKind(form.cleaned_data["kind"]),
        planned_start=form.cleaned_data["planned_start"],
        actor=acting(request, PREPARE),
        now=timezone.now(),
    )
    messages.success(request, _("Đã lập phiên."))
    return redirect(f"{reverse('conference', args=[key])}#phien")


@require_POST
@office(Power.OPEN_SESSION)
def open_session(request: OfficeRequest, key: int, session: UUID) -> HttpResponse:
    conference = conference_or_404(request, key, READ)
    row = _session_or_404(conference, session)
    refused = _act(request, row, OpenSession(), Power.OPEN_SESSION)
    if refused:
        return show_dossier(request, conference, refused=refusal(refused), status=409)
    return redirect("board", key=row.pk)


@require_POST
@office(Power.ANSWER_FOR_SITE)
def register_speaker(request: OfficeRequest, key: int) -> HttpResponse:
    conference = conference_or_404(request, key, READ)
    found = dossier_of(conference, timezone.localdate())
    form = SpeakerForm(request.POST, sites=_own_sites(request, found))
    session = next((one for one in found.sessions if str(one.pk) == request.POST.get("session")), None)
    if session is None or not form.is_valid():
        return show_dossier(request, conference, forms={"speaker": form}, status=422)
    command = form.command(uuid4().hex, timezone.now())
    refused = _act(request, session, command, Power.ANSWER_FOR_SITE)
    if refused:
        kept = {"speaker": form}
        return show_dossier(request, conference, forms=kept, refused=refusal(refused), status=409)
    messages.success(request, _("Đã ghi đăng ký phát biểu."))
    return redirect(f"{reverse('conference', args=[key])}#phat-bieu")


@require_POST
@office(Power.ANSWER_FOR_SITE)
def withdraw_speaker(request: OfficeRequest, key: int, session: UUID) -> HttpResponse:
    conference = conference_or_404(request, key, READ)
    row = _session_or_404(conference, session)
    wanted = request.POST.get("request", "")
    if not wanted.replace("-", "").replace("_", "").isalnum() or len(wanted) > 64:
        raise Http404
    refused = _act(
        request, row, CancelRequest(wanted, request.POST.get("reason", "")[:500]), Power.ANSWER_FOR_SITE
    )
    if refused:
        return show_dossier(request, conference, refused=refusal(refused), status=409)
    messages.success(request, _("Đã rút đăng ký phát biểu."))
    return redirect(f"{reverse('conference', args=[key])}#phat-bieu")


def _session_or_404(conference: Conference, key: UUID) -> Session:
    session = conference.sessions.filter(pk=key).first()
    if session is None:
        raise Http404
    return session


def _act(request: OfficeRequest, session: Session, command: AnyCommand, power: Power) -> Refused | None:
    outcome = act(session.pk, Order(command, acting(request, power), uuid4().hex), timezone.now())
    return outcome if isinstance(outcome, Refused) else None
