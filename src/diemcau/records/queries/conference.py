"""Conferences: fetched and authorised in one function; absent and forbidden give the same answer (None)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from diemcau.records.models import Account, Assignment, Conference
from diemcau.regulation.powers import Power, Role, may


def access_conference(account: Account, held: Sequence[Assignment], key: int, power: Power) -> Conference | None:
    wanted = visible_conferences(held, power).filter(pk=key)
    return wanted.select_related("convener", "host_unit", "chair_site", "chair_person", "made_by__person").first()


def visible_conferences(held: Sequence[Assignment], power: Power) -> QuerySet[Conference]:
    """All of them to whoever prepares or runs conferences; to a site's technician those that invite the site."""
    with_power = [one for one in held if may(Role(one.role), power)]
    if any(Role(one.role) is not Role.SITE_TECHNICIAN for one in with_power):
        return Conference.objects.all()
    codes = [one.site.code for one in with_power if one.site]
    mine = Q(invited__site__code__in=codes) | Q(chair_site__code__in=codes)
    return Conference.objects.filter(mine).distinct()


def find_conferences(
    conferences: QuerySet[Conference], *, words: str = "", state: str = "", kind: str = ""
) -> QuerySet[Conference]:
    chosen = conferences.select_related("convener", "chair_site")
    if words:
        chosen = chosen.filter(Q(title__icontains=words) | Q(convener__name__icontains=words))
    if state:
        chosen = chosen.filter(state=state)
    return chosen.filter(kind=kind) if kind else chosen


def sites_of(held: Sequence[Assignment]) -> list[str]:
    return [one.site.code for one in held if one.site]


def today_of(conferences: QuerySet[Conference], day: date) -> QuerySet[Conference]:
    return conferences.filter(starts_at__date=day)
