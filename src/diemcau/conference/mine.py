"""State -> what one site's own page needs beside the stage. Before admission it is all the site gets."""

from datetime import datetime

import msgspec

from diemcau.conference.plan import Source
from diemcau.conference.session import CheckResult, Lane, Note, Phase, Readiness, Request, SessionKind


class MyItem(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    title: str
    starts: str
    minutes: int
    speaker: str = ""
    mine: bool = False
    done: bool = False
    running: bool = False
    changed: bool = False


class Mine(msgspec.Struct, frozen=True):
    """`place`: my best place in the queue, from 1. `may_publish`: what the engine lets this site's room publish now.

    `everybody_sees_me`: on the program, in preview, or pre-subscribed: my camera may be subscribed by all.
    `script`, `script_version`: empty before admission. `central_*`: who to call, always there.
    """

    site: str
    name: str
    title: str
    kind: SessionKind
    phase: Phase
    planned_start: datetime | None
    lane: Lane
    since: datetime | None
    epoch: int
    device: str
    reason: str
    call_again: bool
    check: CheckResult | None
    readiness: Readiness | None
    roll_call_at: datetime | None
    may_publish: tuple[Source, ...]
    everybody_sees_me: bool
    on_program: bool
    in_preview: bool
    voice_check: bool
    sharing_allowed: bool
    talkback: bool
    place: int | None
    requests: tuple[Request, ...]
    notes: tuple[Note, ...]
    script: tuple[MyItem, ...]
    script_version: int
    script_seen: int
    central_name: str
    central_phone: str
    recording: bool
