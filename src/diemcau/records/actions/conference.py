"""A conference is drafted, changed by compare-and-set, invited to, scheduled, cancelled, postponed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import F

from diemcau.conference.commands import Refused
from diemcau.conference.lifecycle import ConferenceState, Move, moved, nexts
from diemcau.conference.script import Item
from diemcau.records.actions.log import differences, write_line
from diemcau.records.actions.search import index_conference
from diemcau.records.models import Account, Conference, InvitedSite, ScriptVersion, Site


class MayNotChair(ValueError):
    """Art. 2 names the rooms that may chair; neither the central site nor an end site is one of them."""


def draft_conference(
    *, values: Mapping[str, Any], sites: Iterable[Site], items: Sequence[Item], actor: Account, now: datetime
) -> Conference:
    _check_chair(values, None)
    with transaction.atomic():
        conference = Conference.objects.create(**values, made_by=actor, made_at=now)
        _invite(conference, sites)
        ScriptVersion.objects.create(
            conference=conference,
            number=1,
            items=msgspec.to_builtins(tuple(items)),
            changed=[],
            made_by=actor,
            made_at=now,
        )
        write_line("conference.drafted", conference, actor=actor, now=now, words=conference.title)
        index_conference(conference)
    return conference


def change_conference(
    *, conference: Conference, values: Mapping[str, Any], version: int, actor: Account, now: datetime
) -> bool:
    """False: somebody else changed it since `version`; nothing was written."""
    _check_chair(values, conference.chair_site_id)
    changes = differences(conference, values)
    with transaction.atomic():
        if not _advance(conference, version, **values):
            return False
        write_line("conference.changed", conference, actor=actor, now=now, changes=changes)
        index_conference(Conference.objects.get(pk=conference.pk))
    return True


def _check_chair(values: Mapping[str, Any], kept: int | None) -> None:
    """A chair that was set before the register changed may stay."""
    site: Site | None = values.get("chair_site")
    if site and site.pk != kept and site.role != Site.Role.CHAIR:
        raise MayNotChair(site.code)


def invite_sites(
    *, conference: Conference, sites: Iterable[Site], version: int, actor: Account, now: datetime
) -> bool:
    """These and no others. False: overtaken."""
    wanted = {site.pk: site for site in sites}
    with transaction.atomic():
        if not _advance(conference, version):
            return False
        before = {row.site_id: row.site for row in conference.invited.select_related("site")}
        conference.invited.exclude(site__in=wanted).delete()
        _invite(conference, (site for key, site in wanted.items() if key not in before))
        changes = _invited_changes(before, wanted)
        write_line("conference.sites_invited", conference, actor=actor, now=now, changes=changes)
        index_conference(conference)
    return True


def next_states(conference: Conference) -> tuple[Conference.State, ...]:
    """Where it may go by its life's table. Not back to the draft once a session stands in the calendar."""
    ways = nexts(ConferenceState(conference.state))
    kept = Move.WITHDRAW if conference.sessions.exists() else None
    return tuple(Conference.State(to.value) for to, move in ways.items() if move is not kept)


def move_conference(
    *, conference: Conference, to: Conference.State, reason: str, version: int, actor: Account, now: datetime
) -> bool:
    """False: not from this state, without the reason it needs, or overtaken."""
    if to not in next_states(conference) or not _may_move(conference, to, reason):
        return False
    changes = {"state": [conference.get_state_display(), str(to.label)]}
    with transaction.atomic():
        if not _advance(conference, version, state=to):
            return False
        write_line("conference.moved", conference, actor=actor, now=now, changes=changes, words=reason)
    return True


def _may_move(conference: Conference, to: Conference.State, reason: str) -> bool:
    state = ConferenceState(conference.state)
    return not isinstance(moved(state, nexts(state)[ConferenceState(to.value)], reason), Refused)


def _advance(conference: Conference, version: int, **values: Any) -> bool:
    rows = Conference.objects.filter(pk=conference.pk, version=version)
    return bool(rows.update(**values, version=F("version") + 1))


def _invite(conference: Conference, sites: Iterable[Site]) -> None:
    InvitedSite.objects.bulk_create(InvitedSite(conference=conference, site=site) for site in sites)


def _invited_changes(before: Mapping[int, Site], after: Mapping[int, Site]) -> dict[str, list[str]]:
    gone = [site.name for key, site in before.items() if key not in after]
    new = [site.name for key, site in after.items() if key not in before]
    return {"invited": [", ".join(gone), ", ".join(new)]}
