"""Who sits where in a session of a conference, as names and numbers stand on its day."""

from collections.abc import Iterable
from datetime import date

import msgspec
from django.db.models import Q

from diemcau.conference.script import Script
from diemcau.conference.session import Seat, SiteRole
from diemcau.records.models import Conference, Phone, Site, StandingTechnician
from diemcau.records.models.base import on


def seats_of(conference: Conference, day: date) -> tuple[Seat, ...]:
    """The central site and the chair's always have a seat, invited or not."""
    central = Q(on(day), role=Site.Role.CENTRAL)
    seated = Site.objects.filter(
        central | Q(pk=conference.chair_site_id) | Q(invited_to__conference=conference)
    )
    sites = list(seated.distinct().order_by("number", "code"))
    technicians, phones = _technicians(sites, day), _site_phones(sites, day)
    return tuple(
        Seat(
            site=site.code,
            number=site.number,
            name=site.name,
            role=_role(site, conference),
            technician=technicians.get(site.pk, ("", ""))[0],
            phone=technicians.get(site.pk, ("", ""))[1] or phones.get(site.pk, ""),
        )
        for site in sites
    )


def latest_script(conference: Conference) -> Script:
    version = conference.scripts.order_by("-number").first()
    if version is None:
        return Script()
    fields = {"version": version.number, "items": version.items, "changed": version.changed}
    return msgspec.convert(fields, Script)


def _role(site: Site, conference: Conference) -> SiteRole:
    if site.pk == conference.chair_site_id:
        return SiteRole.CHAIR
    return {
        Site.Role.CENTRAL.value: SiteRole.CENTRAL,
        Site.Role.CHAIR.value: SiteRole.INVITED,
    }.get(site.role, SiteRole.END)


def _technicians(sites: Iterable[Site], day: date) -> dict[int, tuple[str, str]]:
    """Site -> the name of its standing technician (Art. 6.4, 7.4) and the number to call; a mobile first."""
    standing = StandingTechnician.objects.filter(on(day), site__in=list(sites)).select_related("person")
    people = {row.site_id: row.person for row in standing.order_by("valid_from")}
    phones = Phone.objects.filter(on(day), person__in=list(people.values())).exclude(kind=Phone.Kind.FAX)
    numbers = {phone.person_id: phone.number for phone in sorted(phones, key=_mobile_last)}
    return {site: (person.name, numbers.get(person.pk, "")) for site, person in people.items()}


def _site_phones(sites: Iterable[Site], day: date) -> dict[int | None, str]:
    phones = Phone.objects.filter(on(day), site__in=list(sites)).exclude(kind=Phone.Kind.FAX)
    return {phone.site_id: phone.number for phone in sorted(phones, key=_mobile_last)}


def _mobile_last(phone: Phone) -> bool:
    """Later entries win in a dict."""
    return phone.kind == Phone.Kind.MOBILE
