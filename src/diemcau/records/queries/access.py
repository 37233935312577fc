"""Who may do what in a live session: fetch and authorise in one step, one answer for absent and forbidden.

A browser shows its session cookie (an account, or a site link opened there), a room without a browser shows
its link's token. An account may hold several roles: what is asked for decides in which of them it comes.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session as BrowserSession
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from diemcau.conference.actors import Actor
from diemcau.conference.commands import Command
from diemcau.conference.session import Session as State
from diemcau.records.models import Account, Assignment, Conference, SiteLink
from diemcau.records.models.base import on
from diemcau.records.queries.account import SECOND_FACTOR_REQUIRED, name_of
from diemcau.records.queries.session import current
from diemcau.records.store import NotFound, reading
from diemcau.regulation.powers import Power, Role

LINK_IN_BROWSER = "site_link"
BROWSER_KEY = re.compile(r"[a-z0-9]{8,40}\Z")


class NotSignedIn(Exception):
    """Neither an account, nor a site link, nor a token."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What was shown at the door. Both are secrets: never logged, never part of a message."""

    browser: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def browser_key(self) -> str:
        return self.browser if BROWSER_KEY.match(self.browser) else ""

    @property
    def token_hash(self) -> str:
        return sha256(self.token.encode("utf-8", "replace")).hexdigest() if self.token else ""


class Asked(Protocol):
    """What somebody wants to be here; picks the role to come in."""

    def choose(self, actors: Iterable[Actor]) -> Actor | None: ...


@dataclass(frozen=True, slots=True)
class AsSite:
    """The site's own page: its technician, or whoever may answer for sites."""

    site: str

    def choose(self, actors: Iterable[Actor]) -> Actor | None:
        able = [a for a in actors if a.may(Power.ANSWER_FOR_SITE) and a.may_speak_for(self.site)]
        return min(able, key=lambda actor: actor.site is None, default=None)


@dataclass(frozen=True, slots=True)
class AsScreen:
    """The room's television: its own link, or a person of that site."""

    site: str

    def choose(self, actors: Iterable[Actor]) -> Actor | None:
        listed = list(actors)
        own = (a for a in listed if a.role is Role.ROOM_SCREEN and a.site == self.site)
        return next(own, None) or AsSite(self.site).choose(listed)


@dataclass(frozen=True, slots=True)
class AsOperator:
    def choose(self, actors: Iterable[Actor]) -> Actor | None:
        return next((actor for actor in actors if actor.may(Power.WATCH_SESSION)), None)


@dataclass(frozen=True, slots=True)
class ToAct:
    """One command. Who belongs to this session, but has not the power for it, still learns why not."""

    command: Command

    def choose(self, actors: Iterable[Actor]) -> Actor | None:
        listed = list(actors)
        able = [actor for actor in listed if actor.may(self.command.power)]
        if self.command.for_site:
            able = [actor for actor in able if actor.may_speak_for(self.command.site)]  # type: ignore[attr-defined]
            able.sort(key=lambda actor: actor.site is None)
        return next(iter(able or listed), None)


@dataclass(frozen=True, slots=True)
class Granted:
    """Let in: as whom, and what must go on being true while the connection stands."""

    state: State
    actor: Actor
    credential: Credential
    asked: Asked


@dataclass(frozen=True, slots=True)
class Held:
    """What stands behind one credential today."""

    account: Account | None = None
    assignments: tuple[Assignment, ...] = ()
    links: tuple[SiteLink, ...] = ()

    def __bool__(self) -> bool:
        return self.account is not None or bool(self.links)


def access_live(session_id: UUID | str, credential: Credential, asked: Asked, now: datetime) -> Granted:
    """Raises NotSignedIn, NotFound (no such session, or not yours), StoreAway."""
    held = _held([credential], now)[credential]
    if not held:
        raise NotSignedIn
    state = current(session_id)
    actor = asked.choose(_actors(held, state))
    if actor is None:
        raise NotFound
    return Granted(state, actor, credential, asked)


def withdrawn(granted: Collection[Granted], now: datetime) -> list[Granted]:
    """Those that would not be let in again as the same: a handful of questions for all together."""
    held = _held({one.credential for one in granted}, now)
    states = {one.state.id: current(one.state.id) for one in granted}
    return [one for one in granted if not _still(one, held[one.credential], states[one.state.id])]


def _still(one: Granted, held: Held, state: State) -> bool:
    actor = one.asked.choose(_actors(held, state))
    return actor is not None and (actor.role, actor.id, actor.site) == (
        one.actor.role,
        one.actor.id,
        one.actor.site,
    )


# --- from a credential to what stands behind it
def _held(credentials: Collection[Credential], now: datetime) -> dict[Credential, Held]:
    return reading(lambda: _read(credentials, now))


def _read(credentials: Collection[Credential], now: datetime) -> dict[Credential, Held]:
    browsers = _browsers({c.browser_key for c in credentials} - {""}, now)
    accounts = _accounts(browsers.values())
    assignments = _assignments(accounts, now)
    links = _links(browsers.values(), {c.token_hash for c in credentials} - {""}, now)

    def held(credential: Credential) -> Held:
        data = browsers.get(credential.browser_key, {})
        account = _account_of(data, accounts)
        keys = (str(data.get(LINK_IN_BROWSER, "")), credential.token_hash)
        mine = tuple(links[key] for key in keys if key in links)
        return Held(account, assignments.get(account.pk, ()) if account else (), mine)

    return {credential: held(credential) for credential in credentials}


