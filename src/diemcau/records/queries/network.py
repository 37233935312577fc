"""The directory: sites, units, people, as they stand on a day, with their earlier and later periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from diemcau.records.models import Person, Phone, Post, Site, StandingTechnician, Unit
from diemcau.records.models.base import Dated, on

AnyDated = TypeVar("AnyDated", bound=Dated)


def find_sites(words: str, day: date | None = None) -> QuerySet[Site]:
    """With the standing technician, his phone and the site's phones of the day."""
    technicians = StandingTechnician.objects.select_related("person").prefetch_related("person__phones")
    sites = Site.objects.select_related("unit").prefetch_related(
        Prefetch("technicians", technicians.filter(on(day)) if day else technicians),
        Prefetch("phones", Phone.objects.filter(on(day)) if day else Phone.objects.all()),
    )
    held_by = StandingTechnician.objects.filter(site=OuterRef("pk"), person__name__icontains=words)
    named = (
        Q(name__icontains=words) | Q(code__icontains=words) | Q(unit__name__icontains=words) | Exists(held_by)
    )
    return _valid(sites.filter(named) if words else sites, day).order_by("number", "code", "-valid_from")


def find_units(words: str, day: date | None = None) -> QuerySet[Unit]:
    units = Unit.objects.select_related("parent").prefetch_related("phones")
    named = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__icontains=words)
    return _valid(units.filter(named) if words else units, day).order_by("name", "-valid_from")


def find_persons(words: str, day: date | None = None) -> QuerySet[Person]:
    posts = Post.objects.select_related("unit")
    people = Person.objects.prefetch_related(
        Prefetch("posts", posts.filter(on(day)) if day else posts),
        Prefetch("phones", Phone.objects.filter(on(day)) if day else Phone.objects.all()),
    )
    in_post = Post.objects.filter(
        Q(title__icontains=words) | Q(unit__name__icontains=words), person=OuterRef("pk")
    )
    phoned = Phone.objects.filter(number__contains=words, person=OuterRef("pk"))
    named = Q(name__icontains=words) | Exists(in_post) | Exists(phoned)
    return (people.filter(named) if words else people).order_by("name")


def _valid(rows: QuerySet[AnyDated], day: date | None) -> QuerySet[AnyDated]:
    return rows.filter(on(day)) if day else rows


def end_sites(day: date) -> QuerySet[Site]:
    return (
        Site.objects.filter(on(day)).exclude(role=Site.Role.CENTRAL).select_related("unit").order_by("number")
    )


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call at a site."""

    site: Site
    name: str = ""
    phone: str = ""


def contacts_of(sites: Iterable[Site], day: date) -> list[Contact]:
    """The standing technician (Art. 6.4, 7.4) and his number, else the site's own. Two questions for all."""
    sites = list(sites)
    standing = StandingTechnician.objects.filter(on(day), site__in=sites).select_related("person")
    people = {row.site_id: row.person for row in standing.order_by("valid_from")}
    wanted = Q(person__in=[person.pk for person in people.values()]) | Q(site__in=[site.pk for site in sites])
    phones = Phone.objects.filter(on(day) & wanted).exclude(kind=Phone.Kind.FAX).order_by("kind")
    by_person: dict[int | None, str] = {row.person_id: row.number for row in phones if row.person_id}
    by_site: dict[int | None, str] = {row.site_id: row.number for row in phones if row.site_id}
    return [_contact(site, people.get(site.pk), by_person, by_site) for site in sites]


def _contact(
    site: Site, person: Person | None, by_person: dict[int | None, str], by_site: dict[int | None, str]
) -> Contact:
    own = by_site.get(site.pk, "")
    return Contact(site, person.name, by_person.get(person.pk, own)) if person else Contact(site, "", own)
