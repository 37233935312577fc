"""Join links: bound to one site, one conference, one slot (Art. 5.1). Only the token's hash is kept."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from diemcau.records.actions.log import write_line
from diemcau.records.models import Account, Conference, Site, SiteLink

TOKEN_BYTES = 32


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_site_link(
    *,
    site: Site,
    conference: Conference,
    slot: SiteLink.Slot | str,
    actor: Account | None,
    now: datetime,
    ttl: timedelta,
) -> str:
    """The token: it stands in the address and is never seen again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        link = SiteLink.objects.create(
            site=site,
            conference=conference,
            slot=slot,
            token_hash=token_hash(token),
            made_by=actor,
            made_at=now,
            expires_at=now + ttl,
        )
        changes = {"site": ["", site.name], "slot": ["", link.get_slot_display()]}
        write_line("link.made", conference, actor=actor, now=now, changes=changes)
    return token


def make_missing_links(
    *, conference: Conference, sites: Iterable[Site], actor: Account | None, now: datetime, until: datetime
) -> dict[int, str]:
    """Site -> token of its new room link, for those that have none that holds. One line in the log."""
    with transaction.atomic():
        Conference.objects.select_for_update().get(pk=conference.pk)  # two at once make no link twice
        held = set(_room_links(conference, now).values_list("site_id", flat=True))
        lacking = [site for site in sites if site.pk not in held]
        return _make_room_links(conference, lacking, actor, now, until)


def renew_links(
    *,
    conference: Conference,
    sites: Iterable[Site],
    newest: int,
    actor: Account | None,
    now: datetime,
    until: datetime,
) -> dict[int, str]:
    """Site -> token of its new room link; the old ones open nothing any more. Empty: a link newer than
    `newest` was made meanwhile, which nobody here has seen."""
    with transaction.atomic():
        Conference.objects.select_for_update().get(pk=conference.pk)
        if newest_link(conference) != newest:
            return {}
        old = _room_links(conference, now)
        names = sorted(set(old.values_list("site__name", flat=True)))
        if old.update(revoked_at=now):
            changes = {"site": ["", ", ".join(names)], "slot": ["", str(SiteLink.Slot.ROOM.label)]}
            write_line("link.revoked", conference, actor=actor, now=now, changes=changes)
        return _make_room_links(conference, list(sites), actor, now, until)


def newest_link(conference: Conference) -> int:
    newest: int | None = conference.links.aggregate(newest=Max("pk"))["newest"]
    return newest or 0


def _room_links(conference: Conference, now: datetime) -> QuerySet[SiteLink]:
    return conference.links.filter(slot=SiteLink.Slot.ROOM, revoked_at=None, expires_at__gt=now)


def _make_room_links(
    conference: Conference, sites: Sequence[Site], actor: Account | None, now: datetime, until: datetime
) -> dict[int, str]:
    tokens = {site.pk: secrets.token_urlsafe(TOKEN_BYTES) for site in sites}
    SiteLink.objects.bulk_create(
        SiteLink(
            site=site,
            conference=conference,
            slot=SiteLink.Slot.ROOM,
            token_hash=token_hash(tokens[site.pk]),
            made_by=actor,
            made_at=now,
            expires_at=until,
        )
        for site in sites
    )
    if sites:
        changes = {
            "site": ["", ", ".join(site.name for site in sites)],
            "slot": ["", str(SiteLink.Slot.ROOM.label)],
        }
        write_line("link.made", conference, actor=actor, now=now, changes=changes)
    return tokens


def revoke_site_link(*, link: SiteLink, actor: Account | None, now: datetime) -> bool:
    """False: it was revoked before."""
    with transaction.atomic():
        done = SiteLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now)
        if done:
            changes = {"site": ["", link.site.name], "slot": ["", link.get_slot_display()]}
            write_line("link.revoked", link.conference, actor=actor, now=now, changes=changes)
    return bool(done)


def open_site_link(token: str, now: datetime) -> SiteLink | None:
    """The link of this token while it holds; unknown, expired and revoked are the same: None."""
    links = SiteLink.objects.filter(token_hash=token_hash(token), revoked_at=None, expires_at__gt=now)
    return links.select_related("site", "conference__chair_site").first()


def link_by_key(key: int | None, now: datetime) -> SiteLink | None:
    """The link a browser opened before, while it still holds."""
    if not isinstance(key, int):
        return None
    links = SiteLink.objects.filter(pk=key, revoked_at=None, expires_at__gt=now)
    return links.select_related("site").first()