def _browsers(keys: Collection[str], now: datetime) -> dict[str, dict[str, Any]]:
    rows = BrowserSession.objects.filter(session_key__in=keys, expire_date__gt=now) if keys else ()
    return {row.session_key: row.get_decoded() for row in rows}


def _accounts(browsers: Iterable[dict[str, Any]]) -> dict[str, Account]:
    keys = {str(data[SESSION_KEY]) for data in browsers if str(data.get(SESSION_KEY, "")).isdecimal()}
    able = Account.objects.filter(is_active=True, password_is_temporary=False)
    rows = able.filter(pk__in=keys).select_related("person") if keys else ()
    return {str(account.pk): account for account in rows}


def _account_of(data: dict[str, Any], accounts: dict[str, Account]) -> Account | None:
    """Another password since, and the browser is signed out."""
    account = accounts.get(str(data.get(SESSION_KEY, "")))
    if account is None:
        return None
    shown = str(data.get(HASH_SESSION_KEY, ""))
    valid = (account.get_session_auth_hash(), *account.get_session_auth_fallback_hash())
    return account if any(constant_time_compare(shown, one) for one in valid) else None


def _assignments(accounts: dict[str, Account], now: datetime) -> dict[int, tuple[Assignment, ...]]:
    if not accounts:
        return {}
    today = on(timezone.localdate(now))
    rows = (
        Assignment.objects.filter(today, account__in=accounts.values()).select_related("site").order_by("pk")
    )
    strong = _with_second_factor(rows)
    found: dict[int, tuple[Assignment, ...]] = {}
    for row in rows:
        if row.role in SECOND_FACTOR_REQUIRED and row.account_id not in strong:
            continue
        found[row.account_id] = (*found.get(row.account_id, ()), row)
    return found


def _with_second_factor(rows: Iterable[Assignment]) -> Collection[int]:
    """Of the accounts whose roles demand one. The demo's have none."""
    needing = {row.account_id for row in rows if row.role in SECOND_FACTOR_REQUIRED}
    if settings.DEMO or not needing:
        return needing
    strong = Authenticator.objects.filter(
        user_id__in=needing, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
    return set(strong.values_list("user_id", flat=True))


def _links(browsers: Iterable[dict[str, Any]], hashes: Collection[str], now: datetime) -> dict[str, SiteLink]:
    """By id (as the browser's session keeps it) and by the token's hash."""
    ids = {str(data[LINK_IN_BROWSER]) for data in browsers if str(data.get(LINK_IN_BROWSER, "")).isdecimal()}
    valid = SiteLink.objects.filter(revoked_at__isnull=True, expires_at__gt=now).select_related("site")
    by_id = {str(link.pk): link for link in (valid.filter(pk__in=ids) if ids else ())}
    by_hash = {link.token_hash: link for link in (valid.filter(token_hash__in=hashes) if hashes else ())}
    return by_id | by_hash


# --- from what one holds to who one is in this session
ORDER = (
    Role.CENTRAL_TECHNICIAN,
    Role.CHAIR_TECHNICIAN,
    Role.CHAIR,
    Role.SITE_TECHNICIAN,
    Role.ROOM_SCREEN,
    Role.HOST_OFFICER,
    Role.ADMINISTRATOR,
)


def _actors(held: Held, state: State) -> list[Actor]:
    """Strongest role first. Nobody becomes the machine by an assignment."""
    fitting = [one for one in held.assignments if one.role in ORDER and _belongs(held.account, one, state)]
    fitting.sort(key=lambda assignment: ORDER.index(Role(assignment.role)))
    from_account = [_actor(held.account, a) for a in fitting] if held.account else []
    return [*from_account, *_linked(held.links, state)]


def _belongs(account: Account | None, assignment: Assignment, state: State) -> bool:
    """A site's people belong to sessions of that site, chairs to what they chair (ADR 7)."""
    match assignment.role:
        case Role.SITE_TECHNICIAN | Role.ROOM_SCREEN:
            return assignment.site is not None and state.seat(assignment.site.code) is not None
        case Role.CHAIR | Role.CHAIR_TECHNICIAN:
            return _at_the_chair(assignment, state) or _named_chair(account, assignment, state)
    return True


def _at_the_chair(assignment: Assignment, state: State) -> bool:
    chair = state.chair_seat()
    return assignment.site is not None and chair is not None and assignment.site.code == chair.site


def _named_chair(account: Account | None, assignment: Assignment, state: State) -> bool:
    """The conference names its chair, who may sit anywhere."""
    if account is None or account.person_id is None or assignment.role != Role.CHAIR:
        return False
    named = Conference.objects.filter(pk=state.conference, chair_person=account.person_id)
    return reading(named.exists)


def _actor(account: Account, assignment: Assignment) -> Actor:
    role = Role(assignment.role)
    bound = assignment.site if role in (Role.SITE_TECHNICIAN, Role.ROOM_SCREEN) else None
    return Actor(role, str(account.pk), name_of(account), bound.code if bound else None)


def _linked(links: Iterable[SiteLink], state: State) -> Iterator[Actor]:
    for link in links:
        if str(link.conference_id) == state.conference and state.seat(link.site.code) is not None:
            room = link.slot == SiteLink.Slot.ROOM
            role = Role.SITE_TECHNICIAN if room else Role.ROOM_SCREEN
            yield Actor(role, f"link-{link.pk}", link.site.name, link.site.code)
