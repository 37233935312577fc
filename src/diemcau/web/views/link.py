"""A site's link: made and revoked in the dossier, opened in the room's browser."""

from datetime import date, datetime, time, timedelta

import segno
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from diemcau.records.actions.link import (
    make_missing_links,
    make_site_link,
    open_site_link,
    renew_links,
    revoke_site_link,
)
from diemcau.records.models import Conference, Session, Site, SiteLink
from diemcau.records.queries.access import LINK_IN_BROWSER
from diemcau.records.queries.conference import sites_of
from diemcau.records.queries.network import Contact, contacts_of
from diemcau.records.queries.session import is_sitting
from diemcau.regulation.powers import Power
from diemcau.web.forms.conference import LinkForm
from diemcau.web.forms.fields import KEY
from diemcau.web.views.conference import conference_or_404, show_dossier
from diemcau.web.views.entry import OfficeRequest, office

PHASES = ("live", "paused", "open", "planned")  # which of several sessions a link leads to
LONGEST = timedelta(days=60)


@require_POST
@office(Power.PREPARE_CONFERENCE)
def make(request: OfficeRequest, key: int) -> HttpResponse:
    """The address is shown in the answer to this POST and nowhere else."""
    conference = conference_or_404(request, key, Power.PREPARE_CONFERENCE)
    form = LinkForm(request.POST, rows=_rows(conference))
    if not form.is_valid():
        return show_dossier(request, conference, forms={"link": form}, status=422)
    now = timezone.now()
    site, slot = form.cleaned_data["site"], form.cleaned_data["slot"]
    until = _end_of(form.cleaned_data["last_day"])
    token = make_site_link(
        site=site, conference=conference, slot=slot, actor=request.user, now=now, ttl=until - now
    )
    address = request.build_absolute_uri(reverse("enter", args=[token]))
    made = {"site": site, "slot": SiteLink.Slot(slot).label, "address": address}
    return show_dossier(request, conference, made_link=made)


@require_POST
@sensitive_variables("tokens")
@office(Power.PREPARE_CONFERENCE)
def make_all(request: OfficeRequest, key: int) -> HttpResponse:
    """The sheet to print is the answer to this POST; the addresses on it stand nowhere else."""
    conference = conference_or_404(request, key, Power.PREPARE_CONFERENCE)
    rooms, now = _rooms(conference), timezone.now()
    tokens = make_missing_links(
        conference=conference,
        sites=[one.site for one in rooms],
        actor=request.user,
        now=now,
        until=_until(conference),
    )
    if tokens:
        return _sheet(request, conference, rooms, tokens)
    messages.info(request, _("Mọi điểm cầu đã có liên kết còn hiệu lực."))
    return redirect(f"{reverse('conference', args=[key])}#lien-ket")


@require_POST
@sensitive_variables("tokens")
@office(Power.PREPARE_CONFERENCE)
def renew_all(request: OfficeRequest, key: int) -> HttpResponse:
    """Sheets were lost: every room gets a new link, the old ones open nothing any more. Not while a session
    runs: its rooms would be thrown out."""
    conference = conference_or_404(request, key, Power.PREPARE_CONFERENCE)
    if is_sitting(conference):
        messages.error(
            request,
            _(
                "Phiên đang diễn ra: làm lại liên kết sẽ ngắt mọi phòng đang họp. "
                "Xin thu hồi và tạo lại từng liên kết."
            ),
        )
        return show_dossier(request, conference, status=409)
    rooms, seen, now = _rooms(conference), request.POST.get("newest", ""), timezone.now()
    tokens = renew_links(
        conference=conference,
        sites=[one.site for one in rooms],
        newest=int(seen) if KEY.fullmatch(seen) else -1,
        actor=request.user,
        now=now,
        until=_until(conference),
    )
    if tokens:
        return _sheet(request, conference, rooms, tokens)
    messages.error(
        request, _("Vừa có người tạo liên kết mới cho hội nghị này. Xin xem lại danh sách rồi quyết định.")
    )
    return show_dossier(request, conference, status=409)


def _rooms(conference: Conference) -> list[Contact]:
    day = timezone.localdate()
    contacts = contacts_of(sites_of(conference, day), day)
    return [one for one in contacts if one.site.role != Site.Role.CENTRAL]


def _until(conference: Conference) -> datetime:
    day = timezone.localdate()
    return _end_of(min(max(timezone.localdate(conference.ends_at), day), day + LONGEST))


@sensitive_variables("tokens", "blocks")
def _sheet(
    request: OfficeRequest, conference: Conference, rooms: list[Contact], tokens: dict[int, str]
) -> HttpResponse:
    blocks = [_block(request, one, tokens[one.site.pk]) for one in rooms if one.site.pk in tokens]
    shown = {
        "conference": conference,
        "blocks": blocks,
        "central": _central(conference),
        "until": _until(conference),
    }
    return render(request, "conference/link_sheet.html", shown)


def _central(conference: Conference) -> Contact | None:
    day = timezone.localdate()
    central = [site for site in sites_of(conference, day) if site.role == Site.Role.CENTRAL]
    return next(iter(contacts_of(central, day)), None)


def _block(request: OfficeRequest, contact: Contact, token: str) -> dict[str, object]:
    address = request.build_absolute_uri(reverse("enter", args=[token]))
    code = segno.make(address, error="m", micro=False).svg_data_uri(scale=4)
    return {"contact": contact, "address": address, "code": code}


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _rows(conference: Conference) -> QuerySet[Site]:
    return Site.objects.filter(pk__in=[site.pk for site in sites_of(conference, timezone.localdate())])


@require_POST
@office(Power.PREPARE_CONFERENCE)
def revoke(request: OfficeRequest, key: int, link: int) -> HttpResponse:
    conference = conference_or_404(request, key, Power.PREPARE_CONFERENCE)
    row = conference.links.filter(pk=link).select_related("site", "conference").first()
    if row is None:
        raise Http404
    if revoke_site_link(link=row, actor=request.user, now=timezone.now()):
        messages.success(request, _("Đã thu hồi liên kết của %(site)s.") % {"site": row.site})
    else:
        messages.info(request, _("Liên kết này đã được thu hồi từ trước."))
    return redirect(f"{reverse('conference', args=[key])}#lien-ket")


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; the button puts the link into this browser."""
    link = open_site_link(token, timezone.now())
    if link is None:
        return render(request, "office/link_closed.html", status=404)
    session = _session_of(link)
    if request.method != "POST" or session is None:
        return render(request, "office/link_open.html", {"link": link, "session": session})
    request.session.cycle_key()
    request.session[LINK_IN_BROWSER] = link.pk
    page = "site" if link.slot == SiteLink.Slot.ROOM else "screen"
    return redirect(page, key=session.pk, code=link.site.code)


def _session_of(link: SiteLink) -> Session | None:
    """The one that runs, else the next that is planned (a little late counts as next)."""
    sessions = list(Session.objects.filter(conference=link.conference).order_by("planned_start"))
    soon = timezone.now() - timedelta(hours=12)
    open_ones = [one for one in sessions if one.phase != "planned" or one.planned_start > soon]
    return next((one for phase in PHASES for one in open_ones if one.phase == phase), None)
