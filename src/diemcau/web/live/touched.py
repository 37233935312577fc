"""Whose own view or cell may look different after a change: what concerns one site costs one site's work."""

from collections.abc import Iterable, Iterator, Mapping

from diemcau.conference.session import Note, Request
from diemcau.conference.session import Session as State

EVERYBODYS = (
    "title",
    "kind",
    "phase",
    "planned_start",
    "roll_call_at",
    "script",
    "item",
    "done",
    "recording",
    "all_closed",
)


def touched(before: State, after: State) -> frozenset[str]:
    if any(getattr(before, name) != getattr(after, name) for name in EVERYBODYS):
        return frozenset(after.seats)
    if before.central_seat() != after.central_seat():
        return frozenset(after.seats)
    notes = frozenset(_by_notes(before.notes, after))
    return notes | frozenset(_by_seats(before, after)) | _by_floor(before, after) | _by_picture(before, after)


def _by_seats(before: State, after: State) -> Iterator[str]:
    if before.seats is not after.seats:
        for site, seat in after.seats.items():
            if before.seats.get(site) is not seat:
                yield site


def _by_notes(before: tuple[Note, ...], after: State) -> Iterator[str]:
    """An acknowledgement is the business of the site that gave it, also under a note to all."""
    known = {note.id: note for note in before} if before is not after.notes else {}
    for note in after.notes if known or before is not after.notes else ():
        old = known.get(note.id)
        if old is None:
            to = note.to or note.sender
            yield from (to,) if to else after.seats
        elif old is not note:
            yield from set(old.acknowledged) ^ set(note.acknowledged)


def _by_floor(before: State, after: State) -> frozenset[str]:
    old, new = before.floor, after.floor
    if old is new:
        return frozenset()
    changed = (r.site for id, r in new.requests.items() if old.requests.get(id) is not r)
    moved = set(old.holders) ^ set(new.holders) | _proposed(old.proposed, new.proposed)
    if old.queue != new.queue:
        moved |= {*old.queue, *new.queue}
    return frozenset(changed) | _sites(new.requests, moved)


def _proposed(old: str | None, new: str | None) -> set[str]:
    return {id for id in (old, new) if id} if old != new else set()


def _sites(requests: Mapping[str, Request], ids: Iterable[str]) -> frozenset[str]:
    return frozenset(requests[id].site for id in ids if id in requests)


def _by_picture(before: State, after: State) -> frozenset[str]:
    sites: set[str | None] = set()
    for old, new in ((before.program, after.program), (before.preview, after.preview)):
        if old != new:
            sites |= {*old.sites, *new.sites}
    for one, other in ((before.talkback, after.talkback), (before.voice_at, after.voice_at)):
        if one != other:
            sites |= {one, other}
    return frozenset(site for site in sites if site)
